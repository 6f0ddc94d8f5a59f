"""The alert banner in templates."""

from django import template

from alerts.models import AlertVersion, RecallAlert, as_seen
from publishing import clock
from publishing.models import Subject

register = template.Library()


@register.simple_tag
def live_alerts(subject: Subject | str | None = None) -> list[RecallAlert]:
    """The alerts that show on a page now, most serious first; with no subject, those for every page."""
    now = clock.now()
    shown = AlertVersion.objects.standing(now).live(now).shown_on(subject or None)  # type: ignore[arg-type]
    return as_seen(shown.most_serious_first(), now)
