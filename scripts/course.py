"""Play the whole course of a page with four accounts, in a real browser on a running demonstration, with pictures."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "var" / "course"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LIST = "/admin/conditions/condition/"
TITLE = "Croup"
PUBLIC = "/conditions/croup/"
Shot = Callable[[Page, str], None]


def main() -> int:
    site = os.environ.get("URL", "http://127.0.0.1:8000").rstrip("/")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        play(browser, site, lambda page, name: _keep(page, name))
        browser.close()
    print(f"Pictures of every step are in {FOLDER}")
    return 0


def _keep(page: Page, name: str) -> None:
    """The same step on a phone and at a desk."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.screenshot(path=FOLDER / f"{name}-{size['width']}.png", full_page=True)


def play(browser: Browser, site: str, shot: Shot) -> None:
    """From the first word to a retired page. Raises where a step is not offered or does not do what it says."""
    editor, reviewer, manager = (sign_in(browser, site, name) for name in ("editor", "reviewer", "manager"))
    communications = sign_in(browser, site, "communications")
    reader = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    _write(editor, site, shot)
    _ask(editor, shot)
    _send_back(reviewer, site, shot)
    _put_right(editor, site, shot)
    _approve(reviewer, site, shot)
    _publish(editor, site, shot)
    _read(reader, site, "Keep your child calm", shot, "08-public")
    _correct(editor, site, shot)
    _read(reader, site, "Keep your child calm and upright", shot, "10-corrected")
    communications.goto(f"{site}/admin/")
    shot(communications, "11-communications")
    _retire(manager, site, shot)
    response = reader.goto(site + PUBLIC)
    _must(response is not None and response.status == 410, "A retired page must answer 410.")
    shot(reader, "13-gone")
    for page in (editor, reviewer, manager, communications, reader):
        page.close()


def sign_in(browser: Browser, site: str, name: str) -> Page:
    """A page of the admin in a session of its own; the demonstration's accounts share one password."""
    page = browser.new_context(viewport=DESK).new_page()  # type: ignore[arg-type]
    page.goto(f"{site}/admin/login/?next=/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("lantern-demo")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="My work").wait_for()
    return page


def _press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def _write(page: Page, site: str, shot: Shot) -> None:
    page.goto(f"{site}{LIST}add/")
    page.get_by_label("Title:").fill(TITLE)
    page.get_by_label("Summary:").fill("A swelling below the voice box that makes a child's cough bark.")
    page.get_by_role("button", name="Add another tab").click()
    tab = page.locator("[data-tab]").last
    tab.get_by_label("Tab:").fill("At home")
    words = tab.locator(".cke_wysiwyg_div")
    words.click()
    words.press_sequentially("Keep your child clam. Cool night air may help.")
    shot(page, "01-written")
    _press(page, "Ask for review…")


def _ask(page: Page, shot: Shot) -> None:
    page.get_by_label("Note:").fill("a new page, please look at the tab")
    shot(page, "02-ask")
    _press(page, "Ask for review")
    page.get_by_text("is in review").first.wait_for()


def _send_back(page: Page, site: str, shot: Shot) -> None:
    page.goto(f"{site}/admin/")
    shot(page, "03-waiting-for-the-reviewer")
    page.get_by_role("link", name=TITLE).first.click()
    shot(page, "04-review")
    page.get_by_role("link", name="Send back…").click()
    page.get_by_label("About “At home”").fill("A letter is missing in “calm”.")
    _press(page, "Send back")
    page.get_by_text("is sent back").first.wait_for()


def _put_right(page: Page, site: str, shot: Shot) -> None:
    page.goto(f"{site}/admin/")
    page.get_by_role("link", name=TITLE).first.click()
    shot(page, "05-sent-back")
    page.get_by_role("button", name="Resolve").click()
    words = page.locator("[data-tab] .cke_wysiwyg_div").last
    words.click()
    words.press("Control+A")
    words.press_sequentially("Keep your child calm. Cool night air may help.")
    _press(page, "Ask for review…")
    _press(page, "Ask for review")


def _approve(page: Page, site: str, shot: Shot) -> None:
    page.goto(f"{site}/admin/")
    page.get_by_role("link", name=TITLE).first.click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    shot(page, "06-ticked")
    _press(page, "Sign off selected parts")
    page.get_by_text("Every word is signed off").wait_for()


def _publish(page: Page, site: str, shot: Shot) -> None:
    page.goto(f"{site}/admin/")
    page.get_by_role("link", name=TITLE).first.click()
    shot(page, "07-approved")
    page.locator("#id_reason").fill("a new page; what the checks find is known")
    _press(page, "Publish")
    page.get_by_text("is live").first.wait_for()


def _correct(page: Page, site: str, shot: Shot) -> None:
    words = page.locator("[data-tab] .cke_wysiwyg_div").last
    words.click()
    words.press("Control+A")
    words.press_sequentially("Keep your child calm and upright. Cool night air may help.")
    page.get_by_label("What was corrected").fill("a word was missing")
    shot(page, "09-minor-correction")
    _press(page, "Publish as a minor correction")
    page.get_by_text("is live").first.wait_for()


def _retire(page: Page, site: str, shot: Shot) -> None:
    page.goto(f"{site}{LIST}?q={TITLE}")
    page.get_by_role("link", name=TITLE, exact=True).first.click()
    page.get_by_role("link", name="Retire…").click()
    page.get_by_label("Reason:").fill("the course is over")
    shot(page, "12-retire")
    _press(page, "Retire")
    page.get_by_text("off the public site").first.wait_for()


def _read(page: Page, site: str, words: str, shot: Shot, name: str) -> None:
    page.goto(site + PUBLIC)
    _must(words in (page.locator("main").text_content() or ""), f"Readers must see “{words}”.")
    shot(page, name)


def _must(holds: bool, message: str) -> None:
    if not holds:
        raise AssertionError(message)


if __name__ == "__main__":
    sys.exit(main())
