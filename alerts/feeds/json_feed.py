"""Alerts as JSON: the feed of JSON Feed 1.1, and what is live now for kiosks and other pages."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from alerts.feeds.item import Item, address_of, iso, updated_at
from alerts.models import AlertState, RecallAlert


def json_feed(items: Sequence[Item]) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _("Safety alerts of %(hospital)s") % {"hospital": settings.HOSPITAL_NAME},
        "home_page_url": settings.SITE_URL + reverse("alert_list"),
        "feed_url": settings.SITE_URL + reverse("alert_json"),
        "language": "en",
        "authors": [{"name": settings.HOSPITAL_NAME, "url": f"{settings.SITE_URL}/"}],
        "items": [_item(item) for item in items],
    }


def current(alerts: Iterable[RecallAlert], at: datetime) -> dict[str, Any]:
    """Live alerts, most serious first; they come from `with_packages`."""
    return {
        "alerts": [
            {
                "slug": alert.slug,
                "url": address_of(alert),
                "label": alert.name,
                "headline": alert.headline,
                "what_to_do": alert.what_to_do,
                "whom_to_call": alert.whom_to_call,
                "phone": alert.phone or settings.HOSPITAL_PHONE,
                "kind": alert.kind,
                "class": alert.classification or None,
                "is_everywhere": alert.is_everywhere,
                "starts": iso(alert.first_shown_at) if alert.first_shown_at else None,
                "ends": iso(alert.ends_at) if alert.ends_at else None,
                "updated": iso(updated_at(alert, at)),
                **_recall_of(alert),
            }
            for alert in alerts
        ]
    }


def _item(item: Item) -> dict[str, Any]:
    said = {
        "id": item.id,
        "url": item.address,
        "title": item.title,
        "content_text": item.text,
        "date_published": iso(item.published_at),
        "date_modified": iso(item.updated_at),
        "tags": item.tags,
        "_alert": {
            "state": str(item.state),
            "slug": item.alert.slug,
            "cap_url": f"{item.address}cap.xml",
            **({} if item.state == AlertState.WITHDRAWN else _recall_of(item.alert)),
        },
    }
    return said | {"external_url": item.source} if item.source else said


def _recall_of(alert: RecallAlert) -> dict[str, Any]:
    """When the firm started a recall, and its rows; the alert comes from `with_packages`."""
    return {
        "initiated_on": alert.initiated_on.isoformat() if alert.initiated_on else None,
        "product_type": alert.product_type or None,
        "packages": [package.as_json() for package in alert.package_list],
    }
