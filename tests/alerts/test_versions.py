"""What readers saw of an alert stays as they saw it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from alerts.models import AlertPlace, AlertVersion, RecallAlert, as_seen
from conditions.models import Condition
from publishing import clock as site_clock
from publishing import workflow
from publishing.chain import verify
from tests.conftest import Clock
from tests.factories import live_alert, live_condition, make_alert

pytestmark = pytest.mark.django_db


def seen() -> list[RecallAlert]:
    return as_seen(AlertVersion.objects.standing().live())


def test_a_draft_has_no_version() -> None:
    make_alert()
    assert not AlertVersion.objects.exists()


def test_each_public_step_is_a_version_that_ends_the_one_before(clock: Clock) -> None:
    alert = live_alert()
    for step in (alert.correct, alert.end, lambda by: alert.withdraw(by=by, reason="wrong")):
        clock.forward(hours=1)
        step(by=None)
    versions = list(AlertVersion.objects.order_by("number"))
    assert [version.number for version in versions] == [1, 2, 3, 4]
    assert [version.stands_until for version in versions] == [version.stands_from for version in versions[1:]] + [None]


def test_a_version_says_all_that_the_alert_says() -> None:
    facts: dict[str, Any] = {"lots": ["A1"], "product": "Capsules", "classification": "II", "what_to_do": "Call us."}
    alert = live_alert(**facts, ends_at=site_clock.now() + timedelta(days=1))
    (shown,) = seen()
    for field in RecallAlert._meta.concrete_fields:
        if not field.is_relation:
            assert getattr(shown, field.attname) == getattr(alert, field.attname), field.attname


def test_a_version_keeps_where_it_was_shown() -> None:
    first, second = live_condition(), live_condition()
    alert = make_alert(is_everywhere=False)
    alert.conditions.set([first])
    alert.post(by=None)
    alert.conditions.set([second])
    alert.correct(by=None)
    places = AlertPlace.objects.order_by("version__number").values_list("version__number", "kind", "subject_id")
    assert list(places) == [(1, "conditions.condition", first.pk), (2, "conditions.condition", second.pk)]


def test_a_version_is_neither_changed_nor_deleted() -> None:
    alert = live_alert()
    version = AlertVersion.objects.get()
    for attempt in (
        version.save,
        version.delete,
        AlertVersion.objects.all().delete,
        lambda: AlertVersion.objects.update(content={}),
    ):
        with pytest.raises(TypeError):
            attempt()
    assert seen() == [alert]


def test_the_address_of_a_posted_alert_never_changes() -> None:
    alert = live_alert(slug="first")
    alert.slug = "second"
    with pytest.raises(TypeError, match="never changes"):
        alert.correct(by=None)
    alert.refresh_from_db()
    assert alert.slug == "first"


@pytest.mark.django_db(transaction=True)
def test_publishing_and_alerting_at_once_wait_for_each_other_and_break_nothing() -> None:
    condition, alert = live_condition(), live_alert()

    def work(number: int) -> None:
        try:
            if number % 2:
                workflow.publish(Condition.objects.get(pk=condition.pk), by=None)
            else:
                RecallAlert.objects.get(pk=alert.pk).correct(by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(24)))
    assert verify().checked == 26
    assert AlertVersion.objects.filter(stands_until__isnull=True).count() == 1


def test_the_banner_is_one_query_however_many_alerts(django_assert_num_queries: Any) -> None:
    for _number in range(5):
        live_alert()
    with django_assert_num_queries(1):
        assert len(seen()) == 5
