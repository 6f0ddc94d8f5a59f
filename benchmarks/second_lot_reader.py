"""A second, plain reader of lots, to check the first one against. It shares no code and no method with it.

It cuts the text at white space and punctuation, names each piece (date, code, quantity, word) by looking at the piece
alone, and then asks which topic word stood last: “lot”, “exp”, “NDC”, “SKU” … It never refuses a text, so it finds lots
where the portal's own parser rightly finds none; but a lot that it does not find is probably none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

_TOPICS = {
    "lot": "lot lots batch batches bth",
    "date": "exp expiry expiration expires bud beyond use used best sell discard dom buy date dates expire",
    "other": "sku skus rx serial serials cin pedigree pedigrees udi ndc nhric upc upcs plu ean gtin prescription",
}
_TOPIC_OF = {word: topic for topic, words in _TOPICS.items() for word in words.split()}
_ARTICLES = frozenset(
    "service item items product pack part style stock list model case catalog label material drug".split()
)
_ID_WORDS = frozenset("code codes no nos number numbers id #".split())
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_UNITS = frozenset(
    "mg mcg g gm ml l oz lb lbs % ct count counts unit units tablet tablets capsule capsules bottle bottles vial vials"
    " caps iu gram grams pouches".split()
)
_FORMATS = (
    "%m/%d/%Y", "%m/%d/%y", "%m/%Y", "%m/%y", "%m-%d-%Y", "%m-%d-%y", "%m-%Y", "%Y-%m-%d", "%Y-%m", "%Y/%m/%d", "%Y.%m",
    "%b-%y", "%b-%Y", "%b%Y", "%b%y", "%d-%b-%Y", "%d-%b-%y", "%d%b%Y", "%d%b%y", "%y-%b", "%b-%d-%y", "%b-%d-%Y",
    "%b/%y", "%b/%Y", "%m.%d.%Y", "%Y-%b-%d", "%B-%Y", "%B%Y", "%d/%b/%Y", "%d/%m/%Y", "%d-%m-%Y", "%d-%m-%y", "%b'%y", "%d%B%Y",
)  # fmt: skip
_BREAKS = str.maketrans(dict.fromkeys(",;()[]&\"“”'’|–—", " "))


def second_lots(code_info: str) -> set[str]:
    """Every piece that reads as a lot. Unlike the portal's parser this one finds what it can."""
    lots: set[str] = set()
    topic = home = ""
    after_month = False
    pieces = list(_pieces(code_info))
    for place, piece in enumerate(pieces):
        word = piece.casefold()
        following = pieces[place + 1].casefold() if place + 1 < len(pieces) else ""
        if after_month and piece.isdigit() and len(piece) in (1, 2, 4):
            continue
        after_month = word[:3] in _MONTHS and word.isalpha()
        heading = "other" if word in _ARTICLES and following in _ID_WORDS else _TOPIC_OF.get(word, "")
        if heading:
            topic = heading
            home = home if topic == "date" else topic
        elif _is_date(piece):
            topic = home
        elif _reads_as_lot(piece, following, topic):
            lots.add(piece)
    return lots


def _reads_as_lot(piece: str, following: str, topic: str) -> bool:
    if topic == "other" or not any(character.isdigit() for character in piece) or _is_counted(piece, following):
        return False
    if topic == "date" and piece.isdigit() and len(piece) in (1, 2, 4):
        return False
    return 3 <= len(piece) <= 30 and not (
        _is_ndc(piece) or _is_bar_code(piece) or _is_quantity(piece) or _is_broken(piece)
    )


def _pieces(text: str) -> Iterator[str]:
    for rough in text.translate(_BREAKS).split():
        yield from _divided(rough.strip("#.:-*").lstrip("#"))


def _divided(piece: str) -> Iterator[str]:
    """`Exp.05/02/2016`, `BUD:01/02/20`, `EXP10/13`, `OW3071.Exp`, `0804.182B-1:07/14` and `7Y9S:Exp` in two."""
    for mark in ".:/#":
        left, found, right = piece.partition(mark)
        is_label = any(part.casefold() in _TOPIC_OF or part.casefold() in _ID_WORDS for part in (left, right))
        if found and left and right and (is_label or (mark == ":" and "/" in right)):
            yield from _divided(left)
            yield from _divided(right.strip("#.:"))
            return
    if piece[:3].casefold() == "exp" and (piece[3:4].isdigit() or piece[3:6].casefold() in _MONTHS):
        yield from ("exp", piece[3:])
    elif piece:
        yield piece


def _is_date(piece: str) -> bool:
    for form in _FORMATS:
        try:
            year = datetime.strptime(piece.replace("Sept", "Sep"), form).year  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
        if 1990 <= year <= 2050:
            return True
    return False


def _is_ndc(piece: str) -> bool:
    parts = piece.split("-")
    return all(part.isdigit() for part in parts) and [len(part) for part in parts] in (
        [4, 4, 2], [5, 3, 2], [5, 4, 1], [5, 4, 2], [5, 3], [5, 4], [4, 4],
    )  # fmt: skip


def _is_bar_code(piece: str) -> bool:
    if not piece.isdigit() or len(piece) < 12:
        return False
    odd, even = (sum(int(digit) for digit in piece[::-1][start::2]) for start in (1, 0))
    return (3 * odd + even) % 10 == 0


def _is_quantity(piece: str) -> bool:
    number = piece.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%")
    unit = piece[len(number) :].casefold()
    return (unit in _UNITS and number.replace(".", "").replace(",", "").isdigit() and len(number) <= 4) or (
        "." in piece and piece.replace(".", "").isdigit() and len(piece) <= 4
    )


def _is_counted(piece: str, following: str) -> bool:
    """`30 tablets`: a number before a unit."""
    return following in _UNITS and len(piece) <= 4 and piece.replace(".", "").isdigit()


def _is_broken(piece: str) -> bool:
    """Two numbers or dates with a slash between, a time, a star."""
    left, slash, right = piece.partition("/")
    return bool(slash and right[:1].isdigit()) or "*" in piece or "+" in piece
