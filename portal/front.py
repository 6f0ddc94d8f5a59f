"""The page cache as this site runs it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

from portal.views import unavailable
from publishing.page_cache.application import PageCache
from publishing.page_cache.freshness import Freshness
from publishing.page_cache.rendered import Rendered
from publishing.page_cache.shared import SharedPages
from publishing.page_cache.squeezing import Squeezer
from publishing.page_cache.store import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def with_page_cache(application: WSGIApplication) -> WSGIApplication:
    """The application behind a page cache; as it is, where the setting or debugging says so."""
    if not settings.PAGE_CACHE_MB or settings.DEBUG:
        return application
    return PageCache(
        application,
        store=Store(settings.PAGE_CACHE_MB * 1_000_000),
        freshness=Freshness(settings.SITE_VERSION_INTERVAL),
        squeezer=Squeezer(),
        longest_stale=settings.LONGEST_STALE,
        unavailable=unavailable_answer,
        shared=SharedPages(settings.CACHE_URL, _release()) if settings.CACHE_URL else None,
    )


def _release() -> str:
    """A digest of the code and templates, so that pages of another release are never taken for this one's."""
    digest = hashlib.sha256()
    for folder in ("portal", "publishing", "conditions", "alerts", "templates", "static"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".css", ".js"):
                digest.update(path.read_bytes())
    digest.update(
        repr([settings.SITE_URL, settings.HOSPITAL_NAME, settings.HOSPITAL_PHONE, settings.EMERGENCY_TEXT]).encode()
    )
    return digest.hexdigest()


def unavailable_answer() -> Rendered:
    response = unavailable()
    return Rendered("503 Service Unavailable", list(response.items()), response.content)
