"""Text that is kept while it is typed, and who has which form open."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from conditions.models import Condition
from publishing.models import AuditEntry, Autosave, Revision, SavedDraft
from tests.browsing import form_on, page, press, words
from tests.conftest import Clock
from tests.factories import make_condition

ADD = "/admin/conditions/condition/add/"


@pytest.fixture
def condition(db: None, clock: Clock) -> Condition:
    return make_condition({"One": "<p>First.</p>"}, summary="An illness.")


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


@pytest.fixture
def other(manager: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(manager)


def at(name: str, condition: Condition) -> str:
    return reverse(f"admin:conditions_condition_{name}", args=[condition.pk])


def type_in(client: Client, condition: Condition, **typed: Any) -> dict[str, Any]:
    """What the form sends by itself after a pause."""
    fields = form_on(client.get(at("change", condition))) | typed
    answer: dict[str, Any] = client.post(at("working", condition), fields).json()
    return answer


def offered(client: Client, address: str) -> dict[str, str]:
    """The fields that the offer to bring text back would post."""
    found = page(client.get(address)).select(".unsaved form:has([name=_show]) input")
    return {str(field["name"]): str(field.get("value", "")) for field in found}


def test_what_is_typed_is_kept_and_saves_nothing(desk: Client, condition: Condition) -> None:
    before = (SavedDraft.objects.count(), Revision.objects.count(), AuditEntry.objects.count())
    type_in(desk, condition, summary="Half a sen")
    condition.refresh_from_db()
    assert condition.summary == "An illness."
    assert before == (SavedDraft.objects.count(), Revision.objects.count(), AuditEntry.objects.count())


def test_what_is_stored_already_is_not_kept_however_it_is_written(desk: Client, condition: Condition) -> None:
    type_in(desk, condition, **{"sections-0-body": "<p>First.</p>\n\n"})
    assert not Autosave.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [{"sections-0-body": "<p>Second.</p>"}, {"sections-0-DELETE": "on"}, {"sections-TOTAL_FORMS": "2"}, {"owner": "1"}],
)
def test_every_kind_of_change_is_kept(desk: Client, condition: Condition, typed: dict[str, str]) -> None:
    type_in(desk, condition, **typed)
    assert Autosave.objects.count() == 1


def test_text_that_was_still_on_its_way_when_it_was_saved_is_not_offered(desk: Client, condition: Condition) -> None:
    opened = form_on(desk.get(at("change", condition)))
    desk.post(at("working", condition), opened | {"summary": "Half", "_number": "1"})
    desk.post(at("change", condition), opened | {"summary": "A whole sentence.", "_number": "3"})
    desk.post(at("working", condition), opened | {"summary": "Half a sentence", "_number": "2"})
    assert offered(desk, at("change", condition)) == {}


def test_text_of_a_new_page_that_was_still_on_its_way_is_not_offered(desk: Client, condition: Condition) -> None:
    working = reverse("admin:conditions_condition_working", args=[0])
    opened = form_on(desk.get(ADD)) | {"title": "Croup", "slug": "croup", "summary": "Cough."}
    desk.post(ADD, opened | {"_continue": "1", "_number": "2"})
    desk.post(working, opened | {"title": "Cro", "_number": "1"})
    assert offered(desk, ADD) == {}


def test_text_that_is_typed_into_a_saved_form_later_is_kept(desk: Client, condition: Condition) -> None:
    """As after the browser's Back button."""
    opened = form_on(desk.get(at("change", condition)))
    desk.post(at("change", condition), opened | {"summary": "Saved.", "_number": "3"})
    desk.post(at("working", condition), opened | {"summary": "Typed after it.", "_number": "4"})
    assert offered(desk, at("change", condition))["summary"] == "Typed after it."


def test_an_older_text_that_comes_late_overwrites_no_newer_one(desk: Client, condition: Condition) -> None:
    opened = form_on(desk.get(at("change", condition)))
    for number, text in (("2", "Half a sentence"), ("1", "Half")):
        desk.post(at("working", condition), opened | {"summary": text, "_number": number})
    assert offered(desk, at("change", condition))["summary"] == "Half a sentence"


