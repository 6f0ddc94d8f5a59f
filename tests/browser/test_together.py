"""Two browsers at one page, two windows of one person, a session that ends, a server that is away: no word is lost."""

import os
import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Dialog, Locator, Page, Route, expect

from conditions.models import Condition
from publishing.models import Autosave
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_editing import PASSWORD, editor, press, sign_in, write

Opener = Callable[..., Page]


def form_of(open_page: Opener, name: str = "editor") -> Page:
    pk = Condition.objects.get(slug="clubfoot").pk
    page = sign_in(open_page, f"/admin/conditions/condition/{pk}/change/", name=name)
    expect(editor(page, 0)).to_be_visible()
    return page


@pytest.fixture
def mine(open_page: Opener, changing_site: str) -> Page:
    return form_of(open_page)


def kept(page: Page) -> None:
    expect(page.locator("[data-status]")).to_contain_text("Not saved yet. Backup made at", timeout=15_000)


@pytest.fixture
def theirs(open_page: Opener, mine: Page) -> Page:
    return form_of(open_page, "manager")


def paragraphs(page: Page, number: int) -> Locator:
    return editor(page, number).locator("p, li")


def write_in(paragraph: Locator, text: str) -> None:
    """Type at the end of one paragraph."""
    paragraph.click()
    paragraph.page.keyboard.press("End")
    paragraph.page.keyboard.type(text)


def stored() -> list[str]:
    return [section.body for section in Condition.objects.get(slug="clubfoot").ordered_sections()]


@pytest.mark.parametrize("second_saves_first", [False, True])
def test_two_people_in_one_tab_keep_the_words_of_both_without_a_question(
    mine: Page, theirs: Page, second_saves_first: bool
) -> None:
    write_in(paragraphs(mine, 0).first, " ALPHATWO")
    write_in(paragraphs(theirs, 0).last, " BETATWO")
    first, second = (theirs, mine) if second_saves_first else (mine, theirs)
    press(first, "Save draft")
    expect(first.get_by_text("Draft saved")).to_be_visible()
    press(second, "Save draft")
    expect(second.get_by_text("Those changes are kept together with yours.")).to_be_visible()
    look(second, f"merged-{second_saves_first}")
    body = stored()[0]
    assert body.count("ALPHATWO") == body.count("BETATWO") == 1


@pytest.mark.parametrize(
    ("choice", "kept"), [(None, {"MINE", "THEIRS"}), ("Keep mine", {"MINE"}), ("Keep manager's", {"THEIRS"})]
)
def test_two_people_in_one_paragraph_are_asked_and_get_what_they_choose(
    mine: Page, theirs: Page, choice: str | None, kept: set[str]
) -> None:
    write_in(paragraphs(mine, 0).first, " MINE")
    write_in(paragraphs(theirs, 0).first, " THEIRS")
    before = stored()
    press(theirs, "Save draft")
    expect(theirs.get_by_text("Draft saved")).to_be_visible()
    press(mine, "Save draft")
    expect(mine.get_by_role("heading", name="Not saved yet")).to_be_visible()
    expect(mine.get_by_text("You and manager changed the same text. Choose what to keep, then save.")).to_be_visible()
    expect(mine.get_by_label("Keep both (yours first)")).to_be_checked()
    assert mine.locator(".met mark").all_inner_texts() == ["MINE", "THEIRS"]
    assert "MINE" not in "".join(stored())
    look(mine, f"question-{choice}")
    if choice:
        mine.get_by_label(choice, exact=True).check()
    press(mine, "Save draft")
    expect(mine.get_by_text("Draft saved")).to_be_visible()
    after = stored()
    assert {word for word in ("MINE", "THEIRS") if word in after[0]} == kept
    assert after[1:] == before[1:]


