"""The tabs of a condition page: the ARIA pattern where all labels fit in one row, an open document elsewhere."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

ASTHMA = "/conditions/asthma/"
Opener = Callable[..., Page]


def selected(page: Page) -> str:
    return page.get_by_role("tab", selected=True).inner_text()


def test_a_phone_gets_one_open_document(open_page: Opener) -> None:
    page = open_page(ASTHMA, PHONE)
    assert page.get_by_role("tab").count() == 0
    assert page.locator("[role=tablist], [role=tabpanel]").count() == 0
    for section in page.locator("[data-tab]").all():
        expect(section).to_be_visible()
    expect(page.get_by_role("navigation", name="On this page")).to_be_visible()


def test_a_desk_gets_tabs_that_are_wired_up(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    tabs, panels = page.get_by_role("tab"), page.locator("[role=tabpanel]")
    assert page.locator("[role=tablist][aria-label]").count() == 1
    assert tabs.count() == panels.count() == 5
    assert page.locator("[role=tab][aria-selected=true]").count() == 1
    for tab in tabs.all():
        panel = page.locator(f"[id='{tab.get_attribute('aria-controls')}']")
        assert panel.get_attribute("aria-labelledby") == tab.get_attribute("id")


def test_no_id_stands_twice(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))


def test_arrows_home_and_end_move_and_wrap_and_leave_no_history(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    before = page.evaluate("history.length")
    page.get_by_role("tab", selected=True).focus()
    seen = []
    for key in ["ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowRight", "End", "Home"]:
        page.keyboard.press(key)
        seen.append(selected(page))
    assert seen == [
        "Diagnosis & Treatments",
        "Symptoms & Causes",
        "Programs & Services",
        "Symptoms & Causes",
        "Programs & Services",
        "Symptoms & Causes",
    ]
    assert page.evaluate("history.length") == before


def test_the_tab_list_is_one_stop_and_the_panel_the_next(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    page.get_by_role("tab", selected=True).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "symptoms-causes"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.textContent") == "Symptoms & Causes"


@pytest.mark.parametrize("key", ["ArrowUp", "ArrowDown"])
def test_up_and_down_are_left_to_scrolling(open_page: Opener, key: str) -> None:
    page = open_page(ASTHMA, DESK)
    page.get_by_role("tab", selected=True).focus()
    page.keyboard.press(key)
    assert selected(page) == "Symptoms & Causes"


def test_a_click_has_an_address_and_back_returns(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    page.get_by_role("tab", name="Diagnosis & Treatments").click()
    expect(page).to_have_url(re.compile("#diagnosis-treatments$"))
    page.get_by_role("tab", name="Research & Innovation").click()
    page.go_back()
    expect(page.get_by_role("tab", selected=True)).to_have_text("Diagnosis & Treatments")
    page.reload()
    assert selected(page) == "Diagnosis & Treatments"


def test_a_link_to_a_tab_opens_it(open_page: Opener) -> None:
    page = open_page(ASTHMA + "#research-innovation", DESK)
    assert selected(page) == "Research & Innovation"


def test_a_link_to_a_question_opens_its_tab_and_shows_it_high_up(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    question = page.locator("#diagnosis-treatments h3").last.get_attribute("id")
    page.goto(page.url + f"#{question}")
    expect(page.get_by_role("tab", selected=True)).to_have_text("Diagnosis & Treatments")
    top = page.locator(f"[id='{question}']").bounding_box()
    assert top is not None
    assert 0 <= top["y"] <= 0.6 * DESK[1]


def test_an_unknown_address_opens_the_first_tab(open_page: Opener) -> None:
    page = open_page(ASTHMA + "#%E0%A4%A", DESK)
    assert selected(page) == "Symptoms & Causes"


def test_find_in_page_reaches_a_hidden_tab(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    assert page.locator("#research-innovation").get_attribute("hidden") == "until-found"
    page.evaluate("document.querySelector('#research-innovation').dispatchEvent(new Event('beforematch'))")
    assert selected(page) == "Research & Innovation"


def test_a_link_to_words_in_a_hidden_tab_opens_it(open_page: Opener) -> None:
    page = open_page(ASTHMA + "#:~:text=What%20is%20an%20asthma%20action%20plan", DESK)
    page.wait_for_function("document.querySelector('[role=tab][aria-selected=true]').hash == '#diagnosis-treatments'")


_SPILL = """
    Math.max(0, ...[...document.querySelectorAll('[role=tablist]')].map(one => one.scrollWidth - one.clientWidth))
"""


def test_tabs_never_wrap_and_never_scroll_sideways(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    for width in range(640, 1281, 20):
        page.set_viewport_size({"width": width, "height": 800})
        for percent in (100, 150, 200):
            page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")
            page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            rows = page.eval_on_selector_all("[role=tab]", "all => new Set(all.map(one => one.offsetTop)).size")
            assert rows in (0, 1), f"{rows} rows at {width} pixels and {percent} %"
            spill = page.evaluate(_SPILL)
            assert spill <= 0, f"tabs scroll at {width} pixels and {percent} %"


def test_narrowing_the_window_takes_the_tabs_down_whole(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    page.set_viewport_size({"width": 400, "height": 800})
    page.wait_for_function("!document.querySelector('[role=tablist]')")
    assert page.locator("[role=tab], [role=tabpanel], [data-tab][hidden], [data-tab][tabindex]").count() == 0
    expect(page.get_by_role("navigation", name="On this page")).to_be_visible()


def test_the_next_link_leads_through_the_tabs_in_order(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    page.get_by_role("link", name="Next: Diagnosis & Treatments").click()
    expect(page.get_by_role("tab", selected=True)).to_have_text("Diagnosis & Treatments")


def test_without_script_every_section_stands_open_and_every_link_leads_somewhere(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK, java_script_enabled=False)
    for section in page.locator("[data-tab]").all():
        expect(section).to_be_visible()
    for link in page.locator(".contents a").all():
        expect(page.locator(str(link.get_attribute("href")))).to_be_visible()


def test_printing_prints_every_tab(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    page.emulate_media(media="print")
    for section in page.locator("[data-tab]").all():
        assert section.evaluate("part => getComputedStyle(part).display") == "block"
        assert section.evaluate("part => getComputedStyle(part).contentVisibility") == "visible"
    assert page.locator("nav:visible, button:not(.term):visible, [role=tab]:visible").count() == 0


def test_tabs_that_come_late_show_what_the_address_names(open_page: Opener) -> None:
    """As where the labels fit only once their own face is there: until then the page is open, and much longer."""
    page = open_page(ASTHMA + "#diagnosis-treatments", PHONE)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    expect(page.get_by_role("tab", selected=True)).to_have_text("Diagnosis & Treatments")
    expect(page.get_by_role("tablist")).to_be_in_viewport()
