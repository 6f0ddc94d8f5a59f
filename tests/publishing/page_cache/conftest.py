"""A page cache over the real site and the real database."""

import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from django.core.wsgi import get_wsgi_application

from portal.front import unavailable_answer
from portal.public_handler import PublicHandler
from publishing.models import SiteVersion
from publishing.page_cache.application import PageCache
from publishing.page_cache.freshness import Freshness
from publishing.page_cache.squeezing import Squeezer
from publishing.page_cache.store import Store

INTERVAL = 0.02


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Site:
    """The site behind a cache, and how often Django was asked."""

    def __init__(self, *, longest_stale: float = 60) -> None:
        self.renderings = 0
        self.last_environ: dict[str, Any] = {}
        self.store = Store(5_000_000)
        self.freshness = Freshness(INTERVAL)
        self.cache = PageCache(
            self._counted(get_wsgi_application()),
            self._counted(PublicHandler()),
            store=self.store,
            freshness=self.freshness,
            squeezer=Squeezer(),
            longest_stale=longest_stale,
            unavailable=unavailable_answer,
        )

    def _counted(self, application: Callable[..., Any]) -> Callable[..., Any]:
        def counted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
            self.renderings += 1
            self.last_environ = environ
            return application(environ, start_response)

        return counted

    def settle(self) -> None:
        """Wait until the cache knows the site's latest version."""
        self.wait_for(lambda: (known := self.freshness.now()) is not None and known.version == SiteVersion.current())

    @staticmethod
    def wait_for(is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 20
        while not is_so():
            assert time.monotonic() < deadline, "waited 20 seconds in vain"
            time.sleep(INTERVAL / 4)

    def ask(self, path: str, method: str = "GET", query: str = "", **headers: str) -> Reply:
        answer: list[Any] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": BytesIO(),
        } | headers
        body = b"".join(self.cache(environ, lambda *given: answer.append(given)))  # type: ignore[arg-type, return-value]
        return Reply(int(answer[0][0][:3]), {name.lower(): value for name, value in answer[0][1]}, body)


@pytest.fixture
def site(transactional_db: None) -> Iterator[Site]:
    made = Site()
    yield made
    made.cache.stop()
