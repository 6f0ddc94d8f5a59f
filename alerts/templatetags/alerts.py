"""The alert banner in templates."""

from dataclasses import dataclass

from django import template
from django.conf import settings

from alerts.models import RecallAlert, as_seen, public_alerts
from publishing import clock
from publishing.models import Subject

IN_FULL = 3
MOST_LINES = 20
"""So many alerts a page names at most; the list of alerts has the rest."""

register = template.Library()


@dataclass(frozen=True)
class Banner:
    """The alerts of one page now, most serious first."""

    subject: str
    """Which page it is, as the script compares it; empty where it has no alerts of its own."""
    lines: list[RecallAlert]
    total: int
    seconds: int
    """Between two questions of an open page."""

    @property
    def in_full(self) -> list[RecallAlert]:
        return self.lines[:IN_FULL]

    @property
    def behind_the_count(self) -> list[RecallAlert]:
        return self.lines[IN_FULL:]

    @property
    def number_behind(self) -> int:
        return self.total - len(self.in_full)


@register.simple_tag
def live_alerts(subject: Subject | str | None = None) -> Banner:
    """What the banner of a page shows; with no subject, the alerts for every page."""
    page = subject if isinstance(subject, Subject) else None
    now = clock.now()
    found = public_alerts().live(now).shown_on(page)
    lines = as_seen(found.for_banner()[: MOST_LINES + 1], now)
    total = len(lines) if len(lines) <= MOST_LINES else found.count()
    return Banner(f"{page.kind}-{page.pk}" if page else "", lines[:MOST_LINES], total, settings.ALERT_INTERVAL)
