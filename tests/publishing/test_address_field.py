"""The address in the forms of what readers see."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from conditions.models import Condition, Program
from tests.browsing import form_on
from tests.factories import make_condition

pytestmark = pytest.mark.django_db
ADD = "/admin/conditions/condition/add/"


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


def save(desk: Client, address: str, **fields: str) -> str:
    """Send a form with these fields; what the answer says."""
    return desk.post(address, form_on(desk.get(address)) | fields | {"_save": "1"}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("title", "slug"), [("β-Thalassemia", "beta-thalassemia"), ("الربو", "alrbw"), ("Łask disease", "lask-disease")]
)
def test_an_empty_address_is_made_of_the_title(desk: Client, title: str, slug: str) -> None:
    save(desk, ADD, title=title, slug="")
    assert Condition.objects.get(title=title).slug == slug


def test_the_forms_of_programs_make_addresses_in_the_same_way(desk: Client) -> None:
    save(desk, "/admin/conditions/program/add/", title="Ñandú Clinic β", slug="", summary="We help.")
    assert Program.objects.get().slug == "nandu-clinic-beta"


def test_an_address_is_stored_in_lower_case(desk: Client) -> None:
    save(desk, ADD, title="Asthma", slug="Asthma-In-Babies")
    assert Condition.objects.get().slug == "asthma-in-babies"


def test_an_existing_address_stays_when_the_title_changes_or_the_field_is_emptied(desk: Client) -> None:
    condition = make_condition(title="Asthma", slug="COVID-19")
    address = f"/admin/conditions/condition/{condition.pk}/change/"
    save(desk, address, title="Łask")
    save(desk, address, slug="")
    condition.refresh_from_db()
    assert (condition.title, condition.slug) == ("Łask", "COVID-19")


def test_a_title_that_gives_no_address_asks_for_one(desk: Client) -> None:
    assert "Write an address" in save(desk, ADD, title="💙", slug="")
    assert not Condition.objects.exists()


def test_a_taken_address_is_asked_about_and_nothing_written_over(desk: Client) -> None:
    make_condition(title="Beta thalassemia", slug="beta-thalassemia")
    assert "already exists" in save(desk, ADD, title="β-Thalassemia", slug="")
    assert Condition.objects.get().title == "Beta thalassemia"
