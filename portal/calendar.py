"""The month calendar of everything that will change in public by itself, for staff."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _

from alerts.models import RecallAlert
from conditions.models import Condition, Program, Term
from portal.desk import address_of
from publishing import clock
from publishing.models import Revision


@dataclass(frozen=True)
class Happening:
    """One moment at which something begins or ends in public."""

    at: datetime
    what: str
    title: str
    url: str


@dataclass(frozen=True)
class Day:
    on: date
    is_in_month: bool
    is_today: bool
    happenings: list[Happening]


def staff_calendar(request: HttpRequest) -> HttpResponse:
    """Asked for a month as `?month=2026-03`; the present one otherwise."""
    if not (request.user.has_perm("publishing.view_revision") or request.user.has_perm("alerts.view_recallalert")):
        raise PermissionDenied
    first = _month(request.GET.get("month", ""))
    weeks = calendar.Calendar(firstweekday=6).monthdatescalendar(first.year, first.month)
    found = happenings(weeks[0][0], weeks[-1][-1] + timedelta(days=1))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("What will change in public"),
        "first": first,
        "earlier": (first - timedelta(days=1)).strftime("%Y-%m"),
        "later": (first + timedelta(days=31)).strftime("%Y-%m"),
        "weeks": [[_day(on, first, found) for on in week] for week in weeks],
        "days": [day for week in weeks for on in week if (day := _day(on, first, found)).happenings],
    }
    return TemplateResponse(request, "admin/desk/calendar.html", context)


def happenings(start: date, end: date) -> list[Happening]:
    """Everything that begins or ends in public from one day until another, in its order."""
    span = (_midnight(start), _midnight(end))
    return sorted([*_of_pages(*span), *_of_alerts(*span)], key=lambda happening: happening.at)


def _of_pages(start: datetime, end: datetime) -> list[Happening]:
    real = Revision.objects.of(Condition, Program, Term).filter(Q(live_until=None) | Q(live_until__gt=F("live_from")))
    rows = list(
        real.filter(_within("live_from", start, end) | _within("live_until", start, end)).values(
            "kind", "subject_id", "title", "number", "live_from", "live_until"
        )
    )
    begun = {(row["kind"], row["subject_id"], row["live_from"]) for row in rows}
    found = []
    for row in rows:
        url = address_of(row["kind"], row["subject_id"])
        if start <= row["live_from"] < end:
            what = _("Version %(number)s goes live") % {"number": row["number"]}
            found.append(Happening(row["live_from"], what, row["title"], url))
        until = row["live_until"]
        is_followed = (row["kind"], row["subject_id"], until) in begun
        if until and start <= until < end and not is_followed:
            found.append(Happening(until, _("Retires"), row["title"], url))
    return found


def _of_alerts(start: datetime, end: datetime) -> list[Happening]:
    """Posted alerts, and posted exercises, which their titles name."""
    posted = RecallAlert.objects.filter(posted_at__isnull=False, withdrawn_at=None)
    found = []
    for alert in posted.filter(_within("starts_at", start, end) | _within("ends_at", start, end)):
        url = reverse("admin:alerts_recallalert_change", args=[alert.pk])
        if alert.starts_at and start <= alert.starts_at < end:
            found.append(Happening(alert.starts_at, _("Alert starts"), str(alert), url))
        if alert.ends_at and start <= alert.ends_at < end:
            found.append(Happening(alert.ends_at, _("Alert ends"), str(alert), url))
    return found


def _within(name: str, start: datetime, end: datetime) -> Q:
    return Q(**{f"{name}__gte": start, f"{name}__lt": end})


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, datetime.min.time()))


def _day(on: date, first: date, found: list[Happening]) -> Day:
    own = [happening for happening in found if localtime(happening.at).date() == on]
    return Day(on, on.month == first.month, on == clock.today(), own)


def _month(asked: str) -> date:
    """The first day of a month written as 2026-03; of the present one where it is written otherwise."""
    today = clock.today()
    try:
        year, month = (int(part) for part in asked.split("-"))
        return date(year, month, 1) if 2000 <= year <= 2200 else today.replace(day=1)
    except ValueError:
        return today.replace(day=1)
