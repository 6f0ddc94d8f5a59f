"""An alert from a template, as communications post it at night on a phone."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from alerts.models import RecallAlert
from tests.browser.conftest import AXE, PHONE
from tests.browser.test_alerts import sign_in

Opener = Callable[..., Page]
LIST = "/admin/login/?next=/admin/alerts/recallalert/"
A_MINUTE = 60


def test_an_alert_is_posted_in_three_languages_in_under_a_minute(open_page: Opener, changing_site: str) -> None:
    staff = open_page(LIST, PHONE)
    sign_in(staff)
    began = time.monotonic()
    staff.get_by_role("link", name="Weather closing").click()
    staff.get_by_label("What is closed").select_option("outpatient clinics")
    staff.get_by_label("Phone for families").fill("555-555-0142")
    preview = staff.locator("#preview")
    expect(preview).to_contain_text("clínicas ambulatorias")
    expect(preview).to_contain_text("العيادات الخارجية")
    staff.get_by_role("button", name="Post now").click()
    expect(staff.get_by_text("The alert is on the public site")).to_be_visible()
    assert time.monotonic() - began < A_MINUTE
    for path, text in (("/", "outpatient clinics"), ("/es/", "clínicas ambulatorias"), ("/ar/", "العيادات الخارجية")):
        expect(open_page(path, PHONE).locator(".notice")).to_contain_text(text)
    assert RecallAlert.objects.get(phone="555-555-0142").kind == "notice"


def test_words_of_ones_own_are_asked_for_with_their_choice_alone(open_page: Opener, changing_site: str) -> None:
    staff = open_page(LIST, PHONE)
    sign_in(staff)
    staff.get_by_role("link", name="Boil water").click()
    english = staff.get_by_label("English", exact=True)
    expect(english).to_be_hidden()
    staff.get_by_label("Where the water is not safe").select_option("Something else…")
    expect(english).to_be_visible()
    english.fill("the north wing")
    expect(staff.locator("#preview .behind").first).to_contain_text("English only: headline.")
    assert staff.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_axe_finds_nothing_on_the_page_of_a_template(open_page: Opener, changing_site: str) -> None:
    if not AXE.exists():
        pytest.skip("needs var/tools/axe.min.js, which `make test` fetches")
    staff = open_page(LIST, PHONE, bypass_csp=True)
    sign_in(staff)
    for link in ("Recall", "Respiratory season"):
        staff.goto(f"{changing_site}/admin/alerts/recallalert/")
        staff.locator(".alert-templates").get_by_role("link", name=link, exact=True).click()
        staff.evaluate(AXE.read_text(encoding="utf-8"))
        found = staff.evaluate("axe.run('#content', {resultTypes: ['violations']})")
        assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found["violations"]] == []
