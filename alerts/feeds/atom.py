"""Alerts as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from alerts.feeds.item import Item, iso, tag_of
from alerts.feeds.xml import Element, add, document, written

_NAMESPACE = "http://www.w3.org/2005/Atom"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The feed's own date in its id, and its `updated` while it is empty."""


def atom_feed(items: Sequence[Item]) -> bytes:
    feed = document("feed", _NAMESPACE, **{"xml:lang": "en"})
    add(feed, "id", f"{tag_of(_EPOCH)}:alerts")
    add(feed, "title", _("Safety alerts of %(hospital)s") % {"hospital": settings.HOSPITAL_NAME})
    add(feed, "updated", iso(max((item.updated_at for item in items), default=_EPOCH)))
    add(feed, "link", rel="self", type="application/atom+xml", href=settings.SITE_URL + reverse("alert_atom"))
    add(feed, "link", rel="alternate", type="text/html", href=settings.SITE_URL + reverse("alert_list"))
    add(add(feed, "author"), "name", settings.HOSPITAL_NAME)
    for item in items:
        _add_entry(feed, item)
    return written(feed)


def _add_entry(feed: Element, item: Item) -> None:
    entry = add(feed, "entry")
    add(entry, "id", item.id)
    add(entry, "title", item.title, type="text")
    add(entry, "published", iso(item.published_at))
    add(entry, "updated", iso(item.updated_at))
    add(entry, "link", rel="alternate", type="text/html", href=item.address)
    add(entry, "link", rel="related", type="application/cap+xml", href=f"{item.address}cap.xml")
    if item.source:
        add(entry, "link", rel="via", href=item.source)
    for tag in item.tags:
        add(entry, "category", term=tag)
    add(entry, "content", linebreaks(item.text, autoescape=True), type="html")
