"""Plain words as HTML: escaped, bare addresses as links, lead-ins in bold."""

import re
from collections.abc import Sequence
from html import escape

from publishing.html import is_safe_address

_OPENING = "([{<«“‘\"'"
_CLOSING = ".,;:!?)]}>»”’\"'"
_SITE = re.compile(r"(?:[a-z0-9-]+\.)+(?:org|com|edu|gov|net|int)(?:[/?#].*)?", re.IGNORECASE)
_HINT = re.compile(r"://|@|\.(?:org|com|edu|gov|net|int)\b", re.IGNORECASE)
"""What every address has: a quick look."""

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LEAD_IN = re.compile(r"([^\s:.?!]+(?: [^\s:.?!]+){0,5}): (?=\S)")


def as_html(text: str) -> str:
    if not _HINT.search(text):
        return escape(text, quote=False)
    return " ".join(_word(word) for word in text.split(" "))


def has_lead_in(text: str) -> bool:
    return bool(_LEAD_IN.match(text))


def with_bold_lead_ins(texts: Sequence[str]) -> list[str]:
    """Each text as HTML. Where two or more, and most, read “Name: meaning”, the names are bold."""
    lead_ins = [_LEAD_IN.match(text) for text in texts]
    count = sum(1 for match in lead_ins if match)
    if count < 2 or count * 2 < len(texts):
        return [as_html(text) for text in texts]
    return [
        f"<strong>{as_html(match[1])}:</strong> {as_html(text[match.end() :])}" if match else as_html(text)
        for text, match in zip(texts, lead_ins, strict=True)
    ]


def _word(word: str) -> str:
    core = word.lstrip(_OPENING)
    opening = word[: len(word) - len(core)]
    core = core.rstrip(_CLOSING)
    if "(" in core and word.removeprefix(opening + core).startswith(")"):
        core += ")"  # It belongs to the address: …/wiki/Shunt_(medical)
    address = _address(core)
    if not address:
        return escape(word, quote=False)
    closing = word[len(opening) + len(core) :]
    link = f'<a href="{escape(address)}">{escape(core, quote=False)}</a>'
    return escape(opening, quote=False) + link + escape(closing, quote=False)


def address_in(text: str) -> str:
    """The first web address among the words; empty where there is none."""
    cores = (word.lstrip(_OPENING).rstrip(_CLOSING) for word in text.split(" "))
    return next((address for core in cores if (address := _address(core)).startswith("http")), "")


def _address(word: str) -> str:
    """Where a word that is written as an address leads; empty for any other word."""
    if "." not in word:
        return ""
    if word.lower().startswith(("https://", "http://")):
        address = word
    elif _MAIL.fullmatch(word):
        address = f"mailto:{word}"
    elif _SITE.fullmatch(word):
        address = f"https://{word}"
    else:
        return ""
    return address if is_safe_address(address) else ""
