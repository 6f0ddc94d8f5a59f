"""The rows of a recall as they are stored: one for each recalled product."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from alerts.packages import Package
from publishing.fields import LinesField, PlainCharField

if TYPE_CHECKING:
    from alerts.models.alert import RecallAlert

_LISTS = ("ndcs", "gtins", "model_numbers", "lots")


class RecalledPackage(models.Model):
    """One product of a recall, with the numbers by which a family recognizes its own package."""

    alert = models.ForeignKey("alerts.RecallAlert", on_delete=models.CASCADE, related_name="packages")
    order = models.PositiveSmallIntegerField(default=0, editable=False)
    product = PlainCharField(
        _("product"), max_length=300, blank=True, help_text=_("The name on the package: “Potassium chloride”.")
    )
    strength = PlainCharField(
        _("strength and form"), max_length=200, blank=True, help_text=_("“750 mg capsules, bottle of 100”.")
    )
    ndcs = LinesField(
        _("NDC"), most=200, longest=20, help_text=_("One National Drug Code a line, with its hyphens: 12345-678-90.")
    )
    gtins = LinesField(
        _("bar code (UPC or GTIN)"),
        most=200,
        longest=20,
        help_text=_("The digits under the bar code, one code a line."),
    )
    model_numbers = LinesField(_("model or catalog number"), most=200, longest=60, help_text=_("One a line."))
    lots = LinesField(
        _("lots"),
        most=2000,
        longest=80,
        help_text=_("One a line: a lot (AB1234), a range (AB1200 to AB1250), or “All lots”."),
    )
    use_by = PlainCharField(
        _("use-by date"), max_length=200, blank=True, help_text=_("As printed: “10/2027”, “January to March 2027”.")
    )
    is_list_complete = models.BooleanField(
        _("this is the whole list"),
        default=False,
        help_text=_(
            "Only where the firm's whole list for this product is here may a family be told “not in this recall”."
        ),
    )
    recall_number = PlainCharField(_("recall number"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("recalled package")
        verbose_name_plural = _("recalled packages")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return " ".join(part for part in (self.product, self.strength) if part) or f"#{self.order + 1}"

    @classmethod
    def of(cls, package: Package, **columns: Any) -> RecalledPackage:
        """An unsaved row with the values of a package."""
        return cls(**package.as_json(), **columns)

    @classmethod
    def replace(cls, alert: RecallAlert, rows: Iterable[RecalledPackage]) -> None:
        """Store exactly these rows for an alert, in this order; rows that have a key keep it."""
        kept = list(rows)
        alert.packages.exclude(pk__in=[row.pk for row in kept if row.pk]).delete()
        for order, row in enumerate(kept):
            row.alert, row.order = alert, order
            row.save()
        alert.__dict__.pop("package_list", None)

    def as_package(self) -> Package:
        """The row's values, without its place in the database."""
        return Package.from_json({name: getattr(self, name) for name in Package.__dataclass_fields__})

    def clean(self) -> None:
        """Refuse a row that says nothing, or that claims a whole list and has none."""
        super().clean()
        if self.is_list_complete and not any(getattr(self, name) for name in _LISTS):
            raise ValidationError(
                {"is_list_complete": _("There is no number in this row. Add the firm's list, or clear this box.")}
            )


def with_packages(alerts: Sequence[RecallAlert]) -> Sequence[RecallAlert]:
    """The same alerts, each with its `package_list`. One query for all that are not frozen versions."""
    stored = {alert.pk: alert for alert in alerts if "package_list" not in alert.__dict__}
    for alert in stored.values():
        alert.package_list = []
    for row in RecalledPackage.objects.filter(alert__in=list(stored)) if stored else ():
        stored[row.alert_id].package_list.append(row.as_package())
    return alerts
