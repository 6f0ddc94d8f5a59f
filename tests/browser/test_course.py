"""A page's whole course, played by the project's own script with four accounts."""

from playwright.sync_api import Browser, Page

from scripts.course import play


def test_a_page_goes_from_its_first_word_to_its_retirement(changing_site: str, browser: Browser) -> None:
    steps: list[str] = []

    def note(_page: Page, name: str) -> None:
        steps.append(name)

    play(browser, changing_site, note)
    assert len(steps) == 13
