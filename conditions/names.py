"""What lists of pages are called in other languages than English: now, at a moment of the past, and naming them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from conditions.ways import Labelled, ListName
from publishing import clock, workflow
from publishing.index.findable import Place
from publishing.languages import Language, Words
from publishing.models import Revision, SiteVersion, Subject
from publishing.plain_text import normalized_line
from publishing.standing import Standing

Names = Mapping[tuple[str, str], str]
"""What lists are called in one language, by way and address."""


def names_in(language: str, at: datetime, *, is_past: bool = False) -> Names:
    """The names that readers see now, or saw at a moment where that is past or replayed."""
    if language == Language.ENGLISH:
        return {}
    return _names(at, is_past=is_past).get(language, {})


def live_names(language: str, site_version: int | None = None) -> Names:
    """As `names_in`, now, from memory while the site's version stands."""
    return {} if language == Language.ENGLISH else _live.at(clock.now(), site_version).get(language, {})


def named(names: Names, language: str, way: str, slug: str, english: str) -> Words:
    """What a list is called, in English where it has no other name."""
    own = names.get((way, slug))
    return Words(own, language) if own else Words(english, Language.ENGLISH)


def stored_names(label: Labelled) -> dict[str, str]:
    """By language, what an area, a specialty or an age is called now."""
    rows = ListName.objects.filter(way=label.way.key, slug=_slug_of(label), stands_until__isnull=True)
    return dict(rows.values_list("language", "text"))


@transaction.atomic
def name_list(label: Labelled, texts: Mapping[str, str], *, by: User | None) -> list[str]:
    """Call an area, a specialty or an age so from now on; an empty text takes a name away. Gives what is new.

    Pages show it at once, without being published again.
    """
    workflow.require(by, f"conditions.change_{label._meta.model_name}")
    SiteVersion.hold()
    before, now = stored_names(label), clock.now()
    new = {code: normalized_line(text) for code, text in texts.items()}
    changed = {code: text for code, text in new.items() if text != before.get(code, "")}
    own = ListName.objects.filter(way=label.way.key, slug=_slug_of(label), stands_until__isnull=True)
    own.filter(language__in=changed).update(stands_until=now)
    facts = {"way": label.way.key, "slug": _slug_of(label), "stands_from": now}
    ListName.objects.bulk_create(ListName(language=code, text=text, **facts) for code, text in changed.items() if text)
    if changed:
        said = ", ".join(f"{Language(code).label}: {text or '–'}" for code, text in changed.items())
        subject = Subject(label._meta.label_lower, label.pk)
        workflow.record("name list", subject, label.name, by=by, reason=said[:500])
    return list(changed)


def _slug_of(label: Labelled) -> str:
    return Place(label.way.key, label.name).slug


def _names(at: datetime, *, is_past: bool = False) -> dict[str, dict[tuple[str, str], str]]:
    rows = ListName.objects.order_by("language", "way", "slug")
    if is_past or clock.is_set_to_another_moment():
        rows = rows.filter(Q(stands_until__isnull=True) | Q(stands_until__gt=at), stands_from__lte=at)
    else:
        # Not by the clock: another machine's may be ahead of this one's.
        rows = rows.filter(stands_until__isnull=True)
    found: dict[str, dict[tuple[str, str], str]] = {}
    for row in rows:
        found.setdefault(row.language, {})[row.way, row.slug] = row.text
    return found


_live = Standing(_names, Revision)
