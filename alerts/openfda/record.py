"""One recall record: read with patience, and never guessed at."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from alerts.openfda.dates import read_day
from alerts.openfda.reading import canonical
from alerts.openfda.remarks import Rejected, Remark
from alerts.openfda.wording import damaged_word, has_entities, has_hidden, tidy

POSTING = "FDA posting"
"""The product type that we give to an item of FDA's postings feed, which names none."""

NO_NUMBER = "no number:"
"""Begins the key of a record to which the agency has given no recall number yet."""

_PRODUCT_TYPES = {name.casefold(): name for name in ("Drugs", "Devices", "Food", POSTING)}
_STATUSES = {"ongoing", "on-going", "completed", "terminated", "pending"}
_CLASSES = {"class i": "I", "class ii": "II", "class iii": "III"}
_VOLUNTARY = re.compile(r"voluntary(?:\s*:\s*firm[ -]initiated)?", re.IGNORECASE)
_MANDATED = re.compile(r"(?:fda )?mandated", re.IGNORECASE)
_LONGEST = {"product_type": 40, "recall_number": 200}
_DAYS = ("recall_initiation_date", "center_classification_date", "report_date", "termination_date")


@dataclass(frozen=True)
class Record:
    """One recalled product as the agency tells it: its words, kept as they are."""

    product_type: str
    recall_number: str
    event_id: str
    classification: str
    status: str
    initiative: str
    firm: str
    description: str
    code_info: str
    reason: str
    distribution: str
    source_url: str
    names: tuple[str, ...]
    """Generic and brand names of the `openfda` block."""
    days: Mapping[str, date]
    raw: str
    """The record as canonical JSON."""
    remarks: tuple[Remark, ...] = field(default=(), compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """Tells the record from all others: the agency's number, or else event and description."""
        return self.product_type, self.recall_number or self.key_without_number[1]

    @property
    def key_without_number(self) -> tuple[str, str]:
        """The key that the record had, or would have, while the agency had given it no number."""
        return self.product_type, f"{NO_NUMBER} {self.event_key} {_digest(self.description.casefold())}"

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.raw.encode()).hexdigest()

    @property
    def event_key(self) -> str:
        """Equal for all records of one recall: by the agency's number, else by firm, first day and reason."""
        if self.product_type == POSTING:
            return f"posting {_digest(self.recall_number)}"
        if self.event_id:
            return f"event {self.event_id}"[:100]
        day = self.days.get("recall_initiation_date")
        return f"firm {_digest(self.firm.casefold(), str(day), self.reason.casefold())}"

    @property
    def known_class(self) -> str:
        """`I`, `II` or `III`; nothing while there is none, or none that we know."""
        return _CLASSES.get(self.classification.casefold(), "")

    @property
    def known_initiative(self) -> str:
        if _VOLUNTARY.fullmatch(self.initiative):
            return "voluntary"
        return "mandated" if _MANDATED.fullmatch(self.initiative) else ""

    @property
    def is_over(self) -> bool:
        return self.status.casefold() == "terminated"

    @property
    def age(self) -> tuple[date, ...]:
        """Of two tellings of one recall, the later one is greater."""
        names = ("report_date", "termination_date", "center_classification_date")
        return tuple(self.days.get(name, date.min) for name in names)


