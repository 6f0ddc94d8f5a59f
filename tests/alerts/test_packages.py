"""Rows of a recall: stored, frozen with what readers saw, and made of the flat lists of before."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from alerts.models import AlertVersion, RecalledPackage, as_seen, with_packages
from alerts.packages import Package, packages_of_content
from tests.conftest import Clock
from tests.factories import live_alert, make_alert

CAPSULES = Package(product="Capsules", strength="5 mg", ndcs=("12345-678-90",), lots=("A1", "A2"), use_by="10/2027")
SYRUP = Package(product="Syrup", gtins=("036000291452",), lots=("All lots",), is_list_complete=True)


def test_a_row_is_the_same_after_json() -> None:
    assert Package.from_json(CAPSULES.as_json()) == CAPSULES
    assert Package.from_json({"product": "Syrup", "colour": "red"}) == Package(product="Syrup")


@pytest.mark.django_db
def test_rows_keep_their_order_and_their_keys() -> None:
    alert = make_alert(packages=[CAPSULES, SYRUP])
    first, second = alert.packages.all()
    RecalledPackage.replace(alert, [second, RecalledPackage.of(Package(product="Drops")), first])
    assert [row.product for row in alert.packages.all()] == ["Syrup", "Drops", "Capsules"]
    assert {first.pk, second.pk} < {row.pk for row in alert.packages.all()}
    RecalledPackage.replace(alert, [first])
    assert alert.package_list == [CAPSULES]


@pytest.mark.django_db
def test_the_rows_of_many_alerts_are_one_query(django_assert_num_queries: Any) -> None:
    alerts = [make_alert(packages=[CAPSULES]), make_alert(packages=[SYRUP, CAPSULES]), make_alert()]
    with django_assert_num_queries(1):
        with_packages(alerts)
        assert [alert.package_list for alert in alerts] == [[CAPSULES], [SYRUP, CAPSULES], []]


@pytest.mark.django_db
def test_a_version_keeps_the_rows_that_readers_saw(clock: Clock) -> None:
    alert = live_alert(packages=[CAPSULES])
    clock.forward(hours=1)
    alert.correct(by=None, packages=[RecalledPackage.of(SYRUP)])
    seen = [version.as_alert().package_list for version in AlertVersion.objects.with_state().order_by("number")]
    assert seen == [[CAPSULES], [SYRUP]]
    (shown,) = as_seen(AlertVersion.objects.standing().live())
    assert shown.package_list == [SYRUP]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ({}, []),
        ({"lots": [], "ndcs": [], "is_list_complete": True}, []),
        ({"product": "Syrup", "lots": ["A1"], "ndcs": []}, [Package(product="Syrup", lots=("A1",))]),
        (
            {"lots": [], "ndcs": ["12345-678-90"], "is_list_complete": True},
            [Package(ndcs=("12345-678-90",), lots=("All lots",), is_list_complete=True)],
        ),
    ],
)
def test_a_version_with_flat_lists_is_read_as_rows(content: dict[str, Any], rows: list[Package]) -> None:
    assert packages_of_content(content) == rows


@pytest.fixture
def before_rows(transactional_db: None) -> Any:
    """The database as it was when an alert had flat lists; brought back to today afterwards."""
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    state = executor.migrate([("alerts", "0008_chosen_pages_in_every_language")])
    yield state.apps
    executor = MigrationExecutor(connection)
    executor.migrate(latest)


def test_flat_lists_become_rows_and_flat_lists_again(before_rows: Any) -> None:
    alerts = before_rows.get_model("alerts", "RecallAlert").objects
    alerts.create(slug="a", headline="A", product="Capsules", lots=["A1", "A100-A150"], ndcs=["12345-678-90"])
    alerts.create(
        slug="b", headline="B", ndcs=["12345-678-90"], is_list_complete=True, whom_to_call="Ring 555-555-0123."
    )
    alerts.create(slug="c", headline="C", whom_to_call="555-555-0123 by day, 555-555-0100 at night.")
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    alert_model = apps.get_model("alerts", "RecallAlert")
    rows = {alert.slug: alert.package_list for alert in alert_model.objects.all()}
    assert rows["a"] == [Package(product="Capsules", ndcs=("12345-678-90",), lots=("A1", "A100-A150"))]
    assert rows["b"] == [Package(ndcs=("12345-678-90",), lots=("All lots",), is_list_complete=True)]
    assert rows["c"] == []
    assert dict(alert_model.objects.values_list("slug", "phone")) == {"a": "", "b": "555-555-0123", "c": ""}
    old = MigrationExecutor(connection).migrate([("alerts", "0008_chosen_pages_in_every_language")]).apps
    flat = (
        old.get_model("alerts", "RecallAlert").objects.values_list("lots", "ndcs", "is_list_complete").order_by("slug")
    )
    assert list(flat)[:2] == [(["A1", "A100-A150"], ["12345-678-90"], False), (["All lots"], ["12345-678-90"], True)]
