"""What happens by itself, at its second, with nothing run for it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alerts.models import RecallAlert
from conditions.models import Condition
from publishing import clock as site_clock
from publishing import workflow
from publishing.models import AuditEntry, Revision, State, Timed
from publishing.workflow import Refused
from tests.browsing import press, words
from tests.conftest import Clock
from tests.factories import live_condition, make_condition, signed

NOON = datetime(2026, 3, 3, 17, tzinfo=UTC)
"""Noon in New York, a day after the tests' clock."""

TYPED = "2026-03-03T12:00"


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client], clock: Clock) -> Client:
    return signed_in(editor)


@pytest.fixture
def ready(db: None, clock: Clock) -> Condition:
    return signed(make_condition(slug="asthma", summary="Soon."))


def step(name: str, condition: Condition) -> str:
    return reverse(f"admin:conditions_condition_{name}", args=[condition.pk])


def status(reader: Client) -> int:
    return reader.get("/conditions/asthma/").status_code


def test_an_approved_text_goes_live_and_retires_at_its_second(
    ready: Condition, desk: Client, reader: Client, clock: Clock
) -> None:
    answers = {"at_0": TYPED, "at_1": "", "until_0": "2026-03-04T12:00", "until_1": "", "reason": "the new clinic"}
    press(desk, step("schedule", ready), "", **_named(answers))
    seen = []
    for moment in (NOON - timedelta(seconds=1), NOON, NOON + timedelta(days=1, seconds=-1), NOON + timedelta(days=1)):
        clock.set(moment)
        seen.append(status(reader))
    assert seen == [404, 200, 200, 410]


def _named(answers: dict[str, str]) -> dict[str, str]:
    """The first box of a time has the field's own name."""
    return {name.replace("_0", "").replace("_1", "_which"): value for name, value in answers.items()}


def test_what_is_not_signed_is_not_scheduled(desk: Client) -> None:
    condition = make_condition()
    response = press(desk, step("schedule", condition), "", at=TYPED)
    assert "Not signed off yet" in words(response)
    assert condition.state() == State.DRAFT


def test_a_moment_that_has_passed_is_refused(ready: Condition, desk: Client) -> None:
    assert "This moment has passed" in words(press(desk, step("schedule", ready), "", at="2026-03-01T12:00"))


def test_an_end_before_the_start_is_refused(ready: Condition, desk: Client) -> None:
    response = press(desk, step("schedule", ready), "", at=TYPED, until="2026-03-03T11:59")
    assert "would leave before it comes" in words(response)


def test_a_retirement_is_planned_and_happens(desk: Client, reader: Client, clock: Clock) -> None:
    live_condition(slug="asthma")
    press(desk, step("retire", Condition.objects.get()), "", reason="replaced", at=TYPED)
    assert status(reader) == 200
    clock.set(NOON)
    assert status(reader) == 410


def test_a_planned_retirement_stays_planned_when_a_new_version_goes_live(clock: Clock, db: None) -> None:
    condition = live_condition()
    workflow.retire(condition, by=None, reason="x", at=NOON)
    assert workflow.publish(condition, by=None).live_until == NOON


def test_a_plan_is_cancelled(ready: Condition, desk: Client, reader: Client, clock: Clock, editor: User) -> None:
    workflow.publish(ready, by=editor, note="fine as it is", at=NOON)
    press(desk, step("cancel_plan", ready), "", reason="not yet")
    clock.set(NOON)
    assert status(reader) == 404
    assert AuditEntry.objects.get(action="cancel_plan").reason == "not yet"


def test_cancelling_a_planned_retirement_keeps_the_page(clock: Clock, reader: Client, db: None) -> None:
    condition = live_condition(slug="asthma")
    workflow.retire(condition, by=None, reason="x", at=NOON)
    workflow.cancel_plan(condition, by=None, reason="y")
    clock.set(NOON)
    assert status(reader) == 200


def test_there_is_nothing_to_cancel_where_nothing_is_planned(db: None) -> None:
    with pytest.raises(Refused, match="Nothing is planned"):
        workflow.cancel_plan(live_condition(), by=None, reason="x")


def test_the_form_tells_what_is_planned(ready: Condition, desk: Client, editor: User) -> None:
    workflow.publish(ready, by=editor, note="fine as it is", at=NOON, until=NOON + timedelta(days=1))
    shown = words(desk.get(step("change", ready)))
    assert "Version 1 goes live by itself (March 3, 2026, noon)." in shown
    assert "The page retires by itself (March 4, 2026, noon)." in shown


def test_the_next_change_of_the_site_is_the_first_plan(ready: Condition, editor: User) -> None:
    revision = workflow.publish(ready, by=editor, note="fine as it is", at=NOON)
    assert type(revision).next_change(site_clock.now()) == NOON


@pytest.mark.sqlite  # PostgreSQL reads small tables whole.
@pytest.mark.parametrize("model", [Revision, RecallAlert])
def test_the_next_change_is_looked_up_and_not_searched_for(model: type[Timed], db: None) -> None:
    with CaptureQueriesContext(connection) as queries, connection.cursor() as cursor:
        model.next_change(site_clock.now())
        cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
        steps = [step for *_rest, step in cursor.fetchall()]
    assert not [step for step in steps if step.startswith("SCAN")]


def test_two_pages_may_have_one_address_one_after_the_other(clock: Clock, reader: Client, db: None) -> None:
    first = signed(make_condition(slug="asthma", title="The first"))
    workflow.publish(first, by=None, until=NOON)
    Condition.objects.filter(pk=first.pk).update(slug="asthma-before")
    second = signed(make_condition(slug="asthma", title="The second"))
    workflow.publish(second, by=None, at=NOON)
    clock.set(NOON)
    assert "The second" in reader.get("/conditions/asthma/").content.decode()
