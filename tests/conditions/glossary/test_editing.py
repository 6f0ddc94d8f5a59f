"""The glossary at the editor's desk."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client

from conditions.checking.knowledge import site_now
from conditions.glossary.offering import add_address
from conditions.models import Term
from publishing import workflow
from tests.browsing import form_on, press, words
from tests.factories import live_term, make_term, signed

pytestmark = pytest.mark.django_db
ADD = "/admin/conditions/term/add/"


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


def test_a_term_goes_from_draft_through_sign_off_to_readers(desk: Client, reader: Client) -> None:
    press(desk, ADD, "_continue", title="biopsy", slug="biopsy", definition="A test.", other_forms="biopsies")
    term = Term.objects.get()
    change = f"/admin/conditions/term/{term.pk}/change/"
    assert "biopsy" not in reader.get("/glossary/").content.decode()
    press(desk, change, "_publish")
    assert "biopsy" not in reader.get("/glossary/").content.decode()
    signed(term)
    response = press(desk, change, "_publish")
    assert "/glossary/#biopsy" in response.content.decode()
    assert 'id="biopsy"' in reader.get("/glossary/").content.decode()


def test_the_preview_shows_the_draft_as_the_glossary_will(desk: Client) -> None:
    term = live_term("biopsy", definition="The first meaning.")
    term.definition = "The second meaning."
    term.save()
    shown = desk.get(f"/admin/conditions/term/{term.pk}/preview/").content.decode()
    assert "The second meaning." in shown
    assert "The first meaning." in desk.get(f"/admin/conditions/term/{term.pk}/revisions/1/").content.decode()


def test_a_word_that_another_term_has_is_refused_and_nothing_is_lost(desk: Client) -> None:
    make_term("magnetic resonance imaging", "MRI")
    response = press(desk, ADD, "_continue", title="scan", slug="scan", definition="A test.", other_forms="MRIs")
    assert "“MRIs” is a form of the term “magnetic resonance imaging” already." in words(response)
    assert form_on(response)["definition"] == "A test."
    assert Term.objects.count() == 1


def test_the_same_word_in_another_language_is_another_term() -> None:
    make_term("diabetes")
    make_term("diabetes", slug="diabetes-es", language="es").full_clean(exclude=["owner", "deputy"])


@pytest.mark.parametrize(("field", "value"), [("definition", "word " * 51), ("other_forms", ["…"]), ("title", "…")])
def test_what_no_page_could_show_is_refused(field: str, value: object) -> None:
    term = make_term("biopsy")
    setattr(term, field, value)
    with pytest.raises(ValidationError):
        term.full_clean()


def test_a_restored_version_says_what_it_said() -> None:
    term = live_term("biopsy", "biopsies", definition="The first meaning.")
    first = term.revisions().get()
    term.definition, term.other_forms = "The second meaning.", []
    term.save()
    workflow.restore(term, first, by=None)
    again = Term.objects.get()
    assert (again.definition, again.other_forms) == ("The first meaning.", ["biopsies"])


def test_the_checks_know_every_word_and_form_of_the_glossary_drafts_too() -> None:
    make_term("magnetic resonance imaging", "MRI")
    assert {"magnetic resonance imaging", "mri"} <= site_now().terms


def test_a_missing_word_leads_to_its_form_filled_in(desk: Client) -> None:
    address = add_address("T cell", "es")
    assert parse_qs(urlsplit(address).query) == {"title": ["T cell"], "slug": ["t-cell"], "language": ["es"]}
    form = form_on(desk.get(address))
    assert (form["title"], form["slug"], form["language"]) == ("T cell", "t-cell", "es")


def test_a_term_is_found_in_the_list_by_its_meaning(desk: Client) -> None:
    make_term("biopsy", definition="A look under the microscope.")
    make_term("tumor")
    found = words(desk.get("/admin/conditions/term/?q=microscope"))
    assert "biopsy" in found
    assert "tumor" not in found
