"""Two people at one page's form: their changes are merged, a collision is asked about, and nobody loses a word."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from conditions.models import Condition, Section
from publishing import signing
from tests.browsing import add_tab, form_on, page, press, words
from tests.factories import make_condition, make_program, signed

TABS = {"One": "<p>First.</p>", "Two": "<p>Second.</p>"}


@pytest.fixture
def condition(db: None) -> Condition:
    return make_condition(TABS, summary="An illness.", title="Asthma")


@pytest.fixture
def mine(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


@pytest.fixture
def theirs(manager: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(manager)


def at(condition: Condition) -> str:
    return reverse("admin:conditions_condition_change", args=[condition.pk])


def save(client: Client, condition: Condition, opened: dict[str, Any], **typed: Any) -> HttpResponse:
    return client.post(at(condition), opened | typed | {"_continue": "1"}, follow=True)


def bodies(condition: Condition) -> dict[str, str]:
    return {section.title: section.body for section in condition.ordered_sections()}


def test_what_each_changed_alone_is_kept_without_a_question(mine: Client, theirs: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", summary="Their summary.")
    told = save(mine, condition, opened, **{"sections-0-body": "<p>My first.</p>"})
    assert "Manager saved changes at" in words(told)
    assert "Merged in: Summary: “Their summary.”" in words(told)
    condition.refresh_from_db()
    assert (condition.summary, bodies(condition)["One"]) == ("Their summary.", "<p>My first.</p>")


LONG = "<p>What it is.</p><ul><li>wheezing</li><li>cough</li></ul><p>What helps.</p>"


@pytest.mark.parametrize("first", ["mine", "theirs"])
def test_different_paragraphs_of_one_tab_are_both_kept_whoever_saves_first(
    mine: Client, theirs: Client, first: str
) -> None:
    condition = make_condition({"One": LONG})
    typed = {
        "mine": LONG.replace("What it is.", "ALPHATWO What it is."),
        "theirs": LONG.replace("What helps.", "What helps. BETATWO").replace("cough", "a dry cough"),
    }
    clients = {"mine": mine, "theirs": theirs}
    opened = {who: form_on(client.get(at(condition))) for who, client in clients.items()}
    for who in sorted(clients, key=lambda who: who != first):
        told = save(clients[who], condition, opened[who], **{"sections-0-body": typed[who]})
    assert "Draft saved" in words(told)
    both = "<p>ALPHATWO What it is.</p><ul><li>wheezing</li><li>a dry cough</li></ul><p>What helps. BETATWO</p>"
    assert bodies(condition)["One"] == both


def test_a_merged_text_is_new_text_and_needs_its_signature(mine: Client, theirs: Client, condition: Condition) -> None:
    signed(condition)
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", **{"sections-0-body": "<p>First.</p><p>Theirs.</p>"})
    save(mine, condition, opened, **{"sections-0-body": "<p>Mine.</p><p>First.</p>"})
    signatures = signing.signatures(Condition.objects.get())
    unsigned = {one.part.title for one in signatures if not one.is_signed}
    assert unsigned == {"One"}


def test_nothing_goes_to_readers_with_changes_that_its_publisher_has_not_seen(
    mine: Client, theirs: Client, condition: Condition
) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", summary="Their summary.")
    told = mine.post(at(condition), opened | {"title": "Mine", "_publish": "1"}, follow=True)
    assert "Those changes are in the form below, together with yours. Check them, then save." in words(told)
    assert "Summary: “Their summary.”" in words(told)
    condition.refresh_from_db()
    assert condition.title == "Asthma"


def test_nothing_is_written_before_the_question_is_answered(mine: Client, theirs: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", summary="Their summary.")
    told = save(mine, condition, opened, summary="My summary.")
    assert "You and manager changed the same text. Choose what to keep, then save." in words(told)
    condition.refresh_from_db()
    assert condition.summary == "Their summary."


def test_everybody_who_saved_meanwhile_is_named_once(mine: Client, theirs: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    for text in ("One.", "Two.", "Their summary."):
        press(theirs, at(condition), "_continue", summary=text)
    press(mine, at(condition), "_continue", title="From my other window")
    told = words(save(mine, condition, opened, other_names="Wheezing"))
    assert told.count("Manager saved changes at") == 1


def test_a_second_window_of_the_same_person_is_called_that(mine: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    press(mine, at(condition), "_continue", **{"sections-1-body": "<p>Second, from the other.</p>"})
    told = save(mine, condition, opened, **{"sections-1-body": "<p>Second, from this one.</p>"})
    assert "You changed this in another window at" in words(told)
    assert "The other window Second, from the other ." in words(told)
    assert "Somebody else" not in words(told)
    assert "Keep the other window's" in words(told)


def test_where_the_page_was_deleted_what_was_typed_becomes_a_new_one(mine: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    condition.delete()
    told = save(mine, condition, opened, **{"sections-1-body": "<p>My second.</p>"})
    assert "This was deleted while you wrote." in words(told)
    action = page(told).select_one("#content-main form")
    assert action is not None
    mine.post(str(action["action"]), form_on(told) | {"_continue": "1"})
    assert bodies(Condition.objects.get()) == {"One": "<p>First.</p>", "Two": "<p>My second.</p>"}


def collide(mine: Client, theirs: Client, condition: Condition) -> HttpResponse:
    """The form with a question about one paragraph of the second tab."""
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", **{"sections-1-body": "<p>Their second.</p>"})
    return save(mine, condition, opened, **{"sections-1-body": "<p>My second.</p>"})


def test_both_versions_are_shown_with_the_words_that_differ_marked(
    mine: Client, theirs: Client, condition: Condition
) -> None:
    told = collide(mine, theirs, condition)
    panel = page(told).select_one(".met")
    assert panel is not None
    text = " ".join(panel.get_text(" ").split())
    assert "Tab “Two”: Text" in text
    assert "Yours My second" in text
    assert "manager Their second" in text
    assert [mark.get_text() for mark in panel.select("mark")] == ["My", "Their"]


def test_keep_both_is_chosen_in_advance_and_is_what_the_form_holds(
    mine: Client, theirs: Client, condition: Condition
) -> None:
    told = collide(mine, theirs, condition)
    both = "<p>My second.</p><p>Their second.</p>"
    assert form_on(told)["_choose-sections-1-body"] == "both"
    assert form_on(told)["sections-1-body"] == both
    assert bodies(condition)["Two"] == "<p>Their second.</p>"
    save(mine, condition, form_on(told))
    assert bodies(condition)["Two"] == both


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("mine", "<p>My second.</p>"),
        ("theirs", "<p>Their second.</p>"),
        ("both", "<p>My second.</p><p>Their second.</p>"),
        ("forged", "<p>My second.</p><p>Their second.</p>"),
    ],
)
def test_the_choice_decides(mine: Client, theirs: Client, condition: Condition, choice: str, kept: str) -> None:
    told = collide(mine, theirs, condition)
    save(mine, condition, form_on(told), **{"_choose-sections-1-body": choice})
    assert bodies(condition)["Two"] == kept


def test_what_is_typed_after_the_question_stays_whatever_is_chosen(
    mine: Client, theirs: Client, condition: Condition
) -> None:
    told = collide(mine, theirs, condition)
    typed = "<p>My second.</p><p>Their second.</p><p>Typed after it.</p>"
    save(mine, condition, form_on(told), **{"_choose-sections-1-body": "mine", "sections-1-body": typed})
    assert bodies(condition)["Two"] == "<p>My second.</p><p>Typed after it.</p>"


def test_each_of_two_questions_about_one_tab_has_its_own_answer(mine: Client, theirs: Client) -> None:
    condition = make_condition({"One": "<p>Give a.</p><p>Stays.</p><p>Wait b.</p>"})
    opened = form_on(mine.get(at(condition)))
    their_text = "<p>Give a theirs.</p><p>Stays.</p><p>Wait b theirs.</p>"
    press(theirs, at(condition), "_continue", **{"sections-0-body": their_text})
    told = save(mine, condition, opened, **{"sections-0-body": their_text.replace("theirs", "mine")})
    answers = {"_choose-sections-0-body": "mine", "_choose-sections-0-body-2": "theirs"}
    save(mine, condition, form_on(told), **answers)
    assert bodies(condition)["One"] == "<p>Give a mine.</p><p>Stays.</p><p>Wait b theirs.</p>"


def test_a_change_of_the_same_text_while_the_question_is_answered_is_asked_about_again(
    mine: Client, theirs: Client, condition: Condition
) -> None:
    told = collide(mine, theirs, condition)
    press(theirs, at(condition), "_continue", **{"sections-1-body": "<p>Their third.</p>"})
    again = save(mine, condition, form_on(told), **{"_choose-sections-1-body": "mine"})
    assert "You and manager changed the same text." in words(again)
    assert bodies(condition)["Two"] == "<p>Their third.</p>"
    save(mine, condition, form_on(again))
    assert bodies(condition)["Two"] == "<p>My second.</p><p>Their third.</p>"


def test_three_people_lose_no_word(
    mine: Client, theirs: Client, communications: User, signed_in: Callable[[User], Client], condition: Condition
) -> None:
    communications.groups.set(Group.objects.filter(name="Editors"))
    third = signed_in(communications)
    clients = [(mine, "Mine"), (theirs, "Theirs"), (third, "Thirds")]
    opened = [form_on(client.get(at(condition))) for client, _name in clients]
    for (client, name), form in zip(clients, opened, strict=True):
        told = save(client, condition, form, **{"sections-1-body": f"<p>Second {name}.</p>"})
        if "Choose what to keep" in words(told):
            save(client, condition, form_on(told))
    for _client, name in clients:
        assert name in bodies(condition)["Two"]


def test_text_that_one_removed_and_the_other_changed_is_asked_about(
    mine: Client, theirs: Client, condition: Condition
) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", **{"sections-1-body": ""})
    told = save(mine, condition, opened, **{"sections-1-body": "<p>Second and more.</p>"})
    assert [label.get_text().strip() for label in page(told).select(".met label")] == ["Keep mine", "Remove it"]
    assert form_on(told)["sections-1-body"] == "<p>Second and more.</p>"
    save(mine, condition, form_on(told), **{"_choose-sections-1-body": "theirs"})
    assert bodies(condition)["Two"] == ""


def test_lines_are_merged_line_by_line(mine: Client, theirs: Client) -> None:
    condition = make_condition(call_us_when=["coughs", "wheezes"])
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", call_us_when="coughs\nwheezes at night")
    told = save(mine, condition, opened, call_us_when="coughs a lot\nwheezes\nsleeps badly")
    assert "Draft saved" in words(told)
    condition.refresh_from_db()
    assert condition.call_us_when == ["coughs a lot", "wheezes at night", "sleeps badly"]


def test_a_third_save_in_between_is_told_again(mine: Client, theirs: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", title="Their title")
    told = save(mine, condition, opened, title="My title")
    press(theirs, at(condition), "_continue", title="Their second title")
    again = save(mine, condition, form_on(told), **{"_choose-title": "mine"})
    assert "Their second title" in words(again)
    condition.refresh_from_db()
    assert condition.title == "Their second title"


def test_tabs_that_both_added_are_both_there(mine: Client, theirs: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    added = add_tab(form_on(theirs.get(at(condition))), title="Theirs", body="<p>Their tab.</p>")
    save(theirs, condition, added)
    save(mine, condition, add_tab(opened, title="Mine", body="<p>My tab.</p>"))
    assert set(bodies(condition)) == {"One", "Two", "Theirs", "Mine"}


def test_a_tab_removed_by_them_and_changed_by_me_is_not_lost(
    mine: Client, theirs: Client, condition: Condition
) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", **{"sections-1-DELETE": "on"})
    told = save(mine, condition, opened, **{"sections-1-body": "<p>My second.</p>"})
    save(mine, condition, form_on(told))
    assert bodies(condition)["Two"] == "<p>My second.</p>"


def test_a_tab_changed_by_them_and_removed_by_me_is_asked_about(
    mine: Client, theirs: Client, condition: Condition
) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", **{"sections-1-body": "<p>Their second.</p>"})
    told = save(mine, condition, opened, **{"sections-1-DELETE": "on"})
    assert "You removed this, and manager changed it. It is back in the form." in words(told)
    assert bodies(condition)["Two"] == "<p>Their second.</p>"


def test_a_program_that_they_added_stays_where_i_had_chosen_none(
    mine: Client, theirs: Client, condition: Condition
) -> None:
    program = make_program()
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", programs=[str(program.pk)])
    save(mine, condition, opened, summary="My summary.")
    assert list(condition.programs.all()) == [program]


def test_programs_that_each_added_or_removed_are_merged(mine: Client, theirs: Client, condition: Condition) -> None:
    old, added, other = make_program(), make_program(), make_program()
    condition.programs.set([old])
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", programs=[str(added.pk)])
    told = save(mine, condition, opened, programs=[str(old.pk), str(other.pk)])
    assert "Draft saved" in words(told)
    assert set(condition.programs.all()) == {added, other}


def collide_in_title(mine: Client, theirs: Client, condition: Condition) -> HttpResponse:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", title="Their title")
    return save(mine, condition, opened, title="My title")


@pytest.mark.parametrize(("choice", "kept"), [("mine", "My title"), ("theirs", "Their title")])
def test_a_title_is_one_of_the_two_and_never_both(
    mine: Client, theirs: Client, condition: Condition, choice: str, kept: str
) -> None:
    told = collide_in_title(mine, theirs, condition)
    fields = page(told).select("[name=_choose-title]")
    assert [(field["value"], field.has_attr("checked")) for field in fields] == [("mine", False), ("theirs", False)]
    save(mine, condition, form_on(told), **{"_choose-title": choice})
    condition.refresh_from_db()
    assert condition.title == kept


@pytest.mark.parametrize("choice", ["", "both", "x"])
def test_a_title_that_nobody_chose_is_asked_about_again(
    mine: Client, theirs: Client, condition: Condition, choice: str
) -> None:
    told = collide_in_title(mine, theirs, condition)
    again = save(mine, condition, form_on(told), **({"_choose-title": choice} if choice else {}))
    assert "Choose what to keep, then save." in words(again)
    condition.refresh_from_db()
    assert condition.title == "Their title"


def test_another_title_typed_after_the_question_is_the_answer(
    mine: Client, theirs: Client, condition: Condition
) -> None:
    told = collide_in_title(mine, theirs, condition)
    save(mine, condition, form_on(told), title="A title for both")
    condition.refresh_from_db()
    assert condition.title == "A title for both"


@pytest.mark.parametrize(
    "asked", ["", "x", "[]", "{}", '{"parts": 3}', '{"parts": [[1]], "joiner": ""}', '{"values": []}']
)
def test_a_forged_question_changes_nothing(mine: Client, condition: Condition, asked: str) -> None:
    forged = {"_asked-summary": asked, "_asked-nothing": asked, "_choose-summary": "theirs"}
    save(mine, condition, form_on(mine.get(at(condition))), **forged, summary="My summary.")
    condition.refresh_from_db()
    assert condition.summary == "My summary."


def test_a_merged_form_with_an_error_holds_both_and_can_be_saved_then(
    mine: Client, theirs: Client, condition: Condition
) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", **{"sections-1-body": "<p>Second.</p><p>Theirs.</p>"})
    told = save(mine, condition, opened, title="", **{"sections-1-body": "<p>Mine.</p><p>Second.</p>"})
    assert "Correct the following, then save." in words(told)
    save(mine, condition, form_on(told), title="Asthma")
    assert bodies(condition)["Two"] == "<p>Mine.</p><p>Second.</p><p>Theirs.</p>"


def test_saving_what_nobody_else_touched_asks_nothing(mine: Client, condition: Condition) -> None:
    told = press(mine, at(condition), "_continue", summary="My summary.")
    assert "Somebody else" not in words(told)
    condition.refresh_from_db()
    assert condition.summary == "My summary."


LIST = "/admin/conditions/condition/"


def ask_to_delete(client: Client, condition: Condition) -> dict[str, Any]:
    """What the question “really?” would post, after the page was chosen in the list."""
    chosen = {
        "action": "delete_selected",
        "_selected_action": [str(condition.pk)],
        "listed": page(client.get(LIST)).select("[name=listed]")[0]["value"],
    }
    form = page(client.post(LIST, chosen)).select_one("form:has([name=post])")
    assert form is not None
    return {str(field["name"]): field["value"] for field in form.select("input[name]")}


def test_what_changed_after_it_was_chosen_is_not_deleted(mine: Client, theirs: Client, condition: Condition) -> None:
    sure = ask_to_delete(mine, condition)
    press(theirs, at(condition), "_continue", summary="Newer than the list.")
    told = mine.post(LIST, sure, follow=True)
    assert "“Asthma” changed after you opened the list" in words(told)
    assert Condition.objects.filter(summary="Newer than the list.").exists()


def test_what_nobody_changed_is_deleted_when_asked(mine: Client, condition: Condition) -> None:
    mine.post(LIST, ask_to_delete(mine, condition))
    assert not Condition.objects.exists()


@pytest.mark.parametrize(
    "base", ["", "x", "[]", "{}", '{"fields": 3, "rows": 4}', '{"fields": {}, "rows": {"sections": {"9": 1}}}']
)
def test_a_forged_base_loses_nothing(mine: Client, condition: Condition, base: str) -> None:
    told = save(mine, condition, form_on(mine.get(at(condition))), _base=base, summary="My summary.")
    assert told.status_code == 200
    assert "My summary." in words(told) or form_on(told)["summary"] == "My summary."
    assert set(bodies(condition)) == {"One", "Two"}


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_the_same_moment_do_not_both_pass(
    editor: User, manager: User, signed_in: Callable[[User], Client]
) -> None:
    condition = make_condition(TABS)
    clients = [signed_in(editor), signed_in(manager)]
    opened = [form_on(client.get(at(condition))) for client in clients]

    def send(number: int) -> bool:
        try:
            answer = save(clients[number], condition, opened[number], summary=f"Summary {number}.")
            return "changed the same text" in words(answer)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(send, range(2)))
    assert sorted(told) == [False, True]
    assert Section.objects.filter(condition=condition).count() == 2
