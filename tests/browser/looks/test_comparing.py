"""The comparison itself: how a letter is drawn passes, and what a person would see does not."""

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page

from tests.browser.looks.comparing import TOLERATED, Seen
from tests.browser.looks.test_looks import SIZES, opened

ASTHMA, ASMA = "/conditions/asthma/", "/es/conditions/asma/"
DRAWN_OTHERWISE: dict[str, Callable[[Image.Image], Image.Image]] = {
    "a pixel further on": lambda picture: ImageChops.offset(picture, 1, 1),
    "softer letters": lambda picture: picture.filter(ImageFilter.GaussianBlur(0.8)),
    "harder letters": lambda picture: picture.filter(ImageFilter.UnsharpMask(1, 80)),
    "colors rounded otherwise": lambda picture: picture.point(lambda value: min(value + 3, 255)),
}
BROKEN = {
    "no banner": ".notice { display: none !important }",
    "a menu in two rows": ".top nav ul { max-inline-size: 13rem !important }",
    "a menu without the other languages": ".top nav li:nth-child(n + 4) { display: none !important }",
    "a larger heading": "h1 { zoom: 1.2 }",
    "a heading that is a little larger": "h1 { zoom: 1.05 }",
    "links of another color": "main a { color: #9b1c1c !important }",
    "a button of another color": ".call .button { background: #9fd8c4 !important }",
    "no drawing and no wave": ".scene, .waves { visibility: hidden }",
    "paper that is gray": "html { background: #e4e4e4 !important }",
    "text in another face": "* { font-family: 'DejaVu Sans' !important }",
    "text that is centered": ".text, .summary { text-align: center }",
    "parts without their ground": ".card, .contents { visibility: hidden }",
}


@pytest.fixture(params=SIZES)
def page(drawing: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = opened(drawing, SIZES[request.param], bypass_csp=True)
    page.goto(site + ASTHMA)
    yield page
    page.context.close()


def seen(page: Page) -> Seen:
    page.evaluate("document.fonts.ready")
    return Seen.of(page.screenshot(animations="disabled"))


def test_how_letters_and_edges_are_drawn_passes(page: Page) -> None:
    drawn = page.screenshot(animations="disabled")
    for name, change in DRAWN_OTHERWISE.items():
        changed = io.BytesIO()
        change(Image.open(io.BytesIO(drawn)).convert("RGB")).save(changed, "PNG")
        assert Seen.of(changed.getvalue()).share_that_differs(Seen.of(drawn)) <= TOLERATED, name


def test_what_is_broken_is_seen(page: Page) -> None:
    good = seen(page)
    for name, rule in BROKEN.items():
        page.reload()
        page.add_style_tag(content=rule)
        assert seen(page).share_that_differs(good) > 2 * TOLERATED, name
    page.reload()
    assert seen(page).share_that_differs(good) <= TOLERATED


def test_another_scheme_another_language_and_a_bare_page_are_seen(page: Page) -> None:
    good = seen(page)
    page.emulate_media(color_scheme="dark")
    assert seen(page).share_that_differs(good) > 0.3
    page.emulate_media(color_scheme="light")
    page.goto(page.url.replace(ASTHMA, ASMA))
    assert seen(page).share_that_differs(good) > 10 * TOLERATED
    page.goto(page.url.replace(ASMA, ASTHMA))
    page.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach(one => one.remove())")
    assert seen(page).share_that_differs(good) > 0.3