def test_text_that_was_taken_back_to_what_is_stored_is_offered_no_more(desk: Client, condition: Condition) -> None:
    opened = form_on(desk.get(at("change", condition)))
    for number, text in (("1", "Half"), ("2", "An illness.")):
        desk.post(at("working", condition), opened | {"summary": text, "_number": number})
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "1.5", "²"])
def test_a_forged_number_loses_no_text(desk: Client, condition: Condition, number: str) -> None:
    type_in(desk, condition, summary="Half", _number=number)
    assert offered(desk, at("change", condition))["summary"] == "Half"


def test_an_offer_shows_its_time_and_first_words_newest_first(desk: Client, condition: Condition, clock: Clock) -> None:
    type_in(desk, condition, summary="An illness. Older words.")
    clock.forward(seconds=60)
    type_in(desk, condition, **{"sections-0-body": "<p>First. Newer words.</p>"})
    offers = page(desk.get(at("change", condition))).select("[data-offers] .unsaved")
    texts = [" ".join(one.get_text(" ").split()) for one in offers]
    assert [text.split("“")[1].split("”")[0] for text in texts] == ["First. Newer words.", "An illness. Older words."]
    assert "10:01 a.m." in texts[0]
    assert "10 a.m." in texts[1]


def test_a_second_window_of_the_same_person_is_called_that(desk: Client, condition: Condition) -> None:
    fields = form_on(desk.get(at("change", condition)))
    press(desk, at("change", condition), "_continue", summary="From the other window.")
    answer = desk.post(at("working", condition), fields).json()
    assert answer["overtaken"].startswith("You changed this in another window at")


def test_only_the_newest_text_is_kept(desk: Client, condition: Condition) -> None:
    opened = form_on(desk.get(at("change", condition)))
    for text in ("Half", "Half a sentence"):
        desk.post(at("working", condition), opened | {"summary": text})
    assert offered(desk, at("change", condition))["summary"] == "Half a sentence"
    assert Autosave.objects.count() == 1


def test_brought_back_it_stands_in_the_form_and_is_not_saved(desk: Client, condition: Condition) -> None:
    type_in(desk, condition, **{"sections-0-body": "<p>Half a sen</p>"})
    shown = desk.post(at("change", condition), offered(desk, at("change", condition)))
    assert "Your unsaved text is back in the form. Save to keep it." in words(shown)
    assert page(shown).select_one(".errornote, .error-summary, .errorlist") is None
    assert form_on(shown)["sections-0-body"] == "<p>Half a sen</p>"
    assert condition.ordered_sections()[0].body == "<p>First.</p>"


def test_what_was_brought_back_can_be_saved_and_is_offered_no_more(desk: Client, condition: Condition) -> None:
    type_in(desk, condition, summary="My summary.")
    shown = desk.post(at("change", condition), offered(desk, at("change", condition)))
    desk.post(at("change", condition), form_on(shown) | {"_continue": "1"})
    condition.refresh_from_db()
    assert condition.summary == "My summary."
    assert offered(desk, at("change", condition)) == {}


def test_brought_back_after_somebody_saved_it_is_merged(desk: Client, other: Client, condition: Condition) -> None:
    type_in(desk, condition, **{"sections-0-body": "<p>Mine.</p>"})
    press(other, at("change", condition), "_continue", summary="Theirs.")
    shown = desk.post(at("change", condition), offered(desk, at("change", condition)))
    assert "manager saved changes at" in words(shown)
    assert (form_on(shown)["summary"], form_on(shown)["sections-0-body"]) == ("Theirs.", "<p>Mine.</p>")


def test_thrown_away_it_alone_is_gone(desk: Client, condition: Condition) -> None:
    for text in ("Half", "Another half"):
        type_in(desk, condition, summary=text)
    thrown = page(desk.get(at("change", condition))).select_one(".unsaved form:not(:has([name=_show])) [name=_sheet]")
    assert thrown is not None
    desk.post(at("throw_away", condition), {"_sheet": thrown["value"]})
    assert offered(desk, at("change", condition))["summary"] == "Half"
    assert Autosave.objects.count() == 1


