"""An alert's life: drafted, posted, live, ended, withdrawn."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from alerts.models import AlertState, RecallAlert
from publishing import clock as site_clock
from publishing.models import AuditEntry, SiteVersion
from publishing.workflow import Refused
from tests.conftest import Clock
from tests.factories import live_alert, live_condition, live_program, make_alert

pytestmark = pytest.mark.django_db


def live() -> list[RecallAlert]:
    return list(RecallAlert.objects.live())


def test_a_draft_is_not_live() -> None:
    alert = make_alert()
    assert alert.current_state() == AlertState.DRAFT
    assert live() == []


def test_posting_makes_it_live_and_says_who(communications: User) -> None:
    alert = make_alert()
    alert.post(by=communications)
    assert live() == [alert]
    assert (alert.posted_by, AuditEntry.objects.get().actor) == (communications, communications)


@pytest.mark.parametrize(("seconds", "is_live"), [(-1, False), (0, True), (3599, True), (3600, False)])
def test_the_start_is_its_first_moment_and_the_end_the_first_without_it(
    clock: Clock, seconds: int, is_live: bool
) -> None:
    start = site_clock.now() + timedelta(hours=1)
    alert = make_alert(starts_at=start, ends_at=start + timedelta(hours=1))
    alert.post(by=None)
    clock.set(start + timedelta(seconds=seconds))
    assert bool(live()) == is_live


def test_it_comes_and_goes_by_itself(clock: Clock) -> None:
    now = site_clock.now()
    alert = make_alert(starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2))
    alert.post(by=None)
    states = []
    for _day in range(3):
        states.append(alert.current_state())
        clock.forward(days=1)
    assert states == [AlertState.SCHEDULED, AlertState.LIVE, AlertState.ENDED]


@pytest.mark.parametrize("day", [datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)])
def test_the_hours_of_the_clock_change_are_like_any_other(clock: Clock, day: datetime) -> None:
    clock.set(day)
    alert = make_alert(starts_at=day + timedelta(hours=5), ends_at=day + timedelta(hours=8))
    alert.post(by=None)
    shown = 0
    for _minute in range(24 * 60):
        shown += bool(live())
        clock.forward(minutes=1)
    assert shown == 180


def test_ending_takes_it_off_at_once() -> None:
    alert = live_alert()
    alert.end(by=None)
    assert live() == []
    assert alert.current_state() == AlertState.ENDED


def test_withdrawing_needs_a_reason_and_keeps_it() -> None:
    alert = live_alert()
    with pytest.raises(Refused, match="Say why"):
        alert.withdraw(by=None, reason="  ")
    assert live() == [alert]
    alert.withdraw(by=None, reason="Posted by mistake.")
    assert live() == []
    assert alert.withdrawal_reason == "Posted by mistake."


@pytest.mark.parametrize("step", ["post", "end", "correct"])
def test_a_withdrawn_alert_can_no_longer_be_changed(step: str) -> None:
    alert = live_alert()
    alert.withdraw(by=None, reason="mistake")
    before = RecallAlert.objects.values().get()
    alert.headline = "Other words"
    with pytest.raises(Refused):
        getattr(alert, step)(by=None)
    assert RecallAlert.objects.values().get() == before


def test_a_second_person_s_step_is_seen() -> None:
    mine = live_alert()
    theirs = RecallAlert.objects.get()
    theirs.withdraw(by=None, reason="mistake")
    with pytest.raises(Refused):
        mine.end(by=None)


def test_an_alert_that_would_show_nowhere_is_refused() -> None:
    alert = make_alert(is_everywhere=False)
    with pytest.raises(Refused, match="nowhere"):
        alert.post(by=None)


def test_an_alert_that_would_be_over_is_refused() -> None:
    alert = make_alert(ends_at=site_clock.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="already be over"):
        alert.post(by=None)


def test_an_end_before_the_start_is_refused_by_form_and_database() -> None:
    now = site_clock.now()
    times = {"starts_at": now, "ends_at": now - timedelta(hours=1)}
    with pytest.raises(ValidationError, match="later than the start"):
        RecallAlert(slug="x", headline="x", **times).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_alert(**times)


def test_without_permission_nothing_is_posted(editor: User) -> None:
    alert = make_alert()
    with pytest.raises(PermissionDenied):
        alert.post(by=editor)
    assert live() == []


def test_a_posted_alert_is_never_deleted() -> None:
    alert = live_alert()
    with pytest.raises(TypeError):
        alert.delete()
    with pytest.raises(TypeError):
        RecallAlert.objects.all().delete()
    make_alert().delete()
    assert RecallAlert.objects.count() == 1


def test_each_step_counts_as_a_public_change() -> None:
    alert = make_alert()
    for step in (alert.post, alert.correct, alert.end):
        version = SiteVersion.current()
        step(by=None)
        assert SiteVersion.current() > version


def test_the_most_serious_comes_first() -> None:
    facts: list[dict[str, Any]] = [
        {"kind": "notice"},
        {"kind": "recall", "classification": "III"},
        {"kind": "warning"},
        {"kind": "recall", "classification": "I"},
        {"kind": "recall", "classification": "II"},
    ]
    for fact in facts:
        live_alert(**fact)
    order = [(alert.kind, alert.classification) for alert in RecallAlert.objects.most_serious_first()]
    assert order == [("recall", "I"), ("recall", "II"), ("warning", ""), ("recall", "III"), ("notice", "")]


def test_the_scope_is_kept() -> None:
    condition, program = live_condition(), live_program()
    chosen = make_alert(is_everywhere=False)
    chosen.conditions.add(condition)
    chosen.post(by=None)
    everywhere = live_alert()
    assert set(RecallAlert.objects.shown_on(condition.subject)) == {chosen, everywhere}
    assert set(RecallAlert.objects.shown_on(program.subject)) == {everywhere}
    assert set(RecallAlert.objects.shown_on()) == {everywhere}


def test_the_words_of_the_database_and_of_the_model_agree(clock: Clock) -> None:
    now = site_clock.now()
    for start in (-2, -1, 0, 1):
        for end in (None, 0, 1, 2):
            if end is None or end > start:
                alert = make_alert(
                    starts_at=now + timedelta(hours=start), ends_at=None if end is None else now + timedelta(hours=end)
                )
                RecallAlert.objects.filter(pk=alert.pk).update(posted_at=now)
    for alert in RecallAlert.objects.with_state():
        assert (alert in live()) == (alert.state == AlertState.LIVE)  # type: ignore[attr-defined]
