"""Alerts that name what was asked for: a recalled product comes before any page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from alerts.models import Kind, RecallAlert, as_seen, public_alerts
from portal.searching.typed import asked_words
from publishing import clock
from publishing.index.words import SILENT, stem, words

_MOST_ALERTS = 500
"""The latest so many are looked through, live ones first."""
_MOST_SHOWN = 5
_SHORTEST_MISSPELT = 5
_FORMS = frozenset(
    {"capsul", "tablet", "solut", "syrup", "drop", "spray", "cream", "powder", "pack", "bottl", "oral", "liquid"}
    | {"infant", "children", "child", "pediatr", "mg", "ml", "recal", "voluntari", "product", "medicin", "lot"}
)
"""Words of a product's name that name no product."""


class AlertsFound(NamedTuple):
    live: list[RecallAlert]
    past: list[RecallAlert]


def alerts_naming(query: str) -> AlertsFound:
    """Live and past alerts whose product, firm, recall number or headline is what was asked for."""
    if not asked_words(query):
        return AlertsFound([], [])
    now = clock.now()
    known = public_alerts()
    live = as_seen(known.live(now).most_serious_first()[:_MOST_ALERTS], now)
    past = as_seen(known.over(now).order_by("-starts_at", "-pk")[:_MOST_ALERTS], now)
    return AlertsFound(_naming(query, live), _naming(query, past))


def _naming(query: str, alerts: Iterable[RecallAlert]) -> list[RecallAlert]:
    asked = [stem(word, "en") for word in asked_words(query)]
    number = _characters(query)
    return [alert for alert in alerts if number == _characters(alert.recall_number) or _names(asked, alert)][
        :_MOST_SHOWN
    ]


def _characters(number: str) -> str:
    return "".join(words(number))


def _names(asked: Sequence[str], alert: RecallAlert) -> bool:
    """All that was asked for stands in its facts; or half of it does, and a word of the product's own name among it."""
    product = _stems(alert.product, alert.firm)
    said = alert.spoken
    facts = product | _stems(alert.headline, alert.label, Kind(alert.kind).label, said.headline, said.name)
    found = [word for word in asked if _is_like_any(word, facts)]
    own = [word for word in found if word not in _FORMS and _is_like_any(word, product)]
    return len(found) == len(asked) or (bool(own) and 2 * len(found) >= len(asked))


def _stems(*texts: object) -> frozenset[str]:
    return frozenset(stem(word, "en") for text in texts for word in words(str(text)) if word not in SILENT)


def _is_like_any(word: str, known: frozenset[str]) -> bool:
    if word in known:
        return True
    if len(word) < _SHORTEST_MISSPELT or word.isdigit():
        return False
    edits = 1 if len(word) < 8 else 2
    return any(OSA.distance(word, other, score_cutoff=edits) <= edits for other in known)
