"""A form that fails the CSRF check loses nothing that was typed, and is no way around the check."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from conditions.models import Condition
from publishing.models import AuditEntry, Autosave, State
from tests.browsing import form_on, page, words
from tests.factories import live_alert, make_condition

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
THEIRS = (
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://testserver.evil.example"},
)
TYPED = 'It’s <b>mine</b> & "typed"'


@pytest.fixture
def condition(db: None) -> Condition:
    return make_condition({"Symptoms & Causes": "<p>A cough.</p>"}, title="Asthma", slug="asthma")


@pytest.fixture
def desk(editor: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    return client


def change(condition: Condition) -> str:
    return reverse("admin:conditions_condition_change", args=[condition.pk])


def typed_before_signing_in_again(desk: Client, editor: User, address: str, **changes: Any) -> dict[str, Any]:
    """What a form sends that was opened before its token was renewed."""
    data = form_on(desk.get(address)) | changes
    login = reverse("admin:login")
    token = page(desk.get(login + "?next=/")).select_one("[name=csrfmiddlewaretoken]")
    desk.logout()
    token = page(desk.get(login)).select_one("[name=csrfmiddlewaretoken]")
    assert token is not None
    said = {"username": "editor", "password": "editor-password-of-tests", "csrfmiddlewaretoken": token["value"]}
    assert desk.post(login, said, headers=OURS).status_code == 302
    return data


def test_after_signing_in_again_the_form_opens_with_what_was_typed_and_saves_it(
    desk: Client, editor: User, condition: Condition
) -> None:
    data = typed_before_signing_in_again(desk, editor, change(condition), summary=TYPED)
    refused = desk.post(change(condition), data | {"_save": "1"}, headers=OURS)
    assert refused.status_code == 403
    assert "You signed in again" in words(refused)
    assert "no-store" in refused.headers["Cache-Control"]

    opened = desk.post(change(condition), form_on(refused), headers=OURS)
    assert opened.status_code == 200
    assert "Your unsaved text is back in the form. Save to keep it." in words(opened)
    condition.refresh_from_db()
    assert condition.summary == "An illness."
    again = form_on(opened)
    assert again["summary"] == TYPED
    assert again["_sheet"] == data["_sheet"]

    assert desk.post(change(condition), again | {"_save": "1"}, headers=OURS).status_code == 302
    condition.refresh_from_db()
    assert condition.summary == TYPED


@pytest.mark.parametrize("button", ["_publish", "_correct", "_save", "_ask", "_preview"])
def test_opening_the_form_again_takes_no_step_whatever_button_was_pressed(
    desk: Client, editor: User, condition: Condition, button: str
) -> None:
    data = typed_before_signing_in_again(desk, editor, change(condition), summary=TYPED)
    refused = desk.post(change(condition), data | {button: "1"}, headers=OURS)
    assert desk.post(change(condition), form_on(refused), headers=OURS).status_code == 200
    condition.refresh_from_db()
    assert (condition.summary, condition.state()) == ("An illness.", State.DRAFT)
    assert not AuditEntry.objects.exists()


def test_a_new_page_opens_again_too(desk: Client, editor: User) -> None:
    add = reverse("admin:conditions_condition_add")
    data = typed_before_signing_in_again(desk, editor, add, title="Croup", slug="croup", summary=TYPED)
    refused = desk.post(add, data | {"_save": "1"}, headers=OURS)
    opened = desk.post(add, form_on(refused), headers=OURS)
    assert form_on(opened)["summary"] == TYPED
    assert not Condition.objects.exists()


@pytest.mark.parametrize("headers", THEIRS)
def test_what_another_site_sent_is_neither_shown_nor_sent_on(
    desk: Client, condition: Condition, headers: dict[str, str]
) -> None:
    forged = {"title": "Forged by somebody", "_publish": "1", "csrfmiddlewaretoken": "x" * 64}
    refused = desk.post(change(condition), forged, headers=headers)
    assert refused.status_code == 403
    assert b"Forged" not in refused.content
    assert not page(refused).select("#content-main form")
    assert "did not come from a form of ours" in words(refused)
    assert not Autosave.objects.exists()


def test_a_step_with_a_reason_gives_the_words_back_to_copy_and_a_way_on(
    manager: User, condition: Condition, desk: Client
) -> None:
    desk.force_login(manager)
    alert = live_alert()
    withdraw = reverse("admin:alerts_recallalert_withdraw", args=[alert.pk])
    refused = desk.post(withdraw, {"reason": TYPED, "csrfmiddlewaretoken": "x" * 64}, headers=OURS)
    assert [area.get_text().strip() for area in page(refused).select("textarea[readonly]")] == [TYPED]
    assert not page(refused).select("#content-main form")
    assert page(refused).select_one("#content-main .button")["href"] == f"/admin/alerts/recallalert/{alert.pk}/change/"
    alert.refresh_from_db()
    assert alert.withdrawn_at is None


def test_nobody_who_is_signed_out_is_offered_the_form_and_the_words_are_there_to_copy(condition: Condition) -> None:
    refused = Client(enforce_csrf_checks=True).post(change(condition), {"summary": TYPED}, headers=OURS)
    assert not page(refused).select("#content-main form")
    assert TYPED in words(refused)
    assert str(page(refused).select_one("#content-main .button")["href"]).startswith("/admin/login/?next=/admin/cond")


@pytest.mark.parametrize("name", ["login", "password_change", "auth_user_add"])
def test_no_password_is_ever_shown(manager: User, desk: Client, name: str) -> None:
    desk.force_login(manager)
    words_typed = {
        "username": "manager",
        "password": "hunter2 hunter2",
        "password1": "hunter2",
        "old_password": "hunter2",
    }
    refused = desk.post(reverse(f"admin:{name}"), words_typed, headers=OURS)
    assert refused.status_code == 403
    assert b"hunter2" not in refused.content


def test_a_background_request_is_refused_as_before(desk: Client, condition: Condition) -> None:
    working = reverse("admin:conditions_condition_working", args=[condition.pk])
    assert desk.post(working, {"summary": TYPED}, headers=OURS).status_code == 403
    assert not Autosave.objects.exists()
