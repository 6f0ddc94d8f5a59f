"""The lists that live pages stand in, by their own revisions: body areas, specialties, ages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language

from conditions.names import Names, named, names_in
from conditions.ways import WAYS, Way
from publishing.alphabet import sort_key
from publishing.index.findable import Place
from publishing.languages import Language, Words, other_languages, speaking
from publishing.models import Revision, RevisionQuerySet, Shelf
from publishing.standing import Standing


class Listed(NamedTuple):
    """A list with live pages in it."""

    way: Way
    slug: str
    name: Words
    pages: int = 0
    english: str = ""

    @property
    def url(self) -> str:
        return reverse(f"{self.way.key}_pages", args=[self.slug])


def _to_read(at: datetime) -> RevisionQuerySet:
    """What is live in the language that is spoken."""
    return Revision.objects.live(at).spoken()


def lists(at: datetime, *ways: Way) -> list[Listed]:
    """The lists of these ways that some live page stands in, each way's in its own order."""
    shelves = Shelf.objects.filter(way__in=[way.key for way in ways], revision__in=_to_read(at))
    rows = shelves.values("way", "slug").annotate(
        name_=Max("name"), place_=Min("place"), pages=Count("revision", distinct=True)
    )
    language = get_language() or Language.ENGLISH
    names = names_in(language, at)
    place_of = {(row["way"], row["slug"]): row["place_"] for row in rows}
    found = [
        Listed(
            WAYS[row["way"]],
            row["slug"],
            named(names, language, row["way"], row["slug"], row["name_"]),
            row["pages"],
            row["name_"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (place_of[one.way.key, one.slug], sort_key(one.name.text, language)))


live_lists = Standing(lambda at: lists(at, *WAYS.values()), Revision)


def pages_in(way: Way, slug: str, at: datetime) -> RevisionQuerySet:
    """The live pages that stand in one list, by title."""
    pks = Shelf.objects.filter(way=way.key, slug=slug).values("revision")
    return _to_read(at).filter(pk__in=pks).from_a_to_z()


def live_list(way: Way, slug: str, at: datetime, site_version: int) -> Listed | None:
    """One list of now; None where no live page stands in it."""
    return next((one for one in live_lists.at(at, site_version) if (one.way, one.slug) == (way, slug)), None)


def moved_list(way: Way, slug: str, at: datetime, site_version: int) -> Listed | None:
    """The list that had an address which was made by dropping letters from its name, as all were once."""
    return next(
        (one for one in live_lists.at(at, site_version) if one.way == way and slugify(one.english) == slug), None
    )


def addresses_of(way: Way, slug: str, at: datetime, site_version: int) -> dict[str, str]:
    """In which languages some live page stands in the list, and where the list is then."""
    found = {}
    for language in (Language.ENGLISH, *other_languages()):
        with speaking(language):
            if one := live_list(way, slug, at, site_version):
                found[str(language)] = one.url
    return found


def listed(places: Iterable[Place], names: Names, language: str) -> list[Listed]:
    """The lists that one page stands in, with their names in its language."""
    return [
        Listed(WAYS[place.way], place.slug, named(names, language, place.way, place.slug, place.name))
        for place in places
    ]
