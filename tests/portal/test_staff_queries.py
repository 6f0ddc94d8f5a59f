"""Staff pages ask the database the same number of questions, however much the site holds."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conditions.models import Condition
from publishing import review, workflow
from tests.factories import live_condition, live_program, make_alert, signed

pytestmark = pytest.mark.once

TABS = {"Symptoms": "<p>One.</p>", "Treatment": "<p>Two.</p>"}
PAGES = [
    "/admin/",
    "/admin/conditions/condition/",
    "/admin/conditions/condition/{pk}/change/",
    "/admin/conditions/condition/{pk}/history/",
    "/admin/conditions/condition/{pk}/review/",
    "/admin/calendar/",
    "/admin/alerts/recallalert/",
]


def more(owner: User, how_many: int) -> None:
    """That many more pages, each with as many revisions, comments and alerts."""
    for number in range(how_many):
        condition = live_condition(TABS, programs=(live_program(),), owner=owner)
        for version in range(how_many):
            condition.summary = f"Version {number} {version}."
            condition.save()
            workflow.publish(signed(condition), by=None)
            review.comment(condition, by=owner, part="page", text="Why?")
        make_alert().post(by=None)


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_no_more_where_there_is_more(
    manager: User, signed_in: Callable[[User], Client], address: str
) -> None:
    more(manager, 2)
    condition = Condition.objects.earliest("pk")
    client = signed_in(manager)
    before = queries_of(client, address.format(pk=condition.pk))
    more(manager, 5)
    for version in range(5):
        condition.summary = f"Again {version}."
        condition.save()
        workflow.publish(signed(condition), by=None)
    assert queries_of(client, address.format(pk=condition.pk)) <= before
