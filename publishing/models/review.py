"""Who asked whom to look at a text, who signed which words, and what was said about it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.fields import PlainCharField
from publishing.parts import SCHEME, TextPart, first_digest


class Reviewer(models.Model):
    """A clinician as families read the name, and the account that signs with it."""

    name = PlainCharField(_("name"), max_length=100, help_text=_("As families read it. For example: Dana Reyes."))
    credentials = PlainCharField(_("credentials"), max_length=100, blank=True, help_text=_("For example: MD, PhD."))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reviewer",
        help_text=_("Who signs texts off under this name. Without one, nobody can."),
    )

    class Meta:
        verbose_name = _("reviewer")
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


class AboutSubject(models.Model):
    """A row about one published thing."""

    kind = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["kind", "subject_id"], name="%(class)s_by_subject")]


class SignOff(AboutSubject):
    """A clinician's word for the exact text of one part of a page. It holds for that text alone, and never changes.

    A minor correction makes a new row for the corrected text that keeps the clinician and the day.
    """

    part = models.CharField(max_length=40)
    part_title = models.CharField(_("part"), max_length=120)
    digest = models.CharField(max_length=80)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    """What was signed, so that the next reader of the text sees all that changed since, and nothing else."""

    signed_at = models.DateTimeField(_("signed"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("signed by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewer_name = models.CharField(_("name then"), max_length=100)
    credentials = PlainCharField(_("credentials then"), max_length=100, blank=True)
    draft_id = models.PositiveBigIntegerField(default=0)
    """The newest saved draft when it was signed: what is saved later was not read."""

    corrected_at = models.DateTimeField(_("corrected"), null=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("corrected by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who made the minor correction that carried an earlier sign-off over to this text; None for a real one."""

    class Meta(AboutSubject.Meta):
        verbose_name = _("sign-off")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.part_title}: {self.reviewer_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A sign-off is never changed: sign again.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A sign-off is never deleted.")

    def covers(self, part: TextPart) -> bool:
        """True where exactly this text was signed.

        A digest of the first scheme proves nothing by itself (`first_digest`): the kept text must be the one it was
        made of, and say the same by the present scheme.
        """
        if self.digest.startswith(SCHEME):
            return self.digest == part.digest
        kept = part._replace(content=self.content)
        return self.digest == first_digest(self.content) and kept.digest == part.digest


class Outcome(models.TextChoices):
    APPROVED = "approved", _("Approved")
    SENT_BACK = "sent_back", _("Sent back")
    TAKEN_BACK = "taken_back", _("Taken back")


class ReviewRequest(AboutSubject):
    """A clinician was asked to check a text. One at a time is open for a page."""

    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    """Whom, or None for any clinical reviewer."""

    note = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=10, blank=True, choices=Outcome)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=500, blank=True)

    class Meta(AboutSubject.Meta):
        verbose_name = _("review request")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(closed_at__isnull=True), name="one_open_review_request"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="closed_request_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} {self.asked_at}"


class Comment(AboutSubject):
    """What somebody said about one part of a text. Staff alone read it."""

    part = models.CharField(max_length=40)
    part_title = models.CharField(_("part"), max_length=120)
    text = models.TextField(_("comment"), max_length=2000)
    made_at = models.DateTimeField(_("when"), default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("resolved by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta(AboutSubject.Meta):
        verbose_name = _("comment")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_and_at",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
