"""Staff are told of the alerts that readers see beside theirs, and of links that say nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from alerts.admin.overlap import overlapping
from alerts.models import RecallAlert
from publishing import clock
from tests.browsing import press, words
from tests.factories import live_alert, live_condition, live_program, make_alert

pytestmark = pytest.mark.django_db
ADD = "/admin/alerts/recallalert/add/"


@pytest.fixture
def office(communications: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(communications)


@pytest.mark.parametrize("button", ["_continue", "_post"])
def test_who_saves_or_posts_hears_of_the_others_on_the_same_pages(office: Client, button: str) -> None:
    for number in range(5):
        live_alert(headline=f"Some <b>syrup</b> {number}.", classification="I" if number == 3 else "")
    said = words(press(office, ADD, button, headline="Another syrup.", kind="recall"))
    assert "Other alerts are on the same pages at that time: “Some <b>syrup</b> 3.”" in said
    assert "and 2 more." in said


def test_who_releases_hears_of_it_too(settings: Any, office: Client, manager: User, signed_in: Any) -> None:
    settings.ALERT_TWO_PERSON_RELEASE = True
    other = live_alert()
    press(office, ADD, "_ask", headline="Another syrup.", kind="recall")
    alert = RecallAlert.objects.exclude(pk=other.pk).get()
    response = signed_in(manager).post(reverse("admin:alerts_recallalert_release", args=[alert.pk]), follow=True)
    assert f"Another alert is on the same pages at that time: “{other}”." in words(response)


def test_alone_on_its_pages_nobody_is_bothered(office: Client) -> None:
    assert "on the same pages" not in words(press(office, ADD, "_post", headline="A syrup.", kind="recall"))


def test_pages_overlap_where_they_share_one() -> None:
    asthma, lungs = live_condition(), live_program()
    beside, elsewhere = (make_alert(is_everywhere=False) for _number in range(2))
    beside.programs.add(lungs)
    elsewhere.conditions.add(live_condition())
    beside.post(by=None)
    elsewhere.post(by=None)
    alert = make_alert(is_everywhere=False)
    alert.conditions.add(asthma)
    alert.programs.add(lungs)
    assert list(overlapping(alert)) == [beside]
    assert list(overlapping(make_alert())) == [elsewhere, beside]


def test_times_overlap_where_they_share_a_moment() -> None:
    now, hour = clock.now(), timedelta(hours=1)
    live_alert().end(by=None)
    live_alert().withdraw(by=None, reason="A mistake.")
    make_alert()
    live_alert(is_exercise=True)
    live_alert(ends_at=now + 2 * hour)
    live_alert(starts_at=now + 3 * hour, ends_at=now + 9 * hour)
    assert not overlapping(make_alert(starts_at=now + 2 * hour, ends_at=now + 3 * hour))
    assert len(overlapping(make_alert(starts_at=now + hour, ends_at=now + 4 * hour))) == 2
    assert not overlapping(make_alert(is_exercise=True))


@pytest.mark.parametrize("text", ["Learn more", "LEARN MORE >>", "click here!", "More…"])
def test_a_link_that_does_not_say_what_it_opens_is_refused(office: Client, text: str) -> None:
    response = press(office, ADD, "_post", headline="A syrup.", kind="recall", link_text=text)
    assert "does not say what the link opens" in words(response)
    assert not RecallAlert.objects.exists()


def test_a_link_that_says_what_it_opens_is_taken(office: Client) -> None:
    press(office, ADD, "_post", headline="A syrup.", kind="recall", link_text="Read more about the syrup")
    assert RecallAlert.objects.get().link_text == "Read more about the syrup"
