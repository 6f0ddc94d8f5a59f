"""The address of a new alert, made from its headline."""

from __future__ import annotations

from django.utils.text import slugify

from alerts.models import RecallAlert

_LONGEST_SLUG = 80


def free_slug(headline: str) -> str:
    """The headline's first words, with a number where another alert has that address."""
    words = slugify(headline)
    slug = (words if len(words) <= _LONGEST_SLUG else words[: _LONGEST_SLUG + 1].rpartition("-")[0]) or "alert"
    return RecallAlert.objects.free_slug(slug)
