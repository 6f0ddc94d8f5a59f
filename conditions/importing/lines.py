"""Lines as a person sees them: an indentation, words with single spaces, nothing invisible."""

import re
from dataclasses import dataclass

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, soft hyphens, spaces of no width, bidirectional overrides, lone surrogates."""

_LEADING = re.compile(r"\s*")
_DECORATION = re.compile(r"[\W_]*")
_RULE = re.compile(r"([-_=*~.•·—–─━═#\s])+")


@dataclass(frozen=True, eq=False)
class Line:
    """A line of the file. Two lines that read the same are still two lines."""

    number: int
    text: str
    indent: int = 0
    """In columns, without what all lines of the file are indented by."""

    @property
    def width(self) -> int:
        return self.indent + len(self.text)

    @property
    def is_rule(self) -> bool:
        """A line drawn with signs."""
        return bool(_RULE.fullmatch(self.text)) and len(self.text) > 1


def visible(text: str) -> str:
    """The text without invisible characters and with single spaces (no-break spaces among them)."""
    return " ".join(_INVISIBLE.sub("", text).split())


def split_lines(content: str) -> list[Line]:
    """All lines, blank ones too (their text is empty)."""
    raw = [_INVISIBLE.sub("", line).expandtabs(4) for line in content.splitlines()]
    texts = [" ".join(line.split()) for line in raw]
    indents = [_LEADING.match(line).end() for line in raw]  # type: ignore[union-attr]  # It matches everywhere.
    margin = min((indent for indent, text in zip(indents, texts, strict=True) if text), default=0)
    return [
        Line(number, text, indent - margin if text else 0)
        for number, (indent, text) in enumerate(zip(indents, texts, strict=True), start=1)
    ]


def begins_small(text: str) -> bool:
    """True where the first letter is a small one, as in the middle of a sentence."""
    letters = text[_DECORATION.match(text).end() :]  # type: ignore[union-attr]  # It matches everywhere.
    return letters[:1].islower()


def ends_sentence(text: str) -> bool:
    return text.rstrip("\"'”’»)]").endswith((".", "!", "?", ":", ";", "…"))
