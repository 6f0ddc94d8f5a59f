"""The alerts of a page's banner, kept while the site's version stands and none of them begins or ends by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import get_language

from alerts.models import RecallAlert, as_seen, public_alerts
from publishing import clock
from publishing.models import SiteVersion, Subject

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
    """All alerts that are live at one version of the site, until the next of them begins or ends."""

    site_version: int
    since: datetime
    until: datetime | None
    alerts: list[RecallAlert]
    places: dict[int, list[str]]
    """For each that is not everywhere, the pages it is for."""
    _banners: dict[tuple[str | None, tuple[int, ...]], str] = field(default_factory=dict)

    def hold(self, site_version: int, now: datetime) -> bool:
        is_before_the_next = self.until is None or now < self.until
        return self.site_version == site_version and self.since <= now and is_before_the_next

    def banner_html(self, page: str) -> str:
        lines = [alert for alert in self.alerts if alert.is_everywhere or page in self.places[alert.pk]]
        key = (get_language(), tuple(alert.pk for alert in lines))
        html = self._banners.get(key)
        if html is None:
            html = Banner(lines[:MOST_LINES], len(lines)).html
            if len(self._banners) < _MOST_KEPT:
                self._banners[key] = html
        return html


class _Latest:
    """What was asked for last; forgotten where anything public has changed."""

    def __init__(self) -> None:
        self._known: LiveAlerts | None = None

    def at(self, site_version: int, now: datetime) -> LiveAlerts:
        known = self._known
        if known is None or not known.hold(site_version, now):
            known = self._known = _live(site_version, now)
        return known

    def forget(self) -> None:
        self._known = None


latest = _Latest()


def banner_html(subject: Subject | None, site_version: int | None) -> str:
    """The banner of a public page now; `site_version` where somebody has asked for it already."""
    if clock.is_set_to_another_moment():
        return _at_another_moment(subject).html
    if site_version is None:
        site_version = SiteVersion.current()
    return latest.at(site_version, clock.now()).banner_html(name_of(subject))


def name_of(subject: Subject | None) -> str:
    """How scripts and alerts name a page; empty for one that has no alerts of its own."""
    return f"{subject.kind}-{subject.pk}" if subject else ""


def _live(site_version: int, now: datetime) -> LiveAlerts:
    until = RecallAlert.next_change(now)
    alerts = as_seen(RecallAlert.objects.live(now).for_banner(), now)
    return LiveAlerts(site_version, now, until, alerts, RecallAlert.objects.places(alerts))


def _at_another_moment(subject: Subject | None) -> Banner:
    now = clock.now()
    found = public_alerts().live(now).shown_on(subject)
    lines = as_seen(found.for_banner()[: MOST_LINES + 1], now)
    return Banner(lines[:MOST_LINES], len(lines) if len(lines) <= MOST_LINES else found.count())
