"""Working copy, revision, audit and the site's version: what every published thing shares."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from publishing import clock


class Subject(NamedTuple):
    """Which published thing: its kind (the model's label, such as `conditions.program`) and primary key."""

    kind: str
    pk: int


class State(models.TextChoices):
    """What readers see of a working copy."""

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live")
    CHANGED = "changed", _("Live with unpublished changes")
    RETIRED = "retired", _("Retired")


class Timed(models.Model):
    """Something that begins or ends in public by itself, at moments that its row holds."""

    public_moments: ClassVar[tuple[str, ...]]
    """The fields that hold them."""

    class Meta:
        abstract = True

    @classmethod
    def next_change(cls, after: datetime) -> datetime | None:
        """The first such moment after the one given, over all rows."""
        later = {name: models.Min(name, filter=Q(**{f"{name}__gt": after})) for name in cls.public_moments}
        moments = cls._default_manager.filter(cls.may_change(after)).aggregate(**later)
        return min((moment for moment in moments.values() if moment), default=None)

    @classmethod
    def may_change(cls, after: datetime) -> Q:
        """The rows that may hold a moment after the one given."""
        wanted = Q()
        for name in cls.public_moments:
            wanted |= Q(**{f"{name}__gt": after})
        return wanted


class SiteVersion(models.Model):
    """One row, one number. It rises in the transaction of every change to anything public."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("site version")

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def bump(cls) -> None:
        """Count a public change. The row stays locked until the transaction ends, so that changes queue up."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1)
            cls.objects.filter(pk=1).update(number=F("number") + 1)

    @classmethod
    def current(cls) -> int:
        return cls.objects.values_list("number", flat=True).filter(pk=1).first() or 0


class PublishableQuerySet(models.QuerySet[Any]):
    """Working copies, with what readers see of them."""

    def with_state(self, at: datetime | None = None) -> PublishableQuerySet:
        """Annotate `state` (a `State`), and `live_at` and `live_number` of the live revision."""
        at = at or clock.now()
        revisions = Revision.objects.filter(kind=self.model.kind(), subject_id=OuterRef("pk"))
        live = revisions.live(at)
        annotated: PublishableQuerySet = self.annotate(
            live_at=Subquery(live.values("live_from")[:1]),
            live_number=Subquery(live.values("number")[:1]),
            state=models.Case(
                models.When(Exists(live.filter(digest=OuterRef("draft_digest"))), then=models.Value(State.LIVE)),
                models.When(Exists(live), then=models.Value(State.CHANGED)),
                models.When(Exists(revisions.scheduled(at)), then=models.Value(State.SCHEDULED)),
                models.When(Exists(revisions), then=models.Value(State.RETIRED)),
                default=models.Value(State.DRAFT),
                output_field=models.CharField(),
            ),
        )
        return annotated


class Publishable(models.Model):
    """A working copy: what editors change and readers never see. Publishing freezes it into a `Revision`."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("last changed"), null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    draft_digest = models.CharField(max_length=64, default="", editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @classmethod
    def kind(cls) -> str:
        return cls._meta.label_lower

    @property
    def subject(self) -> Subject:
        return Subject(self.kind(), self.pk)

    def content(self) -> dict[str, Any]:
        """All that the public page needs, as JSON can hold it."""
        raise NotImplementedError

    def card(self) -> dict[str, Any]:
        """The few facts that lists and other pages show of this one."""
        raise NotImplementedError

    def public_text(self) -> str:
        """The words readers see, for search."""
        raise NotImplementedError

    def references(self) -> list[Subject]:
        """The other published things whose facts this page shows."""
        return []

    def carry_over(self, content: dict[str, Any], previous: dict[str, Any]) -> dict[str, Any]:
        """`content`, with what the page must keep from the revision before it (old addresses, say)."""
        return content

    def state(self, at: datetime | None = None) -> State:
        return State(type(self).objects.with_state(at).values_list("state", flat=True).get(pk=self.pk))

    def revisions(self) -> RevisionQuerySet:
        return Revision.objects.filter(kind=self.kind(), subject_id=self.pk)


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

    def of(self, *models_: type[Publishable]) -> RevisionQuerySet:
        return self.filter(kind__in=[model.kind() for model in models_])

    def containing(self, words: Iterable[str]) -> RevisionQuerySet:
        found = self
        for word in words:
            found = found.filter(Q(title__icontains=word) | Q(text__icontains=word))
        return found

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

    public_moments = ("live_from", "live_until")

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
            models.Index(fields=["live_from"], name="revision_by_start"),
            models.Index(fields=["live_until"], name="revision_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.title} #{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A revision is never changed: publish a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A revision is never deleted: retire the page instead.")


class Reference(models.Model):
    """One thing that a revision shows facts of, so that a page and all it mentions come in one query."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="references")
    kind = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind", "subject_id"], name="one_reference_a_subject"),
        ]
        indexes = [models.Index(fields=["kind", "subject_id"], name="reference_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, subject: Subject) -> AuditQuerySet:
        return self.filter(kind=subject.kind, subject_id=subject.pk)

    def update(self, **fields: Any) -> int:
        raise TypeError("The audit is written once and never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit is written once and never deleted.")


class AuditEntry(models.Model):
    """Who did what to which thing, when and why. Rows are added and never changed."""

    at = models.DateTimeField(_("when"), default=clock.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(_("name then"), max_length=150, blank=True)
    action = models.CharField(_("what"), max_length=30)
    kind = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()
    subject_title = models.CharField(_("of"), max_length=200)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    reason = models.CharField(_("why"), max_length=500, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["kind", "subject_id", "at"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.subject_title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The audit is written once and never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit is written once and never deleted.")
