"""An editor's second pair of eyes, in a real browser."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, Route, expect

from conditions.models import Answer, Condition, Problem
from tests.browser.conftest import ALL_STILL, AXE, DESK, PHONE
from tests.browser.test_editing import NOT_OURS, editor, noise_of, press, sign_in, tab
from tests.factories import signed
from tests.untidy import LEAD_IN, LONG, untidy_page

Opener = Callable[..., Page]


@pytest.fixture
def page(changing_site: str) -> Condition:
    return untidy_page()


def opened(open_page: Opener, page: Condition, size: tuple[int, int] = DESK, **options: object) -> Page:
    form = sign_in(open_page, f"/admin/conditions/condition/{page.pk}/change/", size, **options)
    if options.get("java_script_enabled", True):
        expect(editor(form, 2)).to_be_visible()
    return form


def problem(form: Page, words: str) -> Locator:
    return form.locator(".problem").filter(has_text=words)


def status(form: Page) -> Locator:
    return form.locator("[data-checks-status]")


def test_a_problem_beside_its_tab_leads_to_the_sentence_and_goes_when_that_is_mended(
    open_page: Opener, page: Condition
) -> None:
    form = opened(open_page, page)
    expect(status(form)).to_contain_text("2 errors")
    found = tab(form, 1).locator(".problem-error")
    expect(found).to_have_count(1)
    form.evaluate("window.sameForm = true")
    found.get_by_role("link", name=LEAD_IN).click()
    assert form.evaluate("window.getSelection().toString()") == LEAD_IN
    expect(editor(form, 1)).to_be_focused()
    form.keyboard.type("Some tests tell more.")
    expect(found).to_have_count(0)
    expect(status(form)).to_contain_text("1 error,")
    assert form.evaluate("window.sameForm")
    assert Problem.objects.there().filter(condition=page, rule="lead-in-without-list").exists()
    press(form, "Save draft")
    assert not Problem.objects.there().filter(condition=page, rule="lead-in-without-list").exists()
    assert noise_of(form) == []


def test_a_problem_is_answered_in_the_form_and_no_typed_word_is_lost(open_page: Opener, page: Condition) -> None:
    form = opened(open_page, page)
    form.locator("#id_summary").fill("Words that are not saved.")
    found = tab(form, 1).locator(".problem-error")
    found.get_by_role("link", name="Override…").click()
    form.keyboard.press("Enter")
    expect(found.get_by_role("alert")).to_have_text("Say in one line why.")
    form.keyboard.type("The list follows in print")
    form.keyboard.press("Enter")
    expect(found).to_have_count(1)
    expect(tab(form, 1).locator(".is-answered")).to_contain_text("The list follows in print")
    expect(status(form)).to_contain_text("1 error,")
    assert form.locator("#id_summary").input_value() == "Words that are not saved."
    assert Answer.objects.get(ended_at=None).made_by.username == "editor"  # type: ignore[union-attr]
    tab(form, 1).get_by_text("1 dismissed or overridden").click()
    tab(form, 1).get_by_role("link", name="Take back").click()
    expect(status(form)).to_contain_text("2 errors")
    assert noise_of(form) == ["400"] or all("400" in said for said in noise_of(form))


def test_without_javascript_the_saved_text_is_told_of_with_links_to_its_fields(
    open_page: Opener, page: Condition
) -> None:
    form = opened(open_page, page, java_script_enabled=False)
    found = tab(form, 1).locator(".problem-error")
    assert found.get_by_role("link", name=LEAD_IN).get_attribute("href") == "#id_sections-1-body"
    assert form.locator("#id_sections-1-body").count() == 1
    found.get_by_role("link", name="Override…").click()
    form.fill("#id_reason", "It is right so")
    press(form, "Override")
    expect(tab(form, 1).locator(".problem-error:not(.is-answered)")).to_have_count(0)


def test_a_plain_field_is_led_to_as_well(open_page: Opener, page: Condition) -> None:
    form = opened(open_page, page)
    form.get_by_label("Questions to ask your care team").fill(LONG)
    found = problem(form, "words in one sentence").filter(has_text="Questions to ask")
    found.get_by_role("link").first.click()
    assert form.evaluate("document.activeElement.id") == "id_questions_to_ask"
    start, end = form.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]")
    assert LONG[start:end] == LONG


def test_the_panel_fits_a_phone_and_a_desk_and_passes_axe(open_page: Opener, page: Condition) -> None:
    if not AXE.exists():
        pytest.skip("needs var/tools/axe.min.js, which `make test` fetches")
    form = opened(open_page, page, bypass_csp=True)
    form.evaluate(AXE.read_text(encoding="utf-8"))
    for size, scheme in [(PHONE, "light"), (DESK, "dark")]:
        form.set_viewport_size({"width": size[0], "height": size[1]})
        form.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        form.evaluate(ALL_STILL)
        assert form.evaluate("document.documentElement.scrollWidth") <= size[0]
        ours = "{include: ['.second-look', '.problems']}"
        found = form.evaluate(f"axe.run({ours}, {{resultTypes: ['violations']}})")["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["id"] not in NOT_OURS] == []


def test_the_tables_of_the_report_fit_a_phone(open_page: Opener, page: Condition) -> None:
    form = opened(open_page, page)
    form.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    form.goto(form.url.partition("/admin/")[0] + reverse("admin:conditions_problem_changelist"))
    too_wide = "[...document.querySelectorAll('.wide-table')].filter(box => box.scrollWidth > box.clientWidth).length"
    assert form.locator(".report-head tbody tr").count() > 5
    assert form.evaluate(too_wide) == 0


def test_an_untidy_page_goes_live_only_with_a_word_of_why(open_page: Opener, page: Condition) -> None:
    signed(page)
    form = opened(open_page, page)
    press(form, "Publish")
    expect(form.locator(".messagelist .error")).to_contain_text("2 errors")
    for place in (1, 2):
        tab(form, place).get_by_role("link", name="Override…").click()
        form.keyboard.type("Agreed with the clinic")
        form.keyboard.press("Enter")
        expect(tab(form, place).locator(".problem-error:not(.is-answered)")).to_have_count(0)
    press(form, "Publish")
    expect(form.locator(".messagelist .error")).to_contain_text("Say in one line why")
    form.fill("#id_reason", "Needed before the weekend")
    press(form, "Publish")
    expect(form.locator(".messagelist .success")).to_contain_text("is live")
    assert page.revisions().live().get().note == "Needed before the weekend"


def test_an_answer_that_another_check_overtook_is_shown_all_the_same(open_page: Opener, page: Condition) -> None:
    form = opened(open_page, page)
    checks = form.locator("[data-checks]").get_attribute("data-checks")
    link = tab(form, 1).locator(".problem-error").get_by_role("link", name="Override…")
    address, held = link.evaluate("one => one.href"), list[Route]()
    form.route(lambda url: url == address, lambda route: held.append(route))
    link.click()
    form.keyboard.type("The list follows in print")
    form.keyboard.press("Enter")
    with form.expect_response(lambda answer: answer.url.endswith(checks)):
        form.locator("#id_summary").fill("Words that are typed meanwhile.")
        form.locator("#id_summary").blur()  # Leaving it later would ask again by itself.
    expect(tab(form, 1).locator(".is-answered")).to_have_count(0)
    held[0].continue_()
    expect(tab(form, 1).locator(".is-answered")).to_contain_text("The list follows in print")
