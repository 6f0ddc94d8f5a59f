"""The alert banner in templates."""

from functools import partial

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from alerts.banner import banner_html, name_of
from publishing.kept import left_open
from publishing.models import Subject

register = template.Library()


@register.simple_tag(takes_context=True)
def alert_banner(context: template.Context, subject: Subject | str | None = None) -> str:
    """The banner of a page; with no subject, the alerts for every page."""
    page = subject if isinstance(subject, Subject) else None
    return left_open(context, partial(_banner, page))


@register.simple_tag
def alerted_as(subject: Subject | str | None = None) -> str:
    """How alerts name the page."""
    return name_of(subject if isinstance(subject, Subject) else None)


@register.simple_tag
def seconds_between_questions() -> int:
    """How long an open page waits between two questions for alerts."""
    return settings.ALERT_INTERVAL


def _banner(page: Subject | None, site_version: int | None) -> str:
    return SafeString(banner_html(page, site_version))
