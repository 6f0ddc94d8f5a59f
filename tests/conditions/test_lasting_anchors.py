"""Links to places of a page go on working through its versions."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from conditions.models import Condition
from conditions.problems.keeping import problems_in
from publishing import clock, workflow
from tests.factories import live_condition, live_program

pytestmark = pytest.mark.django_db

SPRAIN = "<h3>What is it?</h3><p>It swells.</p><h3>What helps?</h3><p>Rest for a week.</p>"


def publish_with(condition: Condition, body: str) -> None:
    section = condition.ordered_sections()[0]
    section.body = body
    section.save()
    workflow.publish(condition, by=None)


def target(reader: Client, condition: Condition, anchor: str) -> str:
    """What a link to a place of the page leads to: a heading's words, or the tab's name."""
    address = Condition.address_of(condition.slug, condition.language)
    page = BeautifulSoup(reader.get(address).content, "html.parser")
    found = page.select(f'[id="{anchor}"]')
    assert len(found) == 1, f"{len(found)} places are called {anchor}"
    if found[0].name in ("h3", "h4"):
        return found[0].get_text(strip=True)
    tab = found[0] if found[0].name == "section" else found[0].find_parent("section")
    assert tab is not None
    heading = tab.find("h2")
    assert heading is not None
    return heading.get_text(strip=True)


def test_a_link_to_a_heading_works_through_insertions_and_rewording(reader: Client) -> None:
    condition = live_condition({"About": SPRAIN})
    publish_with(condition, "<h3>What is it?</h3><p>In short.</p>" + SPRAIN.replace("What is it", "What is a sprain"))
    assert target(reader, condition, "what-is-it") == "What is a sprain?"
    publish_with(condition, "<h3>First aid</h3><p>Ice.</p>" + SPRAIN.replace("What is it", "Sprains: what are they"))
    assert target(reader, condition, "what-is-it") == "Sprains: what are they?"
    assert target(reader, condition, "what-helps") == "What helps?"


def test_the_address_of_a_removed_heading_leads_to_its_tab_and_back_to_it_when_it_returns(reader: Client) -> None:
    condition = live_condition({"About": SPRAIN})
    for _version in range(2):
        publish_with(condition, "<h3>First aid</h3><p>Ice.</p>")
        assert target(reader, condition, "what-helps") == "About"
    publish_with(condition, SPRAIN)
    assert target(reader, condition, "what-helps") == "What helps?"


def test_a_heading_that_moves_to_another_tab_takes_its_address_along(reader: Client) -> None:
    condition = live_condition({"About": SPRAIN, "At home": "<p>Rest.</p>"})
    first, second = condition.ordered_sections()
    first.body, second.body = "<p>See at home.</p>", SPRAIN
    first.save(), second.save()
    workflow.publish(condition, by=None)
    assert target(reader, condition, "what-helps") == "What helps?"


def test_arabic_headings_and_tabs_keep_their_addresses(reader: Client) -> None:
    body = "<h3>ما هو الربو؟</h3><p>مرض في الرئة.</p><h3>ما العلاج؟</h3><p>بخاخ.</p>"
    condition = live_condition({"نبذة": body}, language="ar")
    publish_with(condition, "<h3>متى نتصل؟</h3><p>الآن.</p>" + body.replace("ما العلاج", "كيف نعالج الربو"))
    assert target(reader, condition, "ma-alalaj") == "كيف نعالج الربو؟"
    assert target(reader, condition, "ma-hw-alrbw") == "ما هو الربو؟"
    assert target(reader, condition, "nbdha") == "نبذة"


def test_the_addresses_survive_a_time_without_the_page(reader: Client) -> None:
    condition = live_condition({"About": SPRAIN})
    workflow.retire(condition, by=None, reason="out of date")
    publish_with(condition, SPRAIN.replace("What helps?", "What can we do?"))
    assert target(reader, condition, "what-helps") == "What can we do?"


def test_they_survive_the_restoring_of_an_old_version(reader: Client) -> None:
    condition = live_condition({"About": SPRAIN})
    first = condition.revisions().get()
    publish_with(condition, SPRAIN.replace("What helps?", "What can we do?"))
    workflow.restore(condition, first, by=None)
    workflow.publish(Condition.objects.get(pk=condition.pk), by=None)
    assert target(reader, condition, "what-helps") == "What helps?"


def test_a_scheduled_version_has_them_too(reader: Client) -> None:
    condition = live_condition({"About": SPRAIN})
    section = condition.ordered_sections()[0]
    section.body = SPRAIN.replace("What helps?", "What can we do?")
    section.save()
    later = clock.now() + timedelta(days=1)
    workflow.publish(condition, by=None, at=later)
    with clock.as_of(later):
        assert target(reader, condition, "what-helps") == "What can we do?"


def test_a_reworded_heading_changes_no_digest_of_what_stays(reader: Client) -> None:
    condition = live_condition({"About": SPRAIN})
    publish_with(condition, SPRAIN.replace("What helps?", "What can we do?"))
    frozen = condition.revisions().live().get()
    assert [part.digest for part in condition.parts(frozen.content)] == [
        part.digest for part in condition.parts(condition.content())
    ]


def test_programs_keep_the_addresses_of_their_headings(reader: Client) -> None:
    program = live_program(slug="clinic", body=SPRAIN)
    program.body = "<h3>Where?</h3><p>Floor 2.</p>" + SPRAIN.replace("What helps?", "What can we do?")
    program.save()
    workflow.publish(program, by=None)
    page = BeautifulSoup(reader.get("/programs/clinic/").content, "html.parser")
    assert page.select("#what-helps")[0].get_text() == "What can we do?"


def test_the_checks_know_the_anchors_that_readers_will_get() -> None:
    condition = live_condition({"About": SPRAIN})
    section = condition.ordered_sections()[0]
    link = '<p><a href="#what-helps">What helps with a sprain</a></p>'
    section.body = link + SPRAIN.replace("What helps?", "What can we do?")
    section.save()
    assert "broken-link" not in [problem.rule for problem in problems_in(condition, condition.content())]
    section.body = section.body.replace("#what-helps", "#what-can-we-do")
    section.save()
    assert "broken-link" in [problem.rule for problem in problems_in(condition, condition.content())]
