"""FDA's feed of recall postings (RSS): earlier than the enforcement reports, and less complete."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from alerts.openfda.record import POSTING
from alerts.openfda.remarks import Unreadable


def read_postings(data: bytes) -> list[dict[str, Any]]:
    """Each item in the shape of a record: what it is known by is its guid. Raises `Unreadable`."""
    if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
        raise Unreadable(_("It is no feed: it declares a document type."))
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - without a document type there are no entities to expand
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreadable(_("It is no feed that can be read (%(why)s).") % {"why": error}) from error
    if root.tag != "rss":
        raise Unreadable(_("It is no RSS feed but “%(tag)s”.") % {"tag": root.tag[:40]})
    return [_record(item) for item in root.iter("item")]


def _record(item: ElementTree.Element) -> dict[str, Any]:
    said = {child.tag: "".join(child.itertext()).strip() for child in item}
    return {
        "product_type": POSTING,
        "recall_number": said.get("guid") or said.get("link", ""),
        "product_description": said.get("title", ""),
        "reason_for_recall": said.get("description", ""),
        "report_date": _day(said.get("pubDate", "")),
        "source_url": said.get("link", ""),
    }


def _day(text: str) -> str:
    """As the records write a day; the text itself where it is none, so that a person hears of it."""
    try:
        return parsedate_to_datetime(text).strftime("%Y%m%d")
    except ValueError:
        return text
