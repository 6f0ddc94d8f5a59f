"""What became of an address under which nothing is live."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import Resolver404
from django.utils.translation import gettext as _

from publishing.languages import resolve_path
from publishing.models import Moved, Publishable, Revision, Subject


class Fate(NamedTuple):
    """`leads_to` is the live revision that readers are sent to; where there is none, the page is gone or never was."""

    was_public: bool
    leads_to: Revision | None = None


def fate_of(kind: str, slug: str, at: datetime) -> Fate:
    """Where an address without a live page leads at a moment: to a page that is live then, or nowhere."""
    was_public = Revision.objects.ended(at).filter(kind=kind, slug=slug).exists()
    seen = set()
    while (kind, slug) not in seen:
        seen.add((kind, slug))
        target = _target(kind, slug, at)
        if target is None:
            break
        revisions = Revision.objects.filter(kind=target.kind, subject_id=target.pk)
        if live := revisions.live(at).first():
            return Fate(was_public, live)
        last = revisions.ended(at).order_by("-live_until").first()
        if last is None:
            break
        kind, slug = last.kind, last.slug
    return Fate(was_public)


def translation_of_ended(kind: str, slug: str, language: str, at: datetime) -> Revision | None:
    """The live translation of a retired page, for the language of an address."""
    last = Revision.objects.ended(at).filter(kind=kind, slug=slug).order_by("-live_until").first()
    return Revision.objects.live(at).translations_of(last).in_language(language).first() if last else None


def note_move(revision: Revision, *, by: User | None) -> None:
    """Where a page is published under a new address, its last one leads to it from then on."""
    own = Revision.objects.filter(kind=revision.kind, subject_id=revision.subject_id)
    before = own.ended(revision.live_from).order_by("-live_until").first()
    if before and before.slug != revision.slug:
        subject = Subject(revision.kind, revision.subject_id)
        Moved.from_revision(before, subject, moves_at=revision.live_from, made_by=by, reason=revision.note).save()


def name_successor(revision: Revision, successor: Revision, *, at: datetime, by: User | None, reason: str) -> None:
    """From a moment on, when this revision ends, its address leads to the page that takes its place."""
    target = Subject(successor.kind, successor.subject_id)
    Moved.from_revision(revision, target, moves_at=at, made_by=by, reason=reason).save()


def forget_later_moves(subject: Publishable, after: datetime) -> None:
    """What was to lead on from this page's address at a later moment does not."""
    slugs = subject.revisions().values("slug")
    here = Q(slug=subject.slug) | Q(slug__in=slugs, target_kind=subject.kind(), target_id=subject.pk)
    Moved.objects.filter(here, kind=subject.kind(), moves_at__gt=after).delete()


def kinds_of_pages() -> list[type[Publishable]]:
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def address_of(kind: str, slug: str, language: str = "") -> str:
    model = apps.get_model(kind)
    assert issubclass(model, Publishable)  # noqa: S101 - only such models have revisions and redirects
    return model.address_of(slug, language)


def read_address(text: str) -> tuple[type[Publishable], str]:
    """The kind of page and the slug that an address names. Raises `ValidationError` for any other address."""
    try:
        match = resolve_path(urlsplit(text.strip()).path)
    except (Resolver404, ValueError):
        match = None
    for model in kinds_of_pages():
        if match and match.view_name == model.public_view:
            return model, match.kwargs["slug"]
    raise ValidationError(_("Write the address of a condition or a program, such as /conditions/asthma/."))


def _target(kind: str, slug: str, at: datetime) -> Subject | None:
    """Whatever happened last to the address decides: a redirect, or a page that went without naming another."""
    moved = Moved.objects.filter(kind=kind, slug=slug, moves_at__lte=at).order_by("-moves_at", "-pk").first()
    if moved is None:
        return None
    later = Revision.objects.ended(at).filter(kind=kind, slug=slug, live_until__gt=moved.moves_at)
    return None if later.exists() else moved.target
