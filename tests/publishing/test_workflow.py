"""From working copy to live, whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection

from conditions.models import Condition
from conditions.page import live_page
from publishing import clock as site_clock
from publishing import workflow
from publishing.models import AuditEntry, Revision, SiteVersion, State
from publishing.workflow import Refused
from tests.conftest import Clock
from tests.factories import live_condition, make_condition, signed

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, int, int]:
    return Revision.objects.count(), AuditEntry.objects.count(), SiteVersion.current()


def test_a_new_page_is_a_draft() -> None:
    condition = make_condition()
    assert condition.state() == State.DRAFT
    assert live_page(condition.slug) is None


def test_publishing_makes_it_live_at_once() -> None:
    condition = live_condition()
    assert condition.state() == State.LIVE
    assert live_page(condition.slug) is not None


def test_a_change_is_not_public_until_published() -> None:
    condition = live_condition(introduction="<p>Old.</p>")
    condition.introduction = "<p>New.</p>"
    condition.save()
    workflow.save_draft(condition, by=None)
    assert condition.state() == State.CHANGED
    assert "New." not in str(list(Revision.objects.values()))


def test_saving_what_says_the_same_changes_nothing() -> None:
    condition = live_condition()
    assert not workflow.save_draft(condition, by=None)
    assert condition.state() == State.LIVE


def test_each_publishing_is_a_numbered_revision_with_who_when_and_why(editor: User) -> None:
    condition = signed(make_condition())
    workflow.publish(condition, by=editor, note="first")
    workflow.publish(condition, by=editor, note="second")
    rows = condition.revisions().order_by("number").values_list("number", "published_by__username", "note")
    assert list(rows) == [(1, "editor", "first"), (2, "editor", "second")]
    assert AuditEntry.objects.filter(action="publish", actor=editor, reason="second").count() == 1


def test_one_revision_is_live_at_any_moment() -> None:
    condition = live_condition()
    for _time in range(3):
        workflow.publish(condition, by=None)
    assert condition.revisions().live().count() == 1


def test_a_scheduled_page_goes_live_at_its_second_with_nothing_run(clock: Clock) -> None:
    condition = make_condition()
    workflow.publish(condition, by=None, at=site_clock.now() + timedelta(hours=1))
    assert condition.state() == State.SCHEDULED
    clock.forward(seconds=3599)
    assert live_page(condition.slug) is None
    clock.forward(seconds=1)
    assert live_page(condition.slug) is not None


def test_the_old_page_stays_until_the_scheduled_one_comes(clock: Clock) -> None:
    condition = live_condition(summary="Old.")
    condition.summary = "New."
    workflow.publish(condition, by=None, at=site_clock.now() + timedelta(hours=1))
    assert _summary(condition) == "Old."
    clock.forward(hours=1)
    assert _summary(condition) == "New."


def test_publishing_now_takes_the_place_of_what_was_scheduled(clock: Clock) -> None:
    condition = live_condition(summary="Old.")
    workflow.publish(condition, by=None, at=site_clock.now() + timedelta(hours=1))
    condition.summary = "Newest."
    workflow.publish(condition, by=None)
    clock.forward(hours=2)
    assert _summary(condition) == "Newest."


def _summary(condition: Condition) -> str:
    page = live_page(condition.slug)
    assert page is not None
    return str(page.content["summary"])


def test_a_retired_page_is_gone_and_can_come_back() -> None:
    condition = live_condition()
    workflow.retire(condition, by=None, reason="outdated")
    assert condition.state() == State.RETIRED
    assert live_page(condition.slug) is None
    workflow.publish(condition, by=None)
    assert condition.state() == State.LIVE


def test_the_past_can_be_asked_for(clock: Clock) -> None:
    condition = live_condition(summary="Old.")
    before = site_clock.now()
    clock.forward(days=1)
    condition.summary = "New."
    workflow.publish(condition, by=None)
    page = live_page(condition.slug, at=before)
    assert page is not None
    assert page.content["summary"] == "Old."


def test_retiring_a_draft_is_refused_and_changes_nothing() -> None:
    condition = make_condition()
    before = counts()
    with pytest.raises(Refused, match="nothing to retire"):
        workflow.retire(condition, by=None, reason="x")
    assert counts()[:2] == before[:2]


def test_an_address_that_another_live_page_has_is_refused() -> None:
    first = live_condition(slug="taken")
    first.slug = "moved"
    first.save()
    second = make_condition(slug="taken")
    before = counts()
    with pytest.raises(Refused, match="taken"):
        workflow.publish(second, by=None)
    assert counts() == before


def test_without_permission_nothing_happens(reviewer: User) -> None:
    condition = make_condition()
    before = counts()
    with pytest.raises(PermissionDenied):
        workflow.publish(condition, by=reviewer)
    assert counts() == before


def test_a_failure_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    condition = live_condition()
    before = counts()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(AuditEntry.objects, "create", fail)
    with pytest.raises(RuntimeError):
        workflow.publish(condition, by=None)
    assert counts() == before
    assert condition.revisions().live().count() == 1


def test_the_version_rises_with_public_changes_alone() -> None:
    condition = make_condition()
    version = SiteVersion.current()
    workflow.save_draft(condition, by=None)
    assert SiteVersion.current() == version
    workflow.publish(condition, by=None)
    assert SiteVersion.current() > version


def test_revisions_and_audit_can_neither_be_changed_nor_deleted() -> None:
    revision = live_condition().revisions().get()
    entry = AuditEntry.objects.first()
    assert entry is not None
    for attempt in (
        revision.save,
        revision.delete,
        entry.save,
        entry.delete,
        Revision.objects.all().delete,
        AuditEntry.objects.all().delete,
        lambda: Revision.objects.update(title="other"),
        lambda: AuditEntry.objects.update(reason="other"),
    ):
        with pytest.raises(TypeError):
            attempt()


@pytest.mark.django_db(transaction=True)
def test_publishing_at_the_same_time_leaves_one_live_revision_and_no_gap() -> None:
    condition = make_condition()

    def publish(_number: int) -> None:
        try:
            workflow.publish(Condition.objects.get(pk=condition.pk), by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(publish, range(8)))
    assert sorted(condition.revisions().values_list("number", flat=True)) == list(range(1, 9))
    assert condition.revisions().live().count() == 1


def test_the_list_knows_every_state_in_one_query(clock: Clock, django_assert_num_queries: Any) -> None:
    now = site_clock.now()
    made = {
        State.DRAFT: make_condition(),
        State.LIVE: live_condition(),
        State.CHANGED: live_condition(),
        State.SCHEDULED: make_condition(),
        State.RETIRED: live_condition(),
    }
    made[State.CHANGED].summary = "Other words."
    made[State.CHANGED].save()
    workflow.save_draft(made[State.CHANGED], by=None)
    workflow.publish(made[State.SCHEDULED], by=None, at=now + timedelta(days=1))
    workflow.retire(made[State.RETIRED], by=None, reason="x")
    with django_assert_num_queries(1):
        found = dict(Condition.objects.with_state().values_list("pk", "state"))
    assert found == {condition.pk: state for state, condition in made.items()}


def test_a_restored_site_never_comes_back_to_a_version_it_had() -> None:
    SiteVersion.bump()
    before = SiteVersion.current()
    SiteVersion.objects.update(number=3)
    SiteVersion.bump()
    assert SiteVersion.current() >= before
