"""A filter that makes no sense is told as one: never as an error of the server, never as a database that is away."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client

from conditions.admin import ConditionAdmin
from tests.browsing import words
from tests.factories import live_condition

pytestmark = pytest.mark.django_db
LIST = "/admin/conditions/condition/"


@pytest.fixture
def office(manager: User, signed_in: Callable[[User], Client]) -> Client:
    live_condition(title="Asthma")
    client = signed_in(manager)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    "query",
    [
        "title__regex=(", "title__iregex=[", "owner__username__regex=*", "title=%00", "q=%00", "a%00b=1",
        "changed_at__year=99999", "changed_at__year=0", "id__range=1", "sections__title=%00",
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", [LIST, "/admin/auth/user/", "/admin/publishing/auditentry/", "/admin/audit/"])
def test_a_filter_that_no_list_can_apply_is_a_bad_request(office: Client, where: str, query: str) -> None:
    answer = office.get(f"{where}?{query}", follow=True)
    assert answer.status_code in (200, 400, 404)
    if answer.status_code == 400:
        assert "Nothing was changed" in words(answer)


def test_a_picture_is_not_looked_for_by_what_no_text_can_hold(office: Client) -> None:
    assert office.get("/admin/publishing/picture/choose/?q=%00").status_code == 400


@pytest.mark.parametrize("query", ["q=asthma", "title__contains=Asth", "changed_at__year=2026", "state=live", "p=1"])
def test_a_filter_that_makes_sense_is_applied(office: Client, query: str) -> None:
    assert office.get(f"{LIST}?{query}").status_code == 200


def test_a_database_that_is_away_is_no_bad_request(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_named: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(ConditionAdmin, "get_queryset", away)
    assert office.get(f"{LIST}?q=asthma").status_code == 503


def test_an_error_of_our_own_is_not_told_as_a_bad_request(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise AttributeError("a mistake of ours")

    monkeypatch.setattr(ConditionAdmin, "get_queryset", broken)
    assert office.get(f"{LIST}?q=asthma").status_code == 500
