"""An exercise takes every step and reaches no reader."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse

from alerts.models import AlertState, RecallAlert
from publishing import clock as site_clock
from publishing.models import AuditEntry, SiteVersion
from publishing.page_cache.freshness import FOREVER, next_change
from tests.browsing import form_on, page, press, words
from tests.factories import live_alert, live_condition, live_program, make_alert

pytestmark = pytest.mark.django_db
SECRET = "A drill with zirconium syrup."


@pytest.fixture
def drill() -> RecallAlert:
    return live_alert(slug="drill", headline=SECRET, product="zirconium", is_exercise=True)


def public_addresses() -> list[str]:
    """Every public view of the site, by its own declaration, and the files beside them."""
    slugs = {"condition": "asthma", "program": "lungs"}
    found = ["/sitemap.xml", "/robots.txt", "/nowhere/", "/search/?q=zirconium"]
    for name, patterns in get_resolver().reverse_dict.lists():
        if isinstance(name, str) and patterns[0][0][0][1] in ([], ["slug"]):
            found.append(reverse(name, args=[slugs.get(name, "drill")] if patterns[0][0][0][1] else []))
    return found


def test_no_public_address_shows_an_exercise(reader: Client, drill: RecallAlert) -> None:
    live_condition(slug="asthma")
    live_program(slug="lungs")
    addresses = public_addresses()
    assert {"/", "/alerts/", "/alerts/drill/", "/alerts/banner.html", "/conditions/asthma/"} <= set(addresses)
    for address in addresses:
        body = reader.get(address).content.decode()
        assert "zirconium syrup" not in body, address
        assert 'data-alert="drill"' not in body, address


def test_an_exercise_has_no_page_in_any_state(reader: Client) -> None:
    steps: list[Callable[[RecallAlert], None]] = [
        lambda alert: alert.correct(by=None, what_changed="A drill.", is_material=True),
        lambda alert: alert.report(by=None, text="Still a drill."),
        lambda alert: alert.extend(by=None, until=site_clock.now() + timedelta(days=30)),
        lambda alert: alert.end(by=None),
        lambda alert: alert.withdraw(by=None, reason="The drill is over."),
    ]
    alert = live_alert(slug="drill", is_exercise=True)
    for step in steps:
        step(alert)
        assert reader.get("/alerts/drill/").status_code == 404
    assert alert.current_state() == AlertState.WITHDRAWN


def test_no_step_of_an_exercise_wakes_the_page_cache() -> None:
    before = SiteVersion.current()
    alert = make_alert(is_exercise=True, starts_at=site_clock.now() + timedelta(hours=1))
    alert.post(by=None)
    alert.correct(by=None, what_changed="A drill.")
    alert.withdraw(by=None, reason="The drill is over.")
    assert SiteVersion.current() == before
    assert next_change(site_clock.now()) == FOREVER
    assert AuditEntry.objects.count() == 3


def test_a_drill_cannot_be_made_real(drill: RecallAlert) -> None:
    drill.is_exercise = False
    drill.correct(by=None)
    assert RecallAlert.objects.get().is_exercise
    draft = make_alert(is_exercise=True)
    draft.is_exercise = False
    draft.post(by=None)
    assert not RecallAlert.objects.posted().exists()


def test_staff_see_that_it_is_an_exercise(
    communications: User, signed_in: Callable[[User], Client], reader: Client
) -> None:
    office = signed_in(communications)
    response = press(
        office, "/admin/alerts/recallalert/add/", "_post", headline=SECRET, kind="recall", is_exercise="on"
    )
    assert "No reader sees it" in words(response)
    assert page(response).select_one(".exercise") is not None
    assert page(response).select_one(".state").get_text() == "Exercise: Live"  # type: ignore[union-attr]
    assert "Exercise: Live" in words(office.get("/admin/alerts/recallalert/"))
    assert SECRET not in reader.get("/").content.decode()


def test_no_form_turns_a_drill_into_an_alert(
    communications: User, signed_in: Callable[[User], Client], reader: Client
) -> None:
    office = signed_in(communications)
    address = reverse("admin:alerts_recallalert_change", args=[make_alert(slug="drill", is_exercise=True).pk])
    data = form_on(office.get(address)) | {"is_exercise": "", "_post": "1"}
    office.post(address, data)
    assert RecallAlert.objects.get().is_exercise
    assert reader.get("/alerts/drill/").status_code == 404


def test_a_posted_exercise_is_never_deleted(drill: RecallAlert) -> None:
    with pytest.raises(TypeError):
        drill.delete()
    with pytest.raises(TypeError):
        RecallAlert.objects.all().delete()


def test_every_staff_page_about_an_exercise_says_so(
    communications: User, signed_in: Callable[[User], Client], drill: RecallAlert
) -> None:
    office = signed_in(communications)
    names = ("change", "history", "end", "withdraw", "news", "extend", "assist")
    addresses = [reverse(f"admin:alerts_recallalert_{name}", args=[drill.pk]) for name in names]
    addresses += ["/admin/alerts/recallalert/", "/admin/", "/admin/calendar/"]
    addresses += [reverse(f"admin:alerts_recallrecord_{name}", args=[drill.pk]) for name in ("about", "pages")]
    addresses.append(reverse("admin:alerts_recallalert_translate", args=[drill.pk, "es"]))
    for address in addresses:
        said = words(office.get(address))
        assert SECRET not in said or "Exercise: " in said, address
        assert "Exercise" in said, address


def test_no_answer_about_an_exercise_tells_of_the_public_site(
    communications: User, signed_in: Callable[[User], Client]
) -> None:
    office = signed_in(communications)

    def told(answer: Any) -> str:
        return " ".join(one.get_text(" ", strip=True) for one in page(answer).select(".messagelist li"))

    answer = press(office, "/admin/alerts/recallalert/add/", "_post", headline=SECRET, kind="recall", is_exercise="on")
    answers = [told(answer)]
    alert = RecallAlert.objects.get()

    def at(name: str) -> str:
        return reverse(f"admin:alerts_recallalert_{name}", args=[alert.pk])

    answers.append(told(press(office, at("change"), "_continue", what_to_do="Do nothing.")))
    answers.append(told(press(office, at("news"), "", text="Still a drill.")))
    answers.append(told(press(office, at("end"), "")))
    answers.append(told(office.post(at("undo"), follow=True)))
    answers.append(told(press(office, at("end"), "")))
    answers.append(told(press(office, at("post-again"), "")))
    answers.append(told(press(office, at("withdraw"), "", reason="The drill is over.")))
    assert all(answers)
    for answer in answers:
        assert not any(word in answer for word in ("public", "site", "page", "Readers", "feeds")), answer
