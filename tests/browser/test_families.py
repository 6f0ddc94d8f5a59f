"""Three families, from a question to an answer: with script, without it, and with the keyboard alone."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE

Opener = Callable[..., Page]
PRINTED = "window.print = () => { window.printed = (window.printed ?? 0) + 1; };"
MOST_STOPS = 60


@dataclass
class Pointer:
    """Somebody who taps or clicks what they see."""

    page: Page

    def follow(self, target: Locator) -> None:
        target.click()

    def write(self, box: Locator, words: str) -> None:
        box.click()
        box.fill(words)

    def send(self, button: Locator) -> None:
        button.click()

    def read_tab(self, name: str) -> None:
        """In the contents, or among the tabs: whichever this page shows."""
        tab = self.page.get_by_role("tab", name=name)
        (tab if tab.count() else self.page.locator(".contents").get_by_role("link", name=name)).click()


@dataclass
class Keys:
    """Somebody with a keyboard alone, who sees at each stop where they are."""

    page: Page

    def follow(self, target: Locator) -> None:
        self._go_to(target)
        self.page.keyboard.press("Enter")

    def write(self, box: Locator, words: str) -> None:
        self._go_to(box)
        self.page.keyboard.type(words)

    def send(self, _button: Locator) -> None:
        self.page.keyboard.press("Enter")

    def read_tab(self, name: str) -> None:
        self._go_to(self.page.get_by_role("tab", selected=True))
        tab = self.page.get_by_role("tab", name=name)
        for _tab in range(self.page.get_by_role("tab").count()):
            if tab.get_attribute("aria-selected") == "true":
                return
            self.page.keyboard.press("ArrowRight")
        pytest.fail(f"The arrows never reach the tab “{name}”.")

    def _go_to(self, target: Locator) -> None:
        expect(target).to_be_visible()
        goal = target.element_handle()
        for _stop in range(MOST_STOPS):
            if goal.evaluate("one => one === document.activeElement"):
                assert goal.evaluate(_IS_RINGED), f"{target} does not show that it has the focus."
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{MOST_STOPS} stops do not reach {target}.")


_IS_RINGED = """one => {
    const ringed = one.closest('.box:focus-within') ?? one;
    return [one, ringed].some(each => getComputedStyle(each).outlineStyle === 'solid') && one.checkVisibility();
}"""


@dataclass
class Family:
    hands: Pointer | Keys
    question: str
    number: str
    answer: str
    answer_in_spanish: str
    has_script: bool = True

    @property
    def page(self) -> Page:
        return self.hands.page


@pytest.fixture(params=["with script", "without script", "with keys alone"])
def family(request: pytest.FixtureRequest, open_page: Opener) -> Family:
    """At the home page, each with other words and another number on their inhaler."""
    if request.param == "without script":
        page = open_page("/", PHONE, java_script_enabled=False)
        return Family(
            Pointer(page),
            "wisling sound when breething",
            "ZZ99887",
            "Is this exactly what is printed?",
            "¿Es exactamente lo que está impreso?",
            has_script=False,
        )
    page = open_page("/", DESK if request.param == "with keys alone" else PHONE)
    page.add_init_script(PRINTED)
    if request.param == "with keys alone":
        return Family(Keys(page), "tite chest and weezing", "KW61I8", "Please look again.", "Mire otra vez, por favor.")
    return Family(Pointer(page), "weezing and cauffing at nite", "kw-6118", "Yes. Yours is in", "Sí. El suyo está")


def test_a_family_finds_reads_compares_prints_and_goes_on_in_spanish(family: Family) -> None:
    find_asthma(family)
    read_a_tab(family)
    compare_a_number(family, family.answer)
    family.page.go_back()
    family.page.go_back()
    is_at_the_tab(family)
    print_the_page(family)
    family.hands.follow(family.page.get_by_role("link", name="Español"))
    family.page.wait_for_url("**/es/conditions/asma/")
    expect(family.page.locator("html")).to_have_attribute("lang", "es")
    expect(family.page.get_by_role("heading", level=1)).to_have_text("Asma")
    family.hands.follow(family.page.get_by_role("link", name="Alertas", exact=True))
    expect(family.page).to_have_url(f"{site_of(family)}/es/alerts/")
    compare_a_number(family, family.answer_in_spanish)


def site_of(family: Family) -> str:
    return "/".join(family.page.url.split("/")[:3])


def find_asthma(family: Family) -> None:
    box = family.page.locator("main input[type=search]")
    family.hands.write(box, family.question)
    family.hands.send(family.page.locator("main form.search button"))
    family.page.wait_for_url("**/search/?q=*")
    first = family.page.locator(".found h3 a").first
    expect(first).to_have_text("Asthma")
    family.hands.follow(first)
    family.page.wait_for_url("**/conditions/asthma/")


def read_a_tab(family: Family) -> None:
    family.hands.read_tab("Diagnosis & Treatments")
    is_at_the_tab(family)
    expect(family.page.locator("#diagnosis-treatments")).to_be_in_viewport()


def is_at_the_tab(family: Family) -> None:
    page = family.page
    expect(page).to_have_url(re.compile("/conditions/asthma/#diagnosis-treatments$"))
    expect(page.locator("#diagnosis-treatments h3").first).to_be_visible()
    if page.get_by_role("tab").count():
        expect(page.get_by_role("tab", selected=True)).to_have_text("Diagnosis & Treatments")
        expect(page.locator("[data-tab]:visible")).to_have_count(1)


def compare_a_number(family: Family, answer: str) -> None:
    family.hands.follow(family.page.locator("a[href$='/alerts/kelpway-rescue-inhaler/']").first)
    family.page.wait_for_url("**/alerts/kelpway-rescue-inhaler/")
    family.hands.write(family.page.locator("#_number"), family.number)
    family.hands.send(family.page.locator(".yours .box button"))
    found = family.page.locator(".yours .answer")
    expect(found).to_be_visible()
    assert family.number not in family.page.url
    expect(found.get_by_role("heading").first).to_contain_text(answer)
    expect(family.page.locator("#_number")).to_have_value(family.number)
    expect(found).to_be_in_viewport()


def print_the_page(family: Family) -> None:
    """On paper is every tab, whichever was open, with the page's address and the hospital's phone."""
    page, button = family.page, family.page.locator("[data-print]")
    if family.has_script:
        family.hands.follow(button)
        assert page.evaluate("window.printed") == 1
    else:
        expect(button).to_be_hidden()
    page.emulate_media(media="print")
    for part in page.locator("[data-tab]").all():
        expect(part).to_be_visible()
        assert part.evaluate("one => getComputedStyle(one).contentVisibility") == "visible"
        expect(part.locator("h2").first).to_be_visible()
    assert page.locator("[data-tab]").count() == 5
    assert "/conditions/asthma/" in page.locator(".only-print").first.inner_text()
    page.emulate_media(media="screen")
