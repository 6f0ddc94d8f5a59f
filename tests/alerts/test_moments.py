"""Moments that staff type, around the changes of the clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from alerts.models import RecallAlert
from tests.browsing import press, words
from tests.conftest import Clock
from tests.factories import live_alert

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("typed", ["2026-11-01T01:30", "2027-03-14T02:30"])
def test_a_time_that_comes_twice_or_never_is_refused_in_words(office: Client, typed: str) -> None:
    add = reverse("admin:alerts_recallalert_add")
    response: Any = press(office, add, "_post", headline="A closed door.", kind="notice", ends_at=typed)
    assert "this time comes twice, or not at all" in words(response)
    assert not RecallAlert.objects.exists()
