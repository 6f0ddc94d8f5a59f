"""Which alerts a reader of `/alerts/` wants to see: those of a product, those of a class."""

from __future__ import annotations

from typing import NamedTuple

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from alerts.models import Classification, RecallAlertQuerySet

LONGEST = 100
PAST_ON_A_PAGE = 100
_MOST_PAGES = 10_000


class Choice(NamedTuple):
    """What was asked for; empty where nothing was, and page 1 of what is over."""

    product: str = ""
    classification: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> Choice:
        asked = query.get("class", "")
        product = " ".join(query.get("product", "")[:LONGEST].replace("\0", "").split())
        page = query.get("page", "")
        number = int(page) if page.isascii() and page.isdigit() and len(page) <= len(str(_MOST_PAGES)) else 1
        return cls(product, asked if asked in Classification.values else "", max(number, 1))

    @property
    def past(self) -> slice:
        """Which of the past alerts are on this page, and one more, which tells whether there is a next page."""
        first = (self.page - 1) * PAST_ON_A_PAGE
        return slice(first, first + PAST_ON_A_PAGE + 1)

    def query_of(self, page: int) -> str:
        asked = {"product": self.product, "class": self.classification, "page": page if page > 1 else ""}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    @property
    def older(self) -> str:
        return self.query_of(self.page + 1)

    @property
    def newer(self) -> str:
        return self.query_of(self.page - 1)

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
