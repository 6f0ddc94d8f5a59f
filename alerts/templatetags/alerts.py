"""The alert banner in templates."""

from collections.abc import Iterable

from django import template

from alerts.models import RecallAlert
from publishing.models import Subject

register = template.Library()


@register.simple_tag
def live_alerts(subject: Subject | str | None = None) -> Iterable[RecallAlert]:
    """The alerts that show on a page now, most serious first; with no subject, those for every page."""
    return RecallAlert.objects.live().shown_on(subject or None).most_serious_first()  # type: ignore[arg-type]
