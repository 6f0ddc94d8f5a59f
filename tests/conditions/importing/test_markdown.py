"""Markdown: read as what it means, and accounted for line by line."""

from base64 import b64encode

import pytest

from conditions.importing.outline import Outline
from conditions.importing.source import read_content
from tests.conditions.importing.outlines import left_out, why
from tests.pictures import picture_file

pytestmark = pytest.mark.once

PAGE = """---
title: Tidal fever
author: somebody
---

It is **rare**. Read [the tests](https://www.example.org/tests).

## Symptoms & Causes

### What are the signs?

- a fever
  - in the evening
- a rash

1. Wait.
2. Call us.

## Diagnosis & Treatments

| Age | How much |
| --- | -------- |
| Under 6 | One cup |

> Drink a lot.
"""


def read(content: str, name: str = "page.md") -> Outline:
    return read_content(content.encode(), name)


def test_headings_lists_tables_and_links_keep_their_form() -> None:
    outline = read(PAGE)
    assert outline.title == "Tidal fever"
    assert outline.introduction == (
        '<p>It is <strong>rare</strong>. Read <a href="https://www.example.org/tests">the tests</a>.</p>'
    )
    first, second = outline.sections
    assert first.body == (
        "<h3>What are the signs?</h3><ul><li>a fever<ul><li>in the evening</li></ul></li><li>a rash</li></ul>"
        "<ol><li>Wait.</li><li>Call us.</li></ol>"
    )
    assert second.body.startswith("<table><thead><tr><th>Age</th><th>How much</th></tr></thead>")
    assert second.body.endswith("<blockquote><p>Drink a lot.</p></blockquote>")


def test_each_line_is_accounted_for_under_its_own_number() -> None:
    outline = read(PAGE)
    assert why(outline, "What are the signs?").number == 10
    assert why(outline, "a rash").number == 14
    assert left_out(outline) == ["title: Tidal fever author: somebody"]


@pytest.mark.parametrize("name", ["page.md", "page.txt", ""])
def test_it_is_known_by_what_it_holds(name: str) -> None:
    assert read("# Tidal fever\n\nIt is *rare*.\n", name).introduction == "<p>It is <em>rare</em>.</p>"


def test_plain_text_with_one_number_sign_is_no_markdown() -> None:
    assert "# 1 in care." in read("Tidal fever\n\nWe are\n# 1 in care.", "page.txt").introduction


def test_html_in_it_goes_through_the_same_door_as_any_other() -> None:
    outline = read("# Tidal fever\n\nIt is <script>alert(1)</script>rare.\n\n<iframe src='//evil'></iframe>\n")
    assert "rare" in outline.introduction
    assert "script" not in outline.introduction
    assert any("iframe" in text for text in left_out(outline))


def test_a_picture_inside_it_comes_along_and_one_elsewhere_does_not() -> None:
    inside = "data:image/png;base64," + b64encode(picture_file()).decode()
    outline = read(f"# Tidal fever\n\n![A seal]({inside})\n\n![A gull](gull.png)\n")
    assert outline.introduction == '<p><img src="picture:0" alt="A seal" width="8" height="6"></p>'
    assert why(outline, "A gull").why == "a picture: add it by hand"
