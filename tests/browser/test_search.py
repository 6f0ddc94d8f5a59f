"""The search box while somebody types: by keyboard, by pointer, and without script."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import ASTHMA, AXE, Opener

BOX, PROPOSALS = "#_find", ".proposals [role=option]"


def typing(page: Page, words: str) -> None:
    page.locator(BOX).focus()
    expect(page.locator(BOX)).to_have_attribute("role", "combobox")
    page.keyboard.type(words)


def test_names_are_proposed_and_chosen_by_keyboard(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    typing(page, "epil")
    expect(page.locator(PROPOSALS)).to_have_text(["Epilepsy Condition", "Epilepsy Center Program"])
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(BOX).get_attribute("aria-activedescendant")
    expect(page.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    expect(page.locator("form.quick [role=status]")).to_have_text(re.compile("2$"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/programs/epilepsy-center/")


def test_escape_closes_the_list_and_keeps_what_was_typed(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    typing(page, "epil")
    expect(page.locator(PROPOSALS)).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator(".proposals")).to_be_hidden()
    expect(page.locator(BOX)).to_have_value("epil")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=epil")


def test_a_tap_opens_the_page(open_page: Opener) -> None:
    page = open_page(ASTHMA, PHONE)
    typing(page, "diab")
    page.locator(PROPOSALS, has_text="Type 1 Diabetes").click()
    page.wait_for_url("**/conditions/type-1-diabetes/")


def test_the_open_list_has_no_accessibility_fault(open_page: Opener) -> None:
    page = open_page(ASTHMA, PHONE, bypass_csp=True)
    typing(page, "kelpway")
    page.keyboard.press("ArrowDown")
    expect(page.locator(PROPOSALS)).to_have_count(1)
    if AXE.exists():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run('header.top', {resultTypes: ['violations']})")
        assert [rule["id"] for rule in found["violations"]] == []


def test_the_box_works_without_script(open_page: Opener) -> None:
    page = open_page(ASTHMA, PHONE, java_script_enabled=False)
    page.fill(BOX, "siezures")
    page.press(BOX, "Enter")
    page.wait_for_url("**/search/?q=siezures")
    assert page.locator(".found h3 a").first.inner_text() == "Epilepsy"


def test_a_page_has_one_search_box(open_page: Opener) -> None:
    for path in ("/", ASTHMA, "/search/", "/nowhere/"):
        assert open_page(path, PHONE).locator("input[type=search]:visible").count() == 1, path


def test_what_proposes_is_fetched_when_the_box_is_used_and_stores_nothing(browser: Browser, site: str) -> None:
    asked: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + ASTHMA, wait_until="networkidle")
    assert not [url for url in asked if "suggest" in url]
    typing(page, "epil")
    expect(page.locator(PROPOSALS)).to_have_count(2)
    assert [url for url in asked if "suggestions.json" in url]
    assert all(url.startswith(site) for url in asked)
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()
