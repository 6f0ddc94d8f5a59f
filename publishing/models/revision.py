"""What the public saw, from when to when."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.alphabet import LONGEST_KEY, letter_of, sort_key
from publishing.fields import DerivedField
from publishing.models.subject import Subject
from publishing.models.version import Timed

if TYPE_CHECKING:
    from publishing.models.publishable import Publishable


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content in canonical JSON: equal for equal content, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


class RevisionQuerySet(models.QuerySet["Revision"]):
    def live(self, at: datetime | None = None) -> RevisionQuerySet:
        """What the public sees at a moment: now, unless told."""
        at = at or clock.now()
        return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=at), live_from__lte=at)

    def scheduled(self, at: datetime | None = None) -> RevisionQuerySet:
        at = at or clock.now()
        return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")), live_from__gt=at)

    def ended(self, at: datetime | None = None) -> RevisionQuerySet:
        """What the public saw once and no longer sees at a moment."""
        return self.filter(live_until__lte=at or clock.now(), live_until__gt=F("live_from"))

    def in_language(self, language: str) -> RevisionQuerySet:
        return self.filter(language=language)

    def spoken(self) -> RevisionQuerySet:
        """In the language that the reader is answered in."""
        return self.in_language(get_language() or "")

    def translations_of(self, page: Revision) -> RevisionQuerySet:
        """The same page in other languages, its original among them."""
        original = page.original_subject.pk
        same = self.filter(Q(original_id=original) | Q(subject_id=original), kind=page.kind)
        return same.exclude(subject_id=page.subject_id)

    def whose_original_is_gone(self, at: datetime | None = None) -> RevisionQuerySet:
        """The translations whose original was public and is so no more, each with `original_ended_at`."""
        at = at or clock.now()
        original = Revision.objects.filter(kind=OuterRef("kind"), subject_id=OuterRef("original_id"))
        ended = original.ended(at).order_by("-live_until").values("live_until")[:1]
        gone = self.filter(~Exists(original.live(at)), original_id__isnull=False)
        return gone.annotate(original_ended_at=Subquery(ended)).filter(original_ended_at__isnull=False)

    def of(self, *models_: type[Publishable]) -> RevisionQuerySet:
        return self.filter(kind__in=[model.kind() for model in models_])

    def from_a_to_z(self) -> RevisionQuerySet:
        return self.order_by("sort_key", "id")

    def update(self, **fields: Any) -> int:
        """Refuses to change anything but the moments between which a revision is live."""
        if not fields.keys() <= {"live_from", "live_until"}:
            raise TypeError("A revision is never changed: publish a new one.")
        return super().update(**fields)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("A revision is never deleted: retire the page instead.")


class Revision(Timed):
    """What the public saw, or will see, of one thing from one moment to another. Its content never changes."""

    kind = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField(_("number"))
    slug = models.SlugField(max_length=120)
    language = models.CharField(max_length=8, default="en")
    original_id = models.PositiveBigIntegerField(null=True)
    """Of a translation: the `subject_id` of the page that it translates."""

    title = models.CharField(max_length=120)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    card = models.JSONField(encoder=DjangoJSONEncoder)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True, blank=True)
    created_at = models.DateTimeField(_("made"), default=clock.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("published by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("reason"), max_length=500, blank=True)
    is_minor_correction = models.BooleanField(_("minor correction"), default=False)
    review_lapses_at = models.DateTimeField(null=True, blank=True)
    """From when on readers are told that the page's review is overdue."""
    letter = DerivedField(max_length=4, makes=letter_of, source=("title", "language"))
    sort_key = DerivedField(max_length=LONGEST_KEY, makes=sort_key, source=("title", "language"))

    public_moments = ("live_from", "live_until", "review_lapses_at")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "number"], name="one_revision_a_number"),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gte=F("live_from")),
                name="revision_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "slug", "live_from"], name="revision_by_address"),
            models.Index(fields=["kind", "live_until", "title"], name="revision_by_title"),
            models.Index(fields=["kind", "original_id"], name="revision_by_original"),
            # All that a list from A to Z asks for, of one letter or of all, reading no more rows than it shows.
            models.Index(
                fields=["kind", "language", "sort_key", "id", "live_until", "live_from"], name="revision_by_sort_key"
            ),
            models.Index(
                fields=["kind", "language", "letter", "sort_key", "id", "live_until", "live_from"],
                name="revision_by_letter",
            ),
            models.Index(fields=["live_from"], name="revision_by_start"),
            models.Index(fields=["live_until"], name="revision_by_end"),
            models.Index(fields=["review_lapses_at"], name="revision_by_review"),
        ]

    def __str__(self) -> str:
        return f"{self.title} #{self.number}"

    @property
    def original_subject(self) -> Subject:
        """The page of which this is a translation; itself where it is none."""
        return Subject(self.kind, self.original_id or self.subject_id)

    @property
    def is_never_public(self) -> bool:
        """True for a draft kept in the history, and for a planned version that was cancelled: their span is empty."""
        return self.live_until is not None and self.live_until <= self.live_from

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A revision is never changed: publish a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A revision is never deleted: retire the page instead.")


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def to(self, kind: str, *pks: int) -> ReferenceQuerySet:
        return self.filter(kind=kind, subject_id__in=pks)

    def live(self, at: datetime | None = None) -> ReferenceQuerySet:
        """Of what the public sees at a moment: now, unless told."""
        at = at or clock.now()
        is_on = Q(revision__live_until__isnull=True) | Q(revision__live_until__gt=at)
        return self.filter(is_on, revision__live_from__lte=at)

    def from_a_to_z(self) -> ReferenceQuerySet:
        return self.order_by("sort_key", "revision_id")


class Reference(models.Model):
    """One thing that a revision shows facts of, so that a page and all it mentions come in one query."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="references")
    kind = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()
    sort_key = DerivedField(max_length=LONGEST_KEY, makes=sort_key, source=("revision.title", "revision.language"))

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind", "subject_id"], name="one_reference_a_subject"),
        ]
        indexes = [models.Index(fields=["kind", "subject_id", "sort_key", "revision"], name="reference_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
