"""Alerts that name what was asked for: a recalled product comes before any page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from alerts.models import Kind, RecallAlert, as_seen, public_alerts
from portal.searching.typed import asked_words
from publishing import clock
from publishing.index.words import SILENT, stem, words
from publishing.standing import Standing

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


class _Said(NamedTuple):
    """What an alert says, by which it is found; words without their endings."""

    alert: RecallAlert
    numbers: frozenset[str]
    product: frozenset[str]
    facts: frozenset[str]


class _Asked(NamedTuple):
    """A word that was asked for, and the words that it may mean."""

    word: str
    likes: frozenset[str]


class _Known(NamedTuple):
    """The alerts that are looked through, and all words of theirs."""

    live: list[_Said]
    past: list[_Said]
    words: frozenset[str]


def alerts_naming(query: str) -> AlertsFound:
    """Live and past alerts whose product, firm, recall number or headline is what was asked for."""
    typed = asked_words(query)
    if not typed:
        return AlertsFound([], [])
    known = _known.at(clock.now())
    asked = [_asked(stem(word, "en"), known.words) for word in typed]
    number = _characters(query)
    return AlertsFound(_naming(asked, number, known.live), _naming(asked, number, known.past))


def _known_at(now: datetime) -> _Known:
    alerts = public_alerts()
    live, past = (
        [_said_by(alert) for alert in as_seen(found[:_MOST_ALERTS], now)]
        for found in (alerts.live(now).most_serious_first(), alerts.over(now).order_by("-starts_at", "-pk"))
    )
    return _Known(live, past, frozenset().union(*(said.facts for said in (*live, *past))))


_known = Standing(_known_at, RecallAlert)


def _said_by(alert: RecallAlert) -> _Said:
    product = _stems(alert.product, alert.firm)
    said = alert.spoken
    facts = product | _stems(alert.headline, alert.label, Kind(alert.kind).label, said.headline, said.name)
    return _Said(alert, frozenset(map(_characters, alert.recall_number.split(","))), product, facts)


def _stems(*texts: object) -> frozenset[str]:
    return frozenset(stem(word, "en") for text in texts for word in words(str(text)) if word not in SILENT)


def _characters(number: str) -> str:
    return "".join(words(number))


def _asked(word: str, known: Iterable[str]) -> _Asked:
    """The words of alerts that a typed one may mean: itself, and those that it is a slip away from."""
    if len(word) < _SHORTEST_MISSPELT or word.isdigit():
        return _Asked(word, frozenset({word}))
    edits = 1 if len(word) < 8 else 2
    near = process.extract_iter(word, known, scorer=OSA.distance, score_cutoff=edits)
    return _Asked(word, frozenset({word, *(like for like, _distance, _key in near)}))


def _naming(asked: Sequence[_Asked], number: str, alerts: Iterable[_Said]) -> list[RecallAlert]:
    return [said.alert for said in alerts if number in said.numbers or _names(asked, said)][:_MOST_SHOWN]


def _names(asked: Sequence[_Asked], said: _Said) -> bool:
    """All that was asked for stands in its facts; or half of it does, and a word of the product's own name among it."""
    found = [each for each in asked if not each.likes.isdisjoint(said.facts)]
    own = [each for each in found if each.word not in _FORMS and not each.likes.isdisjoint(said.product)]
    return len(found) == len(asked) or (bool(own) and 2 * len(found) >= len(asked))
