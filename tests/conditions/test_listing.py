"""Lists that stay small: by letter, and in pages."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from conditions import listing
from conditions.models import Condition, Program
from publishing import workflow
from tests.factories import live_condition, live_program

pytestmark = pytest.mark.django_db
TITLES = ["Asthma", "Acne", "Árbol", "Apnea", "Allergy", "Burns", "22q11 deletion"]
LIST = "/conditions/"


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Program:
    """Seven conditions of one program, on a site whose pages hold two."""
    monkeypatch.setattr(listing, "PAGE", 2)
    program = live_program(slug="clinic")
    for number, title in enumerate(TITLES):
        live_condition(title=title, slug=f"c{number}", programs=(program,))
    return program


def main_of(reader: Client, path: str) -> BeautifulSoup:
    return BeautifulSoup(reader.get(path).content, "html.parser").select("main")[0]  # type: ignore[return-value]


def titles(reader: Client, path: str) -> list[str]:
    return [link.get_text() for link in main_of(reader, path).select(".rows a")]


def located(reader: Client, path: str) -> list[str]:
    return re.findall("<loc>(.*?)</loc>", reader.get(path).content.decode())


def test_a_small_site_has_its_whole_list_on_one_page(reader: Client) -> None:
    for title in TITLES:
        live_condition(title=title)
    assert titles(reader, LIST) == ["22q11 deletion", "Acne", "Allergy", "Apnea", "Árbol", "Asthma", "Burns"]
    assert [link["href"] for link in main_of(reader, LIST).select(".letters a")] == [f"{LIST}#_{x}" for x in "#AB"]


def test_a_large_site_asks_for_a_letter_and_says_how_many_there_are(reader: Client, many: Program) -> None:
    letters = [(link.get_text(), link["href"]) for link in main_of(reader, LIST).select(".letters a")]
    assert letters == [
        ("# (1)", "/conditions/letter/0-9/"),
        ("A (5)", "/conditions/letter/a/"),
        ("B (1)", "/conditions/letter/b/"),
    ]
    assert titles(reader, LIST) == []


def test_the_pages_of_a_letter_lead_to_each_other_and_miss_none(reader: Client, many: Program) -> None:
    found, path = [], "/conditions/letter/a/"
    while path:
        page = main_of(reader, path)
        found += [link.get_text() for link in page.select(".rows a")]
        later = page.select_one("a[rel=next]")
        path = str(later["href"]) if later else ""
    assert found == ["Acne", "Allergy", "Apnea", "Árbol", "Asthma"]
    assert "Page 3 of 3" in page.get_text()
    assert page.select("a[rel=prev]")[0]["href"] == "/conditions/letter/a/2/"


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/conditions/letter/A/", "/conditions/letter/a/"),
        ("/conditions/letter/a/1/", "/conditions/letter/a/"),
        ("/programs/page/1/", "/programs/"),
        ("/programs/clinic/conditions/1/", "/programs/clinic/"),
    ],
)
def test_each_page_has_one_address(reader: Client, many: Program, asked: str, leads_to: str) -> None:
    reply = reader.get(asked)
    assert (reply.status_code, reply["Location"]) == (301, leads_to)


@pytest.mark.parametrize(
    "path",
    ["/conditions/letter/z/", "/conditions/letter/a/4/", "/conditions/letter/a/0/", "/conditions/letter/%00/",
     f"/conditions/letter/a/{10**30}/", "/programs/page/2/", f"/programs/page/{10**30}/", "/programs/page/0/",
     "/programs/clinic/conditions/5/", f"/programs/clinic/conditions/{10**30}/", "/programs/nowhere/conditions/2/"],
)  # fmt: skip
def test_a_page_that_is_not_there_is_a_404(reader: Client, many: Program, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_a_program_lists_all_it_treats_in_pages(reader: Client, many: Program) -> None:
    paths = ["/programs/clinic/", *(f"/programs/clinic/conditions/{number}/" for number in (2, 3, 4))]
    found = [title for path in paths for title in titles(reader, path)]
    assert sorted(found) == sorted(TITLES)
    assert [len(titles(reader, path)) for path in paths] == [2, 2, 2, 1]


def test_programs_are_listed_in_pages(reader: Client, many: Program) -> None:
    for number in range(3):
        live_program(title=f"Zebra {number}")
    assert [len(main_of(reader, path).select(".card")) for path in ("/programs/", "/programs/page/2/")] == [2, 2]


def test_a_title_that_changes_moves_to_its_letter(reader: Client, many: Program) -> None:
    reader.get(LIST)
    Condition.objects.filter(slug="c5").update(title="Zoster")
    workflow.publish(Condition.objects.get(slug="c5"), by=None)
    assert titles(reader, "/conditions/letter/z/") == ["Zoster"]
    assert reader.get("/conditions/letter/b/").status_code == 404


def test_lists_cost_the_same_queries_however_long_they_are(
    reader: Client, many: Program, django_assert_num_queries: Any
) -> None:
    for path, queries in (("/", 3), (LIST, 1), ("/conditions/letter/a/2/", 2), ("/programs/clinic/", 2)):
        reader.get(path)
        with django_assert_num_queries(queries):
            reader.get(path)


def test_many_addresses_are_in_several_sitemaps(reader: Client, many: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.sitemaps.Live.limit", 3)
    files = [address.removeprefix("http://testserver") for address in located(reader, "/sitemap.xml")]
    assert [file for file in files if "conditions" in file] == [
        "/sitemap-conditions.xml",
        "/sitemap-conditions.xml?p=2",
        "/sitemap-conditions.xml?p=3",
    ]
    found = [address for file in files for address in located(reader, file)]
    assert len([address for address in found if "/conditions/c" in address]) == len(TITLES)


def test_a_spanish_list_has_its_letter_n_with_tilde_after_n(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for title in ("Ñoñez", "Nuez", "Obesidad", "¿Náuseas?"):
        live_condition(title=title, language="es")
    assert titles(reader, "/es/conditions/") == ["¿Náuseas?", "Nuez", "Ñoñez", "Obesidad"]
    monkeypatch.setattr(listing, "PAGE", 2)
    live_condition(title="Ñandú", language="es")
    letters = main_of(reader, "/es/conditions/").select(".letters a")
    assert [link.get_text() for link in letters] == ["N (2)", "Ñ (2)", "O (1)"]
    assert titles(reader, str(letters[1]["href"])) == ["Ñandú", "Ñoñez"]


def test_an_arabic_list_leaves_the_article_out(reader: Client) -> None:
    for title in ("السعال", "الأرق", "البرد", "التهاب الأذن"):
        live_condition(title=title, language="ar")
    assert titles(reader, "/ar/conditions/") == ["الأرق", "التهاب الأذن", "البرد", "السعال"]
    letters = main_of(reader, "/ar/conditions/").select(".letters a")
    assert [link.get_text() for link in letters] == ["ا", "ب", "س"]


def test_programs_and_the_home_page_have_the_same_order(reader: Client) -> None:
    expected = ["Ábaco", "Nido", "Ñandú", "Ocho 2", "Ocho 10"]
    for title in reversed(expected):
        live_program(title=title, language="es")
        live_condition(title=title, language="es")
    assert [link.get_text() for link in main_of(reader, "/es/programs/").select(".card h2, .card h3")] == expected
    assert [title for title in titles(reader, "/es/") if title in expected] == expected
