"""Translations: what of its original each has, part by part; the steps that make one and bring it up to date.

A revision's card says of each part when its words changed last; a minor correction is no change. A translation says of
each of its parts up to which such change it `follows` the original.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from publishing import workflow
from publishing.addresses import slug_from
from publishing.languages import Language
from publishing.models import Publishable, Revision, State
from publishing.workflow import Refused, require_for, save_draft, write_audit


class Behind(NamedTuple):
    """A part of a translation whose original says something else since a moment."""

    key: str
    title: str
    since: datetime


def behind(content: dict[str, Any], original: dict[str, Any]) -> dict[str, datetime]:
    """By the keys of the original's parts that a translation's content does not have as they are: since when.

    `original` is the card of what is live of the original.
    """
    follows = content.get("follows", {})
    changed: dict[str, str] = original.get("changed", {})
    return {key: datetime.fromisoformat(at) for key, at in changed.items() if at > follows.get(key, "")}


def live_original(page: Publishable) -> Revision | None:
    """What readers see of the page that this one translates."""
    return page.original.revisions().live().first() if page.original else None


def original_gone_since(page: Publishable | Revision, at: datetime | None = None) -> datetime | None:
    """Since when the page that this one translates is off the public site at a moment (now, unless told).

    None for a page in its first language, and where the original is public or never was.
    """
    original = page.original_subject
    revisions = Revision.objects.filter(kind=original.kind, subject_id=original.pk)
    if page.original_id is None or revisions.live(at).exists():
        return None
    ended: datetime | None = revisions.ended(at).aggregate(latest=Max("live_until"))["latest"]
    return ended


def parts_behind(page: Publishable) -> list[Behind]:
    """What the working copy of a translation does not have yet, in the original's order."""
    live = live_original(page)
    if live is None:
        return []
    since = behind({"follows": page.follows}, live.card)
    return [Behind(part.key, part.title, since[part.key]) for part in page.parts(live.content) if part.key in since]


def public_translations(page: Publishable) -> list[Publishable]:
    """Translations that are live or scheduled."""
    model: Any = type(page)
    translations = model.objects.filter(original=page)
    public = translations.with_state().filter(state__in=[State.LIVE, State.CHANGED, State.SCHEDULED])
    return list(translations.filter(pk__in=public.values("pk")).order_by("language"))


@transaction.atomic
def retire_with_translations(
    page: Publishable,
    translations: Iterable[Publishable],
    *,
    by: User | None,
    reason: str,
    at: datetime | None = None,
    successor: Revision | None = None,
) -> None:
    """Retire a page and these of its translations, now or at a later moment: all of them, or none.

    Each gets its own audit entry. A translation's address leads to the successor in its language, where that is live.
    Raises `Refused` where one of them cannot be retired.
    """
    workflow.retire(page, by=by, reason=reason, at=at, successor=successor)
    for translation in translations:
        if translation.original_id != page.pk:
            raise Refused(_("“%(title)s” is no translation of this page.") % {"title": translation})
        spoken = _in_language(successor, translation.language)
        workflow.retire(translation, by=by, reason=reason, at=at, successor=spoken)


def _in_language(live: Revision | None, language: str) -> Revision | None:
    """The same page as readers see it in a language, if they do."""
    if live is None or live.language == language:
        return live
    return Revision.objects.live().translations_of(live).in_language(language).first()


@transaction.atomic
def start_translation(page: Publishable, language: str, *, by: User | None) -> Publishable:
    """Make the draft of a translation, with the original's live text for the translator to replace.

    Raises `Refused` where there is one already, where the page is a translation itself, or where nothing of it is live.
    """
    require_for(by, page, "change")
    live = page.revisions().live().first()
    if page.original_id is not None:
        raise Refused(
            _("This page is a translation itself. Translate the page “%(title)s”.") % {"title": page.original}
        )
    if live is None:
        raise Refused(_("Only what readers see can be translated. Publish this page first."))
    if language not in Language.values or language == page.language:
        raise Refused(_("Choose another language than the page's own."))
    model: Any = type(page)
    if model.objects.filter(original=page, language=language).exists():
        raise Refused(_("There is a translation into this language already."))
    copy: Publishable = model(
        title=live.title, slug=_free_slug(page, language), language=language, original=page, owner=by
    )
    copy.save()
    copy.copy_from(page, live.content)
    copy.follows = dict(live.card.get("changed", {}))
    copy.save()
    save_draft(copy, by=by)
    reason = _("Translation of “%(title)s”") % {"title": page.title}
    write_audit("translate", copy.subject, copy.title, by=by, before="", after=State.DRAFT, reason=reason)
    return copy


@transaction.atomic
def follow(page: Publishable, keys: list[str], *, by: User | None) -> list[Behind]:
    """Record that the translation now has what these parts of the original say; return them.

    Readers lose the marker with the next publishing. Raises `Refused` where none of them was behind.
    """
    require_for(by, page, "change")
    model: Any = type(page)
    copy: Publishable = model.objects.select_for_update().get(pk=page.pk)
    had = [part for part in parts_behind(copy) if part.key in keys]
    if not had:
        raise Refused(_("Choose at least one part that the translation now has."))
    copy.follows = copy.follows | {part.key: part.since.isoformat() for part in had}
    copy.save(update_fields=["follows"])
    save_draft(copy, by=by)
    reason = _("Now as in the original: %(parts)s") % {"parts": ", ".join(part.title for part in had)}
    write_audit("follow", copy.subject, copy.title, by=by, before=copy.stage, after=copy.stage, reason=reason[:500])
    return had


def _free_slug(page: Publishable, language: str) -> str:
    """The original's with the language behind it, until the translator gives the page its own name."""
    wanted = slug_from(f"{page.slug[:110]}-{language}")
    number = 1
    slug = wanted
    while type(page).objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug
