"""Which live pages name the product of an alert, and which live alerts a page names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from alerts.matching.medicines import all_names
from alerts.matching.mentions import Mention, mentions_in
from alerts.matching.names import Name, names_in
from alerts.models import Kind, RecallAlert, RecallEvent
from alerts.openfda.naming import product_of
from alerts.openfda.record import Record
from conditions.models import Condition, Program
from publishing.html import plain_text
from publishing.models import Publishable, Revision

_HTML = ("introduction", "body")
_LINES = ("other_names", "call_us_when", "call_today_when", "call_911_when", "questions_to_ask")


@dataclass(frozen=True)
class NamingPage:
    """A live page with the sentences in which it names the product."""

    revision: Revision
    mentions: list[Mention]


def names_of(alert: RecallAlert) -> list[Name]:
    """From the alert's own product, its packages and the records behind it, with the medicine's other names."""
    event: RecallEvent | None = getattr(alert, "recall_event", None)
    records = [row.read() for row in event.records.all()] if event else []
    may_be_drug = not records or any(map(_may_be_drug, records))
    products = dict.fromkeys([alert.product, *(package.product for package in alert.packages.all())])
    names = [name for product in products for name in names_in(product, firm=alert.firm, is_drug=may_be_drug)]
    return all_names([*names, *(name for record in records for name in _names_of_record(record))])


def pages_naming(names: Sequence[Name]) -> list[NamingPage]:
    """Computed from what is live at this moment, by title."""
    if not names:
        return []
    words = {name.sure_letters for name in names}
    may_name = reduce(or_, (Q(text__icontains=word) | Q(title__icontains=word) for word in words))
    revisions = Revision.objects.live().of(Condition, Program).filter(may_name).order_by("title")
    found = (
        NamingPage(revision, _mentions(passages(revision.title, revision.content), names)) for revision in revisions
    )
    return [page for page in found if page.mentions]


def live_alerts_named_by(page: Publishable) -> list[tuple[RecallAlert, Mention]]:
    """What the working copy of a page names that a live recall is about."""
    texts = list(passages(page.title, page.content()))
    recalls = RecallAlert.objects.live().filter(kind=Kind.RECALL).most_serious_first()
    recalls = recalls.select_related("recall_event").prefetch_related("packages", "recall_event__records")
    found = ((alert, _mentions(texts, names_of(alert))) for alert in recalls)
    return [(alert, mentions[0]) for alert, mentions in found if mentions]


def passages(title: str, content: dict[str, Any]) -> Iterator[str]:
    """What a page says, a block at a time. A list item is a block; a line break within a paragraph is none."""
    yield title
    yield content.get("summary", "")
    for name in _LINES:
        yield from content.get(name, [])
    for name in _HTML:
        yield from _blocks(content.get(name, ""))
    for section in content.get("sections", []):
        yield section["title"]
        yield from _blocks(section["body"])


def _blocks(html: str) -> list[str]:
    return plain_text(html.replace("<br>", " ")).split("\n")


def _mentions(texts: Iterable[str], names: Sequence[Name]) -> list[Mention]:
    return [mention for text in texts for mention in mentions_in(text, names)]


def _may_be_drug(record: Record) -> bool:
    return record.product_type not in ("Devices", "Food")


def _names_of_record(record: Record) -> list[Name]:
    """From the description, and of the `openfda` block those that the description bears out."""
    is_drug = _may_be_drug(record)
    names = names_in(product_of(record), firm=record.firm, is_drug=is_drug)
    described = record.description.casefold()
    for given in record.names:
        names += [name for name in names_in(given, is_drug=is_drug) if name.sure_letters in described]
    return names
