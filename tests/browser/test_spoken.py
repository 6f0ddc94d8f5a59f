"""What a screen reader is told of the banner and of the tabs: the browser's own tree of accessible things."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

Opener = Callable[..., Page]
ASTHMA = "/conditions/asthma/"
BANNER = """
- region "Safety alerts":
  - list:
    - listitem:
      - strong: "Inhaler recall:"
      - text: "Some Kelpway albuterol inhalers are recalled: they may not release a full dose."
      - link "Check your child's inhaler":
        - /url: /alerts/kelpway-rescue-inhaler/
    - listitem:
      - strong: "Medicine recall:"
      - text: There is a voluntary recall of potassium chloride extended-release capsules made by Brinewell.
      - link "Check your child's capsules":
        - /url: /alerts/potassium-chloride-capsules/
"""
TABS = """
- tablist "Parts of this page":
  - tab "Symptoms & Causes"{first}
  - tab "Diagnosis & Treatments"{second}
  - tab "Living with Asthma"
  - tab "Research & Innovation"
  - tab "Programs & Services"
- tabpanel "{open}":
  - heading "{open}" [level=2]
"""
CONTENTS = """
- navigation "On this page":
  - heading "On this page" [level=2]
  - list:
    - listitem:
      - link "When to get help"
    - listitem:
      - link "Symptoms & Causes"
    - listitem:
      - link "Diagnosis & Treatments"
    - listitem:
      - link "Living with Asthma"
    - listitem:
      - link "Research & Innovation"
    - listitem:
      - link "Programs & Services"
    - listitem:
      - link "Questions to ask"
"""


def test_the_banner_is_a_named_region_with_a_list_of_alerts(open_page: Opener) -> None:
    expect(open_page(ASTHMA, PHONE).locator("body > .notice")).to_match_aria_snapshot(BANNER)


def test_the_tabs_are_a_named_list_with_one_selected_and_its_panel(open_page: Opener) -> None:
    page = open_page(ASTHMA, DESK)
    tabbed = page.locator(".tabbed")
    first = TABS.format(first=" [selected]", second="", open="Symptoms & Causes")
    expect(tabbed).to_match_aria_snapshot(first)
    assert page.locator("[role=tabpanel]:visible").count() == 1
    page.get_by_role("tab", selected=True).press("ArrowRight")
    expect(tabbed).to_match_aria_snapshot(TABS.format(first="", second=" [selected]", open="Diagnosis & Treatments"))


def test_a_phone_is_told_of_contents_and_named_regions_and_of_no_tabs(open_page: Opener) -> None:
    page = open_page(ASTHMA, PHONE)
    expect(page.locator(".contents")).to_match_aria_snapshot(CONTENTS)
    assert page.locator(".tabbed").get_by_role("region", name="Programs & Services").count() == 1
    assert page.get_by_role("tab").count() == page.get_by_role("tabpanel").count() == 0