def test_a_second_collision_while_the_first_is_answered_is_asked_about_too(mine: Page, theirs: Page) -> None:
    write_in(paragraphs(mine, 0).first, " MINE")
    write_in(paragraphs(theirs, 0).first, " THEIRS")
    press(theirs, "Save draft")
    press(mine, "Save draft")
    expect(mine.get_by_label("Keep mine")).to_be_visible()
    write_in(paragraphs(theirs, 0).first, " AGAIN")
    press(theirs, "Save draft")
    expect(theirs.get_by_text("Draft saved")).to_be_visible()
    mine.get_by_label("Keep mine").check()
    press(mine, "Save draft")
    expect(mine.get_by_label("Keep both (yours first)")).to_be_checked()
    press(mine, "Save draft")
    expect(mine.get_by_text("Draft saved")).to_be_visible()
    assert {"MINE", "THEIRS", "AGAIN"} <= set(re.findall(r"[A-Z]{4,}", stored()[0]))


def test_one_person_in_two_windows_is_told_that_it_was_the_other_window(mine: Page) -> None:
    other = mine.context.new_page()
    other.goto(mine.url)
    expect(editor(other, 0)).to_be_visible()
    write_in(paragraphs(other, 0).first, " OTHER")
    press(other, "Save draft")
    expect(other.get_by_text("Draft saved")).to_be_visible()
    write_in(paragraphs(mine, 0).first, " THIS")
    expect(mine.locator("[data-overtaken]")).to_contain_text("You changed this in another window at", timeout=15_000)
    press(mine, "Save draft")
    expect(mine.locator(".met")).to_contain_text("You changed this in another window at")
    expect(mine.locator(".met")).not_to_contain_text("ditor")
    look(mine, "windows")
    press(mine, "Save draft")
    expect(mine.get_by_text("Draft saved")).to_be_visible()
    assert {"OTHER", "THIS"} <= set(re.findall(r"[A-Z]{4,}", stored()[0]))


def test_a_form_that_nobody_typed_into_claims_nothing_and_lets_go(mine: Page) -> None:
    sent: list[str] = []
    asked: list[str] = []
    mine.on("request", lambda request: sent.append(request.post_data or "") if "/working/" in request.url else None)
    mine.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    mine.evaluate("django.jQuery('#content-main form select').trigger('change')")
    mine.locator("#id_title").click()
    mine.locator("h1").first.click()
    mine.evaluate("new Promise((done) => setTimeout(done, 2500))")  # An autosave comes two seconds after a change.
    expect(mine.locator("[data-status]")).to_be_empty()
    mine.reload()
    expect(editor(mine, 0)).to_be_visible()
    assert (sent, asked) == ([], [])
    assert not Autosave.objects.exists()


def test_a_picker_and_a_moved_tab_count_as_typing(mine: Page) -> None:
    mine.get_by_role("button", name="Move down: Symptoms & Causes").click()
    kept(mine)


def look(page: Page, name: str) -> None:
    """A picture for a person to look at, where LOOK_AT names a folder."""
    if folder := os.environ.get("LOOK_AT"):
        for width, height in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("(document.querySelector('.met') ?? document.body).scrollIntoView()")
            page.screenshot(path=f"{folder}/{name}-{width}.png")
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def test_text_is_kept_while_it_is_typed_and_comes_back(mine: Page) -> None:
    write(editor(mine, 0), " Half a sentence.")
    kept(mine)
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.reload()
    expect(mine.locator(".unsaved-words")).to_contain_text("Half a sentence.")
    look(mine, "offer")
    mine.get_by_role("button", name="Restore").click()
    expect(editor(mine, 0)).to_contain_text("Half a sentence.")
    expect(mine.get_by_text("Your unsaved text is back in the form. Save to keep it.")).to_be_visible()
    look(mine, "restored")
    assert "Half a sentence." not in Condition.objects.get(slug="clubfoot").introduction


def words_of(slug: str) -> str:
    condition = Condition.objects.get(slug=slug)
    return condition.introduction + "".join(section.body for section in condition.ordered_sections())


