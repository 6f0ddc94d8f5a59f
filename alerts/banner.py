"""The alerts of a page's banner, kept while the site's version stands and none of them begins or ends by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import get_language

from alerts.models import RecallAlert, as_seen, public_alerts
from publishing import clock
from publishing.models import Subject
from publishing.standing import Standing

IN_FULL = 3
MOST_LINES = 20
"""So many alerts a page names at most; the list of alerts has the rest."""
_MOST_KEPT = 500  # Banners. Pages with the same alerts have the same one.


@dataclass(frozen=True)
class Banner:
    """The alerts of one page, most serious first."""

    lines: list[RecallAlert]
    total: int

    @property
    def in_full(self) -> list[RecallAlert]:
        return self.lines[:IN_FULL]

    @property
    def behind_the_count(self) -> list[RecallAlert]:
        return self.lines[IN_FULL:]

    @property
    def number_behind(self) -> int:
        return self.total - len(self.in_full)

    @property
    def html(self) -> str:
        return render_to_string("alerts/_banner.html", {"banner": self})


@dataclass(frozen=True)
class LiveAlerts:
    """All alerts that are live, most serious first."""

    alerts: list[RecallAlert]
    places: dict[int, list[str]]
    """For each that is not everywhere, the pages it is for."""
    _banners: dict[tuple[str | None, tuple[int, ...]], str] = field(default_factory=dict)

    def banner_html(self, page: str) -> str:
        lines = [alert for alert in self.alerts if alert.is_everywhere or page in self.places[alert.pk]]
        key = (get_language(), tuple(alert.pk for alert in lines))
        html = self._banners.get(key)
        if html is None:
            html = Banner(lines[:MOST_LINES], len(lines)).html
            if len(self._banners) < _MOST_KEPT:
                self._banners[key] = html
        return html


def _live(now: datetime) -> LiveAlerts:
    alerts = as_seen(RecallAlert.objects.live(now).for_banner(), now)
    return LiveAlerts(alerts, RecallAlert.objects.places(alerts))


_live_alerts = Standing(_live, RecallAlert)


def banner_html(subject: Subject | None, site_version: int | None) -> str:
    """The banner of a public page now; `site_version` where somebody has asked for it already."""
    if clock.is_set_to_another_moment():
        return _at_another_moment(subject).html
    return _live_alerts.at(clock.now(), site_version).banner_html(name_of(subject))


def name_of(subject: Subject | None) -> str:
    """How scripts and alerts name a page; empty for one that has no alerts of its own."""
    return f"{subject.kind}-{subject.pk}" if subject else ""


def _at_another_moment(subject: Subject | None) -> Banner:
    now = clock.now()
    found = public_alerts().live(now).shown_on(*([subject] if subject else []))
    lines = as_seen(found.for_banner()[: MOST_LINES + 1], now)
    return Banner(lines[:MOST_LINES], len(lines) if len(lines) <= MOST_LINES else found.count())
