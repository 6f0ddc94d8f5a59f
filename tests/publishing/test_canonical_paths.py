"""Addresses with capitals or without the slash at their end."""

import pytest
from django.test import Client

from tests.factories import live_condition

pytestmark = pytest.mark.django_db


def led(reader: Client, address: str) -> tuple[int, str]:
    response = reader.get(address)
    return response.status_code, response.get("Location", "")


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/search?q=asthma", "/search/?q=asthma"),
        ("/es/search?q=asma", "/es/search/?q=asma"),
        ("/ar/search?q=%D8%B1%D8%A8%D9%88&x=1", "/ar/search/?q=%D8%B1%D8%A8%D9%88&x=1"),
        ("/Search/?q=Asthma", "/search/?q=Asthma"),
        ("/SEARCH?q=a+b", "/search/?q=a+b"),
        ("/ES/Search?q=asma", "/es/search/?q=asma"),
        ("/Conditions/", "/conditions/"),
        ("/Programs", "/programs/"),
        ("/Robots.TXT", "/robots.txt"),
    ],
)
def test_capitals_and_a_missing_slash_lead_on_with_the_query(reader: Client, address: str, leads_to: str) -> None:
    assert led(reader, address) == (301, leads_to)


def test_a_page_named_in_capitals_is_found(reader: Client) -> None:
    live_condition(slug="asthma")
    live_condition(slug="asma", language="es")
    assert led(reader, "/conditions/Asthma/") == (301, "/conditions/asthma/")
    assert led(reader, "/CONDITIONS/ASTHMA") == (301, "/conditions/asthma/")
    assert led(reader, "/ES/Conditions/Asma/?from=mail") == (301, "/es/conditions/asma/?from=mail")
    assert reader.get("/conditions/Asthma/", follow=True).status_code == 200


def test_an_old_page_whose_own_address_has_capitals_still_answers(reader: Client) -> None:
    live_condition(slug="COVID-19")
    assert led(reader, "/conditions/COVID-19/") == (200, "")


@pytest.mark.parametrize("address", ["/Nowhere/", "/Admin/", "/conditions/asthma/More/"])
def test_what_is_no_public_page_is_still_not_found(reader: Client, address: str) -> None:
    assert led(reader, address) == (404, "")


def test_nothing_leads_off_the_site(reader: Client) -> None:
    assert "Location" not in reader.get("/", PATH_INFO="//Evil.example.org/Conditions/").headers


def test_a_form_sent_to_capitals_is_not_led_on(reader: Client) -> None:
    assert "Location" not in reader.post("/Search/").headers
