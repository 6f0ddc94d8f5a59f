"""Every way into the database goes through the door."""

import json
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.forms import modelform_factory

from conditions.models import Condition, Section
from publishing.fields import LinesField, MaxWords, validate_phone
from publishing.html import MAX_CHARACTERS
from publishing.widgets import CKEditor
from tests.factories import make_condition

ROOT = Path(__file__).resolve().parent.parent.parent
DIRTY, CLEAN = "<p onclick=x>Words<script>alert(1)</script></p>", "<p>Words</p>"

pytestmark = pytest.mark.django_db


def test_create_cleans() -> None:
    assert Condition.objects.create(slug="a", introduction=DIRTY).introduction == CLEAN


def test_bulk_create_cleans() -> None:
    Condition.objects.bulk_create([Condition(slug="a", introduction=DIRTY)])
    assert Condition.objects.get().introduction == CLEAN


def test_update_cleans() -> None:
    make_condition()
    Condition.objects.update(introduction=DIRTY)
    assert Condition.objects.get().introduction == CLEAN


def test_bulk_update_cleans() -> None:
    condition = make_condition()
    condition.introduction = DIRTY
    Condition.objects.bulk_update([condition], ["introduction"])
    assert Condition.objects.get().introduction == CLEAN


def test_update_or_create_cleans() -> None:
    Condition.objects.update_or_create(slug="a", defaults={"introduction": DIRTY})
    assert Condition.objects.get().introduction == CLEAN


def test_a_fixture_is_cleaned(tmp_path: Path) -> None:
    section = make_condition({"Tab": "<p>x</p>"}).sections.get()
    row = {
        "model": "conditions.section",
        "pk": section.pk,
        "fields": {"body": DIRTY, "condition": section.condition_id},
    }
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([row]), encoding="utf-8")
    call_command("loaddata", path, verbosity=0)
    assert Section.objects.get().body == CLEAN


def test_a_form_cleans() -> None:
    form = modelform_factory(Section, fields=["title", "body", "kind", "order"])(
        {"title": "Tab", "body": DIRTY, "kind": "other", "order": "0"}
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["body"] == DIRTY or form.instance.body == CLEAN
    form.instance.condition = make_condition()
    form.save()
    assert Section.objects.get().body == CLEAN


def test_too_large_a_text_is_an_error_of_the_form_and_comes_back_whole() -> None:
    typed = "<p>Word</p>" * (MAX_CHARACTERS // 11 + 1)
    form = modelform_factory(Section, fields=["body"])({"body": typed})
    assert "at most" in str(form.errors["body"])
    shown = str(form["body"])
    assert "ckeditor" not in shown
    assert shown.count("&lt;p&gt;Word") == typed.count("<p>Word")


def test_the_editor_is_shown_clean_text_alone() -> None:
    shown = CKEditor().render("body", "<p>x</p><img src=x onerror=alert(1)>", {"id": "id_body"})
    assert "onerror=" not in shown
    assert "onerror" not in shown[shown.index("<textarea") :]


def test_nobody_walks_around_the_door() -> None:
    for package in ("portal", "alerts", "conditions", "publishing"):
        for path in (ROOT / package).rglob("*.py"):
            code = path.read_text(encoding="utf-8").replace("`update(body=Value(…))`", "")
            assert not re.search(r"update\([^)]*Value\(", code), path
            assert not re.search(r"(?i)(insert into|update)\s+\w+\s+set", code), path


def test_lines_are_trimmed_and_blank_ones_left_out() -> None:
    field = LinesField().formfield()
    assert field is not None
    assert field.clean("  one \r\n\r\n two   words \n") == ["one", "two words"]


def test_too_many_lines_are_refused_with_their_number() -> None:
    with pytest.raises(ValidationError, match="at most 5"):
        LinesField(most=5).clean(["x"] * 6, None)


def test_too_long_a_line_is_named() -> None:
    with pytest.raises(ValidationError, match="Line 2"):
        LinesField(longest=3).clean(["abc", "abcd"], None)


def test_a_summary_of_41_words_is_refused() -> None:
    MaxWords(40)("word " * 40)
    with pytest.raises(ValidationError, match="41"):
        MaxWords(40)("word " * 41)


@pytest.mark.parametrize("phone", ["555-555-0100", "+1 (555) 555-0100", "555.555.0100 ext. 12"])
def test_phones_as_people_write_them(phone: str) -> None:
    validate_phone(phone)


@pytest.mark.parametrize("phone", ["call me", "123", "javascript:1", "1" * 30, "555-555-0100<b>"])
def test_what_no_phone_can_dial_is_refused(phone: str) -> None:
    with pytest.raises(ValidationError):
        validate_phone(phone)
