"""Rich text: every text is sanitized here, whoever brings it (facts and traps: docs/decisions/0002)."""

import re
from html import unescape
from typing import NamedTuple

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.sanitizer.invalid import LeftOut
from publishing.sanitizer.policy import (
    ATTRIBUTES,
    ATTRIBUTES_OF,
    LANGUAGE,
    SCHEMES,
    TAGS,
    allowed_value,
    is_own_picture,
    is_safe_address,
)
from publishing.sanitizer.scanning import BLOCKS, DROPPED, EDGE, INLINE, Scanner
from publishing.sanitizer.transform import TooManyElements, Transformer, without_hidden_characters
from publishing.sanitizer.tree import parse, write

__all__ = [
    "ATTRIBUTES",
    "TAGS",
    "Sanitized",
    "TooLarge",
    "Unsanitizable",
    "Unstable",
    "clean",
    "has_undecided_picture",
    "headings_of",
    "is_blank",
    "is_own_picture",
    "is_safe_address",
    "plain_text",
    "sanitize",
]

MAX_CHARACTERS = 400_000
MAX_TAGS = 20_000
MAX_DEPTH = 100
"""Elements inside one another. Parsing takes time quadratic in the depth; at these bounds it stays under a second."""

_MOST_ROUNDS = 4
"""A parser may read the first result otherwise than it was meant, such as a heading in a heading."""

_TAGS_READ = {*INLINE, *BLOCKS, EDGE}
_ATTRIBUTES_READ = ATTRIBUTES | {
    "*": {"style", "hidden", "role", *LANGUAGE},
    "dialog": {"open"},
    "font": {"face"},
}
_UNDECIDED_PICTURE = re.compile(r'<img(?![^>]* alt=")[^>]*>')
_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<h[34](?: [^>]*)?>(.*?)</h[34]>", re.DOTALL)
_BLOCK_EDGE = re.compile(r"</?(?:p|h3|h4|li|td|th|caption|blockquote|tr|ul|ol|table)(?: [^>]*)?>|<br>")


class Unsanitizable(ValidationError):
    """The text cannot be sanitized. The message says what an editor can do."""


class TooLarge(Unsanitizable):
    """The text is longer, or has more tags or deeper ones, than can be sanitized."""


class Unstable(Unsanitizable):
    """The text is so broken that every reading of it gives another one."""


class Sanitized(NamedTuple):
    html: str
    left_out: tuple[LeftOut, ...]
    """Words that were struck through or hidden. They are not in the result."""


def clean(html: str) -> str:
    """The HTML of `sanitize`."""
    return sanitize(html).html


def sanitize(html: str) -> Sanitized:
    """The same text with nothing in it but what the policy allows, and no text that its writer marked as invalid.

    Sanitizing twice changes nothing. Raises `TooLarge` for more than `MAX_CHARACTERS`, `MAX_TAGS` or `MAX_DEPTH`, and
    `Unstable` for HTML without a stable form.
    """
    left_out: list[LeftOut] = []
    for _round in range(_MOST_ROUNDS):
        result = _sanitized_once(html, left_out)
        if result == html:
            _refuse_surprises(result)
            return Sanitized(result, tuple(left_out))
        html = result
    raise _unstable()


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


def _sanitized_once(html: str, left_out: list[LeftOut]) -> str:
    if len(html) > MAX_CHARACTERS:
        raise TooLarge(
            _("This text has %(length)s characters; at most %(most)s fit. Split it into several tabs or pages."),
            params={"length": len(html), "most": MAX_CHARACTERS},
        )
    scanned = Scanner(without_hidden_characters(html))
    _refuse_many_tags(scanned)
    transformer = Transformer()
    try:
        result = write(transformer.text(parse(_read(scanned))))
    except (RecursionError, TooManyElements) as error:
        raise _too_deep() from error
    left_out += transformer.left_out
    return result


def _refuse_many_tags(scanned: Scanner) -> None:
    if scanned.tags > MAX_TAGS:
        raise TooLarge(
            _("This text has %(tags)s HTML tags; at most %(most)s fit. Paste it as plain text and format it again."),
            params={"tags": scanned.tags, "most": MAX_TAGS},
        )
    if scanned.deepest > MAX_DEPTH:
        raise _too_deep()


def _too_deep() -> TooLarge:
    return TooLarge(
        _("The HTML elements of this text stand more than %(most)s deep. Paste it as plain text and format it again."),
        params={"most": MAX_DEPTH},
    )


def _unstable() -> Unstable:
    return Unstable(_("The HTML of this text is broken. Paste it as plain text and format it again."))


def _read(scanned: Scanner) -> str:
    """The text as an HTML parser reads it, written as well-formed HTML."""
    return nh3.clean(
        scanned.html,
        tags=_TAGS_READ | scanned.unknown,
        clean_content_tags=set(DROPPED),
        attributes=_ATTRIBUTES_READ,
        attribute_filter=lambda _tag, _name, value: value,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _refuse_surprises(result: str) -> None:
    """The last look: a cleaner that knows only the policy finds nothing to take away or to mend."""
    checked = nh3.clean(
        result,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES_OF.items()} | {"*": set()},
        attribute_filter=lambda _tag, name, value: allowed_value(name, value),
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    if checked != result:
        raise _unstable()
