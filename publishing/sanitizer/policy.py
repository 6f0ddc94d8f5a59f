"""Policy of rich text: elements, attributes and the values that each attribute may have."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

TAGS = frozenset(
    {"p", "h3", "h4", "ul", "ol", "li", "blockquote", "br"}
    | {"a", "strong", "em", "sub", "sup", "abbr", "span"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "img"}
)
PICTURE_NAME = r"pictures/[a-z0-9]{24}\.webp"
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
RENAMED = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "menu": "ul", "dir": "ul"}

LANGUAGE = frozenset({"lang", "dir"})
"""Allowed on every element with words: a screen reader changes its voice at them (WCAG 3.1.2)."""

ATTRIBUTES = {
    **{"a": {"href"}, "abbr": {"title"}, "img": {"src", "alt", "width", "height"}},
    **{"ol": {"start", "type", "reversed"}, "li": {"value"}},
    **{"th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}},
}
ATTRIBUTES_OF = {
    tag: frozenset(ATTRIBUTES.get(tag, ())) | (LANGUAGE if tag not in ("br", "img") else frozenset()) for tag in TAGS
}
"""By element, every attribute that it may have."""

_LANGUAGE_TAG = re.compile(
    r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
)
"""BCP 47 in its recommended spelling, without extensions. Word writes its proofing language as “EN-US” around every
run, right or wrong: nobody chose it, so that spelling is not kept."""

_CHOICES = {
    "scope": ("col", "row", "colgroup", "rowgroup"),
    "type": ("1", "a", "A", "i", "I"),
    "dir": ("ltr", "rtl", "auto"),
}
_LARGEST_NUMBER = 999_999
_MOST_SPANNED = 50
_WHOLE_NUMBER = re.compile(r"[ \t\n\f\r]*([+-]?[0-9]{1,9})")


def allowed_value(name: str, value: str) -> str | None:
    """The value as it may be stored; None where the attribute has to go."""
    if name == "href":
        return value if is_safe_address(value) else None
    if name == "src":
        return value if is_own_picture(value) else None
    if name == "lang":
        return value if _LANGUAGE_TAG.fullmatch(value) else None
    if name in ("width", "height"):
        return value if re.fullmatch(r"[1-9][0-9]{0,3}", value) else None
    if name in ("colspan", "rowspan"):
        return value if value.isascii() and value.isdigit() and 1 < int(value[:4]) <= _MOST_SPANNED else None
    if name in ("start", "value"):
        return _number(value)
    if name in _CHOICES:
        return value if value in _CHOICES[name] else None
    return "" if name == "reversed" else value


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


def _number(value: str) -> str | None:
    """The number of a list's item as a browser reads it."""
    found = _WHOLE_NUMBER.match(value)
    return str(int(found[1])) if found and abs(int(found[1])) <= _LARGEST_NUMBER else None


def _has_control(text: Iterable[str]) -> bool:
    return any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in text)
