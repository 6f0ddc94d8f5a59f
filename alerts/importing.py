"""Records into the database: drafts, proposals, and nothing public ever.

A record that cannot be taken in is left out alone, and the others are imported.

Everything is read before anything is written, so that the write lock is held for as short as can be: posting an alert
must not wait for an import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, count
from typing import Any, NamedTuple, TypeVar

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alerts.models import Kind, RecallAlert, RecalledPackage, RecallEvent, RecallRecord
from alerts.models.records import applicable, rows_of
from alerts.openfda.drafting import draft_texts
from alerts.openfda.facts import Facts, facts_of
from alerts.openfda.record import NO_NUMBER, Record, read_record
from alerts.openfda.remarks import Rejected, Remark, Unreadable
from publishing import clock
from publishing.addresses import slug_from
from publishing.html import is_safe_address

_BATCH = 500
_LONGEST_SOURCE = 500
Key = tuple[str, str]
Item = TypeVar("Item")


class Change(NamedTuple):
    """A stored record, and what the agency says of it now."""

    row: RecallRecord
    record: Record


@dataclass
class Outcome:
    """Result of an import. Each value of the file is new, changed, the same or rejected."""

    new: int = 0
    changed: int = 0
    same: int = 0
    drafts: int = 0
    rejected: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def __str__(self) -> str:
        return _("%(new)s new, %(changed)s changed, %(same)s the same, %(rejected)s rejected") % {
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "rejected": len(self.rejected),
        }


def import_values(values: Iterable[Any], *, by: User | None, dry_run: bool = False) -> Outcome:
    """Take in a file's records, without rejected ones. Raises `Unreadable` where another import got in between."""
    outcome = Outcome()
    records = _recognized(_latest(_read(values, outcome), outcome), outcome)
    known = _known_records(records)
    new = [record for record in records if known.get(record.key) is None]
    changed = [Change(row, record) for record in records if (row := known.get(record.key)) and _is_later(record, row)]
    outcome.new, outcome.changed = len(new), len(changed)
    outcome.same += len(records) - len(new) - len(changed)
    if dry_run or not (new or changed):
        return outcome
    try:
        outcome.drafts = _write(new, changed, by)
    except IntegrityError as error:
        raise Unreadable(_("Another import took in some of the same records. Start this one again.")) from error
    return outcome


def _read(values: Iterable[Any], outcome: Outcome) -> Iterator[tuple[int, Record]]:
    for number, value in enumerate(values, start=1):
        try:
            record = read_record(value, number)
        except Rejected as rejected:
            outcome.rejected.append(rejected.remark)
        else:
            outcome.remarks += record.remarks
            yield number, record


def _latest(numbered: Iterable[tuple[int, Record]], outcome: Outcome) -> list[tuple[int, Record]]:
    """One record a key: the one told last. Where two tell it last and differ, nobody knows which is right."""
    groups: dict[Key, list[tuple[int, Record]]] = {}
    for number, record in numbered:
        groups.setdefault(record.key, []).append((number, record))
    chosen = (_chosen(groups[key], outcome) for key in sorted(groups))
    return [pair for pair in chosen if pair]


def _chosen(group: list[tuple[int, Record]], outcome: Outcome) -> tuple[int, Record] | None:
    latest = max(record.age for _number, record in group)
    kept = next(pair for pair in group if pair[1].age == latest)
    rivals = [pair for pair in group if pair[1].age == latest and pair[1].digest != kept[1].digest]
    for number, record in group:
        words = {"number": record.recall_number or record.key[1], "other": kept[0]}
        if record.age == latest and rivals:
            words["other"] = kept[0] if record.digest != kept[1].digest else rivals[0][0]
            text = _("%(number)s is also record %(other)s, which says something else on the same dates.")
            outcome.rejected.append(Remark(number, "recall_number", text % words))
        elif number != kept[0]:
            outcome.same += 1
            outcome.remarks.append(Remark(number, "recall_number", _repeated(record, latest) % words))
    return None if rivals else kept


def _repeated(record: Record, latest: tuple[date, ...]) -> str:
    if record.age < latest:
        return _("%(number)s is also record %(other)s, which has later dates and is taken instead.")
    return _("%(number)s is in the file twice, the same as record %(other)s.")


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))


