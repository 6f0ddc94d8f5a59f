"""Every kind of page in every language, opened once each: readable anywhere, by anybody."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AXE, PHONE, SIDEWAYS, TYPED

Opener = Callable[..., Page]
RECALL = "alerts/kelpway-rescue-inhaler/"
LISTS = (
    "",
    "conditions/",
    "programs/",
    "alerts/",
    "body-areas/",
    "ages/teens/",
    "glossary/",
    "accessibility/",
    "nowhere/",
)
ENGLISH = [
    *(f"/{path}" for path in LISTS),
    *("/conditions/asthma/", "/conditions/bare/", "/conditions/long-words/", "/programs/asthma-program/"),
    *(
        f"/{RECALL}{number}"
        for number in ("", *(f"{TYPED}{number}" for number in ("KW6118", "KW61I9", "ZZ99887", "10/2027")))
    ),
    *("/search/", "/search/?q=asthma", "/search/?q=nothing-like-it", "/search/?q=nueroblastoma+inhaler"),
    *("/specialties/heart-cardiology/", "/alerts/?product=nothing-like-it"),
]
TRANSLATED = [
    *(
        f"/{language}/{path}"
        for language in ("es", "ar")
        for path in (*LISTS, f"{RECALL}{TYPED}KW6118", f"{RECALL}{TYPED}KW6181")
    ),
    *("/es/conditions/asma/", "/es/programs/asthma-program/", "/ar/conditions/asthma-ar/"),
    *("/es/search/?q=asma", "/es/search/?q=zzzz", "/ar/search/?q=zzzz"),
]
WIDE, NARROW = 1280, 320

SEEN_BY_COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules whose answer another colour scheme can change."""
FOUND = """async ids => {
    const all = axe.getRules().map(rule => rule.ruleId).filter(id => id !== "color-contrast-enhanced");
    const rules = Object.fromEntries((ids ?? all).map(id => [id, {enabled: true}]));
    const only = ids ? {runOnly: ids} : {};
    const found = await axe.run({resultTypes: ["violations"], rules, ...only});
    return found.violations.map(one => [one.id, one.nodes.slice(0, 3).map(node => node.html)]);
}"""
"""Every rule, those of best practice, of WCAG 2.2 and the experimental ones with them. The one for more contrast than
AA asks for everywhere is left out: tests/portal/test_styleguide.py holds what is read at length to it."""
SMALL = """() => [...document.querySelectorAll("a, button, input, select, summary")].filter(one => {
    const box = one.getBoundingClientRect();
    const isInText = one.closest(".notice, .trail, .card h2, .card h3, .text");
    const isInline = isInText || getComputedStyle(one).display === "inline";
    return box.width && !isInline && !one.matches(".skip") && (box.height < 44 || box.width < 44);
}).map(one => one.outerHTML)"""
CUT = """() => [...document.querySelectorAll("body *")].filter(one => {
    const style = getComputedStyle(one);
    const isCutting = [style.overflowX, style.overflowY].some(flow => flow === "hidden" || flow === "clip");
    const isMeant = one.closest("svg, input, .aside, .measuring, .waves, [hidden]") || !one.clientWidth;
    return isCutting && !isMeant && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map(one => one.outerHTML.slice(0, 200))"""
SPACING = """
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }
"""
"""What WCAG 1.4.12 lets a reader set."""


@pytest.mark.parametrize("path", [*ENGLISH, *TRANSLATED])
def test_a_page_is_for_everybody(open_page: Opener, path: str) -> None:
    page = open_page(path, (WIDE, 800), bypass_csp=True)
    axe_finds_nothing(page, is_translated=path in TRANSLATED)
    nothing_is_lost_at_400_percent(page)
    every_control_is_large_enough_for_a_thumb(page)
    nothing_is_lost_with_text_of_200_percent(page)
    nothing_is_lost_with_text_spacing_of_ones_own(page)


def test_the_styleguide_with_every_state_is_for_everybody(open_page: Opener) -> None:
    page = open_page("/admin/login/?next=/styleguide/", (WIDE, 800), bypass_csp=True)
    page.fill("#id_username", "editor")
    page.fill("#id_password", "lantern-demo")
    page.click("[type=submit]")
    page.wait_for_url("**/styleguide/")
    axe_finds_nothing(page)
    nothing_is_lost_at_400_percent(page)


def axe_finds_nothing(page: Page, *, is_translated: bool = False) -> None:
    """In both schemes and widths; a translation of what has no tabs, which is built as in English, in one."""
    if not AXE.exists():
        pytest.skip("needs var/tools/axe.min.js, which `make test` fetches")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, scheme in ((NARROW, "dark"), (WIDE, "light")):
        see(page, width, scheme)
        assert page.evaluate(FOUND, None) == [], (width, scheme)
        if is_translated and not page.locator("[data-tab]").count():
            return
        see(page, width, "dark" if scheme == "light" else "light")
        assert page.evaluate(FOUND, SEEN_BY_COLOUR) == [], (width, scheme)


def see(page: Page, width: int, scheme: Any = "light", height: int = 800) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)


def nothing_is_lost_at_400_percent(page: Page) -> None:
    """A window of 1280 by 1024, enlarged four times."""
    see(page, NARROW, height=256)
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(CUT) == []


def every_control_is_large_enough_for_a_thumb(page: Page) -> None:
    see(page, PHONE[0], height=PHONE[1])
    assert page.evaluate(SMALL) == []


def nothing_is_lost_with_text_of_200_percent(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (NARROW, 768, WIDE):
        see(page, width)
        assert page.evaluate(SIDEWAYS) <= 0, width
        assert page.evaluate(CUT) == [], width
    page.evaluate("document.documentElement.style.fontSize = ''")


def nothing_is_lost_with_text_spacing_of_ones_own(page: Page) -> None:
    see(page, PHONE[0], height=PHONE[1])
    page.add_style_tag(content=SPACING)
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(CUT) == []
