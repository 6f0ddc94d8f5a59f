"""The terms that readers see at a moment, ready to be found, and kept for as long as they are the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db.models import Count, F, Sum

from conditions.glossary.entries import Entry, Glossary
from conditions.glossary.models import Term, entry_of
from publishing import clock
from publishing.models import Revision
from publishing.standing import Standing

Glossaries = Mapping[str, Glossary]


class _Shelf:
    """The glossaries of the moment that was asked for last: they are built again only where a term is another.

    What public change was made is not known, and most of them are none of a term. One set of live revisions is told
    from another by how many they are and by sums of their keys: a revision is never changed.
    """

    def __init__(self) -> None:
        self._known: tuple[object, Glossaries] | None = None

    def at(self, moment: datetime) -> Glossaries:
        live = Revision.objects.live(moment).of(Term).order_by()
        found = live.aggregate(count=Count("pk"), sum=Sum("pk"), squares=Sum(F("pk") * F("pk")))
        if not found["count"]:
            return {}
        known = self._known
        if known is None or known[0] != found:
            known = self._known = (found, _glossaries(moment))
        return known[1]

    def forget(self) -> None:
        self._known = None


shelf = _Shelf()
_now = Standing(shelf.at, Revision)


def glossary_in(language: str, site_version: int | None = None) -> Glossary:
    """The terms of a language that readers see now. `site_version`: where somebody has asked for it already.

    Asks the database nothing while that stands and no scheduled moment has passed.
    """
    return _now.at(clock.now(), site_version).get(language) or Glossary.of(language, ())


def glossary_at(language: str, moment: datetime) -> Glossary:
    """The terms of a language that readers saw at a moment of the past."""
    return _glossaries(moment).get(language) or Glossary.of(language, ())


def _glossaries(at: datetime) -> Glossaries:
    by_language: dict[str, list[Entry]] = {}
    rows = Revision.objects.live(at).of(Term).order_by().values_list("subject_id", "slug", "title", "language", "card")
    for row in rows:
        by_language.setdefault(row[3], []).append(entry_of(*row))
    return MappingProxyType({language: Glossary.of(language, found) for language, found in by_language.items()})