def _recognized(numbered: Sequence[tuple[int, Record]], outcome: Outcome) -> list[Record]:
    """All but those without a number of which the same event and product is known with its number."""
    named = {record.key_without_number: record for _number, record in numbered if record.recall_number}
    nameless = [record for _number, record in numbered if not record.recall_number]
    for batch in _batches(sorted({record.event_key for record in nameless})):
        for row in RecallRecord.objects.filter(event__key__in=batch).exclude(recall_number__startswith=NO_NUMBER):
            stored = row.read()
            named.setdefault(stored.key_without_number, stored)
    for number, record in numbered:
        if not record.recall_number and record.key in named:
            outcome.same += 1
            text = _("Its event and product are known with the number %(number)s, which stays.")
            words = {"number": named[record.key].recall_number}
            outcome.remarks.append(Remark(number, "recall_number", text % words))
    return [record for _number, record in numbered if record.recall_number or record.key not in named]


def _known_records(records: Sequence[Record]) -> dict[Key, RecallRecord]:
    """The stored rows by the record's key today; a record whose number has come since is found by its old key."""
    keys = {key: record.key for record in records for key in (record.key_without_number, record.key)}
    rows: dict[Key, RecallRecord] = {}
    for batch in _batches(sorted({key[1] for key in keys})):
        for row in RecallRecord.objects.filter(recall_number__in=batch).defer("raw"):
            rows[row.product_type, row.recall_number] = row
    return {today: rows[key] for key, today in keys.items() if key in rows}


def _is_later(record: Record, row: RecallRecord) -> bool:
    """It says something else than what is stored, and not earlier: an old file does not turn a newer one back."""
    return record.digest != row.sha256 and record.age >= row.read().age


@transaction.atomic
def _write(new: Sequence[Record], changed: Sequence[Change], by: User | None) -> int:
    """How many drafts were made."""
    now = clock.now()
    events = _known_events(new)
    fresh = [record for record in new if record.event_key not in events]
    made = _make_events(fresh, by)
    events |= {event.key: event for event in made}
    RecallRecord.objects.bulk_create(
        (
            RecallRecord(
                event=events[record.event_key],
                product_type=record.product_type,
                recall_number=record.key[1],
                raw=record.raw,
                sha256=record.digest,
                first_seen_at=now,
                changed_at=now,
            )
            for record in new
        ),
        batch_size=_BATCH,
    )
    for row, record in changed:
        rows = RecallRecord.objects.filter(pk=row.pk)
        rows.update(recall_number=record.key[1], raw=record.raw, sha256=record.digest, changed_at=now)
    return len(made)


def _known_events(records: Sequence[Record]) -> dict[str, RecallEvent]:
    keys = sorted({record.event_key for record in records})
    found = (RecallEvent.objects.filter(key__in=batch) for batch in _batches(keys))
    return {event.key: event for event in chain.from_iterable(found)}


def _make_events(records: Sequence[Record], by: User | None) -> list[RecallEvent]:
    """An event with its draft for each recall that is new."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record.event_key, []).append(record)
    taken = set(RecallAlert.objects.filter(slug__startswith="recall-").values_list("slug", flat=True))
    events = []
    for key, group in sorted(groups.items()):
        facts = facts_of(group)
        alert = _draft(group, facts, _free_slug(key, taken))
        events.append(RecallEvent(key=key, alert=alert, settled=facts, imported_by=by))
    RecallAlert.objects.bulk_create((event.alert for event in events if event.alert), batch_size=_BATCH)
    RecalledPackage.objects.bulk_create(
        (row for event in events if event.alert for row in rows_of(event.settled, alert=event.alert)), batch_size=_BATCH
    )
    return RecallEvent.objects.bulk_create(events, batch_size=_BATCH)


def _draft(records: Sequence[Record], facts: Facts, slug: str) -> RecallAlert:
    """It shows nowhere until somebody chooses where."""
    source = next((record.source_url for record in records if record.source_url), "")
    is_web = source.startswith(("https://", "http://")) and is_safe_address(source) and len(source) <= _LONGEST_SOURCE
    return RecallAlert(
        slug=slug,
        kind=Kind.RECALL,
        is_everywhere=False,
        source_url=source if is_web else "",
        **draft_texts(records, facts),
        **applicable(facts),
    )


def _free_slug(key: str, taken: set[str]) -> str:
    """The recall's own number in the address, so that it is the same whatever else was imported."""
    wanted = f"recall-{slug_from(key.partition(' ')[2], longest=60, otherwise='record')}"
    candidates = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    slug = next(candidate for candidate in candidates if candidate not in taken)
    taken.add(slug)
    return slug
