"""What families see of the glossary: its page, and words explained where they stand."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from conditions.glossary.live import glossary_in
from publishing import clock as site_clock
from publishing import workflow
from tests.conftest import Clock
from tests.factories import live_condition, live_term, make_term

pytestmark = pytest.mark.django_db
MARK = '<button type="button" class="term" popovertarget="_w-biopsy">biopsy</button>'


def text_of(reader: Client, path: str) -> str:
    return reader.get(path).content.decode()


def meaning_on(reader: Client, path: str) -> bool:
    return 'id="_w-biopsy"' in text_of(reader, path)


def test_a_word_is_explained_at_its_first_use_in_the_introduction_and_each_tab(reader: Client) -> None:
    live_term("biopsy", definition="A look at a piece of the body.")
    body = "<p>A biopsy. A biopsy.</p>"
    page = live_condition({"Symptoms": body, "Treatment": body}, introduction=body)
    html = text_of(reader, f"/conditions/{page.slug}/")
    assert html.count(MARK) == 3
    assert html.count('<div popover id="_w-biopsy"') == 1
    assert "A look at a piece of the body." in html


def test_the_meaning_leads_to_the_word_in_the_glossary(reader: Client) -> None:
    live_term("biopsy", pronunciation="BY-op-see")
    page = live_condition({"Symptoms": "<p>A biopsy.</p>"})
    assert 'href="/glossary/#biopsy"' in text_of(reader, f"/conditions/{page.slug}/")
    glossary = text_of(reader, "/glossary/")
    assert '<div id="biopsy"' in glossary
    assert "BY-op-see" in glossary


def test_the_glossary_goes_from_a_to_z_and_marks_nothing(reader: Client) -> None:
    for title in ("tumor", "biopsy", "écho"):
        live_term(title, definition="Not a biopsy.")
    html = text_of(reader, "/glossary/")
    assert [html.index(f'id="_{letter}"') for letter in "BET"] == sorted(html.index(f'id="_{x}"') for x in "BET")
    assert 'class="term"' not in html


def test_an_empty_glossary_says_so(reader: Client) -> None:
    assert "No word is explained here yet." in text_of(reader, "/glossary/")


def test_the_address_of_a_word_leads_to_its_place(reader: Client) -> None:
    term = live_term("biopsy")
    assert reader.get("/glossary/biopsy/").headers["Location"] == "/glossary/#biopsy"
    workflow.retire(term, by=None, reason="Not used any more")
    assert reader.get("/glossary/biopsy/").status_code == 410
    assert reader.get("/glossary/other/").status_code == 404


def test_a_draft_explains_nothing(reader: Client) -> None:
    make_term("biopsy")
    page = live_condition({"Symptoms": "<p>A biopsy.</p>"})
    assert not meaning_on(reader, f"/conditions/{page.slug}/")
    assert "biopsy" not in text_of(reader, "/glossary/")


def test_a_changed_meaning_changes_pages_at_once(reader: Client) -> None:
    term = live_term("biopsy", definition="The first meaning.")
    path = f"/conditions/{live_condition({'Symptoms': '<p>A biopsy.</p>'}).slug}/"
    assert "The first meaning." in text_of(reader, path)
    term.definition = "The second meaning."
    term.save()
    workflow.publish(term, by=None)
    assert "The second meaning." in text_of(reader, path)
    assert "The second meaning." in text_of(reader, "/glossary/")
    workflow.retire(term, by=None, reason="Not used any more")
    assert not meaning_on(reader, path)


def test_a_scheduled_term_is_explained_from_its_second_on(reader: Client, clock: Clock) -> None:
    path = f"/conditions/{live_condition({'Symptoms': '<p>A biopsy.</p>'}).slug}/"
    workflow.publish(make_term("biopsy"), by=None, at=site_clock.now() + timedelta(hours=1))
    assert not meaning_on(reader, path)
    clock.forward(hours=1)
    assert meaning_on(reader, path)


def test_a_past_moment_shows_the_meaning_of_then(reader: Client, clock: Clock) -> None:
    term = live_term("biopsy", definition="The first meaning.")
    path = f"/conditions/{live_condition({'Symptoms': '<p>A biopsy.</p>'}).slug}/"
    then = site_clock.now()
    clock.forward(hours=1)
    term.definition = "The second meaning."
    term.save()
    workflow.publish(term, by=None)
    assert "The second meaning." in text_of(reader, path)
    with site_clock.as_of(then):
        assert "The first meaning." in text_of(reader, path)


def test_a_page_explains_the_words_of_its_own_language_alone(reader: Client) -> None:
    live_term("biopsia", language="es")
    english, spanish = (live_condition({"Symptoms": "<p>biopsia</p>"}, language=code) for code in ("en", "es"))
    assert 'class="term"' not in text_of(reader, f"/conditions/{english.slug}/")
    html = text_of(reader, f"/es/conditions/{spanish.slug}/")
    assert 'class="term"' in html
    assert 'href="/es/glossary/#biopsia"' in html


def test_the_page_about_a_thing_does_not_explain_it(reader: Client) -> None:
    live_term("asthma")
    page = live_condition({"Symptoms": "<p>With asthma …</p>"}, title="Asthma")
    assert 'class="term"' not in text_of(reader, f"/conditions/{page.slug}/")


def test_a_meaning_is_text_and_never_markup(reader: Client) -> None:
    live_term("biopsy", definition="Is <b>less</b> & “more”.")
    page = live_condition({"Symptoms": "<p>A biopsy.</p>"})
    for path in (f"/conditions/{page.slug}/", "/glossary/"):
        assert "Is &lt;b&gt;less&lt;/b&gt; &amp; “more”." in text_of(reader, path)


def test_words_cost_no_query_and_are_built_again_only_when_a_term_changes(django_assert_num_queries: Any) -> None:
    live_term("biopsy")
    before = glossary_in("en")
    live_condition()
    assert glossary_in("en") is before
    with django_assert_num_queries(1):  # The site's version.
        glossary_in("en")
    live_term("tumor")
    assert len(glossary_in("en").entries) == 2


def test_two_thousand_words_are_listed_and_found(reader: Client) -> None:
    """With the definitions of this many, a page is still made of the few that it uses."""
    term = live_term("biopsy")
    revision = term.revisions().get()
    rows = []
    for number in range(2000):
        facts = {"pk": None, "subject_id": term.pk + number + 1, "slug": f"w-{number}", "title": f"word{number} thing"}
        rows.append(type(revision)(**{**_columns(revision), **facts}))
    type(revision).objects.bulk_create(rows)
    page = live_condition({"Symptoms": "<p>A biopsy and word7 thing.</p>"})
    html = text_of(reader, f"/conditions/{page.slug}/")
    assert html.count("<div popover") == 2
    assert text_of(reader, "/glossary/").count("<dt>") == 2001


def _columns(revision: Any) -> dict[str, Any]:
    return {field.attname: getattr(revision, field.attname) for field in revision._meta.concrete_fields}
