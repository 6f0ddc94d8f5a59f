"""Links by which somebody without an account sees a draft."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from conditions.models import Condition
from publishing.models import AuditEntry, PreviewLink
from tests.browsing import page, press
from tests.conftest import Clock
from tests.factories import live_condition, make_condition, make_program


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


@pytest.fixture
def draft(db: None, clock: Clock) -> Condition:
    return make_condition(title="Asthma", summary="Not public yet.")


def share(desk: Client, subject: Condition, days: str = "7") -> str:
    """The path of a new link."""
    address = reverse("admin:conditions_condition_share", args=[subject.pk])
    shown = page(press(desk, address, "", whom="Dana Reyes", days=days)).select_one("input[readonly]")
    assert shown is not None
    return "/preview/" + str(shown["value"]).split("/preview/")[1]


def test_whoever_has_the_link_sees_the_draft_and_that_it_is_one(draft: Condition, desk: Client, reader: Client) -> None:
    shown = reader.get(share(desk, draft)).content.decode()
    assert "Not public yet." in shown
    assert "Draft — not public." in shown


def test_nothing_is_kept_indexed_or_passed_on(draft: Condition, desk: Client, reader: Client) -> None:
    response = reader.get(share(desk, draft))
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_a_link_ends_with_its_time(draft: Condition, desk: Client, reader: Client, clock: Clock) -> None:
    link = share(desk, draft, days="1")
    clock.forward(days=1, seconds=-1)
    assert reader.get(link).status_code == 200
    clock.forward(seconds=1)
    assert reader.get(link).status_code == 404


def test_a_revoked_link_leads_nowhere(draft: Condition, desk: Client, reader: Client) -> None:
    link = share(desk, draft)
    desk.post(reverse("admin:conditions_condition_revoke", args=[draft.pk, PreviewLink.objects.get().pk]))
    assert reader.get(link).status_code == 404
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"share", "revoke_share"}


@pytest.mark.parametrize("token", ["1", "1:forged", "x", "9" * 500])
def test_a_forged_link_leads_nowhere(draft: Condition, desk: Client, reader: Client, token: str) -> None:
    share(desk, draft)
    assert reader.get(f"/preview/{token}/").status_code == 404


def test_a_link_of_another_page_is_not_revoked_here(draft: Condition, desk: Client) -> None:
    share(desk, draft)
    other = make_condition()
    address = reverse("admin:conditions_condition_revoke", args=[other.pk, PreviewLink.objects.get().pk])
    assert desk.post(address).status_code in (404, 405)
    assert PreviewLink.objects.open().exists()


def test_who_may_not_write_shares_nothing(
    draft: Condition, reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    address = reverse("admin:conditions_condition_share", args=[draft.pk])
    assert signed_in(reviewer).post(address, {"whom": "x", "days": "7"}).status_code == 403
    assert not PreviewLink.objects.exists()


def test_the_link_shows_the_present_draft_of_a_live_page(desk: Client, reader: Client) -> None:
    condition = live_condition(summary="Old.")
    link = share(desk, condition)
    Condition.objects.update(summary="New.")
    assert "New." in reader.get(link).content.decode()


def test_a_programs_draft_is_shown_as_well(desk: Client, reader: Client) -> None:
    program = make_program(summary="We start in May.")
    press(desk, reverse("admin:conditions_program_share", args=[program.pk]), "", whom="Dana", days="1")
    link = PreviewLink.objects.get()
    assert "We start in May." in reader.get(f"/preview/{link.token}/").content.decode()
