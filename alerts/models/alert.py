"""Recall alerts and other notices: what they say, where and when they show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alerts.models import readiness
from alerts.models.choices import AlertState, Classification, Initiative, Kind, ProductType
from alerts.models.facts import facts_of, source_of, told_of
from alerts.models.package import RecalledPackage
from alerts.models.queries import RecallAlertQuerySet
from alerts.models.readiness import LOOK_AGAIN_AFTER, settle_correction, settle_end
from alerts.models.translated import Spoken
from alerts.models.update import AlertUpdate, UpdateKind
from alerts.packages import Package
from conditions.models import Condition, Program
from publishing import clock, workflow
from publishing.fields import PlainCharField, PlainTextField, PlainTextsField, validate_phone
from publishing.models import Subject, Timed
from publishing.workflow import Refused

_SET_BY_STEPS = (
    "posted_at", "posted_by_id", "withdrawn_at", "withdrawn_by_id", "ended_at", "ended_by_id", "release_asked_at",
    "release_asked_by_id", "edition", "updated_at", "reminded_at", "is_exercise", "form_key", "translations",
)  # fmt: skip
_LONGEST_TEXT = 500


def _person() -> models.ForeignKey[Any, Any]:
    """Foreign key to the account that took a step."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )


class RecallAlert(Timed):
    """A notice on the public site: a recalled product, a warning, a closed entrance."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.RECALL)
    label = PlainCharField(_("label"), max_length=40, blank=True, help_text=_("Leave empty to use the alert type."))
    headline = PlainCharField(
        _("headline"), max_length=300, help_text=_("One sentence. For example: “There is a voluntary recall of …”.")
    )
    link_text = PlainCharField(
        _("link text"),
        max_length=60,
        blank=True,
        help_text=_("Says what the link opens: “Check your child's capsules”."),
    )
    what_happened = PlainTextField(_("what happened"), blank=True)
    what_to_do = PlainTextField(_("what to do now"), blank=True)
    whom_to_call = PlainTextField(_("whom to call"), blank=True, help_text=_("Name the phone number and its hours."))
    phone = PlainCharField(
        _("phone number"),
        max_length=40,
        blank=True,
        validators=[validate_phone],
        help_text=_("The call button. Leave empty to show the hospital's own."),
    )
    product_type = models.CharField(_("kind of product"), max_length=10, blank=True, choices=ProductType)
    product = PlainCharField(_("product"), max_length=300, blank=True)
    firm = PlainCharField(_("recalling firm"), max_length=200, blank=True)
    recall_number = PlainCharField(
        _("recall number"), max_length=2000, blank=True, help_text=_("For example: D-0488-2026.")
    )
    initiated_on = models.DateField(
        _("recall started on"), null=True, blank=True, help_text=_("The day the firm started the recall.")
    )
    classification = models.CharField(_("class"), max_length=3, blank=True, choices=Classification)
    initiative = models.CharField(_("voluntary or mandated"), max_length=10, blank=True, choices=Initiative)
    source_url = models.URLField(
        _("source"), blank=True, max_length=500, validators=[URLValidator(schemes=["https", "http"])]
    )
    is_everywhere = models.BooleanField(
        _("on every page"),
        default=True,
        help_text=_("Otherwise only on the conditions and programs chosen below, in every language."),
    )
    conditions = models.ManyToManyField(Condition, verbose_name=_("conditions"), blank=True, related_name="alerts")
    programs = models.ManyToManyField(Program, verbose_name=_("programs"), blank=True, related_name="alerts")
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True, help_text=_("When posted, where empty."))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    """The first moment it is gone. A Class I recall has none."""
    review_due_at = models.DateTimeField(_("look at it again by"), null=True)
    """Past it, a Class I recall stays; any other alert ends then, unless it has an end of its own."""
    is_exercise = models.BooleanField(
        _("exercise"),
        default=False,
        help_text=_("A drill: every step can be taken, and no reader ever sees it. Fixed once it is saved."),
    )
    form_key = models.CharField(max_length=36, null=True, unique=True, editable=False)  # noqa: DJ001 - unique
    translations = PlainTextsField(default=dict, editable=False)
    """By language and field: the words, and the English they were made `of`. Read through `spoken`."""
    edition = models.PositiveIntegerField(default=1, editable=False)
    """Rises with each material correction, which alone brings back a banner that somebody closed."""
    updated_at = models.DateTimeField(_("updated"), null=True, editable=False)
    """The latest change that readers were told of."""
    created_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("last changed"), default=clock.now, editable=False)
    posted_at = models.DateTimeField(_("posted"), null=True, editable=False)
    posted_by = _person()
    release_asked_at = models.DateTimeField(_("release asked for"), null=True, editable=False)
    release_asked_by = _person()
    ended_at = models.DateTimeField(_("ended by hand"), null=True, editable=False)
    ended_by = _person()
    reminded_at = models.DateTimeField(_("last reminder"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = _person()
    withdrawal_reason = PlainCharField(_("why withdrawn"), max_length=300, blank=True, editable=False)

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
        return _now("Exercise: %(headline)s") % {"headline": self.headline} if self.is_exercise else self.headline

    @property
    def subject(self) -> Subject:
        return Subject(self._meta.label_lower, self.pk)

    @cached_property
    def package_list(self) -> list[Package]:
        """The recalled packages as stored, or as frozen in the version this alert was read from."""
        return [row.as_package() for row in self.packages.all()]

    @property
    def name(self) -> str:
        """The label, or the kind's own name."""
        return self.label or str(Kind(self.kind).label)

    @property
    def spoken(self) -> Spoken:
        """Its words in the language that is spoken now, or else in English."""
        return Spoken(self)

    @property
    def source(self) -> str:
        return source_of(self)

    @property
    def is_serious(self) -> bool:
        """True for a product that may cause serious harm or death: the alert stands out from others."""
        return self.kind == Kind.RECALL and self.classification == Classification.CLASS_I

    @property
    def never_ends_by_itself(self) -> bool:
        return self.is_serious

    @property
    def can_be_closed(self) -> bool:
        """Whether a reader may fold it away: what can do no harm."""
        is_harmless = self.kind == Kind.RECALL and self.classification == Classification.CLASS_III
        return is_harmless or self.kind == Kind.NOTICE

    @property
    def first_shown_at(self) -> datetime | None:
        """When readers could first see it: a start that lies before the posting shows nothing earlier."""
        return max(filter(None, (self.posted_at, self.starts_at)), default=None)

    def current_state(self, at: datetime | None = None) -> AlertState:
        found: Any = RecallAlert.objects.with_state(at).get(pk=self.pk)
        return AlertState(found.state)

    def chosen_subjects(self) -> set[Subject]:
        """The originals of the pages chosen for it: it is on these in every language."""
        return {page.original_subject for page in (*self.conditions.all(), *self.programs.all())}

    def is_ready_for_release(self) -> bool:
        """Somebody asked for the release of this very text."""
        return self.release_asked_at is not None and self.changed_at <= self.release_asked_at

    @classmethod
    def with_moments(cls) -> models.QuerySet[Any]:
        return super().with_moments().filter(posted_at__isnull=False, is_exercise=False)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        if self.posted_at:
            raise TypeError("A posted alert is never deleted: end or withdraw it.")
        return super().delete()

    @transaction.atomic
    def post(self, *, by: User | None, allow_duplicate: bool = False) -> None:
        """Put a draft on the site from its start (now, where it has none). Raises `Refused` if it cannot be."""
        self.lock_for_step(by)
        readiness.refuse_alone(by)
        if not allow_duplicate:
            readiness.refuse_duplicate(self)
        self._go_live("post", by)

    @transaction.atomic
    def ask_for_release(self, *, by: User) -> None:
        """Say that a draft is ready for the second person. A later change of the draft takes this back."""
        self.lock_for_step(by)
        readiness.refuse_what_cannot_be_posted(self)
        self.release_asked_at, self.release_asked_by = clock.now(), by
        self.save(update_fields=["release_asked_at", "release_asked_by"])
        workflow.record(
            "ask for release", self.subject, self.headline, by=by, before=AlertState.DRAFT, after=AlertState.DRAFT,
            is_public=False,
        )  # fmt: skip

    @transaction.atomic
    def release(self, *, by: User) -> None:
        """Post a draft that another person asked to release; who it is counts, not their group or session."""
        stored = self.lock_for_step(by)
        if not stored.is_ready_for_release() or self.changed_at != stored.changed_at:
            raise Refused(_now("Nobody has asked for the release of this alert as it stands now."))
        if self.release_asked_by_id == by.pk:
            raise Refused(_now("You asked for the release yourself. Another person must release it."))
        self._go_live("release", by)

    @transaction.atomic
    def break_glass(self, *, by: User, reason: str) -> None:
        """Post a draft alone where two persons are asked for; the reason is kept and shown to the managers."""
        self.lock_for_step(by)
        if not reason.strip():
            raise Refused(_now("Say why it cannot wait for a second person."))
        self._go_live("break glass", by, reason.strip())

    @transaction.atomic
    def correct(
        self,
        *,
        by: User | None,
        what_changed: str = "",
        is_material: bool = False,
        conditions: Iterable[Condition] | None = None,
        programs: Iterable[Program] | None = None,
        packages: Iterable[RecalledPackage] | None = None,
    ) -> None:
        """Save a change to a posted alert's words, scope or times, and tell readers what changed.

        Without `what_changed` readers are told which facts they are. A material change brings back a closed banner.
        """
        stored = self.lock_for_step(by)
        before = stored.current_state()
        if before == AlertState.WITHDRAWN:
            raise Refused(_now("A withdrawn alert can no longer be changed. Make a new one."))
        was = facts_of(stored)
        if conditions is not None:
            self.conditions.set(conditions)
        if programs is not None:
            self.programs.set(programs)
        if packages is not None:
            RecalledPackage.replace(self, packages)
        settle_correction(self, stored)
        now = facts_of(self)
        changed = [name for name in now if now[name] != was[name]]
        text = what_changed.strip() or told_of(was, now)
        self.edition += int(is_material)
        self.tell_readers(
            UpdateKind.CORRECTION, by, text, is_material=is_material,
            before={name: was[name] for name in changed}, after={name: now[name] for name in changed},
        )  # fmt: skip
        self.record_step("correct", by, before, text)

    @transaction.atomic
    def report(self, *, by: User | None, text: str) -> None:
        """Tell readers the news of the situation, under its date; no fact of the alert changes."""
        self.lock_for_step(by)
        before = self.refuse_unless(AlertState.SCHEDULED, AlertState.LIVE, AlertState.ENDED)
        if not text.strip():
            raise Refused(_now("Write what there is to tell."))
        self.tell_readers(UpdateKind.SITUATION, by, text.strip())
        self.record_step("report", by, before, text.strip())

    @transaction.atomic
    def extend(self, *, by: User | None, until: datetime) -> None:
        """Let it stay until a later moment; a Class I recall stays anyway, and is looked at again by then."""
        stored = self.lock_for_step(by)
        before = self.refuse_unless(AlertState.SCHEDULED, AlertState.LIVE)
        if until <= max(clock.now(), stored.ends_at or stored.review_due_at or until - LOOK_AGAIN_AFTER):
            raise Refused(_now("Choose a moment later than the one that is set."))
        was = facts_of(stored)
        self.review_due_at, self.reminded_at = until, None
        if not self.never_ends_by_itself:
            self.ends_at = until
        text = "" if self.never_ends_by_itself else _now("This alert holds for longer.")
        now = facts_of(self)
        after = {name: now[name] for name in ("ends_at", "review_due_at")}
        self.tell_readers(UpdateKind.EXTENSION, by, text, before={name: was[name] for name in after}, after=after)
        self.record_step("extend", by, before)

    @transaction.atomic
    def end(self, *, by: User | None) -> None:
        """Take a live alert off the pages now; its own page stays."""
        stored = self.lock_for_step(by)
        before = self.refuse_unless(AlertState.LIVE)
        self.changed_at = self.ended_at = clock.now()
        self.ended_by = by
        # Another machine's clock may have set a start that has not come here yet.
        self.ends_at = max(self.ended_at, stored.starts_at + timedelta(seconds=1)) if stored.starts_at else None
        self.save(update_fields=["ends_at", "changed_at", "ended_at", "ended_by"])
        self.record_step("end", by, before)

    @transaction.atomic
    def withdraw(self, *, by: User | None, reason: str) -> None:
        """Take back an alert that should not have been posted; its page stays and says why."""
        self.lock_for_step(by)
        before = self.refuse_unless(AlertState.SCHEDULED, AlertState.LIVE, AlertState.ENDED)
        if not reason.strip():
            raise Refused(_now("Say why the alert is withdrawn: its page will show the reason."))
        self.withdrawn_at, self.withdrawn_by, self.withdrawal_reason = clock.now(), by, reason.strip()
        self.changed_at = self.withdrawn_at
        self.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason", "changed_at"])
        self.record_step("withdraw", by, before, reason)

    def lock_for_step(self, by: User | None) -> RecallAlert:
        """Permission, and then the latest state of the row: a second person may have been faster. Gives the row."""
        workflow.require(by, "alerts.post_recallalert")
        stored = RecallAlert.objects.select_for_update().get(pk=self.pk)
        for name in _SET_BY_STEPS:
            setattr(self, name, getattr(stored, name))
        return stored

    def refuse_unless(self, *states: AlertState) -> AlertState:
        state = self.current_state()
        if state not in states:
            raise Refused(_now("This cannot be done with an alert that is “%(state)s”.") % {"state": state.label})
        return state

    def _go_live(self, action: str, by: User | None, reason: str = "") -> None:
        readiness.refuse_what_cannot_be_posted(self)
        now = clock.now()
        self.starts_at = self.starts_at or now
        if not self.review_due_at or (now < self.starts_at and self.review_due_at <= self.starts_at):
            self.review_due_at = max(now, self.starts_at) + LOOK_AGAIN_AFTER
        settle_end(self, now)
        if self.review_due_at <= now:
            raise Refused(_now("The moment to look at it again has passed. Choose a later one."))
        self.posted_at, self.posted_by, self.changed_at = now, by, now
        self.save()
        self.record_step(action, by, AlertState.DRAFT, reason)

    def tell_readers(
        self,
        kind: UpdateKind,
        by: User | None,
        text: str,
        *,
        is_material: bool = False,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """Save the alert with an update for its history; readers see it where it has a text."""
        self.changed_at = clock.now()
        if text:
            self.updated_at = self.changed_at
        self.save()
        if text or after:
            AlertUpdate.objects.create(
                alert=self, made_at=self.changed_at, made_by=by, kind=kind, text=text[:_LONGEST_TEXT],
                is_material=is_material, before=before or {}, after=after or {},
            )  # fmt: skip

    def record_step(self, action: str, by: User | None, before: AlertState, reason: str = "") -> None:
        """Write the audit entry of a step, and freeze what readers see from now on."""
        workflow.record(
            action, self.subject, self.headline, by=by, before=before, after=self.current_state(),
            reason=reason[:_LONGEST_TEXT], is_public=not self.is_exercise,
        )  # fmt: skip
        if not self.is_exercise:
            self.versions.freeze(self)
