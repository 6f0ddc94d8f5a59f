"""What the public saw, in a real browser: the page in its frame, and nothing of it running."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_editing import sign_in


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_page_is_shown_as_it_will_be_with_its_alerts(open_page: Callable[..., Page], size: tuple[int, int]) -> None:
    page = sign_in(open_page, "/admin/replay/", size)
    page.fill("#id_path", "/conditions/asthma/")
    page.fill("#id_at", "2099-03-03T14:05")
    page.click("text=Show it")
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text("Asthma")
    expect(frame.locator("[data-alert]").first).to_be_visible()
    assert frame.locator("body").evaluate("body => getComputedStyle(body).fontFamily").startswith("Atkinson")
    expect(page.locator(".replay-strip")).to_contain_text("3 March 2099, 14:05")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