def test_whoever_signs_in_again_in_another_tab_goes_on_with_what_they_typed(mine: Page) -> None:
    write(editor(mine, 0), " Half a sentence.")
    other = mine.context.new_page()
    other.goto(mine.url)
    other.get_by_role("button", name="Log out").click()
    other.goto(mine.url)
    other.get_by_label("Username:").fill("editor")
    other.get_by_label("Password:").fill(PASSWORD)
    other.get_by_role("button", name="Log in").click()
    expect(editor(other, 0)).to_be_visible()
    press(mine, "Save draft")
    expect(mine.get_by_role("heading", name="Nothing was saved")).to_be_visible()
    mine.get_by_role("button", name="Open the form with what I typed").click()
    expect(editor(mine, 0)).to_contain_text("Half a sentence.")
    assert "Half a sentence." not in words_of("clubfoot")
    press(mine, "Save draft")
    assert "Half a sentence." in words_of("clubfoot")
    assert not Autosave.objects.filter(is_saved=False).exists()


def test_text_typed_while_the_server_was_away_comes_back(mine: Page) -> None:
    def away(route: Route) -> None:
        route.abort()

    mine.route("**/working/", away)
    write(editor(mine, 0), " Written offline.")
    expect(mine.locator("[data-status]")).to_contain_text("A backup is kept on this computer", timeout=15_000)
    assert not Autosave.objects.exists()
    mine.unroute("**/working/", away)
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.reload()
    mine.get_by_role("button", name="Restore").click()
    expect(editor(mine, 0)).to_contain_text("Written offline.")


def test_text_that_the_server_kept_though_its_answer_was_lost_is_offered_once(mine: Page) -> None:
    def lost(route: Route) -> None:
        route.fetch()
        route.abort()

    mine.route("**/working/", lost)
    write(editor(mine, 0), " Written on the way.")
    expect(mine.locator("[data-status]")).to_contain_text("A backup is kept on this computer", timeout=15_000)
    assert Autosave.objects.exists()
    mine.unroute("**/working/", lost)
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.reload()
    mine.wait_for_timeout(1500)  # An offer is made half a second after the page is ready.
    expect(mine.get_by_role("button", name="Restore")).to_have_count(1)
    mine.get_by_role("button", name="Restore").click()
    expect(editor(mine, 0)).to_contain_text("Written on the way.")


def test_text_saved_after_the_session_ended_comes_back_after_signing_in(mine: Page) -> None:
    write(editor(mine, 0), " Written too late.")
    Session.objects.all().delete()
    press(mine, "Save draft")
    mine.get_by_label("Username").fill("editor")
    mine.get_by_label("Password").fill("lantern-demo")
    press(mine, "Log in")
    mine.get_by_role("button", name="Restore").click()
    expect(editor(mine, 0)).to_contain_text("Written too late.")


def test_text_on_this_machine_waits_while_one_types_on(mine: Page) -> None:
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.route("**/working/", lambda route: route.abort())
    write(editor(mine, 0), " Written offline.")
    expect(mine.locator("[data-status]")).to_contain_text("A backup is kept on this computer", timeout=15_000)
    mine.unroute("**/working/")
    mine.reload()
    expect(mine.get_by_role("heading", name="was found on this computer")).to_be_visible()
    expect(mine.locator(".unsaved-words")).to_contain_text("Written offline.")
    look(mine, "offer-here")
    write(editor(mine, 1), " Something else.")
    kept(mine)
    mine.get_by_role("button", name="Restore").click()
    expect(editor(mine, 0)).to_contain_text("Written offline.")


def test_text_brought_back_stays_on_this_machine_until_it_is_saved(mine: Page) -> None:
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.route("**/working/", lambda route: route.abort())
    write(editor(mine, 0), " Written offline.")
    expect(mine.locator("[data-status]")).to_contain_text("A backup is kept on this computer", timeout=15_000)
    mine.reload()
    Session.objects.all().delete()
    mine.get_by_role("button", name="Restore").click()
    mine.get_by_label("Username").fill("editor")
    mine.get_by_label("Password").fill("lantern-demo")
    press(mine, "Log in")
    mine.get_by_role("button", name="Restore").click()
    expect(editor(mine, 0)).to_contain_text("Written offline.")


