"""Plain text is normalized on every way into the database, in every field that readers see."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client

from alerts.models import AlertUpdate, RecallAlert, RecalledPackage, Spoken
from alerts.translating import translate
from conditions.models import Condition, Program, Section, Term
from conditions.names import name_list
from conditions.ways import AgeGroup, BodyArea, ListName, Specialty
from publishing import workflow
from publishing.fields import LinesField, PlainCharField, PlainTextField, PlainTextsField
from publishing.models import Picture, Reviewer
from tests.browsing import form_on
from tests.factories import live_alert, live_condition, make_alert, make_condition, make_program

pytestmark = pytest.mark.django_db

DIRTY, CLEAN = "\u200eA\u202ebc\u200b cafe\u0301 \x00", "Abc caf\u00e9"

READ: list[tuple[type[models.Model], tuple[str, ...]]] = [
    (
        Condition,
        (
            *("title", "summary", "other_names", "call_us_when", "call_today_when", "call_911_when"),
            *("questions_to_ask", "sources", "news", "codes"),
        ),
    ),
    (Section, ("title",)),
    (Program, ("title", "summary", "phone", "hours", "location")),
    (Term, ("title", "definition", "pronunciation", "other_forms")),
    (BodyArea, ("name",)),
    (Specialty, ("name",)),
    (AgeGroup, ("name",)),
    (ListName, ("text",)),
    (Reviewer, ("name", "credentials")),
    (Picture, ("alternative_text",)),
    (AlertUpdate, ("text",)),
    (
        RecallAlert,
        (
            *("label", "headline", "link_text", "what_happened", "what_to_do", "whom_to_call", "product", "firm"),
            *("recall_number", "phone", "withdrawal_reason", "translations"),
        ),
    ),
    (
        RecalledPackage,
        ("product", "strength", "ndcs", "gtins", "model_numbers", "lots", "use_by", "recall_number"),
    ),
]


@pytest.mark.parametrize(("model", "names"), READ)
def test_every_text_that_readers_see_has_a_normalizing_field(model: type[models.Model], names: tuple[str, ...]) -> None:
    for name in names:
        field = model._meta.get_field(name)
        assert isinstance(field, PlainCharField | PlainTextField | LinesField | PlainTextsField), name


def stored(alert: RecallAlert) -> tuple[Any, ...]:
    alert.refresh_from_db()
    return alert.headline, alert.what_to_do, *(row.lots for row in alert.packages.all())


def test_saving_in_the_shell_normalizes_the_row_and_the_object() -> None:
    alert = make_alert(headline=DIRTY, what_to_do="One\u200b\r\ntwo.\x00", lots=[DIRTY, "\u200b", "B"])
    assert alert.headline == CLEAN
    assert stored(alert) == (CLEAN, "One\r\ntwo.", [CLEAN, "B"])


def test_bulk_methods_and_update_normalize() -> None:
    (alert,) = RecallAlert.objects.bulk_create([RecallAlert(slug="a", headline=DIRTY)])
    (row,) = RecalledPackage.objects.bulk_create([RecalledPackage(alert=alert, lots=[DIRTY])])
    assert stored(alert) == (CLEAN, "", [CLEAN])
    alert.headline, row.lots = f"{DIRTY}2", [f"{DIRTY}2"]
    RecallAlert.objects.bulk_update([alert], ["headline"])
    RecalledPackage.objects.bulk_update([row], ["lots"])
    assert stored(alert) == (CLEAN + " 2", "", [CLEAN + " 2"])
    RecallAlert.objects.update(headline=DIRTY, what_to_do=DIRTY)
    RecalledPackage.objects.update(lots=[DIRTY])
    assert stored(alert) == (CLEAN, CLEAN, [CLEAN])


def test_fixtures_normalize() -> None:
    row = json.loads(serializers.serialize("json", [make_alert(headline="H")]))
    row[0]["fields"] |= {"headline": DIRTY, "firm": DIRTY, "translations": {"es": {"headline": {"text": DIRTY}}}}
    for deserialized in serializers.deserialize("json", json.dumps(row)):
        deserialized.save()
    alert = RecallAlert.objects.get()
    assert (alert.headline, alert.firm) == (CLEAN, CLEAN)
    assert alert.translations == {"es": {"headline": {"text": CLEAN}}}


def test_forms_normalize_before_they_check(editor: User, signed_in: Callable[[User], Client]) -> None:
    desk = signed_in(editor)
    address = "/admin/conditions/condition/add/"
    fields = {"title": DIRTY, "summary": DIRTY, "other_names": f"{DIRTY}\n\u200b\n{CLEAN} 2", "slug": ""}
    desk.post(address, form_on(desk.get(address)) | fields | {"_save": "1"})
    condition = Condition.objects.get()
    assert (condition.title, condition.slug, condition.summary) == (CLEAN, "abc-cafe", CLEAN)
    assert condition.other_names == [CLEAN, CLEAN + " 2"]
    answer = desk.post(address, form_on(desk.get(address)) | {"title": "\u200b\u202e", "_save": "1"})
    assert "This field is required." in answer.content.decode()


def test_a_title_of_nothing_that_is_seen_is_refused_in_the_shell_too() -> None:
    with pytest.raises(ValidationError, match="blank"):
        Condition(title="\u200b", slug="x").full_clean()


def test_lengths_count_what_is_seen() -> None:
    Condition(title="a" * 120 + "\u200b" * 50, slug="x").full_clean()


def test_translations_of_alerts_and_names_of_lists_are_normalized() -> None:
    alert = make_alert(headline="Recall")
    translate(alert, "es", {"headline": DIRTY}, by=None)
    alert.refresh_from_db()
    assert alert.translations["es"]["headline"]["text"] == CLEAN
    area = BodyArea.objects.create(name=DIRTY)
    name_list(area, {"es": DIRTY}, by=None)
    assert (area.name, ListName.objects.get().text) == (CLEAN, CLEAN)


def test_a_translation_made_before_holds_when_its_english_is_normalized() -> None:
    alert = make_alert(headline="Caf\u00e9")
    translate(alert, "es", {"headline": "Caf\u00e9"}, by=None)
    alert.translations["es"]["headline"]["of"] = "Cafe\u0301"
    assert Spoken(alert, "es").missing() == []


def test_tabs_and_programs_are_normalized() -> None:
    condition = make_condition({DIRTY: "<p>x</p>"})
    assert condition.ordered_sections()[0].title == CLEAN
    assert make_program(title=DIRTY, hours=DIRTY, location="Floor\u20282").location == "Floor 2"


def test_the_page_the_banner_and_the_feed_hold_no_hidden_character(reader: Client) -> None:
    live_condition({DIRTY: "<p>x</p>"}, title=DIRTY, slug="c", summary=DIRTY, call_us_when=[DIRTY])
    live_alert(headline="Recall \u202egnihtyreve\x07", what_to_do="Stop\u2066now")
    for address in ("/conditions/c/", "/conditions/", "/alerts/", "/alerts/current.json", "/alerts/feed.atom"):
        text = reader.get(address).content.decode()
        assert not set(text) & set("\u202e\u2066\u200b\x07\x00\u200e"), address


def test_an_expression_is_left_to_the_database() -> None:
    condition = make_condition(title="A")
    Condition.objects.update(title=models.functions.Concat("title", models.Value("b")))
    condition.refresh_from_db()
    assert condition.title == "Ab"


def test_sign_offs_of_texts_without_hidden_characters_stay(reader: Client) -> None:
    condition = make_condition(
        {"Café": "<p>x</p>"}, summary="Line one.\r\nLine two: ≥ 38 °C – “now”.", sources=["A https://a.example"]
    )
    before = [part.digest for part in condition.parts(condition.content())]
    workflow.save_draft(condition, by=None)
    fresh = Condition.objects.get()
    fresh.save()
    assert [part.digest for part in fresh.parts(fresh.content())] == before


def test_no_other_model_that_readers_see_was_forgotten() -> None:
    """A new text column of these models must be of a normalizing kind, or be named here as no plain text."""
    own = {"slug", "language", "kind", "classification", "initiative", "stage", "draft_digest", "way"}
    own |= {"product_type", "form_key"}
    for model, names in READ:
        if model in (AlertUpdate, Picture):
            continue
        for field in model._meta.get_fields():
            is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
            if is_text and field.name not in own and field.name not in names:
                assert field.name in {
                    *("body", "introduction", "follows", "reviewers", "source_url", "referral_url", "appointment_url"),
                }, f"{model.__name__}.{field.name}"
