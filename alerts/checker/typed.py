"""Recognizes what a family typed or scanned: a lot, an NDC, a bar code, a date, a phone number, words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from alerts.checker.characters import fold, latin, plain, skeleton
from alerts.checker.codes import (
    ElementString,
    is_hyphenated_ndc,
    looks_like_date,
    ndcs_of_gtin,
    read_element_string,
    read_gtin,
    read_ndc,
)
from alerts.checker.pieces import numbers_within

LONGEST_TYPED = 200
"""Characters: a DataMatrix holds about a hundred."""

_SHORTEST_LOT, _LONGEST_LOT = 4, 24
_LABEL = re.compile(
    r"\W*(?:(?:(?:lot|lote|batch|serial|sn|s/n|ref|model|رقم التشغيلة|التشغيلة)\b"
    r"|(?:ndc|upc|ean|gtin|udi)(?:\b|(?=\d)))\W*"
    r"(?:(?:no|nr|núm|number|número|code|#)\b\W*)?)+[ .:#]*",
    re.IGNORECASE,
)
_NDC_LABEL = re.compile(r"\W*ndc(?:\b|(?=\d))", re.IGNORECASE)
_EXPIRY_AFTER = re.compile(
    r"[\s,;/]+(?:exp|expiry|expires|expiration|use by|best by|best before|bb|bud|cad|caducidad|vence)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_EXPIRY_LABEL = re.compile(
    r"\W*(?:exp|expiry|expires|expiration|use by|best by|best before|sell by|bb|bud|cad|caducidad|vence|mfg)\b"
    r"(?:\s+(?:date|on|end))?[\s.:]*",
    re.IGNORECASE,
)
_GLUED_EXPIRY = re.compile(
    r"(?:(?:exp|cad|caducidad|vence|venc|ven|vto|val|bb|bud|mfg|mfd|elab)[\s.:]*|(?:e|v|ex|use by)[\s.:]+)(?P<date>.*)",
    re.IGNORECASE,
)
"""A label that touches its date, or that is a date's label only where a date follows: “EXP10/2027”, “V: 10/27”."""
_VANITY_PHONE = re.compile(
    r"(?:\+?1[\s.\-]?\(?8(?:00|33|44|55|66|77|88)\)?[\s.\-]?|8(?:00|33|44|55|66|77|88)[\s.\-])"
    r"[A-Z0-9]{3}[\s.\-]?[A-Z0-9]{4}|\+\d[\d\s().\-]{6,20}"
)
"""A toll-free number with letters, or one with its country's code."""
_STATE_AND_ZIP_CODE = re.compile(r"[A-Z]{2} \d{5}(?:-\d{4})?")
_ADDRESS = re.compile(r"https?:|www\.|[\w.\-]{1,80}\.(?:com|org|gov|net|edu|io|co)(?:/|$)", re.IGNORECASE)
_PHONE = re.compile(r"\+?(?:1[\s.\-]?)?(?:(?:\([2-9]\d\d\)|[2-9]\d\d)[\s.\-]?)?[2-9]\d\d[\s.\-]?\d{4}")
_LIKE_ELEMENT_STRING = re.compile(r"\]|\(\d{2,4}\)|01\d{14}")
_LIKE_NDC = re.compile(r"\d{4,6}[-\u2010-\u2015\u2212]\d{2,5}(?:[-\u2010-\u2015\u2212]\d{1,3})?")
_LOT_SIGNS = re.compile(r"[\w\s.,:;/\\#*+'’&()\[\]@°\-\u2010-\u2015\u2212]+")
_UNITS = frozenset(
    {"mg", "mcg", "ug", "g", "kg", "ml", "l", "oz", "fl", "lb", "iu", "meq", "tab", "cap", "ct", "day", "pm", "am"}
    | {"i", "my", "no", "yes", "si", "or", "the", "of", "is", "it", "in", "for", "to", "and", "a", "exp", "usp", "nf"}
    | {
        "wt",
        "net",
        "per",
        "can",
        "box",
        "as",
        "are",
        "at",
        "by",
        "on",
        "rx",
        "po",
        "inc",
        "llc",
        "un",
        "de",
        "el",
        "la",
    }
)
_MEASURES = frozenset({"MG", "MCG", "UG", "GM", "KG", "ML", "OZ", "FL", "LB", "IU", "MEQ", "CT", "MM", "CM"})
_STRENGTH = re.compile(r"\d+(?:[.,]\d+)?(?:MG|MCG|UG|G|GM|KG|ML|L|OZ|IU|MEQ|CT|ST|ND|RD|TH)|\d+X\d+", re.IGNORECASE)
"""A strength, a count or an ordinal number: “750mg”, “10x10”, “17th”."""
_MEASURE = re.compile(
    r"\d{1,4}(?:[.,]\d{1,3})?"
    r"(MG|MCG|UG|G|GM|KG|ML|L|OZ|FLOZ|LB|IU|MEQ|CT|TABS?|TABLETS?|CAPS?|CAPSULES?|PK|PACK|PCS|MM|CM|C|F|M|MOS?|YRS?|HRS?)?",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"\d{1,4}(?:TABS?|TABLETS?|CAPS?|CAPSULES?|PK|PACK|PCS|FLOZ)", re.IGNORECASE)
_BETWEEN_MEASURES = re.compile(r"[\s/()\-\u2010-\u2015\u2212]+")