def test_what_is_saved_is_not_offered_again(mine: Page) -> None:
    assert not Autosave.objects.exists()
    mine.locator("#id_title").fill("  Clubfoot, and its care ")
    kept(mine)
    press(mine, "Save draft")
    expect(mine.get_by_text("Draft saved")).to_be_visible()
    mine.wait_for_timeout(1500)  # An offer is made half a second after the page is ready.
    expect(mine.locator(".unsaved")).to_have_count(0)


def test_restored_text_is_offered_nowhere_once_it_is_saved(mine: Page) -> None:
    """Also where the form was opened in between, and on a computer that has a copy of its own."""
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.route("**/working/", lambda route: route.abort())
    write(editor(mine, 0), " Written offline.")
    expect(mine.locator("[data-status]")).to_contain_text("A backup is kept on this computer", timeout=15_000)
    copy = mine.evaluate("JSON.stringify({ ...localStorage })")
    mine.unroute("**/working/")
    mine.reload()
    mine.get_by_role("button", name="Restore").click()
    expect(editor(mine, 0)).to_contain_text("Written offline.")
    press(mine, "Save draft")
    expect(mine.get_by_text("Draft saved")).to_be_visible()
    mine.evaluate("(copy) => Object.assign(localStorage, JSON.parse(copy))", copy)  # As on another computer.
    mine.reload()
    expect(editor(mine, 0)).to_contain_text("Written offline.")
    mine.wait_for_function("!Object.keys(localStorage).some((name) => name.startsWith('unsaved '))")
    expect(mine.locator(".unsaved")).to_have_count(0)


COUNT_WHAT_IS_KEPT_HERE = """
const set = Storage.prototype.setItem;
Storage.prototype.setItem = function (name, value) {
  set.call(this, name, value);
  if (name.startsWith("unsaved ")) sessionStorage.times = Number(sessionStorage.times ?? 0) + 1;
};
"""


def test_a_form_that_was_sent_keeps_nothing_more_on_this_machine(mine: Page) -> None:
    """The page it leads to may have forgotten the text by then, and would offer it as unsaved."""
    mine.add_init_script(COUNT_WHAT_IS_KEPT_HERE)
    mine.reload()
    mine.locator("#id_title").fill("Clubfoot, and its care")
    press(mine, "Save draft")
    expect(mine.get_by_text("Draft saved")).to_be_visible()
    assert mine.evaluate("sessionStorage.times") == "1"


def save_and_stop_waiting(page: Page) -> None:
    page.get_by_role("button", name="Save draft", exact=True).click(no_wait_after=True)
    page.context.new_cdp_session(page).send("Page.stopLoading")


def test_each_sending_keeps_the_newest_text_on_this_machine(mine: Page) -> None:
    mine.route("**/change/", lambda route: None)  # No answer, ever.
    for text in ("One", "Two"):
        # As a button or a picker changes a field: no key is pressed.
        mine.locator("#id_title").evaluate("(field, text) => { field.value = text; }", text)
        save_and_stop_waiting(mine)
        assert f'["title","{text}"]' in mine.evaluate("JSON.stringify(Object.values(localStorage))").replace("\\", "")


def test_whoever_stops_a_slow_save_and_types_on_loses_no_word(mine: Page) -> None:
    mine.route("**/change/", lambda route: None)  # No answer, ever.
    write(editor(mine, 0), " Before.")
    save_and_stop_waiting(mine)
    write(editor(mine, 0), " After.")
    kept(mine)
    assert "After." in str(Autosave.objects.get().fields)
    mine.unroute("**/change/")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    mine.on("dialog", leave)
    mine.reload()
    assert asked == ["beforeunload"]
