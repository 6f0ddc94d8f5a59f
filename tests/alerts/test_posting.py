"""Posting from the admin: nothing is posted twice by accident, every step asks clearly, and a mistake is undone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from alerts.models import AlertState, RecallAlert
from publishing import clock as site_clock
from publishing.models import AuditEntry
from publishing.workflow import Refused
from tests.browsing import form_on, page, press, words
from tests.conftest import Clock
from tests.factories import live_alert, live_condition, make_alert

LIST = "/admin/alerts/recallalert/"
ADD = f"{LIST}add/"
NEW = {"headline": "There is a recall of some capsules.", "kind": "recall", "what_to_do": "Look at the lot number."}


def at(name: str, alert: RecallAlert) -> str:
    return reverse(f"admin:alerts_recallalert_{name}", args=[alert.pk])


@pytest.fixture
def office(communications: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(communications)


def test_a_new_alerts_form_that_is_sent_twice_posts_once(office: Client) -> None:
    opened = form_on(office.get(ADD)) | NEW | {"_post": "1"}
    office.post(ADD, opened)
    second = office.post(ADD, opened, follow=True)
    assert RecallAlert.objects.count() == 1
    assert "Nothing was saved or posted twice." in words(second)
    assert [entry.action for entry in AuditEntry.objects.all()] == ["post"]


def test_a_form_sent_again_with_other_words_shows_them_and_changes_nothing(office: Client) -> None:
    opened = form_on(office.get(ADD)) | NEW | {"_post": "1"}
    office.post(ADD, opened)
    second = office.post(ADD, opened | {"headline": "There is a recall of all capsules."}, follow=True)
    assert RecallAlert.objects.get().headline == NEW["headline"]
    assert page(second).select_one("#id_headline").get_text(strip=True) == "There is a recall of all capsules."  # type: ignore[union-attr]


def test_a_headline_that_is_live_is_asked_about_before_it_is_posted_a_second_time(office: Client) -> None:
    live_alert(slug="first", headline=NEW["headline"].upper())
    answer = press(office, ADD, "_post", **NEW)
    assert "An alert with this headline is on the site already: first." in words(answer)
    assert RecallAlert.objects.count() == 1
    press(office, ADD, "_post", **NEW, allow_duplicate="on")
    assert RecallAlert.objects.posted().count() == 2


@pytest.mark.django_db
def test_the_model_refuses_a_second_live_headline_too() -> None:
    live_alert(headline="Boil your water.")
    with pytest.raises(Refused, match="on the site already"):
        live_alert(headline="boil  your water.".replace("  ", " "))
    make_alert(headline="Boil your water.").post(by=None, allow_duplicate=True)


def test_a_start_in_the_past_is_questioned(office: Client) -> None:
    past = {"starts_at": "2026-02-01T08:00"}
    answer = press(office, ADD, "_post", **NEW, **past)
    assert "This start is in the past." in words(answer)
    assert not RecallAlert.objects.exists()
    press(office, ADD, "_post", **NEW, **past, allow_past_start="on")
    assert RecallAlert.objects.get().current_state() == AlertState.LIVE


def test_a_draft_with_a_start_in_the_past_is_saved_without_a_question(office: Client) -> None:
    press(office, ADD, "_continue", **NEW, starts_at="2026-02-01T08:00")
    assert RecallAlert.objects.get().current_state() == AlertState.DRAFT


def test_other_alerts_on_the_same_pages_are_named_before_posting(office: Client) -> None:
    live_alert(headline="The north entrance is closed.")
    assert "The north entrance is closed." in words(office.get(ADD))
    assert "The north entrance is closed." in words(office.get(at("change", make_alert())))


@pytest.mark.parametrize("step", ["posting", "end"])
def test_the_form_offers_undo_for_a_minute(office: Client, reader: Client, clock: Clock, step: str) -> None:
    press(office, ADD, "_post", **NEW)
    alert = RecallAlert.objects.get()
    if step == "end":
        clock.forward(minutes=5)
        press(office, at("end", alert), "")
    assert page(office.get(at("change", alert))).select_one("[data-undo]")
    answer = office.post(at("undo", alert), follow=True)
    expected = "posted by mistake" if step == "posting" else "The alert is live again, as it was."
    assert expected in words(answer)
    assert bool(reader.get("/alerts/current.json").json()["alerts"]) is (step == "end")


def test_undo_is_gone_after_a_minute_and_says_why(office: Client, clock: Clock) -> None:
    press(office, ADD, "_post", **NEW)
    alert = RecallAlert.objects.get()
    clock.forward(seconds=61)
    assert not page(office.get(at("change", alert))).select_one("[data-undo]")
    assert "Posting can be undone for 60 seconds." in words(office.post(at("undo", alert), follow=True))
    assert alert.current_state() == AlertState.LIVE


def test_end_now_says_which_pages_the_alert_leaves(office: Client) -> None:
    alert = make_alert(is_everywhere=False, classification="I")
    alert.conditions.set([live_condition(), live_condition()])
    alert.post(by=None)
    question = words(office.get(at("end", alert)))
    assert "It leaves 2 pages, in every language, at once" in question
    assert "serious harm or death is possible" in question


def test_an_ended_alert_is_posted_again(office: Client, reader: Client, clock: Clock) -> None:
    alert = live_alert(slug="capsules")
    alert.end(by=None)
    clock.forward(hours=2)
    press(office, at("post-again", alert), "")
    assert [one["slug"] for one in reader.get("/alerts/current.json").json()["alerts"]] == ["capsules"]


def test_an_alert_is_copied_to_a_new_draft(office: Client, clock: Clock) -> None:
    alert = live_alert(headline="Boil your water.", ends_at=site_clock.now() + timedelta(hours=1))
    alert.end(by=None)
    clock.forward(hours=2)
    answer = office.post(at("copy", alert), follow=True)
    assert "This draft has the words of the alert, and no times." in words(answer)
    assert RecallAlert.objects.filter(headline="Boil your water.", posted_at=None, ends_at=None).count() == 1


def test_saving_a_posted_alert_with_nothing_changed_corrects_nothing(office: Client) -> None:
    alert = live_alert()
    answer = press(office, at("change", alert), "_continue")
    assert "Nothing changed." in words(answer)
    assert [entry.action for entry in AuditEntry.objects.all()] == ["post"]


def test_posting_a_posted_alert_from_an_old_page_posts_nothing(office: Client) -> None:
    alert = make_alert()
    opened = form_on(office.get(at("change", alert))) | {"_post": "1"}
    office.post(at("change", alert), opened)
    answer = office.post(at("change", alert), opened, follow=True)
    assert [entry.action for entry in AuditEntry.objects.all()] == ["post"]
    assert "posted" in words(answer)


def test_the_named_alerts_follow_the_pages_that_are_saved(office: Client) -> None:
    live_alert(headline="The north entrance is closed.", is_everywhere=True)
    page_of_other = live_condition()
    other = make_alert(headline="A lift is out of order.", is_everywhere=False)
    other.conditions.set([page_of_other])
    other.post(by=None)
    draft = make_alert(is_everywhere=False)
    draft.conditions.set([live_condition()])
    said = words(office.get(at("change", draft)))
    assert "Another alert is on the same pages at that time: “The north entrance is closed.”." in said
    press(office, at("change", draft), "_continue", conditions=[page_of_other.pk])
    said = words(office.get(at("change", draft)))
    assert "Other alerts are on the same pages at that time:" in said
    assert "A lift is out of order." in said


def exercise(office: Client, **facts: Any) -> RecallAlert:
    press(office, ADD, "_post", **NEW, is_exercise="on", **facts)
    return RecallAlert.objects.get()


def test_an_exercise_is_called_one_on_its_buttons_questions_and_answers(office: Client) -> None:
    alert = exercise(office)
    form = page(office.get(at("change", alert)))
    assert form.select_one("[name=_continue]")["value"] == "Save exercise"  # type: ignore[index]
    assert "This is an exercise: no reader sees any of it." in words(office.get(at("end", alert)))
    assert "Exercise" in words(office.get(LIST))
    draft = make_alert(is_exercise=True)
    assert page(office.get(at("change", draft))).select_one("[name=_post]")["value"] == "Post exercise"  # type: ignore[index]


def test_an_exercise_may_repeat_a_live_headline(office: Client) -> None:
    live_alert(headline=NEW["headline"])
    press(office, ADD, "_post", **NEW, is_exercise="on")
    assert RecallAlert.objects.filter(is_exercise=True, posted_at__isnull=False).exists()
