"""Records into the database: drafts, proposals, and nothing public ever.

Everything is read before anything is written, so that the write lock is held for as short as can be: posting an alert
must not wait for an import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alerts.models import APPLICABLE, Kind, RecallAlert, RecallEvent, RecallRecord
from alerts.openfda.facts import Facts, draft_texts, facts_of
from alerts.openfda.record import Record, read_record
from alerts.openfda.remarks import Rejected, Remark, Unreadable
from publishing import clock
from publishing.addresses import slug_from
from publishing.html import is_safe_address

_BATCH = 500
_KEY = ("product_type", "recall_number")
_LONGEST_SOURCE = 500
Key = tuple[str, str]
Item = TypeVar("Item")


@dataclass
class Outcome:
    """What an import found. It wrote nothing where it rejected anything."""

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
    """Take in the records of one file, all or none. Raises `Unreadable` where another import got in between."""
    outcome = Outcome()
    records = _latest(_read(values, outcome), outcome)
    known = _known_digests(records)
    new = [record for record in records if record.key not in known]
    differing = [record for record in records if known.get(record.key, record.digest) != record.digest]
    changed = [record for record in differing if not _is_older(record)]
    outcome.new, outcome.changed = len(new), len(changed)
    outcome.same += len(records) - len(new) - len(changed)
    if outcome.rejected or dry_run or not (new or changed):
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


def _latest(numbered: Iterable[tuple[int, Record]], outcome: Outcome) -> list[Record]:
    """One record a key: the one told last. Where two tell it last and differ, nobody knows which is right."""
    groups: dict[Key, list[tuple[int, Record]]] = {}
    for number, record in numbered:
        groups.setdefault(record.key, []).append((number, record))
    for group in groups.values():
        outcome.same += len(group) - 1
        latest = max(record.age for _number, record in group)
        group.sort(key=lambda pair: pair[1].age == latest, reverse=True)
        for number, record in group[1:]:
            _compare(number, record, group[0], outcome)
    return [groups[key][0][1] for key in sorted(groups)]


def _compare(number: int, record: Record, kept: tuple[int, Record], outcome: Outcome) -> None:
    words = {"number": record.recall_number, "other": kept[0]}
    if record.digest == kept[1].digest:
        text = _("%(number)s is in the file twice, the same as record %(other)s.")
    elif record.age < kept[1].age:
        text = _("%(number)s is also record %(other)s, which has later dates and is taken instead.")
    else:
        text = _("%(number)s is also record %(other)s, which says something else on the same dates.")
        outcome.rejected.append(Remark(number, "recall_number", text % words))
        return
    outcome.remarks.append(Remark(number, "recall_number", text % words))


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))


def _known_digests(records: Sequence[Record]) -> dict[Key, str]:
    known: dict[Key, str] = {}
    for batch in _batches(records):
        rows = RecallRecord.objects.filter(recall_number__in=[record.recall_number for record in batch])
        known |= {(kind, number): digest for kind, number, digest in rows.values_list(*_KEY, "sha256")}
    return known


def _is_older(record: Record) -> bool:
    """What we have was told later: an old file does not turn it back."""
    return record.age < RecallRecord.objects.get(**dict(zip(_KEY, record.key, strict=True))).read().age


@transaction.atomic
def _write(new: Sequence[Record], changed: Sequence[Record], by: User | None) -> int:
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
                recall_number=record.recall_number,
                raw=record.raw,
                sha256=record.digest,
                first_seen_at=now,
                changed_at=now,
            )
            for record in new
        ),
        batch_size=_BATCH,
    )
    for record in changed:
        rows = RecallRecord.objects.filter(product_type=record.product_type, recall_number=record.recall_number)
        rows.update(raw=record.raw, sha256=record.digest, changed_at=now)
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
        **{name: facts[name] for name in APPLICABLE},
    )


def _free_slug(key: str, taken: set[str]) -> str:
    """The recall's own number in the address, so that it is the same whatever else was imported."""
    wanted = f"recall-{slug_from(key.partition(' ')[2], longest=60, otherwise='record')}"
    candidates = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    slug = next(candidate for candidate in candidates if candidate not in taken)
    taken.add(slug)
    return slug
