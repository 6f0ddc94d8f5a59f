"""What a person must hear about a file of recall records."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _


class Unreadable(Exception):
    """The whole file cannot be read; the message says why and what to do. Nothing was written."""


class Remark(NamedTuple):
    """Something about one field of one record. Records are counted from 1, as they stand in the file."""

    number: int
    field: str
    text: str

    def __str__(self) -> str:
        where = _("Record %(number)s, %(field)s") if self.field else _("Record %(number)s")
        return f"{where % {'number': self.number, 'field': self.field}}: {self.text}"


class Rejected(Exception):
    """One record cannot be taken in."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(str(remark))
        self.remark = remark
