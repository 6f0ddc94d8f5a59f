"""Whether the audit is whole: each entry as it was written, none left out, none put in between."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from publishing.models import AuditEntry
from publishing.models.audit import CHAINED, digest_of_entry

Rows = Iterable[Mapping[str, Any]]
_AT_A_TIME = 2000


@dataclass(frozen=True)
class Verdict:
    """What reading the whole chain found. `broken` says in words which entry is the first that is not right."""

    checked: int
    head: str
    broken: str = ""
    missing: tuple[str, ...] = ()
    """Digests that were expected in the chain and are not there: entries at its end were cut off."""

    @property
    def is_unbroken(self) -> bool:
        return not self.broken and not self.missing


def verify(expected: Collection[str] = (), *, watch: Callable[[Rows], Rows] = iter) -> Verdict:
    """Read all entries in order. `expected` are digests written down earlier; `watch` sees each row pass."""
    rows = AuditEntry.objects.order_by("number").values(*CHAINED, "digest").iterator(chunk_size=_AT_A_TIME)
    checked, head, missing = 0, "", set(expected)
    for row in watch(rows):
        if fault := _fault(row, checked + 1, head):
            return Verdict(checked, head, _named(row, fault))
        checked, head = checked + 1, row["digest"]
        missing.discard(head)
    return Verdict(checked, head, missing=tuple(sorted(missing)))


def _fault(row: Mapping[str, Any], number: int, head: str) -> str:
    if row["number"] != number:
        return _("entry %(number)s should come before it, and is missing") % {"number": number}
    if row["digest"] != digest_of_entry(row):
        return _("it does not say what was written")
    if row["previous_digest"] != head:
        return _("it does not follow from the entry before it")
    return ""


def _named(row: Mapping[str, Any], fault: str) -> str:
    return _("Entry %(number)s (%(at)s, %(who)s, %(what)s “%(title)s”): %(fault)s.") % {
        "number": row["number"],
        "at": row["at"].isoformat(timespec="seconds"),
        "who": row["actor_name"],
        "what": row["action"],
        "title": row["subject_title"],
        "fault": fault,
    }
