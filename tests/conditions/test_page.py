"""The condition page as readers get it."""

import json
from typing import Any

import pytest

from conditions.glossary.live import glossary_in
from conditions.kinds import SectionKind
from conditions.listing import by_letter
from conditions.models import Condition, Section, validate_codes, validate_sources
from conditions.page import ConditionPage, live_page
from conditions.structured_data import medical_web_page
from conditions.views import condition_context
from publishing import workflow
from publishing.models import Revision
from tests.factories import live_condition, live_program, make_condition, make_program

pytestmark = pytest.mark.django_db
TWO = {"Symptoms & Causes": "<p>Cough.</p>", "Diagnosis & Treatments": "<p>Rest.</p>"}


def page_of(condition: Condition) -> ConditionPage:
    page = live_page(condition.slug)
    assert page is not None
    return page


@pytest.mark.parametrize("count", [0, 1, 40])
def test_one_query_whatever_the_number_of_tabs_and_programs(count: int, django_assert_num_queries: Any) -> None:
    programs = tuple(live_program() for _number in range(count))
    related = tuple(live_condition() for _number in range(count))
    condition = live_condition({f"Tab {n}": "<p>x</p>" for n in range(count)}, programs=programs, related=related)
    glossary_in("en")  # Kept in memory until something public changes.
    with django_assert_num_queries(1):
        page = live_page(condition.slug)
    assert page is not None
    assert (len(page.programs), len(page.related)) == (count, count)


def test_tabs_have_the_addresses_of_their_titles_in_order() -> None:
    assert [tab.anchor for tab in page_of(live_condition(TWO)).tabs] == ["symptoms-causes", "diagnosis-treatments"]


def test_an_empty_tab_is_not_shown() -> None:
    page = page_of(live_condition(TWO | {"Research & Innovation": "<p>&nbsp;</p>", "Programs & Services": ""}))
    assert [tab.title for tab in page.tabs] == list(TWO)


def test_the_programs_fill_their_tab() -> None:
    page = page_of(live_condition({"Programs & Services": "", **TWO}, programs=(live_program(title="Lungs"),)))
    assert page.tabs[0].anchor == "programs-services"
    assert [card.title for card in page.tabs[0].programs] == ["Lungs"]


def test_programs_without_a_tab_get_one_at_the_end() -> None:
    page = page_of(live_condition(TWO, programs=(live_program(),)))
    assert page.tabs[-1].anchor == "programs-services"


def test_a_program_that_is_not_live_is_not_shown() -> None:
    retired = live_program()
    condition = live_condition(TWO, programs=(make_program(), retired))
    workflow.retire(retired, by=None, reason="closed")
    assert page_of(condition).programs == []


def test_a_program_s_new_phone_shows_without_publishing_the_page_again() -> None:
    program = live_program(phone="555-555-0101")
    condition = live_condition(TWO, programs=(program,))
    program.phone = "555-555-0199"
    program.save()
    assert page_of(condition).phone == "555-555-0101"
    workflow.publish(program, by=None)
    assert page_of(condition).phone == "555-555-0199"


def test_two_tabs_and_headings_of_one_title_have_addresses_of_their_own() -> None:
    condition = make_condition({"Care": "<h3>Care</h3><p>We help.</p>"})
    Section.objects.create(condition=condition, title="Care", order=1, body="<p>x</p>")
    workflow.publish(condition, by=None)
    page = page_of(condition)
    assert [tab.anchor for tab in page.tabs] == ["care", "care-2"]
    assert 'id="care-3"' in page.tabs[0].body


def test_a_renamed_tab_keeps_its_old_address() -> None:
    condition = live_condition(TWO)
    condition.sections.filter(order=0).update(title="Signs")
    workflow.publish(condition, by=None)
    workflow.publish(condition, by=None)
    assert page_of(condition).tabs[0].former_anchors == ["symptoms-causes"]


def test_an_old_address_goes_to_the_tab_that_now_has_the_name() -> None:
    condition = live_condition(TWO)
    condition.sections.filter(order=0).update(title="Signs")
    condition.sections.filter(order=1).update(title="Symptoms & Causes")
    workflow.publish(condition, by=None)
    first, second = page_of(condition).tabs
    assert first.former_anchors == []
    assert (second.anchor, second.former_anchors) == ("symptoms-causes", ["diagnosis-treatments"])


def test_a_title_without_latin_letters_has_an_address_too() -> None:
    assert page_of(live_condition({"الأعراض": "<p>x</p>"})).tabs[0].anchor == "alaarad"


@pytest.mark.parametrize("summary", ["", "Short.", "An illness of the airways. " * 20])
def test_search_engines_get_at_most_160_characters(summary: str) -> None:
    assert len(page_of(live_condition(TWO, summary=summary)).description) <= 160


def test_structured_data_says_what_the_page_says() -> None:
    condition = live_condition(TWO, title="Asthma", codes=["ICD-10-CM J45.909"], other_names=["Wheeze"])
    data = medical_web_page(page_of(condition), "https://x.example/", "Hospital")
    assert data["@type"] == "MedicalWebPage"
    assert data["about"]["code"] == [{"@type": "MedicalCode", "codeValue": "J45.909", "codingSystem": "ICD-10-CM"}]
    assert "lastReviewed" not in data


def test_no_text_leaves_the_structured_data(client: Any) -> None:
    live_condition(TWO, slug="x", title="</script><script>alert(1)</script>")
    body = client.get("/conditions/x/").content.decode()
    assert "<script>alert" not in body
    start = body.index('<script type="application/ld+json">') + len('<script type="application/ld+json">')
    assert json.loads(body[start : body.index("</script>", start)])["name"] == "</script><script>alert(1)</script>"


def test_a_source_needs_a_name_and_an_address() -> None:
    validate_sources(["A name https://example.org/"])
    for line in ["https://example.org/", "A name", "A name javascript:alert(1)", "A name ftp://example.org/"]:
        with pytest.raises(Exception, match="Line 1"):
            validate_sources([line])


def test_a_code_needs_a_known_system() -> None:
    validate_codes(["ICD-10-CM J45.909", "SNOMED CT 195967001"])
    with pytest.raises(Exception, match="Line 1"):
        validate_codes(["J45.909"])


def test_letters_ignore_accents_and_case() -> None:
    rows = [{"title": title} for title in ["écart", "Eczema", "asthma", "9p deletion"]]
    assert [letter for letter, _rows in by_letter(rows, "en")] == ["#", "A", "E"]


def test_the_context_has_the_page_s_own_address() -> None:
    condition = live_condition(TWO, slug="asthma")
    assert condition_context(page_of(condition))["address"].endswith("/conditions/asthma/")


def test_every_kind_has_its_own_name() -> None:
    assert len({kind.label for kind in SectionKind}) == len(SectionKind)


def test_a_revision_holds_the_words_for_search() -> None:
    condition = live_condition(TWO, questions_to_ask=["Which medicine?"])
    assert {"Cough.", "Rest.", "Which medicine?"} <= set(Revision.objects.get(subject_id=condition.pk).text.split("\n"))
