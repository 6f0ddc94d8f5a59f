"""Take the screenshots of the README from a running demonstration."""

import os
import shutil
import sys
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

SITE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, address in {"home": "/", "condition": "/conditions/asthma/"}.items():
            _side_by_side(browser, name, address)
        _admin(browser)
        browser.close()
    print(f"Screenshots are in {FOLDER}")
    return 0


def _side_by_side(browser: Browser, name: str, address: str) -> None:
    """One picture of a page as a phone and as a desk show it."""
    shots = []
    for size in (PHONE, DESK):
        page = browser.new_page(viewport=size, device_scale_factor=1)  # type: ignore[arg-type]
        page.goto(SITE + address)
        shots.append(page.screenshot())
        page.close()
    _join(browser, shots).screenshot(path=FOLDER / f"{name}.png", full_page=True)


def _join(browser: Browser, shots: list[bytes]) -> Page:
    page = browser.new_page(viewport={"width": 1740, "height": 900})
    page.set_content(
        "<body style='display:flex;gap:24px;align-items:flex-start;margin:20px;background:#d9d4ca'></body>"
    )
    for shot in shots:
        page.evaluate(
            "async data => { const picture = new Image(); picture.src = data; await picture.decode();"
            " document.body.append(picture) }",
            "data:image/png;base64," + b64encode(shot).decode(),
        )
    return page


def _admin(browser: Browser) -> None:
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    page.goto(f"{SITE}/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "lantern-demo")
    page.click("[type=submit]")
    page.goto(f"{SITE}/admin/conditions/condition/")
    page.click("text=Asthma")
    page.wait_for_selector(".cke")
    page.screenshot(path=FOLDER / "admin.png")


if __name__ == "__main__":
    sys.exit(main())
