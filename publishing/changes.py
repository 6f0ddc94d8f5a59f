"""What changed from one content of a page to another, with the medicines that the site knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from publishing.comparison import Comparison, compare
from publishing.comparison.rendering import name_of
from publishing.models import Publishable


def compared(model: type[Publishable], before: dict[str, Any] | None, after: dict[str, Any] | None) -> Comparison:
    """What became of each part of a page; None stands for a page that was not there."""
    old, new = (model.parts_of(content) if content else [] for content in (before, after))
    medicines: Callable[[], frozenset[str]] = import_string(settings.MEDICINE_NAMES)
    return compare(old, new, medicines())


def risky_words(comparison: Comparison) -> list[str]:
    """The numbers, doses, negations, medicines and pictures that changed, each once, in the page's order."""
    words = [name_of(shown.word) for _part, row in comparison.risky for shown in row.risks]
    return list(dict.fromkeys(words))
