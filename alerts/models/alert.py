"""Recall alerts and other notices: what they say, where and when they show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alerts.lots import Numbers
from conditions.models import Condition, Program
from publishing import clock, workflow
from publishing.fields import LinesField
from publishing.models import Subject, Timed
from publishing.workflow import Refused


class Kind(models.TextChoices):
    RECALL = "recall", _("Recall")
    WARNING = "warning", _("Warning")
    NOTICE = "notice", _("Notice")


class Classification(models.TextChoices):
    """How much harm a recalled product may do (21 CFR 7.3(m))."""

    CLASS_I = "I", _("Class I: it may cause serious harm or death")
    CLASS_II = "II", _("Class II: it may cause harm that passes or can be treated; serious harm is unlikely")
    CLASS_III = "III", _("Class III: it is not likely to cause harm")


class Initiative(models.TextChoices):
    VOLUNTARY = "voluntary", _("Voluntary: the firm decided on it")
    MANDATED = "mandated", _("Mandated: the FDA ordered it")


class AlertState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live")
    ENDED = "ended", _("Ended")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_SEVERITY = [
    models.When(kind=Kind.RECALL, classification=Classification.CLASS_I, then=0),
    models.When(kind=Kind.RECALL, classification=Classification.CLASS_II, then=1),
    models.When(kind=Kind.WARNING, then=2),
    models.When(kind=Kind.RECALL, then=3),
]


class RecallAlertQuerySet(models.QuerySet["RecallAlert"]):
    def posted(self) -> RecallAlertQuerySet:
        """What readers may know of: posted, begun, perhaps over or withdrawn."""
        return self.filter(posted_at__isnull=False)

    def begun(self, at: datetime | None = None) -> RecallAlertQuerySet:
        return self.posted().filter(starts_at__lte=at or clock.now())

    def live(self, at: datetime | None = None) -> RecallAlertQuerySet:
        """On the site at a moment: now, unless told. The end is the first moment when it is gone."""
        at = at or clock.now()
        return self.begun(at).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), withdrawn_at__isnull=True)

    def over(self, at: datetime | None = None) -> RecallAlertQuerySet:
        at = at or clock.now()
        return self.begun(at).exclude(pk__in=self.live(at).values("pk"))

    def shown_on(self, subject: Subject | None) -> RecallAlertQuerySet:
        """Those for every page, and those chosen for this condition or program."""
        wanted = Q(is_everywhere=True)
        if subject and subject.kind == Condition.kind():
            wanted |= Q(
                pk__in=RecallAlert.conditions.through.objects.filter(condition_id=subject.pk).values("recallalert_id")
            )
        if subject and subject.kind == Program.kind():
            wanted |= Q(
                pk__in=RecallAlert.programs.through.objects.filter(program_id=subject.pk).values("recallalert_id")
            )
        return self.filter(wanted)

    def most_serious_first(self) -> RecallAlertQuerySet:
        return self.alias(severity=models.Case(*_SEVERITY, default=4)).order_by("severity", "-starts_at", "pk")

    def with_state(self, at: datetime | None = None) -> RecallAlertQuerySet:
        """Annotate `state`, an `AlertState`."""
        at = at or clock.now()
        return self.annotate(
            state=models.Case(
                models.When(posted_at__isnull=True, then=models.Value(AlertState.DRAFT)),
                models.When(withdrawn_at__isnull=False, then=models.Value(AlertState.WITHDRAWN)),
                models.When(starts_at__gt=at, then=models.Value(AlertState.SCHEDULED)),
                models.When(ends_at__lte=at, then=models.Value(AlertState.ENDED)),
                default=models.Value(AlertState.LIVE),
                output_field=models.CharField(),
            )
        )

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.posted().exists():
            raise TypeError("A posted alert is never deleted: end or withdraw it.")
        return super().delete()


class RecallAlert(Timed):
    """A notice on the public site: a recalled product, a warning, a closed entrance."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.RECALL)
    label = models.CharField(
        _("label"),
        max_length=40,
        blank=True,
        help_text=_("Shown in bold before the headline; the kind's name, where empty."),
    )
    headline = models.CharField(
        _("headline"), max_length=160, help_text=_("One sentence. For example: “There is a voluntary recall of …”.")
    )
    link_text = models.CharField(
        _("link text"),
        max_length=60,
        blank=True,
        help_text=_("Says what the link opens: “Check your child's capsules”."),
    )
    what_happened = models.TextField(_("what happened"), blank=True)
    what_to_do = models.TextField(_("what to do now"), blank=True)
    whom_to_call = models.TextField(_("whom to call"), blank=True, help_text=_("Name the phone number and its hours."))
    product = models.CharField(_("product"), max_length=300, blank=True)
    lots = LinesField(
        _("lots"), most=2000, longest=60, help_text=_("One lot number a line, as printed on the package.")
    )
    ndcs = LinesField(_("NDC"), most=200, longest=20, help_text=_("One National Drug Code a line: 12345-678-90."))
    is_list_complete = models.BooleanField(
        _("these are all the numbers"),
        default=False,
        help_text=_(
            "Only where the firm's whole list is here may the page tell a family “not in this recall”. "
            "With no lot number it means: every lot of these NDCs."
        ),
    )
    firm = models.CharField(_("recalling firm"), max_length=200, blank=True)
    recall_number = models.CharField(
        _("recall number"), max_length=30, blank=True, help_text=_("For example: D-0488-2026.")
    )
    classification = models.CharField(_("class"), max_length=3, blank=True, choices=Classification)
    initiative = models.CharField(_("voluntary or mandated"), max_length=10, blank=True, choices=Initiative)
    source_url = models.URLField(
        _("source"), blank=True, max_length=500, validators=[URLValidator(schemes=["https", "http"])]
    )
    is_everywhere = models.BooleanField(
        _("on every page"), default=True, help_text=_("Otherwise only on the conditions and programs chosen below.")
    )
    conditions = models.ManyToManyField(Condition, verbose_name=_("conditions"), blank=True, related_name="alerts")
    programs = models.ManyToManyField(Program, verbose_name=_("programs"), blank=True, related_name="alerts")
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True, help_text=_("When posted, where empty."))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True, help_text=_("The first moment it is gone."))
    created_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("last changed"), default=clock.now, editable=False)
    posted_at = models.DateTimeField(_("posted"), null=True, editable=False)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal_reason = models.CharField(_("why withdrawn"), max_length=300, blank=True, editable=False)

    public_moments = ("starts_at", "ends_at")

    objects = RecallAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        ordering = (F("starts_at").desc(nulls_last=True), "-pk")
        permissions = [("post_recallalert", _("Can post, end and withdraw alerts"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="alert_ends_after_start",
                violation_error_message=_("The end must be later than the start."),
            ),
            models.CheckConstraint(
                condition=Q(posted_at__isnull=True) | Q(starts_at__isnull=False), name="posted_alert_has_start"
            ),
        ]
        indexes = [models.Index(fields=["posted_at", "starts_at", "ends_at"], name="alert_by_time")]

    def __str__(self) -> str:
        return self.headline

    @property
    def subject(self) -> Subject:
        return Subject(self._meta.label_lower, self.pk)

    @property
    def numbers(self) -> Numbers:
        return Numbers(self.lots, self.ndcs, self.is_list_complete)

    @property
    def name(self) -> str:
        """The label, or the kind's own name."""
        return self.label or str(Kind(self.kind).label)

    def current_state(self, at: datetime | None = None) -> AlertState:
        found: Any = RecallAlert.objects.with_state(at).get(pk=self.pk)
        return AlertState(found.state)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        if self.posted_at:
            raise TypeError("A posted alert is never deleted: end or withdraw it.")
        return super().delete()

    @transaction.atomic
    def post(self, *, by: User | None) -> None:
        """Put a draft on the site from its start (now, where it has none). Raises `Refused` if it cannot be."""
        self._step(by)
        now = clock.now()
        if self.posted_at:
            raise Refused(_now("This alert is already posted."))
        if not self.is_everywhere and not (self.conditions.exists() or self.programs.exists()):
            raise Refused(
                _now("This alert would show nowhere. Choose conditions or programs, or tick “on every page”.")
            )
        self.starts_at = self.starts_at or now
        if self.ends_at and self.ends_at <= max(now, self.starts_at):
            raise Refused(_now("This alert would already be over. Choose a later end, or none."))
        self.posted_at, self.posted_by, self.changed_at = now, by, now
        self.save()
        self._record("post", by, AlertState.DRAFT)

    @transaction.atomic
    def correct(self, *, by: User | None) -> None:
        """Save a change to a posted alert's words, scope or times."""
        self._step(by)
        before = self.current_state()
        if before == AlertState.WITHDRAWN:
            raise Refused(_now("A withdrawn alert can no longer be changed. Make a new one."))
        self.starts_at = self.starts_at or self.posted_at
        self.changed_at = clock.now()
        self.save()
        self._record("correct", by, before)

    @transaction.atomic
    def end(self, *, by: User | None) -> None:
        """Take a live alert off the pages now; its own page stays."""
        self._step(by)
        before = self.current_state()
        if before != AlertState.LIVE:
            raise Refused(_now("Only a live alert can be ended; this one is “%(state)s”.") % {"state": before.label})
        self.ends_at = self.changed_at = clock.now()
        self.save(update_fields=["ends_at", "changed_at"])
        self._record("end", by, before)

    @transaction.atomic
    def withdraw(self, *, by: User | None, reason: str) -> None:
        """Take back an alert that should not have been posted; its page stays and says why."""
        self._step(by)
        before = self.current_state()
        if before in (AlertState.DRAFT, AlertState.WITHDRAWN):
            raise Refused(
                _now("Only a posted alert can be withdrawn; this one is “%(state)s”.") % {"state": before.label}
            )
        if not reason.strip():
            raise Refused(_now("Say why the alert is withdrawn: its page will show the reason."))
        self.withdrawn_at, self.withdrawn_by, self.withdrawal_reason = clock.now(), by, reason.strip()
        self.changed_at = self.withdrawn_at
        self.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason", "changed_at"])
        self._record("withdraw", by, before, reason)

    def _step(self, by: User | None) -> None:
        """Permission, and then the latest state of the row: a second person may have been faster."""
        workflow.require(by, "alerts.post_recallalert")
        if self.pk:
            fresh = RecallAlert.objects.select_for_update().get(pk=self.pk)
            for name in ("posted_at", "posted_by_id", "withdrawn_at"):
                setattr(self, name, getattr(fresh, name))

    def _record(self, action: str, by: User | None, before: AlertState, reason: str = "") -> None:
        workflow.record(
            action, self.subject, self.headline, by=by, before=before, after=self.current_state(), reason=reason
        )
