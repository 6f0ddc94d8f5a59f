"""What of an alert a correction can change, and what readers are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.html import is_safe_address

if TYPE_CHECKING:
    from alerts.models.alert import RecallAlert

WORDS = ("headline", "what_happened", "what_to_do", "whom_to_call")
_TOLD = {
    "headline": gettext_lazy("the headline"),
    "what_happened": gettext_lazy("what happened"),
    "what_to_do": gettext_lazy("what to do"),
    "whom_to_call": gettext_lazy("whom to call"),
    "phone": gettext_lazy("the phone number"),
    "kind": gettext_lazy("the kind of alert"),
    "product": gettext_lazy("the product"),
    "packages": gettext_lazy("the list of recalled packages"),
    "firm": gettext_lazy("the firm"),
    "recall_number": gettext_lazy("the recall number"),
    "classification": gettext_lazy("how serious it is"),
    "initiative": gettext_lazy("who decided on the recall"),
    "initiated_on": gettext_lazy("the day the recall started"),
    "source_url": gettext_lazy("the link to the official notice"),
    "starts_at": gettext_lazy("when it starts"),
    "ends_at": gettext_lazy("when it ends"),
}
"""Facts whose correction readers are told of, in words for families."""
_FACTS = (
    *(name for name in _TOLD if name != "packages"),
    "product_type",
    "label",
    "link_text",
    "is_everywhere",
    "review_due_at",
)


def facts_of(alert: RecallAlert) -> dict[str, Any]:
    """Everything that a correction can change, as JSON holds it."""
    own = {name: getattr(alert, name) for name in _FACTS}
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in own.items()}
    return plain | {
        "packages": [package.as_json() for package in alert.package_list],
        "conditions": sorted(condition.title for condition in alert.conditions.all()),
        "programs": sorted(program.title for program in alert.programs.all()),
    }


def told_of(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """A sentence for readers about the facts that were corrected; filling an empty fact is no correction."""
    corrected = [str(words) for name, words in _TOLD.items() if was[name] and was[name] != now[name]]
    return _("We corrected %(facts)s.") % {"facts": get_text_list(corrected, _("and"))} if corrected else ""


def source_of(alert: RecallAlert) -> str:
    """The official notice's address, or nothing where what is stored is no web address."""
    address = alert.source_url
    return address if address.startswith(("https://", "http://")) and is_safe_address(address) else ""
