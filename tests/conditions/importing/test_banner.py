"""What stands above a page is offered or left out, and what is the page's stays."""

import pytest

from conditions.importing.outline import AlertOutline
from conditions.importing.text import read_text
from tests.conditions.importing.outlines import body, left_out, sample

pytestmark = pytest.mark.once


def test_alerts_above_the_page_are_offered() -> None:
    assert sample("alerts.txt").alerts == (
        AlertOutline("Warning", "Winter Weather: The Harbor Street clinic opens at noon today.", "Learn more"),
        AlertOutline(
            "Recall Alert",
            "Two lots of a children’s eye drop are recalled.",
            "More information",
            "https://www.example.org/eye-drops",
        ),
        AlertOutline("", "The parking garage on Mill Street is closed until June."),
    )


def test_alerts_and_their_controls_are_not_on_the_page() -> None:
    outline = sample("alerts.txt")
    assert outline.title == "Pinkeye"
    assert outline.introduction == (
        "<h3>What is pinkeye?</h3><p>Pinkeye is a red, sticky eye. Wash your hands often. Learn more</p>"
    )
    assert {"View alerts", "close", "Current Environment: Production"} <= set(left_out(outline))


def test_a_warning_inside_the_page_stays() -> None:
    html = body(sample("alerts.txt"), "Symptoms & Causes")
    assert html == "<h3>Warning</h3><p>Call at once when light hurts the eye.</p>"


def test_a_warning_without_a_link_above_the_page_stays_on_it() -> None:
    outline = read_text("Asthma\n\nWarning\n\nCall 911 if your child’s lips turn blue.\n\nWhat is asthma?\n\nA wheeze.")
    assert outline.alerts == ()
    assert "<p>Call 911 if" in outline.introduction


def test_a_paragraph_that_ends_with_learn_more_stays() -> None:
    outline = read_text("Asthma\n\nAsthma narrows the airways. Learn more\n\nWhat helps?\n\nA spray.")
    assert outline.alerts == ()


@pytest.mark.parametrize("line", ["Current Environment:", "Current Environment: Production", "current environment Dev"])
def test_the_sites_own_machinery_is_left_out(line: str) -> None:
    assert left_out(read_text(f"{line}\nCold\n\nA cold runs.")) == [line]


def test_the_environments_name_may_stand_on_the_next_line() -> None:
    assert left_out(read_text("Current Environment:\nProduction\n\nCold\n\nA cold runs.")) == [
        "Current Environment:",
        "Production",
    ]


def test_a_sentence_about_the_environment_stays() -> None:
    outline = read_text("Cold\n\nCurrent environment plays a part in it.")
    assert outline.introduction == "<p>Current environment plays a part in it.</p>"
