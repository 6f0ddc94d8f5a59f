"""Two browsers at one page, a session that ends, a server that is away: no word is lost."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Dialog, Page, Route, expect

from conditions.models import Condition
from publishing.models import Autosave
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
    expect(page.locator("[data-status]")).to_contain_text("is kept", timeout=15_000)


def words_of(slug: str) -> str:
    condition = Condition.objects.get(slug=slug)
    return condition.introduction + "".join(section.body for section in condition.ordered_sections())


def test_two_browsers_at_one_page_lose_no_word(mine: Page, open_page: Opener) -> None:
    theirs = form_of(open_page, "manager")
    write(editor(theirs, 0), " Their words.")
    press(theirs, "Save draft")
    write(editor(mine, 1), " My words.")
    press(mine, "Save draft")
    expect(mine.get_by_role("heading", name="Somebody else saved this while you wrote")).to_be_visible()
    press(mine, "Save draft")
    assert "Their words." in words_of("clubfoot")
    assert "My words." in words_of("clubfoot")


def test_text_is_kept_while_it_is_typed_and_comes_back(mine: Page) -> None:
    write(editor(mine, 0), " Half a sentence.")
    kept(mine)
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.reload()
    mine.get_by_role("button", name="Bring it back").click()
    expect(editor(mine, 0)).to_contain_text("Half a sentence.")
    assert "Half a sentence." not in Condition.objects.get(slug="clubfoot").introduction


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
    assert not Autosave.objects.exists()


def test_text_typed_while_the_server_was_away_comes_back(mine: Page) -> None:
    def away(route: Route) -> None:
        route.abort()

    mine.route("**/working/", away)
    write(editor(mine, 0), " Written offline.")
    expect(mine.locator("[data-status]")).to_contain_text("kept on this machine", timeout=15_000)
    assert not Autosave.objects.exists()
    mine.unroute("**/working/", away)
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.reload()
    mine.get_by_role("button", name="Bring it back").click()
    expect(editor(mine, 0)).to_contain_text("Written offline.")


def test_text_that_the_server_kept_though_its_answer_was_lost_is_offered_once(mine: Page) -> None:
    def lost(route: Route) -> None:
        route.fetch()
        route.abort()

    mine.route("**/working/", lost)
    write(editor(mine, 0), " Written on the way.")
    expect(mine.locator("[data-status]")).to_contain_text("kept on this machine", timeout=15_000)
    assert Autosave.objects.exists()
    mine.unroute("**/working/", lost)
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.reload()
    mine.wait_for_timeout(1500)  # An offer is made half a second after the page is ready.
    expect(mine.get_by_role("button", name="Bring it back")).to_have_count(1)
    mine.get_by_role("button", name="Bring it back").click()
    expect(editor(mine, 0)).to_contain_text("Written on the way.")


def test_text_saved_after_the_session_ended_comes_back_after_signing_in(mine: Page) -> None:
    write(editor(mine, 0), " Written too late.")
    Session.objects.all().delete()
    press(mine, "Save draft")
    mine.get_by_label("Username").fill("editor")
    mine.get_by_label("Password").fill("lantern-demo")
    press(mine, "Log in")
    mine.get_by_role("button", name="Bring it back").click()
    expect(editor(mine, 0)).to_contain_text("Written too late.")


def test_text_on_this_machine_waits_while_one_types_on(mine: Page) -> None:
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.route("**/working/", lambda route: route.abort())
    write(editor(mine, 0), " Written offline.")
    expect(mine.locator("[data-status]")).to_contain_text("kept on this machine", timeout=15_000)
    mine.unroute("**/working/")
    mine.reload()
    expect(mine.get_by_role("button", name="Bring it back")).to_be_visible()
    write(editor(mine, 1), " Something else.")
    kept(mine)
    mine.get_by_role("button", name="Bring it back").click()
    expect(editor(mine, 0)).to_contain_text("Written offline.")


def test_text_brought_back_stays_on_this_machine_until_it_is_saved(mine: Page) -> None:
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.route("**/working/", lambda route: route.abort())
    write(editor(mine, 0), " Written offline.")
    expect(mine.locator("[data-status]")).to_contain_text("kept on this machine", timeout=15_000)
    mine.reload()
    Session.objects.all().delete()
    mine.get_by_role("button", name="Bring it back").click()
    mine.get_by_label("Username").fill("editor")
    mine.get_by_label("Password").fill("lantern-demo")
    press(mine, "Log in")
    mine.get_by_role("button", name="Bring it back").click()
    expect(editor(mine, 0)).to_contain_text("Written offline.")


def test_what_is_saved_is_not_offered_again(mine: Page) -> None:
    assert not Autosave.objects.exists()
    mine.locator("#id_title").fill("  Clubfoot, and its care ")
    kept(mine)
    press(mine, "Save draft")
    expect(mine.get_by_text("Draft saved")).to_be_visible()
    mine.wait_for_timeout(1500)  # An offer is made half a second after the page is ready.
    expect(mine.locator(".unsaved, .working p:has(button)")).to_have_text([])


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
