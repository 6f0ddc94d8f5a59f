"""Communications staff at a recall: add packages in the assisted view, post, undo, end, post again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from alerts.importing import import_values
from alerts.models import RecallAlert, RecallEvent
from tests.alerts.openfda.records import drug
from tests.browser.conftest import AXE, DESK, PHONE, SIDEWAYS
from tests.browser.test_alerts import sign_in
from tests.factories import make_alert

Opener = Callable[..., Page]
CODES = "Lots: KX4401, KX4402 exp 10/2027; KX4403 exp 11/2027; see also A1234* and UPC 0 36000 29145 2"
DESCRIPTION = "Brinewell capsules 750 mg, NDC 0781-1506-10"
HEADLINE = "Some Brinewell capsules are recalled."


@pytest.fixture
def draft(changing_site: str) -> RecallAlert:
    import_values([drug(code_info=CODES, product_description=DESCRIPTION, event_id="desk")], by=None)
    alert = RecallEvent.objects.get(key="event desk").alert
    assert alert is not None
    RecallAlert.objects.filter(pk=alert.pk).update(headline=HEADLINE, what_happened="", is_everywhere=True)
    return alert


def opened(open_page: Opener, alert: RecallAlert, name: str, size: tuple[int, int] = DESK, **options: object) -> Page:
    page = open_page(f"/admin/login/?next=/admin/alerts/recallalert/{alert.pk}/{name}/", size, **options)
    sign_in(page)
    return page


def lots(alert: RecallAlert) -> list[str]:
    return [lot for row in alert.packages.all() for lot in row.lots]


def test_nobody_is_asked_about_leaving_a_form_that_was_not_touched(open_page: Opener, draft: RecallAlert) -> None:
    page = opened(open_page, draft, "change")
    questions: list[str] = []

    def leave(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.get_by_text("The recalled product").click()
    page.get_by_role("link", name="Read lots from the record’s text…").click()
    page.wait_for_url("**/assist/")
    page.get_by_role("link", name="Back to the form").click()
    page.get_by_label("Headline").press("End")
    page.keyboard.type("!")
    page.get_by_role("link", name="Read lots from the record’s text…").click()
    page.wait_for_url("**/assist/")
    assert questions == ["beforeunload"]


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_staff_add_lots_post_undo_end_and_post_again(
    open_page: Opener, draft: RecallAlert, size: tuple[int, int]
) -> None:
    page = opened(open_page, draft, "change", size)
    page.get_by_role("link", name="Read lots from the record’s text…").click()
    assert page.locator(".token input:checked").count() == 0
    assert page.evaluate(SIDEWAYS) <= 0
    page.get_by_role("button", name="Select all likely lots").click()
    expect(page.locator("[data-count]")).to_have_text("3 selected")
    page.get_by_role("button", name="Add selected lots").click()
    expect(page.locator(".messagelist")).to_contain_text("KX4401, KX4402, KX4403.")
    page.get_by_role("link", name="Back to the form").click()
    page.get_by_role("button", name="Post now").click()
    expect(page.get_by_text("The alert is on the public site")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".messagelist")).to_contain_text("The alert is off the site.")
    assert "KX4402" in page.locator("[name=packages-0-lots]").input_value()
    page.get_by_role("button", name="Post now").click()
    expect(page.get_by_text("The alert is on the public site")).to_be_visible()
    page.get_by_role("link", name="End now…").click()
    expect(page.locator("#content-main")).to_contain_text("It leaves every page of the site at once")
    page.get_by_role("button", name="End now").click()
    expect(page.locator(".messagelist")).to_contain_text("The alert has ended.")
    assert page.evaluate(SIDEWAYS) <= 0
    page.get_by_role("link", name="Post again…").click()
    page.get_by_role("button", name="Post again").click()
    expect(page.locator(".messagelist")).to_contain_text("The alert is live again.")
    expect(open_page("/", PHONE).locator(".notice")).to_contain_text(HEADLINE)


def press_until(page: Page, key: str, script: str) -> None:
    """Press a key until the element with the focus is the one that is wanted."""
    for _stop in range(120):
        page.keyboard.press(key)
        if page.evaluate(f"(() => {{ const at = document.activeElement; return {script}; }})()"):
            return
    pytest.fail(f"The keyboard does not reach {script}.")


def test_lots_are_added_and_posted_with_the_keyboard_alone(open_page: Opener, draft: RecallAlert) -> None:
    page = opened(open_page, draft, "assist")
    press_until(page, "Tab", "at.matches('.token input')")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator("[data-count]")).to_have_text("1 selected")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.value") == "0781-1506-10"
    page.keyboard.press("Home")
    page.keyboard.press("a")
    expect(page.locator(".token input:checked")).to_have_count(3)
    press_until(page, "Tab", "at.value?.startsWith('lots:')")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("KX4401, KX4402, KX4403.")
    press_until(page, "Tab", "at.textContent === 'Back to the form'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    press_until(page, "Tab", "at.name === '_post'")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The alert is on the public site")).to_be_visible()
    press_until(page, "Tab", "at.textContent === 'Undo'")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("The alert is off the site.")


def test_a_letter_in_the_pasted_text_selects_nothing(open_page: Opener, draft: RecallAlert) -> None:
    page = opened(open_page, draft, "assist")
    page.get_by_label("Paste a text or a table").fill("")
    page.keyboard.type("a lot")
    assert page.locator(".token input:checked").count() == 0


def test_without_script_the_tokens_are_plain_boxes(open_page: Opener, draft: RecallAlert) -> None:
    page = opened(open_page, draft, "assist", PHONE, java_script_enabled=False)
    expect(page.get_by_role("button", name="Select all likely lots")).to_have_count(0)
    page.get_by_label("KX4401").check()
    page.get_by_label("KX4403").check()
    page.get_by_role("button", name="Add as range").click()
    expect(page.locator(".messagelist")).to_contain_text("KX4401 to KX4403.")
    assert lots(draft) == ["KX4401 to KX4403"]


def test_a_table_that_is_pasted_into_a_row_gives_a_line_for_each_cell(open_page: Opener, changing_site: str) -> None:
    page = opened(open_page, make_alert(), "change")
    page.get_by_role("button", name="Add another Recalled package").click()
    box = page.locator("[name=packages-0-lots]")
    box.evaluate(
        """box => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", "TW1001\\tTW1002\\r\\nTW1003, TW1004;TW1005\\r\\n");
            box.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
        }"""
    )
    expect(box).to_have_value("TW1001\nTW1002\nTW1003\nTW1004\nTW1005")
    expect(page.locator("#packages-0 .samples")).to_contain_text("TW1001")


def test_a_rows_fields_are_called_as_on_the_package(open_page: Opener, changing_site: str) -> None:
    alert = make_alert(product_type="device")
    page = opened(open_page, alert, "change")
    page.get_by_role("button", name="Add another Recalled package").click()
    first, second = page.locator("#packages-0"), page.locator("#packages-1")
    expect(first.get_by_label("Lot or serial numbers:")).to_be_visible()
    page.get_by_text("The recalled product").click()
    page.get_by_label("Kind of product").select_option("formula")
    expect(first.get_by_label("Lot or batch codes:")).to_be_visible()
    page.get_by_role("button", name="Add another Recalled package").click()
    expect(second.get_by_label("Lot or batch codes:")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_assisted_view(open_page: Opener, draft: RecallAlert, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("needs var/tools/axe.min.js, which `make test` fetches")
    page = opened(open_page, draft, "assist", PHONE, bypass_csp=True, color_scheme=scheme)
    page.get_by_role("button", name="Select all likely lots").click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run('#content-main', {resultTypes: ['violations']})")
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found["violations"]] == []
