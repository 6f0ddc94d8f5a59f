"""What the agency's records say of a recall, beside what our alert says."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alerts.models.alert import RecallAlert
from alerts.models.choices import ProductType
from alerts.models.package import RecalledPackage
from alerts.openfda.facts import Facts, facts_of
from alerts.openfda.record import Record, read_record
from alerts.packages import Package
from publishing import clock, workflow
from publishing.workflow import Refused

APPLICABLE = (
    "product", "product_type", "firm", "recall_number", "classification", "initiative", "initiated_on", "packages",
)  # fmt: skip
"""The facts that are fields of an alert; the others are only told."""


class Proposal(NamedTuple):
    """A fact that the record tells otherwise than before."""

    name: str
    label: str
    record_says: str
    text_says: str
    is_field: bool
    """Whether the alert has a field for it; where not, `text_says` is what the record said before."""
    may_be_taken: bool
    """False once the alert is before readers' eyes, too."""


class RecallEvent(models.Model):
    """One recall of a firm: its records, and the one alert that was drafted from them."""

    key = models.CharField(max_length=120, unique=True)
    alert = models.OneToOneField(
        RecallAlert, verbose_name=_("alert"), null=True, on_delete=models.SET_NULL, related_name="recall_event"
    )
    settled = models.JSONField(default=dict)
    """The facts as a person last knew them: what the records say otherwise is proposed."""
    imported_at = models.DateTimeField(_("imported"), default=clock.now)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("imported by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("recall")

    def __str__(self) -> str:
        return self.key

    @cached_property
    def facts(self) -> Facts:
        return facts_of(record.read() for record in self.records.all())

    def proposals(self) -> list[Proposal]:
        """What the records say otherwise than when a person last looked."""
        changed = [
            name for name, fact in self.facts.items() if self.settled.get(name) != fact and self._was_known(name)
        ]
        return [self._proposal(name) for name in changed if not self._says_already(name)]

    def suggests_ending(self) -> bool:
        """Every record is terminated. The agency does not keep the status current, so a person decides."""
        records = [record.read() for record in self.records.all()]
        return bool(records) and all(record.is_over for record in records)

    @transaction.atomic
    def settle(self, name: str, *, by: User | None, take: bool) -> None:
        """Close a proposal: take the record's fact into the draft, or only note it. Raises `Refused`."""
        workflow.require(by, "alerts.change_recallalert")
        fresh = RecallEvent.objects.select_for_update().get(pk=self.pk)
        if name not in fresh.facts:
            raise Refused(_now("There is no such proposal."))
        if take:
            fresh._take(name)
        fresh.settled = fresh.settled | {name: fresh.facts[name]}
        fresh.save(update_fields=["settled"])

    def _take(self, name: str) -> None:
        alert = RecallAlert.objects.select_for_update().get(pk=self.alert_id) if self.alert_id else None
        if alert is None or alert.posted_at or name not in APPLICABLE:
            raise Refused(_now("Only a draft takes a fact from the record. Correct a posted alert in its own form."))
        alert.changed_at = clock.now()
        if name == "packages":
            RecalledPackage.replace(alert, rows_of(self.facts))
            alert.save(update_fields=["changed_at"])
        else:
            setattr(alert, name, _column(name, self.facts[name]))
            alert.save(update_fields=[name, "changed_at"])

    def _was_known(self, name: str) -> bool:
        """A fact that the importer has learned to read since is proposed to drafts alone."""
        return name in self.settled or self.alert is None or not self.alert.posted_at

    def _says_already(self, name: str) -> bool:
        return name in APPLICABLE and self.alert is not None and self._fact_of_alert(name) == self.facts[name]

    def _fact_of_alert(self, name: str) -> Any:
        """The alert's own value, in the form that facts have."""
        if self.alert is None:
            return None
        if name == "packages":
            return [package.as_json() for package in self.alert.package_list]
        value = getattr(self.alert, name)
        return value.isoformat() if isinstance(value, date) else value or ""

    def _proposal(self, name: str) -> Proposal:
        field = {field.name: field for field in RecallAlert._meta.get_fields()}.get(name)
        is_field = name in APPLICABLE and self.alert is not None
        text_says = self._fact_of_alert(name) if is_field else self.settled.get(name)
        return Proposal(
            name=name,
            label=str(getattr(field, "verbose_name", _TOLD.get(name, name))),
            record_says=_shown(name, self.facts[name]),
            text_says=_shown(name, text_says),
            is_field=is_field,
            may_be_taken=is_field and self.alert is not None and not self.alert.posted_at,
        )


class RecallRecord(models.Model):
    """One recalled product as the agency last told it, word for word."""

    event = models.ForeignKey(RecallEvent, on_delete=models.PROTECT, related_name="records")
    product_type = models.CharField(_("kind of product"), max_length=40)
    recall_number = models.CharField(_("recall number"), max_length=200)
    raw = models.TextField(_("raw record"))
    """Canonical JSON with every other character escaped: no database refuses it, and nothing of it is lost."""
    sha256 = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField(_("first seen"), default=clock.now)
    changed_at = models.DateTimeField(_("last changed"), default=clock.now)

    class Meta:
        verbose_name = _("recall record")
        ordering = ("-changed_at", "product_type", "recall_number")
        constraints = [
            models.UniqueConstraint(fields=["product_type", "recall_number"], name="one_record_a_recalled_product"),
        ]
        indexes = [models.Index(fields=["recall_number"], name="record_by_number")]

    def __str__(self) -> str:
        return f"{self.product_type} {self.recall_number}"

    def read(self) -> Record:
        return read_record(json.loads(self.raw), 1)


_TOLD = {
    "packages": _("recalled packages"),
    "reason": _("reason for the recall"),
    "classified": _("class, word for word"),
    "status": _("status"),
    "distribution": _("where it was sold"),
}


def applicable(facts: Facts) -> dict[str, Any]:
    """The facts that are columns of an alert, as its fields hold them."""
    return {name: _column(name, facts[name]) for name in APPLICABLE if name != "packages"}


def rows_of(facts: Facts, *, alert: RecallAlert | None = None) -> list[RecalledPackage]:
    """Unsaved rows of the records' packages, in their order."""
    packages = [Package.from_json(values) for values in facts["packages"]]
    return [RecalledPackage.of(package, alert=alert, order=order) for order, package in enumerate(packages)]


def _column(name: str, fact: Any) -> Any:
    if name == "initiated_on":
        return date.fromisoformat(fact) if fact else None
    return fact


def _shown(name: str, fact: Any) -> str:
    """A fact in words for staff; packages a line each."""
    if name == "packages":
        return "\n".join(_line(Package.from_json(row)) for row in fact or [])
    if name == "product_type" and fact:
        return str(ProductType(fact).label)
    if name == "initiated_on" and fact:
        return date_format(date.fromisoformat(fact))
    return str(fact or "")


def _line(package: Package) -> str:
    name = ", ".join(part for part in (package.product, package.strength) if part)
    parts = [
        (_now("NDC"), package.ndcs),
        (_now("bar code"), package.gtins),
        (_now("model"), package.model_numbers),
        (_now("lots"), package.lots),
        (_now("use by"), (package.use_by,) if package.use_by else ()),
    ]
    codes = [f"{label}: {', '.join(values)}" for label, values in parts if values]
    return " · ".join(
        [name, *(codes or [_now("no numbers")]), *([package.recall_number] * bool(package.recall_number))]
    )
