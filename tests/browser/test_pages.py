"""Every public page: readable anywhere, by anybody, with nothing from elsewhere."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import AXE, DESK, PHONE, SIDEWAYS, TYPED, visit
from tests.factories import live_alert

Opener = Callable[..., Page]
ASTHMA = "/conditions/asthma/"


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


def test_tabs_levels_buttons_and_focus_are_told_apart_in_forced_colours(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK, forced_colors="active")
    borders = page.eval_on_selector_all("[role=tab]", "all => all.map(one => getComputedStyle(one).borderTopWidth)")
    assert borders[0] != borders[1]
    edge = "all => all.map(one => getComputedStyle(one).borderTopStyle + getComputedStyle(one).borderTopWidth)"
    levels = page.eval_on_selector_all(".level", edge)
    assert len(set(levels)) == len(levels) == 3
    assert page.eval_on_selector_all(".button:not([hidden]), .card, .contents", edge).count("none0px") == 0
    page.get_by_role("tab", selected=True).focus()
    page.keyboard.press("Tab")
    assert page.evaluate(_RING)[1:] == ["solid", 3]


def test_nothing_moves(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK, reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0


def test_css_knows_no_left_and_no_right() -> None:
    sheets = (AXE.parents[2] / "static" / "css").glob("*.css")
    sheet = "\n".join(path.read_text(encoding="utf-8") for path in sheets)
    rules = re.findall(r"(?:^|[\s;{])((?:margin|padding|border|inset)?-?(?:left|right))\s*:", sheet)
    assert rules == []


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


def test_a_printed_condition_has_its_code_and_lines_to_write_on(open_page: Opener) -> None:
    page = open_page(ASTHMA, PHONE)
    line = "one => getComputedStyle(one, '::after').borderTopStyle"
    code, question = page.locator(".scan"), page.locator(".questions li").first
    assert (code.is_visible(), question.evaluate(line)) == (False, "none")
    page.wait_for_load_state("networkidle")
    assert page.locator(".scan img").evaluate("one => one.complete && one.naturalWidth > 0")  # Before anybody prints.
    page.emulate_media(media="print")
    assert (code.is_visible(), question.evaluate(line)) == (True, "solid")
    assert page.locator(".review details li").is_visible()


def test_print_and_share_are_offered_only_where_they_work(open_page: Opener) -> None:
    page = open_page(ASTHMA, PHONE)
    assert page.locator("[data-print]").is_visible()
    page.context.add_init_script("delete Navigator.prototype.share")
    page.reload()
    assert page.locator("[data-share]").is_hidden()
    page.context.add_init_script("navigator.share = async (what) => { window.shared = what }")
    visit(page, urljoin(page.url, f"/alerts/potassium-chloride-capsules/{TYPED}BW26A014"))
    page.locator("[data-share]").click()
    assert page.evaluate("window.shared") == {"url": "/alerts/potassium-chloride-capsules/"}
    still = open_page(ASTHMA, PHONE, java_script_enabled=False)
    assert (still.locator("[data-print]").is_hidden(), still.locator("[data-share]").is_hidden()) == (True, True)


def test_an_explained_word_takes_the_focus_to_its_definition_and_gives_it_back(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    word = page.locator("button.term:visible").first
    word.focus()
    page.keyboard.press("Enter")
    definition = page.locator(".word:popover-open p[autofocus]")
    expect(definition).to_be_focused()
    assert page.evaluate(_RING)[1] == "solid"
    page.keyboard.press("Escape")
    expect(word).to_be_focused()


def test_without_popovers_an_explained_word_leads_to_the_glossary(open_page: Opener) -> None:
    page = open_page(ASTHMA, PHONE)
    page.context.add_init_script("delete HTMLElement.prototype.popover")
    page.reload()
    expect(page.locator(".text a[href*='/glossary/#']").first).to_be_visible()
    assert page.locator(".term").count() == 0


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
