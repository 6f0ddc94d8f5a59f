"""The numbers a family can compare with its package: NDCs from the description, lots from the code information.

A list that leaves one out would tell a family that its bottle is safe. So lots are taken only where every word of the
text is understood; otherwise there are none, and a person reads the text.
"""

from __future__ import annotations

import re

_UPC = re.compile(r"\bUPC\b[^,;()]*", re.IGNORECASE)
_NDC = re.compile(r"(?<![\w-])(\d{4,5})-(\d{3,4})-(\d{1,2})(?![\w-])", re.ASCII)
_NDC_SHAPES = {(4, 4, 2), (5, 3, 2), (5, 4, 1), (5, 4, 2)}

_DAY = (
    r"(?:\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{1,2}[/-]\d{2,4}|\d{4}[/-]\d{1,2}(?:[/-]\d{1,2})?"
    r"|(?:\d{1,2}[ -]?)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .,-]{0,2}(?:\d{1,2},? )?\d{2,4})"
)
_PARTS = re.compile(
    r"(?P<break>[\s,;:.()]+|(?:and|or)\b|&)"
    rf"|(?P<expiry>(?:expiration|expiry|expires|expire|exp)\b[.:\s]*(?:dates?|on)?[.:#\s]*{_DAY}(?!\w))"
    r"|(?P<word>(?:lots?|batch(?:es)?)\b(?:[\s.]*(?:numbers?|nos?|codes?)\b)?[\s.:]*(?:\#\s*s?)?(?:\(s\))?)"
    r"|(?P<letter>[a-z]\)\s)"
    r"|(?P<lot>\#?(?=[a-z0-9./-]*\d)[a-z0-9](?:[a-z0-9/-]*[a-z0-9])?)(?![\w#*%])",
    re.IGNORECASE,
)
_SHORTEST_LOT, _LONGEST_LOT = 3, 30
_LOOKS_LIKE_A_DAY = re.compile(_DAY, re.IGNORECASE)


def ndcs_in(description: str) -> list[str]:
    """The hyphenated package codes of a description, each once, in its order."""
    found = _NDC.finditer(_UPC.sub(" ", description))
    shaped = [match[0] for match in found if tuple(len(part) for part in match.groups()) in _NDC_SHAPES]
    return list(dict.fromkeys(shaped))


def lots_in(code_info: str) -> list[str]:
    """All lot numbers, or none where any part of the text is not understood."""
    lots: list[str] = []
    place, is_list = 0, False
    while place < len(code_info):
        part = _PARTS.match(code_info, place)
        if part is None:
            return []
        place = part.end()
        is_list = is_list or part.lastgroup == "word"
        if part.lastgroup == "lot":
            lot = part[0].lstrip("#")
            if not is_list or _is_doubtful(lot):
                return []
            lots.append(lot)
    return list(dict.fromkeys(lots))


def _is_doubtful(lot: str) -> bool:
    """Too short or long, a date, or perhaps the first and last of a range: `10231-10240`."""
    if not _SHORTEST_LOT <= len(lot) <= _LONGEST_LOT or _LOOKS_LIKE_A_DAY.fullmatch(lot) or "/" in lot:
        return True
    first, hyphen, last = lot.partition("-")
    return bool(hyphen) and len(first) == len(last)
