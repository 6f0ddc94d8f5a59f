"""What is live now as plain text, for screens in corridors and waiting rooms."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from alerts.feeds.item import address_of
from alerts.models import RecallAlert
from alerts.plain import plain


def sign(alerts: Iterable[RecallAlert]) -> str:
    """Most serious first; a blank line between two."""
    shown = ["\n".join(_lines(alert)) for alert in alerts]
    return plain("\n\n".join(shown) or _("There is no alert at the moment.")) + "\n"


def _lines(alert: RecallAlert) -> list[str]:
    head = f"{alert.name.upper()}: {alert.headline}"
    do = [" ".join(alert.what_to_do.split())] if alert.what_to_do.strip() else []
    return [head, *do, address_of(alert)]
