"""Two people at one page's form: the second is told, sees all three texts, and loses nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from conditions.models import Condition, Section
from tests.browsing import add_tab, form_on, page, press, words
from tests.factories import make_condition, make_program

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
    assert "Only they changed this" in words(told)
    save(mine, condition, form_on(told))
    condition.refresh_from_db()
    assert (condition.summary, bodies(condition)["One"]) == ("Their summary.", "<p>My first.</p>")


def test_nothing_is_written_before_the_second_has_looked(mine: Client, theirs: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", summary="Their summary.")
    told = save(mine, condition, opened, summary="My summary.")
    assert "manager saved it" in words(told)
    condition.refresh_from_db()
    assert condition.summary == "Their summary."


def test_everybody_who_saved_meanwhile_is_named(mine: Client, theirs: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", summary="Their summary.")
    press(mine, at(condition), "_continue", title="From my other window")
    told = words(save(mine, condition, opened, other_names="Wheezing"))
    assert "manager saved it" in told
    assert "editor saved it" in told


def test_where_the_page_was_deleted_what_was_typed_becomes_a_new_one(mine: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    condition.delete()
    told = save(mine, condition, opened, **{"sections-1-body": "<p>My second.</p>"})
    assert "Somebody deleted this while you wrote" in words(told)
    action = page(told).select_one("#content-main form")
    assert action is not None
    mine.post(str(action["action"]), form_on(told) | {"_continue": "1"})
    assert bodies(Condition.objects.get()) == {"One": "<p>First.</p>", "Two": "<p>My second.</p>"}


def test_where_both_changed_one_text_all_three_are_shown(mine: Client, theirs: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", **{"sections-1-body": "<p>Their second.</p>"})
    told = save(mine, condition, opened, **{"sections-1-body": "<p>My second.</p>"})
    panel = page(told).select_one(".met-both")
    assert panel is not None
    text = " ".join(panel.get_text(" ").split())
    assert "Tab “Two”: Text" in text
    assert "Before Second. Yours My second. Theirs Their second." in text


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("mine", "<p>My second.</p>"),
        ("theirs", "<p>Their second.</p>"),
        ("both", "<p>My second.</p><p>Their second.</p>"),
    ],
)
def test_the_choice_decides(mine: Client, theirs: Client, condition: Condition, choice: str, kept: str) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", **{"sections-1-body": "<p>Their second.</p>"})
    told = save(mine, condition, opened, **{"sections-1-body": "<p>My second.</p>"})
    save(mine, condition, form_on(told), **{"_choose-sections-1-body": choice})
    assert bodies(condition)["Two"] == kept


def test_a_third_save_in_between_is_told_again(mine: Client, theirs: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", summary="Their summary.")
    told = save(mine, condition, opened, summary="My summary.")
    press(theirs, at(condition), "_continue", summary="Their second summary.")
    again = save(mine, condition, form_on(told))
    assert "Their second summary." in words(again)
    condition.refresh_from_db()
    assert condition.summary == "Their second summary."


def test_tabs_that_both_added_are_both_there(mine: Client, theirs: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    added = add_tab(form_on(theirs.get(at(condition))), title="Theirs", body="<p>Their tab.</p>")
    save(theirs, condition, added)
    told = save(mine, condition, add_tab(opened, title="Mine", body="<p>My tab.</p>"))
    save(mine, condition, form_on(told))
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
    assert "You both changed this" in words(told)
    assert bodies(condition)["Two"] == "<p>Their second.</p>"


def test_programs_chosen_by_each_are_asked_about_by_name(mine: Client, theirs: Client, condition: Condition) -> None:
    programs = [make_program(title="Lung Program"), make_program(title="Heart Program")]
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", programs=[str(programs[0].pk)])
    told = save(mine, condition, opened, programs=[str(programs[1].pk)])
    assert "Yours Heart Program Theirs Lung Program" in words(told)


def test_a_program_that_they_added_stays_where_i_had_chosen_none(
    mine: Client, theirs: Client, condition: Condition
) -> None:
    program = make_program()
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", programs=[str(program.pk)])
    told = save(mine, condition, opened, summary="My summary.")
    save(mine, condition, form_on(told))
    assert list(condition.programs.all()) == [program]


def test_programs_chosen_by_each_can_all_be_kept(mine: Client, theirs: Client, condition: Condition) -> None:
    programs = [make_program(), make_program()]
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", programs=[str(programs[0].pk)])
    told = save(mine, condition, opened, programs=[str(programs[1].pk)])
    save(mine, condition, form_on(told), **{"_choose-programs": "both"})
    assert set(condition.programs.all()) == set(programs)


def test_a_title_is_one_of_the_two_and_never_both(mine: Client, theirs: Client, condition: Condition) -> None:
    opened = form_on(mine.get(at(condition)))
    press(theirs, at(condition), "_continue", title="Their title")
    told = save(mine, condition, opened, title="My title")
    assert [field["value"] for field in page(told).select("[name=_choose-title]")] == ["mine", "theirs"]
    save(mine, condition, form_on(told), **{"_choose-title": "both"})
    condition.refresh_from_db()
    assert condition.title == "My title"


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
            return "Somebody else saved this" in words(answer)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(send, range(2)))
    assert sorted(told) == [False, True]
    assert Section.objects.filter(condition=condition).count() == 2
