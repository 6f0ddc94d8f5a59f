"""What of an alert a correction can change, and what readers are told of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from publishing.html import is_safe_address

if TYPE_CHECKING:
    from alerts.models.alert import RecallAlert

WORDS = ("headline", "what_happened", "what_to_do", "whom_to_call")
_TOLD = (
    *WORDS, "kind", "product", "lots", "ndcs", "is_list_complete", "firm", "recall_number", "classification",
    "initiative", "source_url", "starts_at", "ends_at",
)  # fmt: skip
"""Readers are told of these, in our words where the editor finds none."""
_FACTS = (*_TOLD, "label", "link_text", "is_everywhere", "review_due_at")


def facts_of(alert: RecallAlert) -> dict[str, Any]:
    """Everything that a correction can change, as JSON holds it."""
    own = {name: getattr(alert, name) for name in _FACTS}
    plain = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in own.items()}
    return plain | {
        "conditions": sorted(condition.title for condition in alert.conditions.all()),
        "programs": sorted(program.title for program in alert.programs.all()),
    }


def told_of(alert: RecallAlert, changed: Collection[str]) -> str:
    """A sentence for readers that names the changed facts; empty where they need not know."""
    names = [str(alert._meta.get_field(name).verbose_name) for name in _TOLD if name in changed]  # type: ignore[union-attr]
    return _("We changed: %(facts)s.") % {"facts": ", ".join(names)} if names else ""


def source_of(alert: RecallAlert) -> str:
    """The official notice's address, or nothing where what is stored is no web address."""
    address = alert.source_url
    return address if address.startswith(("https://", "http://")) and is_safe_address(address) else ""
