"""An alert as a message of the Common Alerting Protocol 1.2 (OASIS).

Every public step of an alert is one message, known for ever by the audit entry that the step wrote. The address serves
the latest; its `references` name all that it replaces.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from alerts.feeds.item import Item, iso, news_of
from alerts.feeds.xml import Element, add, add_if, document, written
from alerts.models import TRANSLATE, AlertState, Classification, Kind, RecallAlert
from alerts.packages import Package
from alerts.reversing import STARTS_ANEW
from publishing import clock
from publishing.models import AuditEntry

_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_SEVERITY: dict[str, str] = {
    Classification.CLASS_I: "Severe",
    Classification.CLASS_II: "Moderate",
    Classification.CLASS_III: "Minor",
    Kind.WARNING: "Moderate",
    Kind.NOTICE: "Minor",
}
_URGENCY: dict[str, str] = {Classification.CLASS_I: "Immediate"}


class Message(NamedTuple):
    """One public step. `number` is its audit entry's."""

    number: int
    sent_at: datetime
    action: str


def cap_message(item: Item) -> bytes:
    """The latest message about an alert, whole."""
    alert = item.alert
    *earlier, latest = messages_of(alert)
    root = document("alert", _NAMESPACE)
    add(root, "identifier", _identifier(alert, latest))
    add(root, "sender", settings.CAP_SENDER)
    add(root, "sent", cap_time(latest.sent_at))
    add(root, "status", "Actual")
    add(root, "msgType", _type(item, latest, is_first=not earlier))
    add(root, "scope", "Public")
    if item.state == AlertState.WITHDRAWN:
        add(root, "note", _("Withdrawn: %(reason)s") % {"reason": alert.withdrawal_reason})
    add_if(root, "references", " ".join(_reference(alert, message) for message in earlier))
    _add_info(root, item, latest)
    return written(root)


def messages_of(alert: RecallAlert) -> list[Message]:
    """The alert's public steps, oldest first; never none for one that is posted. Translations are no part of it.

    A consumer drops what was cancelled, so an alert that is live again begins a new chain of messages.
    """
    public = AuditEntry.objects.about(alert.subject).exclude(to_state__in=["", AlertState.DRAFT])
    entries = public.exclude(action=TRANSLATE).order_by("at", "pk")
    if clock.is_set_to_another_moment():
        entries = entries.filter(at__lte=clock.now())
    found = [Message(entry.pk, entry.at, entry.action) for entry in entries]
    anew = [place for place, message in enumerate(found) if message.action in STARTS_ANEW]
    return found[anew[-1] if anew else 0 :] or [Message(0, alert.posted_at or alert.created_at, "post")]


def cap_time(moment: datetime) -> str:
    """With the offset written out; the standard wants `-00:00` for UTC, and never `Z`."""
    return iso(moment).replace("+00:00", "-00:00")


def _identifier(alert: RecallAlert, message: Message) -> str:
    return f"{alert.slug}.{message.number}"


def _reference(alert: RecallAlert, message: Message) -> str:
    return f"{settings.CAP_SENDER},{_identifier(alert, message)},{cap_time(message.sent_at)}"


def _type(item: Item, latest: Message, *, is_first: bool) -> str:
    is_taken_back = item.state == AlertState.WITHDRAWN or (item.state == AlertState.ENDED and latest.action == "end")
    if is_first:
        return "Alert"
    return "Cancel" if is_taken_back else "Update"


def _add_info(root: Element, item: Item, latest: Message) -> None:
    alert = item.alert
    starts_at = alert.first_shown_at or latest.sent_at
    is_over = item.state != AlertState.LIVE
    info = add(root, "info")
    add(info, "language", "en-US")
    add(info, "category", "Health")
    add(info, "event", alert.name)
    add(info, "urgency", "Past" if is_over else _URGENCY.get(_class_of(alert), "Expected"))
    add(info, "severity", _SEVERITY.get(_class_of(alert), "Unknown"))
    add(info, "certainty", "Observed" if alert.kind == Kind.RECALL else "Likely")
    add(info, "effective", cap_time(max(starts_at, latest.sent_at)))
    add(info, "onset", cap_time(starts_at))
    expires_at = alert.withdrawn_at or alert.ends_at
    add_if(info, "expires", cap_time(expires_at) if expires_at else "")
    add(info, "senderName", settings.HOSPITAL_NAME)
    add(info, "headline", item.title)
    add(info, "description", _description(item))
    is_withdrawn = item.state == AlertState.WITHDRAWN
    add_if(info, "instruction", "" if is_withdrawn else alert.what_to_do)
    add(info, "web", item.address)
    add_if(info, "contact", "" if is_withdrawn else alert.whom_to_call or alert.phone)
    _add_parameters(info, item)
    for number, package in enumerate([] if is_withdrawn else alert.package_list, start=1):
        _add_package(info, number, package)


def _class_of(alert: RecallAlert) -> str:
    """What the severity follows from: a recall's class, or what else it is."""
    return alert.classification if alert.kind == Kind.RECALL else alert.kind


def _description(item: Item) -> str:
    if item.state == AlertState.WITHDRAWN:
        return item.text
    return "\n\n".join([*news_of(item.alert), item.alert.what_happened or item.alert.headline])


def _add_parameters(info: Element, item: Item) -> None:
    """Facts about the recall as a whole."""
    alert = item.alert
    _add_named(info, "recall number", alert.recall_number)
    _add_named(info, "class", alert.classification)
    _add_named(info, "firm", alert.firm)
    _add_named(info, "recall started", alert.initiated_on.isoformat() if alert.initiated_on else "")
    _add_named(info, "product type", alert.product_type)
    _add_named(info, "product", alert.product)
    _add_named(info, "source", item.source)


def _add_package(info: Element, number: int, package: Package) -> None:
    """One row: `package` with its number begins it, and all that follows up to the next `package` is its own."""
    _add_named(info, "package", str(number))
    _add_named(info, "product", package.product)
    _add_named(info, "strength", package.strength)
    _add_named(info, "NDC", *package.ndcs)
    _add_named(info, "GTIN", *package.gtins)
    _add_named(info, "model number", *package.model_numbers)
    _add_named(info, "lot", *package.lots)
    _add_named(info, "use by", package.use_by)
    _add_named(info, "recall number", package.recall_number)
    _add_named(info, "list is complete", "yes" if package.is_list_complete else "no")


def _add_named(info: Element, name: str, *values: str) -> None:
    for value in filter(None, values):
        parameter = add(info, "parameter")
        add(parameter, "valueName", name)
        add(parameter, "value", value)
