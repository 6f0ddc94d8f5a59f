"""Which other alerts readers see beside one: on the same pages, at the same time."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.models import RecallAlert, RecallAlertQuerySet
from publishing import clock

_NAMED = 3


def overlapping(alert: RecallAlert) -> RecallAlertQuerySet:
    """Posted and not over, most serious first. `alert` is saved, with its pages; an exercise is seen beside nothing."""
    now = clock.now()
    if alert.is_exercise:
        return RecallAlert.objects.none()
    others = RecallAlert.objects.posted().filter(withdrawn_at__isnull=True).exclude(pk=alert.pk)
    others = others.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=max(alert.starts_at or now, now)))
    ends_at = None if alert.never_ends_by_itself else alert.ends_at or alert.review_due_at
    if ends_at:
        others = others.filter(starts_at__lt=ends_at)
    on_its_pages = others if alert.is_everywhere else others.shown_on(*alert.chosen_subjects())
    return on_its_pages.most_serious_first()


def about_overlap(alert: RecallAlert) -> str:
    """A sentence for staff; empty where the alert is alone on its pages."""
    headlines = list(overlapping(alert).values_list("headline", flat=True))
    if not headlines:
        return ""
    named = ", ".join(f"“{headline}”" for headline in headlines[:_NAMED])
    more = len(headlines) - _NAMED
    said = named + (_(" and %(more)s more") % {"more": more} if more > 0 else "")
    return ngettext(
        "Another alert is on the same pages at that time: %(headlines)s.",
        "Other alerts are on the same pages at that time: %(headlines)s.",
        len(headlines),
    ) % {"headlines": said}
