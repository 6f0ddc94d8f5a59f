"""The address of a new alert, made from its headline."""

from __future__ import annotations

from alerts.models import RecallAlert
from publishing.addresses import slug_from

_LONGEST_SLUG = 80


def free_slug(headline: str) -> str:
    """The headline's first words, with a number where another alert has that address."""
    return RecallAlert.objects.free_slug(slug_from(headline, longest=_LONGEST_SLUG, otherwise="alert"))
