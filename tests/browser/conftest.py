"""A real browser on the real site."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.signals import request_finished, request_started
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from benchmarks.servers import ROOT, free_port, granian
from portal import demonstration
from tests.collected import collect_into
from tests.conftest import restore_roles

# Playwright drives the browser from an event loop; the tests themselves never wait in one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PHONE, DESK = (390, 844), (1280, 900)
LOADED_AT, READ_AT = "2026-11-02T15:00:00+00:00", "2026-11-03T15:00:00+00:00"


TYPED = "#typed="
"""Stands in an address before a number that is then typed into the page's checker and sent."""


def visit(page: Page, address: str) -> None:
    """Open an address, and send the number that stands after `TYPED`."""
    address, _mark, number = address.partition(TYPED)
    page.goto(address)
    if number:
        page.locator("#_number").fill(number)
        page.locator(".yours .box button").click()
        page.wait_for_selector("[data-answer]")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Start a browser, with flags and an environment of its own; all are ended with the tests."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    always = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
    launched: list[Browser] = []
    with sync_playwright() as playwright:

        def start(*flags: str, **environment: str) -> Browser:
            own = os.environ | environment
            launched.append(
                playwright.chromium.launch(executable_path=path, args=[*always, *flags], env=own)  # type: ignore[arg-type]
            )
            return launched[-1]

        yield start
        for one in launched:
            one.close()


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Browser:
    return launch()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration as `make run` serves it, with a database of its own, for tests that only read.

    It was loaded one day, and is read the next, whatever day it is: its pages look the same each time.
    """
    folder = tmp_path_factory.mktemp("demonstration")
    environment = os.environ | {
        "ENV_FILE": os.devnull,
        "DEMO": "1",
        "SITE_URL": "",
        "DATABASE_URL": "",
        "CACHE_URL": "",
        "DATA_DIR": str(folder),
        "BEGUN_AT": LOADED_AT,
    }
    collect_into(folder)
    for command in (["-m", "tests.begun", "migrate", "-v0"], ["-m", "tests.begun", "demo"], ["-c", _MORE_PAGES]):
        subprocess.run([sys.executable, *command], env=environment, cwd=ROOT, check=True, capture_output=True)
    port = free_port()
    with granian("tests.begun:application", port, environment | {"BEGUN_AT": READ_AT}, workers=1):
        yield f"http://127.0.0.1:{port}"


_MORE_PAGES = """
import tests.begun
from publishing import workflow
from tests.factories import live_condition, make_alert
for language in ("en", "es", "ar"):
    retired = live_condition(title="Retired", slug=f"retired-{language}", language=language)
    workflow.retire(retired, by=None, reason="Its facts are no longer kept up.")
bare = live_condition(title="Bare", slug="bare", summary="")
lift = make_alert(slug="lift", headline="The lift is out of order.", kind="notice", is_everywhere=False)
lift.conditions.set([bare])
lift.post(by=None)
live_condition(
    {
        title: "<h3>Pheochromocytomas?</h3><ul><li>ataxia-telangiectasia</li></ul>" * 3
        for title in ("Symptoms & Causes", "Diagnosis & Treatments", "Research & Innovation")
    },
    title="Relapsed or Refractory Neuroblastoma",
    slug="long-words",
    introduction="<h3>What are pheochromocytomas?</h3><p>Ataxia-telangiectasia and adrenocorticotropichormone.</p>",
)
"""
"""A page with nothing but a name and a notice that can be folded away, one with the long words of a real page, and
one that is retired, in each language."""


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the database of a demonstration is kept once it is loaded: making one takes seconds, copying it none."""
    return tmp_path_factory.mktemp("loaded") / "portal.sqlite3"


@contextmanager
def _all_answered(patience: float = 10) -> Iterator[None]:
    """Wait at the end, for some seconds at most, until the site has answered: what it writes for a page that is
    closed by then would come to the next test's database. What arrives later comes from nobody who is signed in."""
    answering: set[int] = set()

    def asked(**_: Any) -> None:
        answering.add(get_ident())

    def answered(**_: Any) -> None:
        answering.discard(get_ident())

    request_started.connect(asked)
    request_finished.connect(answered)
    yield
    Session.objects.all().delete()
    until = time.monotonic() + patience
    while answering and time.monotonic() < until:
        time.sleep(0.01)
    request_started.disconnect(asked)
    request_finished.disconnect(answered)


@pytest.fixture
def changing_site(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, loaded: Path) -> Iterator[str]:
    """A demonstration that a test may change; gives its address."""
    monkeypatch.setattr(settings, "DEMO", True)
    connection.ensure_connection()
    is_loaded = loaded.exists()
    with closing(sqlite3.connect(loaded)) as copy:
        if is_loaded:
            copy.backup(connection.connection)
            ContentType.objects.clear_cache()
        else:
            restore_roles()
            demonstration.load()
            connection.connection.backup(copy)
    with _all_answered():
        yield live_server.url


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Open an address of the site; every request that leaves it, and every error of the page, fails the test."""
    is_changing = "changing_site" in request.fixturenames
    site = request.getfixturevalue("changing_site" if is_changing else "site")
    contexts: list[BrowserContext] = []
    strays: list[str] = []

    def watch(sent: Request) -> None:
        if not sent.url.startswith((site, "data:")):
            strays.append(sent.url)

    def opened(path: str, size: tuple[int, int] = PHONE, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", watch)
        page.on("pageerror", lambda error: strays.append(f"script error: {error}"))
        page.on("console", lambda said: strays.append(said.text) if "Content Security" in said.text else None)
        visit(page, site + path)
        if options.get("java_script_enabled", True):
            page.evaluate("document.fonts.ready")
        return page

    yield opened
    for context in contexts:
        context.set_offline(True)  # What a form sends as it closes would come to the next test's site.
        context.close()
    assert strays == []


SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""How many pixels of a page a reader would have to scroll sideways for."""
AXE = ROOT / "var" / "tools" / "axe.min.js"
ALL_STILL = """async () => {
    while (document.getAnimations().length)
        await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
}"""
"""Waits until nothing moves; an animation that another one replaces is cancelled, not finished."""
