"""The one door for HTML: what rich text may hold, whoever brings it (facts and traps: docs/decisions/0002)."""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_CHARACTERS = 400_000
MAX_TAGS = 20_000
"""Cleaning takes time quadratic in the depth of nesting; at these bounds it stays under a second."""

TAGS = frozenset(
    {"p", "h3", "h4", "ul", "ol", "li", "blockquote", "br"}
    | {"a", "strong", "em", "sub", "sup", "abbr"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "img"}
)
PICTURE_NAME = r"pictures/[a-z0-9]{24}\.webp"
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
RENAMED = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "b": "strong", "i": "em"}
ATTRIBUTES = {
    **{"a": {"href"}, "abbr": {"title"}, "img": {"src", "alt", "width", "height"}},
    **{"th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}},
}
_DROPPED_WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"}
_RENAMED_TAG = re.compile(r"<(/?)(h1|h2|h5|h6|b|i)>")
_BLANK_PARAGRAPH = re.compile(r"<(p|h3|h4)>(?:\s|&nbsp;|<br>)*</\1>\s*")
_LINK_WITHOUT_ADDRESS = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_PICTURE_WITHOUT_ADDRESS = re.compile(r'<img(?![^>]* src=")[^>]*>')
_UNDECIDED_PICTURE = re.compile(r'<img(?![^>]* alt=")[^>]*>')
_HIDDEN_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
"""Control characters, lone surrogates, bidirectional embeddings, overrides and isolates, byte-order marks."""

_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACE_AROUND_BLOCK = re.compile(
    r" ?(</?(?:p|h3|h4|ul|ol|li|blockquote|table|caption|thead|tbody|tfoot|tr|th|td)(?: [^>]*)?>|<br>) ?"
)
"""Space that no browser shows. It goes, so that a text that was only opened and saved is the same text."""

_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<h[34](?: [^>]*)?>(.*?)</h[34]>", re.DOTALL)
_BLOCK_EDGE = re.compile(r"</?(?:p|h3|h4|li|td|th|caption|blockquote|tr|ul|ol|table)(?: [^>]*)?>|<br>")


class TooLarge(ValidationError):
    """The text is longer, or has more tags, than the door lets through."""


def clean(html: str) -> str:
    """The same text with nothing in it but what the policy allows; cleaning twice changes nothing.

    Raises `TooLarge` where the text has more than `MAX_CHARACTERS` characters or `MAX_TAGS` tags.
    """
    _refuse_large(html)
    for _round in range(5):
        cleaned = _clean_once(html)
        if cleaned == html:
            return cleaned
        html = cleaned
    return html


def is_blank(html: str) -> bool:
    return not plain_text(html) and "<img" not in html


def has_undecided_picture(html: str) -> bool:
    """Whether a picture has neither a text in its place nor the decision that it is decorative (`alt=""`)."""
    return bool(_UNDECIDED_PICTURE.search(html))


def plain_text(html: str) -> str:
    """The words of clean HTML, one line a block."""
    lines = unescape(_TAG.sub("", _BLOCK_EDGE.sub("\n", html))).replace("\xa0", " ").split("\n")
    return "\n".join(text for line in lines if (text := " ".join(line.split())))


def headings_of(html: str) -> list[str]:
    """The words of each heading of clean HTML."""
    return [text for inner in _HEADING.findall(html) if (text := plain_text(inner))]


def is_safe_address(address: str) -> bool:
    """True for http(s), mailto and tel addresses, paths of this site and places on the page."""
    if address != address.strip() or "\\" in address or _has_control(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in SCHEMES and (parts.scheme not in ("http", "https") or bool(parts.netloc))
    return not parts.netloc and ":" not in address.split("/")[0].split("?")[0].split("#")[0]


def is_own_picture(address: str) -> bool:
    """True for the address of a picture that this site serves (`publishing.models.Picture`)."""
    return bool(re.fullmatch(rf"{re.escape(settings.MEDIA_URL)}{PICTURE_NAME}", address))


def _refuse_large(html: str) -> None:
    if len(html) > MAX_CHARACTERS:
        raise TooLarge(
            _("This text has %(length)s characters; at most %(most)s fit. Split it into several tabs or pages."),
            params={"length": len(html), "most": MAX_CHARACTERS},
        )
    if (tags := html.count("<")) > MAX_TAGS:
        raise TooLarge(
            _("This text has %(tags)s HTML tags; at most %(most)s fit. Paste it as plain text and format it again."),
            params={"tags": tags, "most": MAX_TAGS},
        )


def _clean_once(html: str) -> str:
    cleaned = nh3.clean(
        _HIDDEN_CHARACTERS.sub("", html),
        tags=TAGS | RENAMED.keys(),
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    cleaned = _RENAMED_TAG.sub(lambda found: f"<{found[1]}{RENAMED[found[2]]}>", cleaned)
    cleaned = _BLANK_PARAGRAPH.sub("", _LINK_WITHOUT_ADDRESS.sub(r"\1", cleaned))
    cleaned = _PICTURE_WITHOUT_ADDRESS.sub("", cleaned)
    cleaned = _SPACE_AROUND_BLOCK.sub(r"\1", _SPACE.sub(" ", cleaned))
    return _HIDDEN_CHARACTERS.sub("", cleaned).strip()


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep a value unchanged or drop it: a changed one would escape the cleaner's own check of schemes."""
    if name == "href":
        return value if is_safe_address(value) else None
    if name == "src":
        return value if is_own_picture(value) else None
    if name in ("width", "height"):
        return value if re.fullmatch(r"[1-9][0-9]{0,3}", value) else None
    if name in ("colspan", "rowspan"):
        return value if value.isascii() and value.isdigit() and 1 < int(value[:4]) <= 50 else None
    if name == "scope":
        return value if value in ("col", "row", "colgroup", "rowgroup") else None
    return value


def _has_control(text: Iterable[str]) -> bool:
    return any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in text)
