"""What a visit leaves behind in the browser, and tells anybody else: nothing, but which notices were folded away."""

from typing import Any

from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import visit
from tests.browser.test_every_page import ENGLISH, TRANSLATED
from tests.browser.test_pages import ASTHMA

STORED = """async () => ({
    local: {...localStorage}, session: {...sessionStorage}, cookie: document.cookie,
    databases: await indexedDB.databases(), caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": {}, "session": {}, "cookie": "", "databases": [], "caches": [], "workers": 0}


def traces(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(STORED)
    return found


def test_a_visit_leaves_nothing_but_the_mark_of_a_folded_notice(browser: Browser, site: str) -> None:
    strays: list[str] = []

    def watch(sent: Request) -> None:
        # An ordinary reader's browser sends no cookie, since it has none; what it sends goes to the site alone.
        if not sent.url.startswith((f"{site}/", "data:")) or "cookie" in sent.headers:
            strays.append(sent.url)

    context = browser.new_context()
    context.on("request", watch)
    page = context.new_page()
    for path in (*ENGLISH, *TRANSLATED):
        visit(page, site + path)
        assert traces(page) == NOTHING, path
    _use(page, site)
    assert traces(page) == NOTHING
    page.goto(f"{site}/conditions/bare/")
    page.locator("[data-alert=lift] summary").click()
    expect(page.locator("[data-alert=lift] details")).not_to_have_attribute("open", "")
    marked = NOTHING | {"local": {"closed-alerts": '{"lift":"1"}'}}
    for path in ("/conditions/bare/", ASTHMA, "/es/"):
        page.goto(site + path)
        assert traces(page) == marked, path
    assert context.cookies() == []
    context.close()
    assert strays == []


def _use(page: Page, site: str) -> None:
    """Do on a page what can be done there: choose a tab, look a word up, type a question."""
    page.goto(site + ASTHMA)
    page.get_by_role("tab").last.click()
    page.goto(site + ASTHMA)
    page.locator("button.term:visible").first.click()
    expect(page.locator(".word:popover-open")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#_find").fill("epil")
    expect(page.locator(".proposals [role=option]").first).to_be_visible()
