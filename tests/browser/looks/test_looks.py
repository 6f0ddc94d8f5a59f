"""Every type of page looks as it looked when somebody last found it good: on a phone and a desk, light and dark."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route

from portal.views import unavailable
from tests.browser.conftest import visit
from tests.browser.looks.comparing import KEPT, TOLERATED, Seen
from tests.browser.looks.pages import LANGUAGES, pages_in

SIZES = {"phone": (390, 1688), "desk": (1280, 1200)}
"""As wide as the screens are, and longer than they are high."""
SHEET = (794, 1123)
"""A4 at 96 pixels to the inch."""
SCHEMES = ("light", "dark")
FOUND = settings.BASE_DIR / "var" / "looks"
IS_ACCEPTED = os.environ.get("LOOKS") == "accept"


@pytest.fixture
def compared() -> Iterator["Comparison"]:
    comparison = Comparison()
    yield comparison
    assert not comparison.strange, comparison.told()


class Comparison:
    """Pages of one test, told of together."""

    def __init__(self) -> None:
        self.strange: list[str] = []

    def see(self, page: Page, name: str) -> None:
        page.evaluate("document.fonts.ready")
        screenshot = page.screenshot(animations="disabled")
        seen, kept = Seen.of(screenshot), Seen.kept(name)
        share = 1.0 if kept is None else seen.share_that_differs(kept)
        FOUND.mkdir(parents=True, exist_ok=True)
        (FOUND / f"{name}.png").unlink(missing_ok=True)
        if IS_ACCEPTED:
            (FOUND / f"{name}.png").write_bytes(screenshot)
        if share <= TOLERATED:
            return
        if IS_ACCEPTED:
            seen.keep(name)
        else:
            seen.beside(kept).save(FOUND / f"{name}.png")
            self.strange.append(f"{name}: {f'{share:.1%} differ' if kept else 'no picture is kept of it'}")

    def told(self) -> str:
        return "\n  ".join([f"{len(self.strange)} pages do not look as they did:", *self.strange]) + (
            f"\nAs kept, as seen, and where they differ: {FOUND}\nWhere the new look is the right one: make looks"
        )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_each_type_looks_as_it_did(
    drawing: Browser, site: str, compared: Comparison, language: str, size: str
) -> None:
    page = opened(drawing, SIZES[size])
    for kind, path in pages_in(language):
        page.goto("about:blank")  # Only a change of the part after # would load nothing.
        visit(page, site + path)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            compared.see(page, f"{kind}-{language}-{size}-{scheme}")
    page.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_page_of_a_site_that_is_away_looks_as_it_did(
    drawing: Browser, site: str, compared: Comparison, size: str
) -> None:
    page = opened(drawing, SIZES[size])
    page.route(site + "/away/", lambda route: answer(route, unavailable().content))
    page.goto(site + "/away/")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        compared.see(page, f"away-en-{size}-{scheme}")
    page.context.close()


def answer(route: Route, body: bytes) -> None:
    route.fulfill(status=503, body=body, content_type="text/html; charset=utf-8")


def test_the_leaflet_of_a_condition_looks_as_it_did(drawing: Browser, site: str, compared: Comparison) -> None:
    page = opened(drawing, SHEET)
    for language in LANGUAGES:
        page.emulate_media(media="screen")
        page.goto(site + dict(pages_in(language))["condition"], wait_until="networkidle")
        page.emulate_media(media="print")
        compared.see(page, f"leaflet-{language}")
    page.context.close()


def opened(browser: Browser, size: tuple[int, int], **options: Any) -> Page:
    return browser.new_context(viewport={"width": size[0], "height": size[1]}, **options).new_page()


def test_no_picture_is_kept_of_what_there_is_not() -> None:
    known = {f"{kind}-{language}" for language in LANGUAGES for kind, _path in pages_in(language)} | {"away-en"}
    names = {f"{one}-{size}-{scheme}" for one in known for size in SIZES for scheme in SCHEMES}
    assert {path.stem for path in KEPT.iterdir()} == names | {f"leaflet-{language}" for language in LANGUAGES}
