"""Every public page: readable anywhere, by anybody, with nothing from elsewhere."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import AXE, DESK, PHONE
from tests.factories import live_alert

Opener = Callable[..., Page]
ASTHMA = "/conditions/asthma/"
PAGES = [
    "/",
    "/conditions/",
    ASTHMA,
    "/programs/",
    "/programs/asthma-program/",
    "/alerts/",
    "/alerts/potassium-chloride-capsules/",
    "/alerts/potassium-chloride-capsules/?number=BW26A014",
    "/alerts/potassium-chloride-capsules/?number=BW26AO14",
    "/search/?q=asthma",
    "/search/?q=nothing-like-it",
    "/search/?q=nueroblastoma+inhaler",
    "/body-areas/",
    "/specialties/heart-cardiology/",
    "/nowhere/",
]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Opener, path: str) -> None:
    if not AXE.exists():
        pytest.skip("needs var/tools/axe.min.js, which `make test` fetches")
    page = open_page(path, DESK, bypass_csp=True)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, scheme in [(320, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = page.evaluate("axe.run({resultTypes: ['violations']})")
        assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found["violations"]] == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_at_320_pixels(open_page: Opener, path: str) -> None:
    page = open_page(path, (320, 256))
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_long_words_fit_at_200_percent(open_page: Opener, width: int) -> None:
    page = open_page("/conditions/long-words/", (width, 800))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(SIDEWAYS) <= 0


_SPACING = """
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }
"""
"""What WCAG 1.4.12 lets a reader set."""


@pytest.mark.parametrize("path", PAGES)
def test_text_spacing_of_ones_own_loses_nothing(open_page: Opener, path: str) -> None:
    page = open_page(path, PHONE, bypass_csp=True)
    page.add_style_tag(content=_SPACING)
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("path", PAGES)
def test_every_control_is_large_enough_for_a_thumb(open_page: Opener, path: str) -> None:
    page = open_page(path, PHONE)
    small = page.eval_on_selector_all(
        "a, button, input, summary",
        """all => all.filter(one => {
            const box = one.getBoundingClientRect();
            const isInText = one.closest('.notice, .trail, .card h2, .card h3, .text');
            const isInline = isInText || getComputedStyle(one).display === 'inline';
            return box.width && !isInline && !one.matches('.skip') && (box.height < 44 || box.width < 44);
        }).map(one => one.outerHTML)""",
    )
    assert small == []


@pytest.mark.parametrize("path", PAGES)
def test_the_outline_has_one_h1_and_no_jump(open_page: Opener, path: str) -> None:
    page = open_page(path, DESK, java_script_enabled=False)
    levels = [
        int(tag[1]) for tag in page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(one => one.tagName)")
    ]
    texts = page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(one => one.textContent.trim())")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(texts)


@pytest.mark.parametrize("path", PAGES)
def test_links_say_where_they_lead(open_page: Opener, path: str) -> None:
    page = open_page(path, DESK, java_script_enabled=False)
    links = page.eval_on_selector_all(
        "a", "all => all.map(one => [one.textContent.trim().replace(/\\s+/g, ' '), one.href])"
    )
    addresses: dict[str, set[str]] = {}
    for text, address in links:
        assert text.lower() not in ("learn more", "click here", "read more", "here", "more", "")
        addresses.setdefault(text, set()).add(address)
    assert {text: found for text, found in addresses.items() if len(found) > 1} == {}


def test_the_first_phone_screen_holds_what_matters(open_page: Opener) -> None:
    page = open_page(ASTHMA, PHONE)
    for address in (ASTHMA, "/es/conditions/asma/", "/ar/conditions/asthma-ar/"):
        page.goto(urljoin(page.url, address))
        page.evaluate("document.fonts.ready")
        for part in ["h1", ".summary", ".call a", ".contents h2", ".contents li a"]:
            box = page.locator(part).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= PHONE[1], (address, part)


def test_the_call_link_is_three_stops_after_the_skip_link(open_page: Opener) -> None:
    page = open_page(ASTHMA, PHONE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    stops = []
    for _stop in range(3):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert any(stop.startswith("tel:") for stop in stops)


_RING = """(() => {
    const style = getComputedStyle(document.activeElement);
    return [document.activeElement.tagName, style.outlineStyle, parseFloat(style.outlineWidth)];
})()"""


def test_the_focus_ring_is_seen_at_every_stop(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    for _stop in range(40):
        page.keyboard.press("Tab")
        ring = page.evaluate(_RING)
        if ring[0] not in ("BODY", "HTML"):
            assert ring[1] == "solid"
            assert ring[2] >= 3


def test_one_alert_takes_a_fifth_of_a_phone_at_most(open_page: Opener) -> None:
    box = open_page("/", PHONE).locator(".notice").bounding_box()
    assert box is not None
    assert box["height"] <= 160


def test_the_banner_is_a_calm_named_region_at_the_top(open_page: Opener) -> None:
    page = open_page("/", PHONE)
    banner = page.locator("section.notice")
    assert banner.get_attribute("aria-label")
    assert banner.get_attribute("role") is None
    assert banner.evaluate("one => getComputedStyle(one).position") == "static"
    assert page.content().index("data-alert") - page.content().index("<body") < 1500


def test_many_alerts_are_one_region_with_three_in_full(open_page: Opener, changing_site: str) -> None:
    for number in range(6):
        live_alert(headline=f"Notice number {number}.", kind="notice")
    page = open_page("/", PHONE)
    assert page.locator("section.notice").count() == 1
    assert page.locator("[data-alert]").count() == 7
    assert page.locator("[data-alert]:visible").count() == 3
    page.locator(".notice .wide > details > summary").click()
    assert page.locator("[data-alert]:visible").count() == 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_body_text_and_marks_have_contrast(open_page: Opener, scheme: str) -> None:
    page = open_page(ASTHMA, DESK, color_scheme=scheme)
    colours = page.evaluate(_COLOURS)
    assert _contrast(colours["ink"], colours["paper"]) >= 7
    assert _contrast(colours["ink"], colours["surface"]) >= 7
    assert _contrast(colours["harbor"], colours["surface"]) >= 3
    assert _contrast(colours["sun"], colours["hero"]) >= 3
    assert _contrast(colours["line"], colours["surface"]) >= 3


_COLOURS = """(() => {
    const root = getComputedStyle(document.documentElement);
    const names = ['ink', 'paper', 'surface', 'harbor', 'sun', 'hero', 'line'];
    return Object.fromEntries(names.map(name => [name, root.getPropertyValue('--' + name).trim()]));
})()"""


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """WCAG's relative luminance of #rgb or #rrggbb."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_selected_tab_is_seen_in_forced_colours(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK, forced_colors="active")
    borders = page.eval_on_selector_all("[role=tab]", "all => all.map(one => getComputedStyle(one).borderTopWidth)")
    assert borders[0] != borders[1]


