"""The page cache as this site runs it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from portal.headers import ContentSecurityPolicy, security_headers
from portal.public_handler import PublicHandler
from portal.views import unavailable
from publishing.page_cache.application import PageCache
from publishing.page_cache.edge import Edge, Purger
from publishing.page_cache.freshness import Freshness
from publishing.page_cache.rendered import Rendered
from publishing.page_cache.shared import SharedPages
from publishing.page_cache.squeezing import Squeezer
from publishing.page_cache.store import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def with_page_cache(application: WSGIApplication) -> WSGIApplication:
    """The application behind a page cache, which makes public pages by a shorter way; as it is, while debugging."""
    if settings.DEBUG:
        return application
    return PageCache(
        application,
        PublicHandler(),
        store=Store(settings.PAGE_CACHE_MB * 1_000_000),
        freshness=_freshness(),
        squeezer=Squeezer(),
        longest_stale=settings.LONGEST_STALE,
        unavailable=unavailable_answer,
        shared=SharedPages(settings.CACHE_URL, _release()) if settings.CACHE_URL else None,
        edge=Edge(settings.EDGE_CACHE_SECONDS, settings.LONGEST_STALE) if settings.EDGE_CACHE_SECONDS else None,
    )


def _freshness() -> Freshness:
    """Where caches in front are to be told of changes, readers may never come here: the asking begins at once."""
    purgers = [Purger(url, settings.EDGE_CACHE_SECONDS) for url in settings.PURGE_URLS]
    if not purgers:
        return Freshness(settings.SITE_VERSION_INTERVAL)

    def drop_all() -> None:
        for purger in purgers:
            purger.drop_all()

    freshness = Freshness(settings.SITE_VERSION_INTERVAL, drop_all)
    freshness.begin()
    return freshness


def _release() -> str:
    """A digest of all that makes a page besides the data, so that no page is taken for one of another release."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for folder in ("portal", "publishing", "conditions", "alerts", "templates", "static"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    names = ("SITE_URL", "HOSPITAL_NAME", "HOSPITAL_PHONE", "EMERGENCY_TEXT", "TIME_ZONE", "DEMO")
    digest.update(repr([getattr(settings, name) for name in names]).encode())
    return digest.hexdigest()


def unavailable_answer() -> Rendered:
    """503, with the headers of every other answer: no middleware sees it."""
    request = HttpRequest()
    response = security_headers(lambda _request: unavailable())(request)
    for middleware in (ContentSecurityPolicy, SecurityMiddleware, XFrameOptionsMiddleware):
        middleware(lambda _request: HttpResponse()).process_response(request, response)
    return Rendered("503 Service Unavailable", list(response.items()), response.content)
