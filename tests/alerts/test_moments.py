"""Moments that staff type, around the changes of the clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse, reverse_lazy

from alerts.models import RecallAlert
from tests.browsing import press, words
from tests.conftest import Clock
from tests.factories import live_alert

pytestmark = pytest.mark.django_db
ADD = reverse_lazy("admin:alerts_recallalert_add")


@pytest.fixture
def office(communications: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(communications)


@pytest.mark.parametrize("hour", [5, 6])
def test_what_was_posted_in_the_hour_that_comes_twice_can_be_corrected(office: Client, clock: Clock, hour: int) -> None:
    clock.set(datetime(2026, 11, 1, hour, 30, 12, tzinfo=UTC))
    alert = live_alert()
    press(office, reverse("admin:alerts_recallalert_change", args=[alert.pk]), "_continue", headline="Corrected.")
    saved = RecallAlert.objects.get()
    assert (saved.headline, saved.starts_at) == ("Corrected.", alert.starts_at)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2026-11-01T01:30", "Choose which one you mean."), ("2027-03-14T02:30", "so 2:30 a.m. does not exist.")],
)
def test_a_time_that_comes_twice_or_never_is_refused_in_words(office: Client, typed: str, said: str) -> None:
    response: Any = press(office, str(ADD), "_post", headline="A closed door.", kind="notice", ends_at=typed)
    assert said in words(response)
    assert not RecallAlert.objects.exists()


def test_the_second_of_two_hours_can_be_chosen(office: Client, clock: Clock) -> None:
    clock.set(datetime(2026, 10, 31, 15, tzinfo=UTC))
    office.force_login(User.objects.get(groups__name="Communications"))
    times = {"ends_at": "2026-11-01T01:30", "ends_at_which": "second"}
    press(office, str(ADD), "_post", headline="A closed door.", kind="notice", **times)
    assert RecallAlert.objects.get().ends_at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
