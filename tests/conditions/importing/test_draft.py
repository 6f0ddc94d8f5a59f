"""An outline becomes a draft, and what readers see stays as it is."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.test import Client

from conditions.importing.draft import write_draft
from conditions.importing.text import read_text
from conditions.importing.unreadable import Unreadable
from conditions.kinds import SectionKind
from conditions.models import Condition
from publishing import workflow
from publishing.html import MAX_CHARACTERS, TooLarge
from publishing.models import Revision, State
from tests.factories import live_condition, make_condition

pytestmark = [pytest.mark.django_db, pytest.mark.once]

COLD = "Cold | Symptoms & Causes\n\nIt runs.\n\nCold | At school\n\nStay at home for a day.\n"


def titles(condition: Condition) -> list[str]:
    return [section.title for section in condition.ordered_sections()]


def test_a_new_page_is_a_draft_with_its_tabs() -> None:
    draft = write_draft(read_text(f"What is a cold?\n\nIt sneezes.\n\n{COLD}"), by=None)
    condition = Condition.objects.get(slug="cold")
    assert draft.is_new
    assert draft.is_changed
    assert condition.state() == State.DRAFT
    assert condition.introduction == "<h3>What is a cold?</h3><p>It sneezes.</p>"
    assert [(section.kind, section.title, section.body) for section in condition.ordered_sections()] == [
        (SectionKind.SYMPTOMS_CAUSES, "Symptoms & Causes", "<p>It runs.</p>"),
        (SectionKind.OTHER, "At school", "<p>Stay at home for a day.</p>"),
    ]


def test_who_imports_is_remembered(editor: User) -> None:
    draft = write_draft(read_text(COLD), by=editor)
    assert draft.condition.changed_by == editor


def test_a_live_page_stays_as_it_is(reader: Client) -> None:
    live_condition({"Symptoms & Causes": "<p>It sneezes.</p>"}, title="Cold", slug="cold")
    write_draft(read_text(COLD), by=None)
    page = reader.get("/conditions/cold/").content.decode()
    assert "It sneezes." in page
    assert "It runs." not in page
    assert Condition.objects.get(slug="cold").state() == State.CHANGED


def test_importing_again_changes_nothing() -> None:
    first = write_draft(read_text(COLD), by=None)
    before = [section.pk for section in first.condition.ordered_sections()]
    again = write_draft(read_text(COLD), by=None)
    assert not again.is_new
    assert not again.is_changed
    assert [section.pk for section in again.condition.ordered_sections()] == before


def test_a_tab_with_another_spelling_or_name_is_the_same_tab() -> None:
    first = write_draft(read_text(COLD), by=None)
    before = {section.pk for section in first.condition.ordered_sections()}
    text = "Cold | SYMPTOMS AND CAUSES\n\nIt drips.\n\nCold | AT SCHOOL\n\nStay."
    again = write_draft(read_text(text), by=None)
    assert {section.pk for section in again.condition.ordered_sections()} == before
    third = write_draft(read_text("Cold | Signs & Symptoms\n\nIt drips."), by=None)
    assert titles(third.condition) == ["Signs & Symptoms", "AT SCHOOL"]
    assert {section.pk for section in third.condition.ordered_sections()} == before


def test_tabs_of_the_draft_alone_are_kept_last_and_said() -> None:
    make_condition({"Our camp": "<p>Swim.</p>", "Symptoms & Causes": "<p>Old.</p>"}, title="Cold", slug="cold")
    draft = write_draft(read_text(COLD), by=None)
    assert draft.kept_tabs == ("Our camp",)
    assert titles(draft.condition) == ["Symptoms & Causes", "At school", "Our camp"]


def test_tabs_take_the_order_of_the_file() -> None:
    write_draft(read_text(COLD), by=None)
    swapped = "Cold | At school\n\nStay.\n\nCold | Symptoms & Causes\n\nIt runs."
    assert titles(write_draft(read_text(swapped), by=None).condition) == ["At school", "Symptoms & Causes"]


def test_what_a_file_does_not_tell_is_left_alone() -> None:
    make_condition(title="Cold", slug="cold", summary="A running nose.", call_us_when=["has a fever"])
    condition = write_draft(read_text(COLD), by=None).condition
    condition.refresh_from_db()
    assert (condition.summary, condition.call_us_when) == ("A running nose.", ["has a fever"])


def test_a_kind_that_an_editor_chose_for_an_own_tab_stays() -> None:
    condition = write_draft(read_text(COLD), by=None).condition
    condition.sections.filter(title="At school").update(kind=SectionKind.PROGRAMS_SERVICES)
    write_draft(read_text(COLD), by=None)
    assert condition.sections.get(title="At school").kind == SectionKind.PROGRAMS_SERVICES


def test_a_renamed_tabs_old_address_still_works_after_publishing(reader: Client) -> None:
    workflow.publish(write_draft(read_text(COLD), by=None).condition, by=None)
    renamed = COLD.replace("Symptoms & Causes", "Signs & Symptoms")
    workflow.publish(write_draft(read_text(renamed), by=None).condition, by=None)
    section = Revision.objects.live().get(slug="cold").content["sections"][0]
    assert (section["anchor"], section["former_anchors"]) == ("signs-symptoms", ["symptoms-causes"])


def test_a_title_without_an_address_is_refused_and_nothing_written() -> None:
    with pytest.raises(Unreadable, match="no web address"):
        write_draft(replace(read_text(COLD), title="💙"), by=None)
    assert not Condition.objects.exists()


def test_a_tab_too_large_for_the_door_is_refused_and_nothing_written() -> None:
    with pytest.raises(TooLarge):
        write_draft(read_text(COLD + "word " * (MAX_CHARACTERS // 5)), by=None)
    assert not Condition.objects.exists()
