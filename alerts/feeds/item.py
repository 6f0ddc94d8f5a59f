"""What every feed says of an alert, from one record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alerts.models import AlertState, AlertUpdate, RecallAlert, as_seen, public_alerts, with_packages
from alerts.packages import codes_of

MOST_PAST = 200
"""How many past alerts a feed holds; those that are live are always all in it."""

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Item:
    """One alert as a feed shows it. What was withdrawn stays, and says no more than that, and why."""

    alert: RecallAlert
    state: AlertState
    id: str
    address: str
    title: str
    text: str
    """Paragraphs with a blank line between them."""
    published_at: datetime
    updated_at: datetime

    @property
    def tags(self) -> list[str]:
        alert = self.alert
        serious = [f"Class {alert.classification}"] if alert.classification else []
        return [str(self.state), alert.kind, *serious]

    @property
    def source(self) -> str:
        return self.alert.source


def feed_items(at: datetime) -> list[Item]:
    """What a feed holds at a moment, the latest change first."""
    known = public_alerts()
    chosen = [*as_seen(known.live(at), at), *as_seen(known.over(at).latest_change_first()[:MOST_PAST], at)]
    items = [item_of(alert, at) for alert in with_news(chosen, at)]
    return sorted(items, key=lambda item: (item.updated_at, item.id), reverse=True)


def with_news(alerts: list[RecallAlert], at: datetime) -> list[RecallAlert]:
    """The same, each with its packages and what readers were told since it was posted, as `item_of` needs them."""
    with_packages(alerts)
    news: dict[int, list[AlertUpdate]] = {alert.pk: [] for alert in alerts}
    for told in AlertUpdate.objects.for_readers(at).filter(alert__in=list(news)):
        news[told.alert_id].append(told)
    for alert in alerts:
        alert.news = news[alert.pk]  # type: ignore[attr-defined]
    return alerts


def item_of(alert: Any, at: datetime) -> Item:
    """`alert` has begun, and comes from `with_news`."""
    state = AlertState(alert.state)
    return Item(
        alert=alert,
        state=state,
        id=f"{tag_of(alert.posted_at)}:alerts/{alert.slug}",
        address=address_of(alert),
        title=plain(_title(alert, state)),
        text=plain("\n\n".join(_paragraphs(alert, state))),
        published_at=alert.first_shown_at,
        updated_at=updated_at(alert, at),
    )


def tag_of(moment: datetime) -> str:
    """The beginning of a tag URI (RFC 4151), which names its thing for ever."""
    return f"tag:{settings.CAP_SENDER},{moment:%Y-%m-%d}"


def address_of(alert: RecallAlert) -> str:
    return str(settings.SITE_URL + reverse("alert", args=[alert.slug]))


def updated_at(alert: RecallAlert, at: datetime) -> datetime:
    """When the alert last said something else than before: by a step, or by itself at its start or end."""
    passed = [moment for moment in (alert.starts_at, alert.ends_at) if moment and moment <= at]
    return max([alert.changed_at, *passed])


def plain(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def iso(moment: datetime) -> str:
    """A moment in the hospital's zone, with its offset, to the second."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _title(alert: RecallAlert, state: AlertState) -> str:
    words = {"name": alert.name, "headline": alert.headline}
    if state == AlertState.WITHDRAWN:
        return _("Withdrawn: %(headline)s") % words
    if state == AlertState.ENDED:
        return _("Ended: %(headline)s") % words
    return _("%(name)s: %(headline)s") % words


def news_of(alert: Any) -> list[str]:
    """Corrections and news, the latest first, each with its moment."""
    return [f"{date_format(timezone.localtime(told.made_at), 'DATETIME_FORMAT')}: {told.text}" for told in alert.news]


def _paragraphs(alert: RecallAlert, state: AlertState) -> list[str]:
    if state == AlertState.WITHDRAWN:
        return [_("This alert has been withdrawn."), alert.withdrawal_reason]
    ended = []
    if state == AlertState.ENDED and alert.ends_at:
        day = date_format(timezone.localtime(alert.ends_at), "DATE_FORMAT")
        ended = [_("This alert ended on %(day)s.") % {"day": day}]
    facts = [
        (_("What to do now"), alert.what_to_do),
        (_("What happened"), alert.what_happened),
        (_("Whom to call"), alert.whom_to_call),
        (_("Product"), alert.product),
        (_("Lot numbers"), ", ".join(codes_of(alert.package_list, "lots"))),
        (_("NDC, on the label"), ", ".join(codes_of(alert.package_list, "ndcs"))),
        (_("Recalling firm"), alert.firm),
        (_("How serious"), alert.get_classification_display()),
        (_("Whose decision"), alert.get_initiative_display()),
        (_("Recall number"), alert.recall_number),
    ]
    return [*ended, *news_of(alert), *(f"{label}: {value}" for label, value in facts if value)]
