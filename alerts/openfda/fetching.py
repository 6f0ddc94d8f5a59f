"""Asking openFDA and FDA's postings feed. Only http(s), with an end to every wait, every size and every list."""

from __future__ import annotations

import re
from datetime import date
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib import request
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from alerts.openfda.files import read_at_most
from alerts.openfda.postings import read_postings
from alerts.openfda.reading import read_values
from alerts.openfda.remarks import Unreadable

PRODUCTS = ("drug", "device", "food")
_TIMEOUT = 30
"""Seconds for which one answer may be silent."""
_A_PAGE = 1000
"""Records in one answer; openFDA gives no more."""
_MOST_PAGES = 100
_NEXT = re.compile(r'<([^>]+)>\s*;[^,]*\brel="?next"?', re.IGNORECASE)


class Answer(NamedTuple):
    body: bytes
    next_address: str


def fetch_reports(product: str, first: date, last: date) -> list[Any]:
    """All enforcement reports of a kind of product from these days. Raises `Unreadable`."""
    days = f"report_date:[{first:%Y%m%d} TO {last:%Y%m%d}]"
    asked = urlencode({"search": days, "sort": "report_date:asc", "limit": _A_PAGE})
    address = f"{settings.OPENFDA_URL}/{product}/enforcement.json?{asked}"
    values: list[Any] = []
    for _page in range(_MOST_PAGES):
        answer = _ask(address)
        values += read_values(answer.body)
        if not answer.next_address:
            return values
        if urlsplit(answer.next_address)[:2] != urlsplit(address)[:2]:
            raise Unreadable(_("The next page is said to be on another host; it was not asked for."))
        address = answer.next_address
    raise Unreadable(_("There are more than %(most)s pages. Ask for fewer days.") % {"most": _MOST_PAGES})


def fetch_postings() -> list[Any]:
    """Raises `Unreadable`."""
    return list(read_postings(_ask(settings.FDA_POSTINGS_URL).body))


def _ask(address: str) -> Answer:
    try:
        with _opener().open(address, timeout=_TIMEOUT) as answer:
            return Answer(read_at_most(answer), _next(address, answer.headers.get("Link", "")))
    except HTTPError as error:
        if error.code == 404:
            with error:
                return Answer(read_at_most(error), "")
        error.close()
        raise Unreadable(_("%(host)s answers %(code)s. Try again later.") % _words(address, error)) from error
    except (OSError, HTTPException, ValueError) as error:
        why = getattr(error, "reason", error)
        raise Unreadable(
            _("%(host)s cannot be reached (%(why)s). Is there a network? Nothing was changed.")
            % {**_words(address, error), "why": why}
        ) from error


def _words(address: str, error: Exception) -> dict[str, Any]:
    return {"host": urlsplit(address).netloc, "code": getattr(error, "code", "")}


def _next(address: str, link: str) -> str:
    found = _NEXT.search(link)
    return urljoin(address, found[1]) if found else ""


def _opener() -> request.OpenerDirector:
    """Without the handlers of file: and ftp:, to which an answer could send us."""
    opener = request.OpenerDirector()
    handlers = (
        request.ProxyHandler,
        request.HTTPHandler,
        request.HTTPSHandler,
        request.HTTPDefaultErrorHandler,
        request.HTTPRedirectHandler,
        request.HTTPErrorProcessor,
        request.UnknownHandler,
    )
    for handler in handlers:
        opener.add_handler(handler())
    opener.addheaders = [("User-Agent", "hospital-content-portal"), ("Accept", "application/json, application/xml")]
    return opener
