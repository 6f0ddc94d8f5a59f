"""A page with an error goes live only where somebody said why; with warnings, for a reason."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from conditions.models import Answer, Condition, Problem, Section
from conditions.problems import answering
from publishing import clock, workflow
from publishing.models import AuditEntry
from publishing.workflow import Refused
from tests.factories import live_condition, make_condition, signed

pytestmark = pytest.mark.django_db


def page(text: str) -> Condition:
    condition: Condition = signed(make_condition({"Causes": f"<p>{text}</p>"}))
    return condition


def test_an_error_stops_publishing_and_is_named(editor: User) -> None:
    with pytest.raises(Refused, match=r"Causes: This says “error” “An error\.”"):
        workflow.publish(page("An error."), by=editor, note="A reason is no override")


def test_an_error_stops_what_is_planned_for_later(editor: User) -> None:
    with pytest.raises(Refused, match="1 error"):
        workflow.publish(page("An error."), by=editor, note="Later", at=clock.now() + timedelta(days=1))


def test_an_error_stops_a_minor_correction(editor: User) -> None:
    condition = live_condition({"Causes": "<p>All is well.</p>"})
    signed(condition)
    Section.objects.update(body="<p>All is well. An error.</p>")
    with pytest.raises(Refused, match="1 error"):
        workflow.correct(condition, by=editor, note="A typing mistake")


def test_an_overridden_error_stops_nothing_until_its_sentence_changes(editor: User) -> None:
    condition = page("An error.")
    answering.answer(condition, Problem.objects.get(), by=editor, reason="It is right so")
    workflow.publish(condition, by=editor)
    Section.objects.update(body="<p>Another error.</p>")
    with pytest.raises(Refused, match="Another error"):
        workflow.publish(signed(condition), by=editor)


def test_a_warning_asks_for_a_reason_which_is_kept(editor: User) -> None:
    condition = page("A warning.")
    with pytest.raises(Refused, match=r"1 warning\. Say in one line"):
        workflow.publish(condition, by=editor, note="  ")
    assert workflow.publish(condition, by=editor, note="The clinic asked for it").note == "The clinic asked for it"
    logged = AuditEntry.objects.get(action="accept_warnings")
    assert (logged.actor, logged.reason) == (editor, "The clinic asked for it [1 warning (warning)]")


def test_a_dismissed_warning_asks_for_nothing(editor: User) -> None:
    condition = page("A warning.")
    answering.answer(condition, Problem.objects.get(), by=editor, reason="It is none")
    workflow.publish(condition, by=editor)


def test_advice_asks_for_nothing(editor: User) -> None:
    workflow.publish(page("Some advice."), by=editor)


def test_the_operator_needs_a_reason_for_errors_which_overrides_each() -> None:
    condition = page("An error. One more error.")
    with pytest.raises(Refused, match="--reason"):
        workflow.publish(condition, by=None)
    workflow.publish(condition, by=None, note="As agreed")
    assert [(given.reason, given.made_by) for given in Answer.objects.all()] == [("As agreed", None)] * 2


def test_what_is_refused_leaves_nothing_behind(editor: User) -> None:
    condition = page("A warning.")
    live_condition(slug="taken")
    Condition.objects.filter(pk=condition.pk).update(slug="taken-2")
    condition.refresh_from_db()
    condition.slug = "taken"
    before = AuditEntry.objects.count()
    with pytest.raises(Refused):
        workflow.publish(condition, by=editor, note="Why not")
    assert AuditEntry.objects.count() == before
