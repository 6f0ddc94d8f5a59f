"""A second, plain reader of lots, to check the portal's own against. It shares no code and no method with it.

It cuts the text at white space and punctuation, names each piece (date, code, quantity, word) by looking at the piece
alone, and asks which topic word stood last: “lot”, “exp”, “NDC”, “SKU” … It never refuses a text, so it finds lots
where the portal's parser rightly finds none. A lot that this reader does not find is probably none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LOT = _words("lot lots batch batches bth")
_DATE = _words("exp expiry expiration expires expire bud beyond use used best sell discard dom buy date dates")
_OTHER = _words("sku skus rx serial serials cin pedigree pedigrees udi ndc nhric upc upcs plu ean gtin prescription")
_TOPIC_OF = dict.fromkeys(_LOT, "lot") | dict.fromkeys(_DATE, "date") | dict.fromkeys(_OTHER, "other")
_ARTICLES = _words("service item items product pack part style stock list model case catalog label material drug")
_ID_WORDS = _words("code codes no nos number numbers id #")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNITS = _words(
    "mg mcg g gm ml l oz lb lbs % ct count counts unit units tablet tablets capsule capsules bottle bottles vial vials"
    " caps iu gram grams pouches"
)
_FORMATS = (
    "%m/%d/%Y", "%m/%d/%y", "%m/%Y", "%m/%y", "%m-%d-%Y", "%m-%d-%y", "%m-%Y", "%m-%y", "%Y-%m-%d", "%Y-%m", "%Y/%m/%d",
    "%Y.%m", "%b-%y", "%b-%Y", "%b%Y", "%b%y", "%d-%b-%Y", "%d-%b-%y", "%d%b%Y", "%d%b%y", "%y-%b", "%b-%d-%y",
    "%b-%d-%Y", "%b/%y", "%b/%Y", "%m.%d.%Y", "%d.%m.%Y", "%Y-%b-%d", "%B-%Y", "%B%Y", "%d/%b/%Y", "%d/%m/%Y",
    "%d-%m-%Y", "%d-%m-%y", "%b'%y", "%d%B%Y",
)  # fmt: skip
_BREAKS = str.maketrans(dict.fromkeys(",;()[]&\"“”'’|–—", " "))


def second_lots(code_info: str) -> set[str]:
    """Every piece that reads as a lot. Unlike the portal's parser this one finds what it can."""
    lots: set[str] = set()
    topic = home = ""
    after_month = False
    pieces = list(_pieces(code_info))
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=False):
        if after_month and _is_part_of_date(piece):
            after_month = len(piece) < 4
            continue
        after_month = piece.isalpha() and piece[:3].casefold() in _MONTHS
        heading = _heading(piece.casefold(), following.casefold())
        if heading:
            topic, home = heading, home if heading == "date" else heading
        elif _is_date(piece):
            topic = home
        elif _reads_as_lot(piece, following.casefold(), topic):
            lots.add(piece)
    return lots


def _is_part_of_date(piece: str) -> bool:
    """The day or the year after the name of a month."""
    return piece.isdigit() and (len(piece) <= 2 or (len(piece) == 4 and 1990 <= int(piece) <= 2050))


def _heading(word: str, following: str) -> str:
    return "other" if word in _ARTICLES and following in _ID_WORDS else _TOPIC_OF.get(word, "")


def _reads_as_lot(piece: str, following: str, topic: str) -> bool:
    if topic == "other" or not any(character.isdigit() for character in piece) or _is_counted(piece, following):
        return False
    if topic == "date" and _is_part_of_date(piece):
        return False
    looks_otherwise = (_is_ndc, _is_bar_code, _is_quantity, _is_broken)
    return 3 <= len(piece) <= 30 and not any(looks(piece) for looks in looks_otherwise)


def _pieces(text: str) -> Iterator[str]:
    for rough in text.translate(_BREAKS).split():
        yield from _divided(rough.strip("#.:-*").lstrip("#"))


def _divided(piece: str) -> Iterator[str]:
    """`Exp.05/02/2016`, `BUD:01/02/20`, `EXP10/13`, `OW3071.Exp`, `0804.182B-1:07/14` and `7Y9S:Exp` in two."""
    for mark in ".:/#":
        left, cut, right = piece.partition(mark)
        if cut and left and right and _divides(left.casefold(), mark, right.casefold()):
            yield from _divided(left)
            yield from _divided(right.strip("#.:"))
            return
    if piece[:3].casefold() == "exp" and (piece[3:4].isdigit() or piece[3:6].casefold() in _MONTHS):
        yield from ("exp", piece[3:])
    elif piece:
        yield piece


def _divides(left: str, mark: str, right: str) -> bool:
    if mark == "/":
        return left in _TOPIC_OF or _TOPIC_OF.get(right) == "date"
    is_label = left in _TOPIC_OF or right in _TOPIC_OF or left in _ID_WORDS or left in ("s", "ml")
    return is_label or (mark == ":" and "/" in right)


def _is_date(piece: str) -> bool:
    if not any(mark in piece for mark in "/-.") and not any(month in piece.casefold() for month in _MONTHS):
        return False
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
    if not piece.isdigit() or not 12 <= len(piece) <= 14:
        return False
    odd, even = (sum(int(digit) for digit in piece[::-1][start::2]) for start in (1, 0))
    return (3 * odd + even) % 10 == 0


def _is_quantity(piece: str) -> bool:
    number = piece.split("-")[0].rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%")
    unit = piece[len(number) :].casefold().strip("-").partition("/")[0]
    is_number = number.replace(".", "").replace(",", "").isdigit()
    is_decimal = "." in piece and piece.replace(".", "").isdigit() and len(piece) <= 4
    return (unit in _UNITS and is_number and len(number) <= 4) or is_decimal


def _is_counted(piece: str, following: str) -> bool:
    """`30 tablets`: a number before a unit."""
    return following.partition("/")[0] in _UNITS and len(piece) <= 4 and piece.replace(".", "").isdigit()


def _is_broken(piece: str) -> bool:
    """Two numbers or dates with a slash between, a time, a star."""
    _left, slash, right = piece.partition("/")
    return bool(slash and right[:1].isdigit()) or "*" in piece or "+" in piece
