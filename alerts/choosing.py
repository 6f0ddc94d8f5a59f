"""Which alerts a reader of `/alerts/` wants to see: those of a product, those of a class."""

from __future__ import annotations

from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from alerts.models import Classification, RecallAlertQuerySet

LONGEST = 100


class Choice(NamedTuple):
    """What was asked for; empty where nothing was."""

    product: str = ""
    classification: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Choice:
        asked = query.get("class", "")
        product = " ".join(query.get("product", "")[:LONGEST].replace("\0", "").split())
        return cls(product, asked if asked in Classification.values else "")

    @property
    def classes(self) -> list[tuple[str, str]]:
        """Each with a name that fits a phone."""
        return [
            (Classification.CLASS_I.value, _("Class I, the most serious")),
            (Classification.CLASS_II.value, _("Class II")),
            (Classification.CLASS_III.value, _("Class III, the least serious")),
        ]

    def of_alerts(self, alerts: RecallAlertQuerySet) -> RecallAlertQuerySet:
        """Those whose product, headline, firm or numbers hold every word."""
        if self.classification:
            alerts = alerts.filter(classification=self.classification)
        for word in self.product.split():
            alerts = alerts.naming(word)
        return alerts