class _Reader:
    """Takes one field after another from a record, and collects what is to be said about them."""

    def __init__(self, value: Mapping[str, Any], number: int) -> None:
        self.value = value
        self.number = number
        self.remarks: list[Remark] = []

    def remark(self, name: str, text: str) -> None:
        self.remarks.append(Remark(self.number, name, text))

    def text(self, name: str) -> str:
        value = self.value.get(name)
        if value is None:
            return ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.remark(name, _("It should be text; it is kept in the raw record alone."))
            return ""
        if has_hidden(value):
            self.remark(name, _("Control characters are left out."))
        if word := damaged_word(value):
            self.remark(
                name, _("A character is damaged, as in “%(word)s”. Compare it with the label.") % {"word": word}
            )
        if has_entities(value):
            self.remark(name, _("HTML entities are read as the characters they stand for."))
        return tidy(value)

    def one_of(self, name: str, known: set[str]) -> str:
        text = self.text(name)
        if text and text.casefold() not in known:
            self.remark(name, _("“%(text)s” is new to us; it is kept word for word.") % {"text": text[:80]})
        return text

    def day(self, name: str) -> date | None:
        written = self.value.get(name)
        text = self.text(name)
        if not written:
            return None
        day = read_day(text)
        if day is None:
            self.remark(name, _("“%(text)s” is no date; it is left out.") % {"text": str(written)[:40]})
        return day

    def key(self, name: str, *, is_required: bool = True) -> str:
        text = self.text(name)
        if not text and is_required:
            raise Rejected(Remark(self.number, name, _("It is missing, so the record cannot be told from others.")))
        if len(text.upper()) > _LONGEST[name]:  # Capitals may be longer: “ß” becomes “SS”.
            raise Rejected(Remark(self.number, name, _("It is longer than any such value can be.")))
        return text

    def has(self, name: str) -> bool:
        value = self.value.get(name)
        return isinstance(value, str | int) and bool(tidy(str(value)))

    def recall_number(self, product_type: str) -> str:
        """In capitals, but for the id of a posting, in which they may matter. Empty where the agency gave none yet."""
        if product_type == POSTING:
            return self.key("recall_number")
        is_known_otherwise = self.has("product_description") and (self.has("event_id") or self.has("recalling_firm"))
        number = self.key("recall_number", is_required=not is_known_otherwise).upper()
        if not number:
            self.remark("recall_number", _("It is missing. The record is known by its event and description."))
        return number

    def initiative(self) -> str:
        text = self.text("voluntary_mandated")
        if text and not (_VOLUNTARY.fullmatch(text) or _MANDATED.fullmatch(text)):
            self.remark("voluntary_mandated", _("“%(text)s” is new to us; it is kept word for word.") % {"text": text})
        return text

    def names(self) -> tuple[str, ...]:
        block = self.value.get("openfda")
        if not isinstance(block, dict):
            return ()
        lists = [block.get(name) for name in ("generic_name", "brand_name")]
        named = [name for names in lists if isinstance(names, list) for name in names if isinstance(name, str)]
        return tuple(dict.fromkeys(name for given in named if (name := tidy(given))))


def read_record(value: Any, number: int) -> Record:
    """Raises `Rejected` where it cannot be told which recall this is. `number` counts from 1."""
    if not isinstance(value, dict):
        raise Rejected(Remark(number, "", _("It is no record (an object with named fields).")))
    reader = _Reader(value, number)
    product_type = reader.key("product_type")
    if product_type.casefold() not in _PRODUCT_TYPES:
        reader.remark("product_type", _("“%(text)s” is new to us; it is kept word for word.") % {"text": product_type})
    days = {name: reader.day(name) for name in _DAYS}
    code_info = [reader.text("code_info"), reader.text("more_code_info")]
    return Record(
        product_type=_PRODUCT_TYPES.get(product_type.casefold(), product_type),
        recall_number=reader.recall_number(product_type),
        event_id=reader.text("event_id"),
        classification=reader.one_of("classification", {*_CLASSES, "not yet classified"}),
        status=reader.one_of("status", _STATUSES),
        initiative=reader.initiative(),
        firm=reader.text("recalling_firm"),
        description=reader.text("product_description"),
        code_info=" ".join(part for part in code_info if part),
        reason=reader.text("reason_for_recall"),
        distribution=reader.text("distribution_pattern"),
        source_url=reader.text("source_url") if product_type == POSTING else "",
        names=reader.names(),
        days={name: day for name, day in days.items() if day},
        raw=canonical(value),
        remarks=tuple(reader.remarks),
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
