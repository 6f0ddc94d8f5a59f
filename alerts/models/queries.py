"""Alerts by what readers see of them, at a moment: now, unless told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from alerts.models.choices import AlertState, Classification, Kind
from conditions.models import Condition, Program
from publishing import clock
from publishing.models import Publishable, Subject

if TYPE_CHECKING:
    from alerts.models.alert import RecallAlert

_SEVERITY = [
    models.When(kind=Kind.RECALL, classification=Classification.CLASS_I, then=0),
    models.When(kind=Kind.RECALL, classification=Classification.CLASS_II, then=1),
    models.When(kind=Kind.WARNING, then=2),
    models.When(kind=Kind.RECALL, then=3),
]


CLOCKS_APART = timedelta(minutes=2)
"""So far may two machines' clocks differ: what one has posted or ended at once, the other shows or hides at once."""


def _has_begun(at: datetime) -> Q:
    was_posted_at_once = Q(starts_at__lte=F("posted_at"), posted_at__lte=at + CLOCKS_APART)
    return Q(starts_at__lte=at) | was_posted_at_once


def _has_ended(at: datetime) -> Q:
    return Q(ends_at__isnull=False, ends_at__lte=at) | Q(ended_at__isnull=False, ended_at__lte=at + CLOCKS_APART)


def names(word: str, inside: str = "") -> Q:
    """Any of the facts that a product is known by holds the word; `inside` leads to where they are kept."""
    wanted = Q()
    for name in ("product", "headline", "firm", "recall_number"):
        wanted |= Q(**{f"{inside}{name}__icontains": word})
    return wanted


class RecallAlertQuerySet(models.QuerySet["RecallAlert"]):
    def posted(self) -> RecallAlertQuerySet:
        """What readers may know of, now or later. Every word for readers starts here: no exercise is among them."""
        return self.filter(posted_at__isnull=False, is_exercise=False)

    def begun(self, at: datetime | None = None) -> RecallAlertQuerySet:
        """Posted and begun, perhaps over or withdrawn: those that have a page of their own."""
        return self.posted().filter(_has_begun(at or clock.now()))

    def live(self, at: datetime | None = None) -> RecallAlertQuerySet:
        """On the site at a moment: now, unless told. The end is the first moment when it is gone."""
        at = at or clock.now()
        return self.begun(at).filter(~_has_ended(at), withdrawn_at__isnull=True)

    def over(self, at: datetime | None = None) -> RecallAlertQuerySet:
        at = at or clock.now()
        return self.begun(at).exclude(pk__in=self.live(at).values("pk"))

    def shown_on(self, *subjects: Subject) -> RecallAlertQuerySet:
        """Those for every page, and those chosen for one of these conditions and programs in any language.

        `subjects`: the originals', also of pages that are translations.
        """
        wanted = Q(is_everywhere=True)
        for through, model, name in self._chosen():
            originals = [subject.pk for subject in subjects if subject.kind == model.kind()]
            here = Q(**{f"{name}__in": originals}) | Q(**{f"{name}__original__in": originals})
            wanted |= Q(pk__in=through.objects.filter(here).values("recallalert"))
        return self.filter(wanted)

    def _chosen(self) -> tuple[tuple[Any, type[Publishable], str], ...]:
        """What joins alerts with pages, what these are, and what it calls them."""
        return (
            (self.model.conditions.through, Condition, "condition"),
            (self.model.programs.through, Program, "program"),
        )

    def most_serious_first(self) -> RecallAlertQuerySet:
        return self.alias(severity=models.Case(*_SEVERITY, default=4)).order_by("severity", "-starts_at", "pk")

    def for_banner(self) -> RecallAlertQuerySet:
        """Most serious first, with no more of each than a line of the banner shows."""
        return self.most_serious_first().only(
            *("slug", "kind", "label", "headline", "link_text", "translations"),
            *("classification", "updated_at", "edition", "is_everywhere"),
        )

    def places(self, alerts: Iterable[RecallAlert]) -> dict[int, list[str]]:
        """For each of these that is not everywhere, the pages it is for: `conditions.condition-3`. One query.

        A page is named by its original, and so are its translations: an alert is for a page in all its languages.
        """
        chosen = [alert.pk for alert in alerts if not alert.is_everywhere]
        pages = [
            through.objects.filter(recallalert__in=chosen).values_list(
                "recallalert", Value(model.kind()), Coalesce(f"{name}__original", name)
            )
            for through, model, name in self._chosen()
        ]
        found: dict[int, list[str]] = {pk: [] for pk in chosen}
        # In one order everywhere, so that all servers give the answer the same tag.
        for pk, kind, page in sorted(pages[0].union(pages[1])) if chosen else ():
            found[pk].append(f"{kind}-{page}")
        return found

    def latest_change_first(self) -> RecallAlertQuerySet:
        return self.order_by("-changed_at", "-pk")

    def naming(self, word: str) -> RecallAlertQuerySet:
        """Those whose product, headline, firm or recall number hold a word."""
        return self.filter(names(word))

    def overdue(self, at: datetime | None = None) -> RecallAlertQuerySet:
        """Live, and past the moment by which somebody should have looked at it again."""
        at = at or clock.now()
        return self.live(at).filter(review_due_at__lte=at)

    def with_state(self, at: datetime | None = None) -> RecallAlertQuerySet:
        """Annotate `state`, an `AlertState`."""
        at = at or clock.now()
        return self.annotate(
            state=models.Case(
                models.When(posted_at__isnull=True, then=models.Value(AlertState.DRAFT)),
                models.When(withdrawn_at__isnull=False, then=models.Value(AlertState.WITHDRAWN)),
                models.When(~_has_begun(at), then=models.Value(AlertState.SCHEDULED)),
                models.When(_has_ended(at), then=models.Value(AlertState.ENDED)),
                default=models.Value(AlertState.LIVE),
                output_field=models.CharField(),
            )
        )

    def free_slug(self, wanted: str) -> str:
        """The address, with a number at its end where another alert has it."""
        taken = set(self.filter(slug__startswith=wanted).values_list("slug", flat=True))
        candidates = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
        return next(candidate for candidate in candidates if candidate not in taken)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.filter(posted_at__isnull=False).exists():
            raise TypeError("A posted alert is never deleted: end or withdraw it.")
        return super().delete()
