"""The addresses of other sites that conditions lead to: which there are, and whether they still work."""

from __future__ import annotations

import re
import socket
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any
from urllib import request
from urllib.error import HTTPError
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q

from conditions.models import Condition, ExternalLink, Section
from publishing import clock
from publishing.html import is_safe_address

BROKEN_AFTER = 2
"""How often in a row an address must have failed before an editor is told: one failure may be the network's."""

_HREF = re.compile(r'href="(https?://[^"]+)"')
_LONGEST = 2000
_GONE = (404, 410)
_CLOSED_TO_PROGRAMS = (401, 403, 405, 406, 429, 451, 999)
"""What sites answer that let nobody in but people with a browser: it says nothing of the page."""
_WORKERS = 8


@dataclass(frozen=True)
class Manners:
    """How addresses are asked: how long one may be silent, and the pause between two of one host, in seconds."""

    timeout: float = 10
    pause: float = 1
    allow_private: bool = False


@dataclass(frozen=True)
class Result:
    url: str
    status: int | None
    fault: str
    """Empty where it works."""

    is_certain: bool = False
    """Whether asking again would help nobody."""


def broken_links(addresses: Collection[str]) -> dict[str, str]:
    """Those that did not work, each with what came instead."""
    failed = ExternalLink.objects.filter(url__in=list(addresses), failures__gte=BROKEN_AFTER)
    return dict(failed.values_list("url", "fault"))


def gather() -> int:
    """Note every external address of the drafts, forget those that none leads to; how many there are."""
    found = set(_addresses())
    known = set(ExternalLink.objects.values_list("url", flat=True))
    ExternalLink.objects.bulk_create(
        [ExternalLink(url=url) for url in sorted(found - known)], ignore_conflicts=True, batch_size=500
    )
    gone = sorted(known - found)
    for start in range(0, len(gone), 500):
        ExternalLink.objects.filter(url__in=gone[start : start + 500]).delete()
    return len(found)


def _addresses() -> Iterator[str]:
    own = urlsplit(settings.SITE_URL).netloc
    for text in _texts():
        for url in map(unescape, _HREF.findall(text)):
            if is_safe_address(url) and urlsplit(url).netloc != own and len(url) <= _LONGEST:
                yield url


def _texts() -> Iterator[str]:
    yield from Section.objects.values_list("body", flat=True).iterator()
    for introduction, sources in Condition.objects.values_list("introduction", "sources").iterator():
        yield introduction
        for line in sources:
            yield f'href="{line.rpartition(" ")[2]}"'


def due(days: int, most: int) -> list[str]:
    """Those not asked for so many days, never asked ones first. What failed once is asked again in the next run."""
    before = clock.now() - timedelta(days=days)
    wanted = Q(checked_at__isnull=True) | Q(checked_at__lt=before) | Q(failures=1)
    links = ExternalLink.objects.filter(wanted).order_by(F("checked_at").asc(nulls_first=True), "pk")
    return list(links.values_list("url", flat=True)[:most])


def ask_all(urls: Iterable[str], manners: Manners) -> Iterator[Result]:
    """Each host one address after another, with a pause; several hosts at once."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[urlsplit(url).netloc].append(url)
    with ThreadPoolExecutor(_WORKERS) as pool:
        for results in pool.map(lambda of_host: list(_ask_host(of_host, manners)), hosts.values()):
            yield from results


def _ask_host(urls: list[str], manners: Manners) -> Iterator[Result]:
    for number, url in enumerate(urls):
        if number:
            time.sleep(manners.pause)
        yield ask(url, manners)


def ask(url: str, manners: Manners) -> Result:
    """HEAD, and GET where that is not understood. No body is read."""
    if not manners.allow_private and _is_private(urlsplit(url).hostname or ""):
        return Result(url, None, "it leads into a private network, which families cannot reach", is_certain=True)
    result = _asked(url, "HEAD", manners)
    if result.status is not None and result.status >= 400 and result.status not in _CLOSED_TO_PROGRAMS:
        result = _asked(url, "GET", manners)
    return result


def _asked(url: str, method: str, manners: Manners) -> Result:
    asked = request.Request(url, method=method)  # noqa: S310 - the opener knows http and https alone
    try:
        with _opener(manners).open(asked, timeout=manners.timeout) as answer:
            return Result(url, answer.status, "")
    except HTTPError as error:
        error.close()
        if error.code in _CLOSED_TO_PROGRAMS:
            return Result(url, error.code, "")
        return Result(url, error.code, f"it answers {error.code} {error.reason}"[:200], error.code in _GONE)
    except TimeoutError:
        return Result(url, None, f"no answer within {manners.timeout:g} seconds")
    except (OSError, HTTPException, ValueError) as error:
        return Result(url, None, f"it cannot be reached ({getattr(error, 'reason', error)})"[:200])


def keep(result: Result) -> None:
    """Write down what came, and when."""
    link = ExternalLink.objects.filter(url=result.url)
    facts: dict[str, Any] = {"checked_at": clock.now(), "status": result.status, "fault": result.fault}
    if not result.fault:
        link.update(**facts, failures=0)
    elif result.is_certain:
        link.update(**facts, failures=BROKEN_AFTER)
    else:
        link.update(**facts, failures=F("failures") + 1)


def _is_private(host: str) -> bool:
    try:
        found = socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False  # The question itself will tell.
    return any(not ip_address(str(address[4][0]).partition("%")[0]).is_global for address in found)


class _Redirects(request.HTTPRedirectHandler):
    def __init__(self, manners: Manners) -> None:
        self._manners = manners

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """Raises `OSError` where a public address sends us into a private network."""
        if not self._manners.allow_private and _is_private(urlsplit(newurl).hostname or ""):
            raise OSError("it redirects into a private network")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(manners: Manners) -> request.OpenerDirector:
    """Without the handlers of file: and ftp:, to which an answer could send us."""
    opener = request.OpenerDirector()
    handlers: tuple[request.BaseHandler, ...] = (
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        _Redirects(manners),
        request.HTTPErrorProcessor(),
        request.UnknownHandler(),
    )
    for handler in handlers:
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "hospital-content-portal (link check)"), ("Accept", "*/*")]
    return opener