class Kind(Enum):
    LOT = "lot"
    NDC = "NDC"
    BAR_CODE = "bar code"
    ELEMENT_STRING = "scanned code"
    BAD_BAR_CODE = "mistyped bar code"
    DIGITS = "digits"
    """An NDC without hyphens or with a part missing, a phone number or a lot: nobody can tell."""
    DATE = "date"
    PHONE = "phone number"
    WORDS = "words"
    SHORT = "too short"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Typed:
    """A recognized text. `folded` is the number that is compared with lots."""

    kind: Kind
    text: str
    folded: str = ""
    ndcs: frozenset[str] = frozenset()
    gtin: str = ""
    expiry: str = ""
    """YYMMDD of an element string."""
    serial: str = ""
    """The folded serial number of an element string."""

    @cached_property
    def within(self) -> frozenset[str]:
        """Skeletons of the numbers that the text may hold beside others."""
        return numbers_within(self.text)


def read_typed(text: str) -> Typed:
    """Recognize what was typed. Only a well-formed lot, NDC, bar code or element string has that kind."""
    line = " ".join(plain(text).split(" "))
    if len(text) > LONGEST_TYPED or not fold(line):
        return Typed(Kind.UNREADABLE, line[:LONGEST_TYPED])
    if scanned := read_element_string(latin(line) if not line.startswith("http") else line):
        return _of_element_string(line, scanned)
    line = " ".join(line.split())
    if _EXPIRY_LABEL.match(line):
        return Typed(Kind.DATE, line, fold(_EXPIRY_LABEL.sub("", line, count=1)))
    if (glued := _GLUED_EXPIRY.fullmatch(line)) and looks_like_date(glued["date"]):
        return Typed(Kind.DATE, line, fold(line))
    number = _EXPIRY_AFTER.sub("", _LABEL.sub("", line, count=1), count=1).strip() or line
    return _of_number(line, latin(number), is_labeled_ndc=bool(_NDC_LABEL.match(line)))


def _of_element_string(line: str, scanned: ElementString) -> Typed:
    """Without a lot and a serial number the text says no more than its bar code."""
    kind = Kind.ELEMENT_STRING if scanned.lot or scanned.serial else Kind.BAR_CODE
    ndcs = ndcs_of_gtin(scanned.gtin)
    return Typed(kind, line, fold(scanned.lot), ndcs, scanned.gtin, scanned.expiry, fold(scanned.serial))


def _of_number(line: str, number: str, *, is_labeled_ndc: bool) -> Typed:
    folded = fold(number)
    if looks_like_date(number) or looks_like_date(skeleton(number)):
        return Typed(Kind.DATE, line, folded)
    if read_ndc(number) and (is_hyphenated_ndc(number) or is_labeled_ndc):
        return Typed(Kind.NDC, line, folded, read_ndc(number))
    if gtin := read_gtin(folded):
        return Typed(Kind.BAR_CODE, line, folded, ndcs_of_gtin(gtin), gtin)
    kind = Kind.DIGITS if is_labeled_ndc else _kind_of(number, folded)
    return Typed(kind, line, folded, read_ndc(number))


def _kind_of(number: str, folded: str) -> Kind:
    if (_PHONE.fullmatch(number) and not number.isdigit()) or _VANITY_PHONE.fullmatch(number):
        return Kind.PHONE
    if (folded.isascii() and folded.isdigit() and len(folded) in (10, 11)) or _LIKE_NDC.fullmatch(number):
        return Kind.DIGITS
    is_bar_code = folded.isascii() and folded.isdigit() and len(folded) in (12, 13, 14)
    if is_bar_code or _LIKE_ELEMENT_STRING.match(number):
        return Kind.BAD_BAR_CODE
    if not _is_lot(number, folded):
        return Kind.WORDS
    return Kind.SHORT if len(folded) < _SHORTEST_LOT else Kind.LOT


def _is_lot(number: str, folded: str) -> bool:
    """Latin letters and digits with at least one digit; in pieces only where no piece is a word or a unit."""
    if not (folded.isascii() and any(map(str.isdigit, folded)) and _LOT_SIGNS.fullmatch(number)):
        return False
    if len(folded) > _LONGEST_LOT or _is_measure(number) or _ADDRESS.match(number):
        return False
    parts = [part for part in re.split(r"[\W_]+", number) if part.isalpha()]
    if any(part in _MEASURES or len(part) > 4 for part in parts):
        return False
    pieces = number.split()
    if len(pieces) > 1 and any(looks_like_date(piece) and not piece.isdigit() for piece in pieces):
        return False
    words = [piece for piece in pieces if not any(map(str.isdigit, piece)) and piece.isalpha()]
    is_place = bool(_STATE_AND_ZIP_CODE.fullmatch(number))
    return (
        len(words) <= 1
        and words in ([], pieces[:1])
        and not is_place
        and not any(len(word) > 3 or word.lower() in _UNITS for word in words)
    )


def _is_measure(number: str) -> bool:
    """A strength or a count; or several measures in one, such as a strength in a volume or a temperature range."""
    if _STRENGTH.fullmatch(number) or _CONTENTS.fullmatch(number):
        return True
    found = [_MEASURE.fullmatch(part) for part in _BETWEEN_MEASURES.split(number.replace("°", "")) if part]
    return len(found) > 1 and all(found) and any(measure[1] for measure in found if measure)
