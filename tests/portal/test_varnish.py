"""The portal behind a real Varnish with deploy/varnish.vcl: as fresh as without it."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

import pytest

from tests.processes import HOST, ROOT, ServedSite, fetch, free_port, is_up, program, running, served_site, wait_for

pytestmark = pytest.mark.sqlite  # Once is enough.

PAGE = "/conditions/asthma/"
PAGES = (PAGE, "/", "/conditions/", f"{PAGE}?utm_source=letter", f"{PAGE}?unknown=1", "/nothing/here/")
PROMISE = 1.0  # Seconds from a change to its being on every page.


@contextmanager
def varnish(folder: Path, port: int, backend: int) -> Iterator[None]:
    text = (ROOT / "deploy" / "varnish.vcl").read_text(encoding="utf-8")
    assert '.port = "8000"' in text
    configuration = folder / "varnish.vcl"
    configuration.write_text(text.replace('.port = "8000"', f'.port = "{backend}"'), encoding="utf-8")
    folder.chmod(0o755)
    command = [program("varnishd", "varnish"), "-F", "-a", f"{HOST}:{port}", "-f", str(configuration)]
    with running([*command, "-n", str(folder / "varnish"), "-j", "none", "-s", "malloc,20m"]):
        wait_for(lambda: is_up(port))
        yield


class Behind(NamedTuple):
    """The port of Varnish, and the site behind it."""

    port: int
    site: ServedSite


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    program("varnishd", "varnish")
    port = free_port()
    told = {"EDGE_CACHE_SECONDS": "600", "PURGE_URLS": f"http://{HOST}:{port}/"}
    with (
        served_site(tmp_path_factory.mktemp("site"), **told) as site,
        varnish(tmp_path_factory.mktemp("varnish"), port, site.port),
    ):
        yield Behind(port, site)


def is_hit(port: int, path: str, **headers: str) -> bool:
    """Varnish names two requests where it answers from what it keeps: this one, and the one that fetched it."""
    return len(fetch(port, path, **headers).headers["x-varnish"].split()) == 2


def test_a_page_is_kept_by_the_cache(behind: Behind) -> None:
    wait_for(lambda: is_hit(behind.port, PAGE))


def test_browsers_are_told_to_ask_each_time(behind: Behind) -> None:
    headers = fetch(behind.port, PAGE).headers
    assert headers["cache-control"] == "public, no-cache"
    assert "surrogate-key" not in headers


def test_a_browser_that_asks_again_gets_304(behind: Behind) -> None:
    tag = fetch(behind.port, PAGE, Accept_Encoding="gzip").headers["etag"]
    assert fetch(behind.port, PAGE, Accept_Encoding="gzip", If_None_Match=tag).status == 304


def test_tags_of_campaigns_do_not_split_the_cache(behind: Behind) -> None:
    wait_for(lambda: is_hit(behind.port, PAGE))
    assert is_hit(behind.port, f"{PAGE}?utm_source=letter&fbclid=x")


def test_cookies_do_not_split_the_cache(behind: Behind) -> None:
    wait_for(lambda: is_hit(behind.port, PAGE))
    assert is_hit(behind.port, PAGE, Cookie="sessionid=x")


@pytest.mark.parametrize("path", ["/admin/", "/search/?q=cough", "/healthz", "/readyz", "/conditions/asthma"])
def test_what_is_not_for_everyone_is_not_kept(behind: Behind, path: str) -> None:
    fetch(behind.port, path)
    assert not is_hit(behind.port, path)


def test_only_the_portal_may_drop_pages(behind: Behind) -> None:
    assert fetch(behind.port, "/", "PURGE", source="127.0.0.2", Surrogate_Key="site").status == 405
    assert fetch(behind.port, "/", "PURGE", Surrogate_Key='site" || obj.status == "200').status == 400


def test_one_page_can_be_dropped_by_its_address(behind: Behind) -> None:
    wait_for(lambda: is_hit(behind.port, PAGE) and is_hit(behind.port, "/"))
    assert fetch(behind.port, "/", "PURGE", Surrogate_Key="conditions/asthma").status == 200
    assert is_hit(behind.port, "/")
    assert not is_hit(behind.port, PAGE)


class Seen(NamedTuple):
    asked_at: float
    status: int
    body: str


def read(port: int, path: str, over: Event) -> list[Seen]:
    seen = []
    while not over.is_set():
        asked_at = time.monotonic()
        reply = fetch(port, path)
        seen.append(Seen(asked_at, reply.status, reply.body))
    return seen


def lateness(behind: Behind, slug: str) -> tuple[list[float], list[Seen]]:
    """Post and end an alert while readers ask for all pages: how late each change was on the last of them."""
    over = Event()
    with ThreadPoolExecutor(len(PAGES)) as pool:
        readers = [pool.submit(read, behind.port, path, over) for path in PAGES]
        time.sleep(0.3)
        posted = behind.site.desk.tell(f"post {slug}")
        time.sleep(1.5)
        ended = behind.site.desk.tell(f"end {slug}")
        time.sleep(1.5)
        over.set()
        seen = [answer for reader in readers for answer in reader.result()]
    mark = f'data-alert="{slug}"'
    without = [
        answer.asked_at - posted for answer in seen if posted < answer.asked_at < ended and mark not in answer.body
    ]
    still = [answer.asked_at - ended for answer in seen if answer.asked_at > ended and mark in answer.body]
    return [max(without, default=0.0), max(still, default=0.0)], seen


def test_an_alert_comes_and_goes_on_every_page_within_the_promise(behind: Behind) -> None:
    late, seen = zip(*(lateness(behind, f"alert-{turn}") for turn in range(3)), strict=True)
    assert {answer.status for turn in seen for answer in turn} == {200, 404}
    # The middle of three, because a busy machine may stand still for longer than the promise.
    assert sorted(max(turn) for turn in late)[1] < PROMISE


@pytest.fixture
def leaving() -> Iterator[ThreadingHTTPServer]:
    """A site whose pages may be shown for a minute while it is away."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header(
                "Cache-Control", "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=60"
            )
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"page")

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer((HOST, 0), Answer)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.server_close()


def test_pages_go_on_being_shown_while_the_portal_is_away(leaving: ThreadingHTTPServer, tmp_path: Path) -> None:
    port = free_port()
    with varnish(tmp_path, port, leaving.server_port):
        assert fetch(port, PAGE).body == "page"
        leaving.shutdown()
        leaving.server_close()
        time.sleep(2.5)
        for _turn in range(3):
            assert fetch(port, PAGE).body == "page"
        assert "911" in fetch(port, "/another/").body