def test_what_waits_to_be_brought_back_outlives_another_save(desk: Client, condition: Condition) -> None:
    type_in(desk, condition, summary="A long unsaved text.")
    press(desk, at("change", condition), "_continue", **{"sections-0-body": "<p>Another matter.</p>"})
    assert offered(desk, at("change", condition))["summary"] == "A long unsaved text."


def test_what_waits_to_be_brought_back_outlives_new_typing(desk: Client, condition: Condition) -> None:
    type_in(desk, condition, summary="A long unsaved text.")
    type_in(desk, condition, summary="x")
    found = page(desk.get(at("change", condition))).select(".unsaved [name=summary]")
    assert {field["value"] for field in found} == {"A long unsaved text.", "x"}


def test_an_open_form_learns_that_somebody_saved_though_nothing_is_typed(
    desk: Client, other: Client, condition: Condition
) -> None:
    opened = json.loads(form_on(desk.get(at("change", condition)))["_base"])["at"]
    press(other, at("change", condition), "_continue", summary="Theirs.")
    answer = desk.post(at("working", condition), {"_beat": "1", "_since": opened}).json()
    assert answer["overtaken"].startswith("manager saved changes at")


@pytest.mark.parametrize("since", ["", "x", "2026-01-01", "2026-01-01T10:00:00"])
def test_a_beat_that_does_not_say_since_when_is_told_nothing(desk: Client, condition: Condition, since: str) -> None:
    answer = desk.post(at("working", condition), {"_beat": "1", "_since": since}).json()
    assert answer["overtaken"] == ""


def test_the_text_of_a_new_page_is_kept_as_well(desk: Client, condition: Condition) -> None:
    fields = form_on(desk.get(ADD)) | {"title": "Croup"}
    desk.post(reverse("admin:conditions_condition_working", args=[0]), fields)
    assert offered(desk, ADD)["title"] == "Croup"


def test_nobody_sees_the_unsaved_text_of_another(desk: Client, other: Client, condition: Condition) -> None:
    type_in(desk, condition, summary="Half")
    assert offered(other, at("change", condition)) == {}


def test_while_typing_one_is_told_that_somebody_saved(desk: Client, other: Client, condition: Condition) -> None:
    fields = form_on(desk.get(at("change", condition)))
    press(other, at("change", condition), "_continue", summary="Theirs.")
    answer = desk.post(at("working", condition), fields).json()
    assert answer["overtaken"].startswith("manager saved changes at")


def test_who_opens_a_page_sees_who_else_has_it_open(desk: Client, other: Client, condition: Condition) -> None:
    other.get(at("change", condition))
    assert "manager has this open (since 10 a.m.)." in words(desk.get(at("change", condition)))


def test_who_typed_is_said_to_have_typed(desk: Client, other: Client, condition: Condition, clock: Clock) -> None:
    other.get(at("change", condition))
    clock.forward(seconds=60)
    type_in(other, condition, summary="Half")
    assert desk.post(at("working", condition), {"_beat": "1"}).json()["others"] == [
        "manager has this open (since 10 a.m., last typed at 10:01 a.m.)."
    ]


def test_a_form_that_says_nothing_any_more_is_closed(
    desk: Client, other: Client, condition: Condition, clock: Clock
) -> None:
    other.get(at("change", condition))
    clock.forward(seconds=76)
    assert "manager has this open" not in words(desk.get(at("change", condition)))


@pytest.mark.parametrize("name", ["working", "throw_away"])
def test_who_may_not_write_keeps_nothing(
    reviewer: User, signed_in: Callable[[User], Client], condition: Condition, name: str
) -> None:
    assert signed_in(reviewer).post(at(name, condition), {"summary": "x"}).status_code == 403
    assert not Autosave.objects.exists()


def test_a_page_that_is_not_there_keeps_nothing(desk: Client, condition: Condition) -> None:
    address = reverse("admin:conditions_condition_working", args=[999])
    assert desk.post(address, {"summary": "x"}).status_code in (404, 405)
