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
    typed = form_on(desk.get(at("change", condition))) | {"summary": "A whole sentence."}
    desk.post(at("working", condition), typed)
    kept = Autosave.objects.get()
    desk.post(at("change", condition), typed)
    kept.pk = None
    kept.save()  # As a request that was sent before, and came after.
    assert offered(desk, at("change", condition)) == {}


def test_only_the_newest_text_is_kept(desk: Client, condition: Condition) -> None:
    opened = form_on(desk.get(at("change", condition)))
    for text in ("Half", "Half a sentence"):
        desk.post(at("working", condition), opened | {"summary": text})
    assert offered(desk, at("change", condition))["summary"] == "Half a sentence"
    assert Autosave.objects.count() == 1


def test_brought_back_it_stands_in_the_form_and_is_not_saved(desk: Client, condition: Condition) -> None:
    type_in(desk, condition, **{"sections-0-body": "<p>Half a sen</p>"})
    shown = desk.post(at("change", condition), offered(desk, at("change", condition)))
    assert "It is not saved yet" in words(shown)
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
    assert "Somebody else saved this" in words(shown)
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
    assert "Somebody else has saved this meanwhile" in answer["overtaken"]


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
    assert "Somebody else has saved this meanwhile" in answer["overtaken"]


def test_who_opens_a_page_sees_who_else_has_it_open(desk: Client, other: Client, condition: Condition) -> None:
    other.get(at("change", condition))
    assert "manager has had this open since 10 a.m." in words(desk.get(at("change", condition)))


def test_who_typed_is_said_to_have_typed(desk: Client, other: Client, condition: Condition, clock: Clock) -> None:
    other.get(at("change", condition))
    clock.forward(seconds=60)
    type_in(other, condition, summary="Half")
    assert desk.post(at("working", condition), {"_beat": "1"}).json()["others"] == [
        "manager has had this open since 10 a.m., and typed at 10:01 a.m.."
    ]


def test_a_form_that_says_nothing_any_more_is_closed(
    desk: Client, other: Client, condition: Condition, clock: Clock
) -> None:
    other.get(at("change", condition))
    clock.forward(seconds=76)
    assert "manager has had this open" not in words(desk.get(at("change", condition)))


@pytest.mark.parametrize("name", ["working", "throw_away"])
def test_who_may_not_write_keeps_nothing(
    reviewer: User, signed_in: Callable[[User], Client], condition: Condition, name: str
) -> None:
    assert signed_in(reviewer).post(at(name, condition), {"summary": "x"}).status_code == 403
    assert not Autosave.objects.exists()


def test_a_page_that_is_not_there_keeps_nothing(desk: Client, condition: Condition) -> None:
    address = reverse("admin:conditions_condition_working", args=[999])
    assert desk.post(address, {"summary": "x"}).status_code in (404, 405)
