"""The numbers a family can compare with its package, read from one record's texts.

A wrong lot is worse than none: a record's lots are taken only where every part of its text is understood. Otherwise
its row has no lots, and a person picks them in the assisted view.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from alerts.openfda.shapes import NDC_SHAPES, has_valid_check_digit, pattern_of
from alerts.openfda.tokens import Token, tokens_of

ALL_LOTS = "All lots"
"""The lot entry of a product of which every lot is recalled."""

_ALL_LOTS = re.compile(
    r"(?:(?:lots?|batch(?:es)?)(?: numbers?| \#s?)?: ?)?all (?:product )?(?:lots?|batches)(?: numbers| codes)?\.?",
    re.IGNORECASE,
)
_UPC = re.compile(r"\bUPC\b[^,;()]*", re.IGNORECASE)
_NDC = re.compile(r"(?<![\w-])(\d{4,5})-(\d{3,4})-(\d{1,2})(?![\w-])", re.ASCII)
_GTIN_LABEL = re.compile(r"\b(?:UPC|EAN|GTIN|bar\s?code)s?\b", re.IGNORECASE)
_GTIN = re.compile(r"(?<![\w-])\d(?:[ -]{0,2}\d|\s\(\d\)){7,13}(?![\d-])", re.ASCII)
_RUN_TOGETHER = 1.6
"""A lot of a doubled pattern that is so many times as long as the others is two lots."""
_FARTHEST_GTIN = 60
"""Characters between the label “UPC” and its number."""


def ndcs_in(description: str) -> list[str]:
    """The hyphenated package codes of a description, each once, in its order."""
    matches = _NDC.finditer(_UPC.sub(" ", description))
    shaped = [match[0] for match in matches if tuple(len(part) for part in match.groups()) in NDC_SHAPES]
    return list(dict.fromkeys(shaped))


def lots_in(code_info: str, description: str = "") -> list[str]:
    """All lot entries, or none where any part of the text is not understood.

    An entry is a lot, a range (`A100 to A150`) or `All lots`, which only those very words give.
    """
    if _ALL_LOTS.fullmatch(code_info.strip()):
        return [ALL_LOTS]
    return lots_of(tokens_of(code_info, description))


def lots_of(tokens: Sequence[Token]) -> list[str]:
    """The lot entries of a text that was split already, under the same rule."""
    if not all(token.is_clear for token in tokens) or _is_doubtful(tokens):
        return []
    return list(dict.fromkeys(token.value for token in tokens if token.kind in ("lot", "range")))


def use_by_in(tokens: Sequence[Token]) -> str:
    """The one expiry or use-by date, as printed; nothing where the text names several or is not understood."""
    if not all(token.is_clear for token in tokens):
        return ""
    dates = {token.text for token in tokens if token.kind == "date" and token.role in ("expiry", "dates")}
    has_unlabelled = any(token.kind == "date" and token.role == "date" for token in tokens)
    return dates.pop() if len(dates) == 1 and not has_unlabelled else ""


def gtins_in(*texts: str) -> list[str]:
    """Bar codes with a valid check digit that follow the word UPC, EAN or GTIN, as digits alone."""
    found: dict[str, None] = {}
    for text in texts:
        for label in _GTIN_LABEL.finditer(text):
            for match in _GTIN.finditer(text, label.end(), label.end() + _FARTHEST_GTIN):
                found |= dict.fromkeys(_valid_gtin(match[0]))
    return list(found)


def _valid_gtin(written: str) -> list[str]:
    digits = "".join(re.findall(r"\d", written))
    return [digits] if has_valid_check_digit(digits) else []


def _is_doubtful(tokens: Sequence[Token]) -> bool:
    return _ends_in_doubt(tokens) or _has_doubtful_spaces(tokens) or _has_run_together(tokens)


def _ends_in_doubt(tokens: Sequence[Token]) -> bool:
    """A number after the last expiry date, with nothing between but white space, is perhaps an article's number.

    `Lot #: 13B0023; exp 02/15 FP-4809 (12oz)`: the second number has no date and no label of its own.
    """
    last_date = max((place for place, token in enumerate(tokens) if token.kind == "date"), default=len(tokens))
    gap = ""
    for token in tokens[last_date + 1 :]:
        if token.role != "space":
            return token.kind in ("lot", "range") and not gap.strip()
        gap += token.text
    return False


def _has_doubtful_spaces(tokens: Sequence[Token]) -> bool:
    """Only white space between two lots may stand inside one: `T101 03062018@69`. Lots of one pattern are a list."""
    lots = [token for token in tokens if token.kind == "lot"]
    if len({pattern_of(token.value) for token in lots}) < 2:
        return False
    triples = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return any(
        first.kind == last.kind == "lot" and between.role == "space" and not between.text.strip()
        for first, between, last in triples
    )


def _has_run_together(tokens: Sequence[Token]) -> bool:
    """`07192016C07062016A` beside `06222016D`: two lots without a space between."""
    lots = {token.value for token in tokens if token.kind == "lot"}
    lengths: dict[str, int] = {}
    for lot in lots:
        lengths[pattern_of(lot)] = max(len(lot), lengths.get(pattern_of(lot), 0))
    return any(
        len(pattern) > 1 and lengths.get(pattern * 2, 0) > _RUN_TOGETHER * length for pattern, length in lengths.items()
    )
