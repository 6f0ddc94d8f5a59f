"""What a person reads in the terminal."""

import pytest

from conditions.importing.summary import outline_tree, remarks
from conditions.importing.text import read_text
from tests.conditions.importing.outlines import sample

pytestmark = pytest.mark.once


def test_the_tree_shows_tabs_headings_and_counts() -> None:
    assert outline_tree(sample("no-blank-lines.txt")) == (
        "Fever Fits (English)\n"
        "  Introduction: 1 heading, 1 paragraph\n"
        "    What is a fever fit?\n"
        "  Tab “Symptoms & Causes”: 1 heading, 3 paragraphs, 1 list\n"
        "    What does a fever fit look like?\n"
        "  Tab “Diagnosis & Treatments”: 2 headings, 2 paragraphs\n"
        "    How we find the reason\n"
        "    What to do at home\n"
        "  Tab “Programs & Services”: empty"
    )


def test_lower_headings_stand_further_in() -> None:
    assert "    Kinds\n      Red marks\n" in outline_tree(sample("no-tabs.txt"))


def test_alerts_are_shown() -> None:
    assert "  Alert, for a draft: Warning · Winter Weather: The Harbor" in outline_tree(sample("alerts.txt"))


def test_remarks_say_what_was_left_out_what_is_uncertain_and_which_tabs_are_empty() -> None:
    text = "Current Environment:\n\nCold | Symptoms & Causes\n\nIt runs.\n\nThe end\n\nCold | Research"
    assert remarks(read_text(text)) == (
        "  Left out (1)\n"
        "    the site's own machinery, no content\n"
        "      line 1: Current Environment:\n"
        "  On the page, but look at it (1)\n"
        "    a short line with no text under it\n"
        "      line 7: The end\n"
        "  Tabs without text, kept for later; readers do not see them (1)\n"
        "    Research"
    )


def test_a_page_without_doubt_has_no_remarks() -> None:
    assert remarks(read_text("Cold\n\nWhat is a cold?\n\nIt runs.")) == ""
