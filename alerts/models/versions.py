"""What readers saw of an alert, from when to when: a row for each public step, written once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from alerts.models.alert import RecallAlert
from alerts.models.choices import Classification, Kind
from alerts.models.queries import RecallAlertQuerySet, names
from alerts.packages import packages_of_content
from publishing import clock
from publishing.models import Subject

QUERIED = (
    *("slug", "kind", "classification", "is_everywhere", "posted_at", "starts_at", "ends_at", "ended_at"),
    "withdrawn_at",
)


class AlertVersionQuerySet(RecallAlertQuerySet):
    """The words of alerts (`posted`, `begun`, `live`, `over`, …), said of what readers saw of them at a moment."""

    def standing(self, at: datetime | None = None) -> AlertVersionQuerySet:
        """One version of each alert: the words that stood at a moment (now, unless told)."""
        at = at or clock.now()
        return self.filter(Q(stands_until__isnull=True) | Q(stands_until__gt=at), stands_from__lte=at)

    def posted(self) -> AlertVersionQuerySet:
        """All of them: nothing else is frozen, and no exercise ever."""
        return self.filter(posted_at__isnull=False)

    def for_banner(self) -> RecallAlertQuerySet:
        return self.most_serious_first()

    def latest_change_first(self) -> RecallAlertQuerySet:
        return self.order_by("-stands_from", "-pk")

    def naming(self, word: str) -> RecallAlertQuerySet:
        return self.filter(names(word, inside="content__"))

    def places(self, alerts: Iterable[RecallAlert]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {alert.pk: [] for alert in alerts if not alert.is_everywhere}
        rows = AlertPlace.objects.filter(version__in=self, version__alert__in=list(found))
        for pk, kind, page in rows.order_by("kind", "subject_id").values_list("version__alert", "kind", "subject_id"):
            found[pk].append(f"{kind}-{page}")
        return found

    def shown_on(self, *subjects: Subject) -> AlertVersionQuerySet:
        wanted = Q(is_everywhere=True)
        for subject in subjects:
            places = AlertPlace.objects.filter(kind=subject.kind, subject_id=subject.pk)
            wanted |= Q(pk__in=places.values("version_id"))
        return self.filter(wanted)

    def freeze(self, alert: RecallAlert) -> AlertVersion:
        """Keep what readers see of a posted alert from now on; the version before it ends."""
        saved = RecallAlert.objects.get(pk=alert.pk)
        own = AlertVersion.objects.filter(alert=saved)
        if own.exclude(slug=saved.slug).exists():
            raise TypeError("The address of a posted alert never changes.")
        now = clock.now()
        own.filter(stands_until__isnull=True).update(stands_until=now)
        version = AlertVersion(
            alert=saved,
            number=(own.aggregate(latest=Max("number"))["latest"] or 0) + 1,
            stands_from=now,
            content=content_of(saved) | {"packages": [package.as_json() for package in saved.package_list]},
            **{name: getattr(saved, name) for name in QUERIED},
        )
        version.save()
        AlertPlace.objects.bulk_create(
            AlertPlace(version=version, kind=subject.kind, subject_id=subject.pk) for subject in saved.chosen_subjects()
        )
        return version

    def update(self, **fields: Any) -> int:
        if fields.keys() != {"stands_until"}:
            raise TypeError("A version of an alert is never changed: correct the alert.")
        return super().update(**fields)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("What readers saw of an alert is never deleted.")


class AlertVersion(models.Model):
    """What readers saw, or see, of one alert between two of its public steps. Its words never change.

    The alert itself holds the words of today; what the public saw at another moment is read from here.
    """

    alert = models.ForeignKey(RecallAlert, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    stands_from = models.DateTimeField(_("stands from"))
    stands_until = models.DateTimeField(_("stands until"), null=True)
    slug = models.SlugField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    classification = models.CharField(max_length=3, blank=True, choices=Classification)
    is_everywhere = models.BooleanField()
    posted_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    content = models.JSONField(encoder=DjangoJSONEncoder)

    objects = AlertVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an alert")
        verbose_name_plural = _("versions of alerts")
        ordering = ("alert", "number")
        constraints = [models.UniqueConstraint(fields=["alert", "number"], name="one_alert_version_a_number")]
        indexes = [
            models.Index(fields=["stands_until", "starts_at"], name="alert_version_by_time"),
            models.Index(fields=["slug", "stands_from"], name="alert_version_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} #{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A version of an alert is never changed: correct the alert.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("What readers saw of an alert is never deleted.")

    def as_alert(self) -> RecallAlert:
        """The alert with the words of this version; not for saving."""
        fields = {field.attname: field for field in RecallAlert._meta.concrete_fields}
        known = {name: fields[name].to_python(value) for name, value in self.content.items() if name in fields}
        alert = RecallAlert(pk=self.alert_id, **known)
        alert.package_list = packages_of_content(self.content)
        alert.state = self.state  # type: ignore[attr-defined]  # Both come from `with_state`.
        return alert


class AlertPlace(models.Model):
    """A condition or program whose pages showed one version of an alert."""

    version = models.ForeignKey(AlertVersion, on_delete=models.PROTECT, related_name="places")
    kind = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "subject_id"], name="one_alert_place_a_subject")
        ]
        indexes = [models.Index(fields=["kind", "subject_id"], name="alert_place_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


def public_alerts() -> RecallAlertQuerySet:
    """The alerts that public pages choose from: as they are, or as they were at the moment that is replayed."""
    if clock.is_set_to_another_moment():
        return AlertVersion.objects.standing()
    return RecallAlert.objects.all()


def as_seen(alerts: RecallAlertQuerySet, at: datetime | None = None) -> list[RecallAlert]:
    """Alerts from `public_alerts`, with the words of then and their `state` at a moment (now, unless told)."""
    found: Any = alerts.with_state(at)
    return [row.as_alert() if isinstance(row, AlertVersion) else row for row in found]


def content_of(alert: models.Model) -> dict[str, Any]:
    """All that an alert says, and not who said it; moments to the microsecond."""
    fields = [field for field in alert._meta.concrete_fields if not field.primary_key and not field.is_relation]
    values = {field.attname: getattr(alert, field.attname) for field in fields}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
