"""Any public page as the public saw it at any moment: made again by the same code, from what was kept."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import clock
from publishing.models import AuditEntry
from publishing.page_cache.request import asked_of, bare_environ


class NotReplayable(ValueError):
    """The address or the moment cannot be replayed; the message says why and what can be."""


class ShownTwice(NotReplayable):
    """The clocks were put back, and showed the moment twice."""

    def __init__(self, *moments: datetime) -> None:
        self.moments = [moment.isoformat() for moment in moments]
        text = _("The clocks were put back then, and showed this twice: first as %(first)s, then as %(second)s.")
        super().__init__(text % {"first": self.moments[0], "second": self.moments[1]})


@dataclass(frozen=True)
class Replayed:
    """An answer of the public site, as it was or will be."""

    status: int
    content_type: str
    location: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def is_page(self) -> bool:
        return self.content_type.startswith("text/html")


def replay(address: str, at: datetime) -> Replayed:
    """What the public site answered (or will answer) under an address, with today's design.

    The request is nobody's, and goes past the page cache. Raises `NotReplayable` for what is no public address.
    """
    request = request_for(address)
    with clock.as_of(at):
        response: HttpResponse = _handler().get_response(request)  # type: ignore[assignment]
    return Replayed(
        status=response.status_code,
        content_type=response.headers.get("Content-Type", ""),
        location=response.headers.get("Location", ""),
        body=response.content,
    )


def moment(text: str) -> datetime:
    """A moment as typed: in the hospital's time zone, or in the one that it names (`…-05:00`).

    Raises `NotReplayable` where there is no such moment, or where the clock showed it twice.
    """
    try:
        typed = datetime.fromisoformat(text.strip())
    except ValueError:
        raise NotReplayable(_("Write the moment as 2026-03-03T14:05, not “%(text)s”.") % {"text": text}) from None
    if typed.tzinfo is not None:
        return typed.astimezone(UTC)
    first, second = (typed.replace(tzinfo=timezone.get_default_timezone(), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(first.tzinfo).replace(tzinfo=None) != typed:
        raise NotReplayable(_("The clocks were put forward then: there was no %(moment)s.") % {"moment": typed})
    raise ShownTwice(first, second)


def first_change() -> datetime | None:
    """When the first public change was recorded; before it there was nothing to see."""
    return AuditEntry.objects.order_by("number").values_list("at", flat=True).first()


def about(at: datetime) -> str:
    """What a moment is to the site, where it is not simply past."""
    if at > clock.now():
        return _("This moment is still to come: so it will be, if nothing else is done.")
    first = first_change()
    if first is None or at < first:
        return _("Nothing was public yet: this is before the site's first recorded change.")
    return ""


def request_for(address: str) -> WSGIRequest:
    """Nobody's request for an address of the public site. Raises `NotReplayable` for any other."""
    parts, site = urlsplit(address), urlsplit(settings.SITE_URL)
    environ: dict[str, object] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),
        "QUERY_STRING": parts.query,
        "HTTP_HOST": site.netloc,
        "wsgi.url_scheme": site.scheme,
        "wsgi.errors": sys.stderr,
    }
    is_ours = parts.path.startswith("/") and parts.netloc in ("", site.netloc)
    asked = asked_of(environ) if is_ours else None
    if asked is None:
        raise NotReplayable(
            _("“%(address)s” is no address of the public site. Write one such as /conditions/asthma/.")
            % {"address": address}
        )
    return WSGIRequest(bare_environ(environ, asked.key._replace(scheme=site.scheme)))


@cache
def _handler() -> WSGIHandler:
    """Django itself, without what stands in front of it."""
    return WSGIHandler()