def test_nothing_moves(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK, reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0


def test_css_knows_no_left_and_no_right() -> None:
    sheet = (AXE.parents[2] / "static" / "css" / "site.css").read_text(encoding="utf-8")
    rules = re.findall(r"(?:^|[\s;{])((?:margin|padding|border|inset)?-?(?:left|right))\s*:", sheet)
    assert rules == []


@pytest.mark.parametrize("path", PAGES)
def test_the_head_tells_search_engines_what_they_need(open_page: Opener, path: str) -> None:
    page = open_page(path, DESK)
    description = page.locator("meta[name=description]").get_attribute("content") or ""
    assert 50 <= len(description) <= 160
    assert page.locator("link[rel=icon]").count() == 1
    if path.startswith("/conditions/a"):
        assert page.locator("link[rel=canonical]").get_attribute("href", timeout=1000).endswith(path)  # type: ignore[union-attr]
        assert len(page.title()) <= 60


def test_the_phone_and_emergency_line_stand_in_one_place_on_every_page(open_page: Opener) -> None:
    seen = set()
    for path in PAGES:
        page = open_page(path, DESK)
        seen.add(page.locator("footer section").inner_text())
        page.close()
    assert len(seen) == 1
    assert "911" in seen.pop()


def test_a_wide_table_scrolls_in_its_own_named_box(open_page: Opener) -> None:
    page = open_page(ASTHMA, (320, 640))
    box = page.locator(".table").first
    assert box.get_attribute("aria-label")
    assert box.get_attribute("tabindex") == "0"
    assert page.evaluate(SIDEWAYS) <= 0


def test_printing_gives_the_whole_page_and_its_address(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    page.emulate_media(media="print")
    expect(page.locator(".top .only-print")).to_be_visible()
    assert ASTHMA in page.locator(".top .only-print").inner_text()
    assert page.locator(".notice").is_visible()


def test_the_print_button_is_there_only_with_script(open_page: Opener) -> None:
    assert open_page(ASTHMA, DESK).locator("[data-print]").is_visible()
    assert not open_page(ASTHMA, DESK, java_script_enabled=False).locator("[data-print]").is_visible()


def test_a_page_weighs_little(browser: Browser, site: str) -> None:
    sizes: dict[str, int] = {}
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.on("response", lambda reply: sizes.update({reply.url: len(reply.body())}))
    page.goto(site + ASTHMA, wait_until="networkidle")
    context.close()
    scripts = sum(size for address, size in sizes.items() if address.endswith(".js"))
    fonts = sum(size for address, size in sizes.items() if address.endswith(".woff2"))
    assert scripts <= 10_000
    assert sum(sizes.values()) - fonts <= 60_000 * 3  # Unpacked here; packed it is a third.
    assert fonts <= 90_000


def test_a_page_with_little_in_it_looks_whole(open_page: Opener) -> None:
    page = open_page("/conditions/bare/", PHONE)
    expect(page.get_by_role("heading", name="Bare")).to_be_visible()
    assert page.locator(".contents, .help, [data-tab]").count() == 0
    assert _empty_boxes(page) == []


def _empty_boxes(page: Page) -> list[Any]:
    return page.eval_on_selector_all(
        "main section, main ul, main nav", "all => all.filter(one => !one.textContent.trim()).map(one => one.outerHTML)"
    )
