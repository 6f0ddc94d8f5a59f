"""What the content checks found, kept from when to when, and what people said to it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conditions.checking.finding import Level
from publishing import clock

LONGEST_REASON = 500


class AnswerKind(models.TextChoices):
    DISMISSED = "dismissed", _("Dismissed")
    OVERRIDDEN = "overridden", _("Overridden")


class Answer(models.Model):
    """Somebody said of a problem that it is none, or that the page may go live with it.

    It holds for one sentence of one page, until that sentence changes or somebody takes it back.
    """

    class Ending(models.TextChoices):
        UNDONE = "undone", _("Taken back")
        LAPSED = "lapsed", _("Ended, for the text changed")

    condition = models.ForeignKey("conditions.Condition", on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(_("answer"), max_length=10, choices=AnswerKind)
    rule = models.CharField(_("rule"), max_length=60)
    key = models.CharField(max_length=64)
    """The problem's own key (`keeping.key_of`)."""

    quote = models.TextField(_("sentence"), blank=True)
    message = models.TextField(_("problem"))
    reason = models.CharField(_("why"), max_length=LONGEST_REASON)
    made_at = models.DateTimeField(_("when"), default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ending = models.CharField(max_length=10, choices=Ending, blank=True)

    class Meta:
        verbose_name = _("answer to a problem")
        verbose_name_plural = _("answers to problems")
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "key"], condition=Q(ended_at__isnull=True), name="one_standing_answer_a_problem"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.message}"


class ProblemQuerySet(models.QuerySet["Problem"]):
    """Problems, at a moment where one is told."""

    def there(self, at: datetime | None = None) -> ProblemQuerySet:
        """Found and not gone: now, unless told."""
        if at is None:
            return self.filter(gone_at__isnull=True)
        return self.filter(Q(gone_at__isnull=True) | Q(gone_at__gt=at), found_at__lte=at)

    def open(self) -> ProblemQuerySet:
        """There, and nobody said that it is none or may stay."""
        return self.there().filter(answer__isnull=True)

    def errors(self) -> ProblemQuerySet:
        return self.filter(level=Level.ERROR)

    def in_order(self) -> ProblemQuerySet:
        """Of one page: in the order in which the page is read."""
        return self.order_by("place", "pk")


class Problem(models.Model):
    """One thing that the checks found in a condition's draft, from when to when."""

    condition = models.ForeignKey("conditions.Condition", on_delete=models.CASCADE, related_name="problems")
    rule = models.CharField(_("rule"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    part = models.CharField(max_length=60)
    part_title = models.CharField(_("where"), max_length=120)
    field = models.CharField(max_length=60, blank=True)
    quote = models.TextField(_("sentence"), blank=True)
    word = models.CharField(max_length=120, blank=True)
    """Which word of the sentence it is about, where the rule names one."""

    message = models.TextField(_("problem"))
    key = models.CharField(max_length=64)
    place = models.PositiveIntegerField(default=0)
    """Where among the page's problems it stands."""

    found_at = models.DateTimeField(_("first found"), default=clock.now)
    gone_at = models.DateTimeField(_("gone"), null=True)
    answer = models.ForeignKey(
        Answer, verbose_name=_("answer"), null=True, on_delete=models.SET_NULL, related_name="problems"
    )

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem")
        verbose_name_plural = _("problems")
        permissions = [
            ("dismiss_problem", _("Can say that a problem is none")),
            ("override_problem", _("Can let a page go live with an error")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "key"], condition=Q(gone_at__isnull=True), name="each_problem_is_there_once"
            ),
        ]
        indexes = [
            models.Index(fields=["gone_at", "level", "rule"], name="problem_by_level"),
            models.Index(fields=["gone_at", "rule"], name="problem_by_rule"),
        ]

    def __str__(self) -> str:
        return self.message


class LastCheck(models.Model):
    """When a condition's draft was last checked, and which text it was."""

    condition = models.OneToOneField("conditions.Condition", on_delete=models.CASCADE, related_name="last_check")
    checked_at = models.DateTimeField(_("checked"), db_index=True)
    digest = models.CharField(max_length=64)
    """The draft's digest then."""

    class Meta:
        verbose_name = _("last check")

    def __str__(self) -> str:
        return f"{self.condition_id} {self.checked_at}"


class CheckRun(models.Model):
    """A check of the whole site. One without an end was interrupted: what was not checked since it began is left."""

    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("check of the whole site")

    def __str__(self) -> str:
        return str(self.started_at)


class ExternalLink(models.Model):
    """An address of another site that some page leads to, and what it answered when it was last asked."""

    url = models.CharField(_("address"), max_length=2000, unique=True)
    checked_at = models.DateTimeField(_("asked"), null=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    """The HTTP status; None where no answer came."""

    fault = models.CharField(_("fault"), max_length=200, blank=True)
    """Why it counts as broken, in words; empty where it works."""

    failures = models.PositiveSmallIntegerField(default=0)
    """How often in a row it failed: one failure may be the network's."""

    class Meta:
        verbose_name = _("external link")

    def __str__(self) -> str:
        return self.url
