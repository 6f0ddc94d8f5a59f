"""What rules are told of the whole site, from the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Any

from django.db import connection, transaction
from django.urls import Resolver404

from conditions.checking import providers
from conditions.checking.models import EmergencySymptom, KnownSentence, PlainerWord
from conditions.checking.naming import folded
from conditions.checking.page import CheckedPage
from conditions.checking.repeated import digests_of
from conditions.checking.site import MANY_OTHERS, Elsewhere, ProgramFacts, Recalled, Site
from conditions.models import Condition, Program
from publishing import clock
from publishing.html import plain_text
from publishing.languages import resolve_path
from publishing.models import Revision
from publishing.moves import fate_of


def site_now() -> Site:
    """Everything that rules ask for. Some lists are read at once; the rest is asked for each page."""
    return Site(
        today=clock.today(),
        names=_names(),
        terms=frozenset(map(folded, chain.from_iterable(ask() for ask in providers.terms))),
        plainer=_by_language(PlainerWord.objects.values_list("language", "words", "plainer")),
        emergencies=_by_language(EmergencySymptom.objects.values_list("language", "words", "words")),
        elsewhere=_elsewhere,
        fates=_fates,
        broken=lambda addresses: {
            address: said for ask in providers.broken for address, said in ask(addresses).items()
        },
        programs=_programs,
        recalled=_recalled(),
    )


@transaction.atomic
def remember(condition: Condition, content: Mapping[str, Any]) -> None:
    """Keep the page's long sentences and short lines as numbers, so that other pages that say the same are found.

    To be called whenever a page was saved, and for all pages before all are checked.
    """
    digests = digests_of(CheckedPage.of(dict(content)))
    known = KnownSentence.objects.filter(condition=condition)
    before = set(known.values_list("digest", flat=True))
    known.filter(digest__in=before - digests).delete()
    new = [KnownSentence(condition=condition, digest=number) for number in digests - before]
    KnownSentence.objects.bulk_create(new, ignore_conflicts=True)


_NAMES = {
    "sqlite": "json_group_array(json_array(slug, title, json(other_names)))",
    "postgresql": "json_agg(json_build_array(slug, title, other_names))::text",
}


def _names() -> Mapping[str, frozenset[str]]:
    """Asked for as one text at each save, and understood anew only where the text is no longer the same."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_NAMES[connection.vendor]} FROM conditions_condition")  # noqa: S608
        return _understood(cursor.fetchone()[0] or "[]")


@lru_cache(maxsize=1)
def _understood(text: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for slug, title, others in json.loads(text):
        for name in filter(None, map(folded, (title, *others))):
            found[name] = found.get(name, frozenset()) | {slug}
    return MappingProxyType(found)


def _by_language(rows: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for language, words, said in rows:
        found.setdefault(language, {})[folded(words)] = said
    return found


_OTHERS = """
    SELECT condition_id FROM conditions_knownsentence
    WHERE digest = asked.column1 AND condition_id NOT IN (SELECT id FROM conditions_condition WHERE slug = %s)
"""
_ELSEWHERE = f"""
    SELECT asked.column1, title, (SELECT count(*) FROM ({_OTHERS} LIMIT {MANY_OTHERS}) AS others)
    FROM (VALUES {{}}) AS asked
    JOIN conditions_condition ON id = ({_OTHERS} ORDER BY condition_id LIMIT 1)
"""  # noqa: S608 - nothing of it comes from anybody
"""For each digest a few steps in the index, however many pages say the same: a set of all of them would make a check
of the whole site quadratic."""


def _elsewhere(slug: str, digests: Collection[int]) -> dict[int, Elsewhere]:
    if not digests:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ELSEWHERE.format(",".join(["(%s)"] * len(digests))), [slug, *digests, slug])
        return {number: Elsewhere(title, pages) for number, title, pages in cursor.fetchall()}


def _programs(pks: Collection[int]) -> list[ProgramFacts]:
    rows = Program.objects.filter(pk__in=pks).values_list("title", "phone", "body")
    return [ProgramFacts(title, phone, plain_text(body)) for title, phone, body in rows]


def _fates(paths: Collection[str]) -> dict[str, str]:
    """One query for all pages that the paths name, and some more for each that is not live."""
    found = {}
    pages: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        try:
            match = resolve_path(path)
        except Resolver404:
            found[path] = "never"
            continue
        for model in (Condition, Program):
            if match.view_name == model.public_view:
                pages.setdefault((model.kind(), match.kwargs["slug"]), []).append(path)
    live = Revision.objects.live().of(Condition, Program).filter(slug__in={slug for _kind, slug in pages})
    for kind, slug in set(live.values_list("kind", "slug")):
        pages.pop((kind, slug), None)
    fates = ((_fate(kind, slug), paths) for (kind, slug), paths in pages.items())
    return found | {path: fate for fate, paths in fates for path in paths}


def _fate(kind: str, slug: str) -> str:
    fate = fate_of(kind, slug, clock.now())
    if fate.leads_to:
        return "moved"
    if fate.was_public:
        return "retired"
    model = Condition if kind == Condition.kind() else Program
    return "draft" if model.objects.filter(slug=slug).exists() else "never"


def _recalled() -> Callable[[str], Iterator[Recalled]]:
    asked = [ask() for ask in providers.recalls]
    return lambda text: chain.from_iterable(answer(text) for answer in asked)
