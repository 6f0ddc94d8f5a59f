"""Search over what is live: pages that hold every word asked for."""

from collections.abc import Mapping
from typing import Any

from conditions.models import Condition, Program
from publishing.models import Revision

MOST_WORDS = 8
MOST_CHARACTERS = 100
MOST_RESULTS = 50


def search(query: str) -> list[Mapping[str, Any]]:
    """Live conditions and programs that hold all words of the query; those with a word in the title first."""
    words = query[:MOST_CHARACTERS].split()[:MOST_WORDS]
    if not words:
        return []
    found = Revision.objects.live().of(Condition, Program).containing(words).order_by("title")
    rows = list(found.values("kind", "slug", "title", "card")[:MOST_RESULTS])
    return sorted(rows, key=lambda row: not any(word.casefold() in row["title"].casefold() for word in words))
