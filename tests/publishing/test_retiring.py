"""Retiring a page with its translations: asked of each, all or none, and families are told of what stays behind."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from conditions.models import Condition, Section
from portal.desk import piles
from publishing import clock as site_clock
from publishing import translating, workflow
from publishing.models import AuditEntry, Publishable, State
from publishing.workflow import Refused
from tests.browsing import page, press, words
from tests.conftest import Clock
from tests.factories import live_condition, live_program

pytestmark = pytest.mark.django_db
NOTE = ".behind time"
TYPED = "2026-03-03T12:00"
NOON = datetime(2026, 3, 3, 17, tzinfo=UTC)


def translated(original: Publishable, language: str, **facts: str) -> Any:
    made = translating.start_translation(original, language, by=None)
    type(made).objects.filter(pk=made.pk).update(**facts)
    made.refresh_from_db()
    workflow.publish(made, by=None)
    return made


@pytest.fixture
def asthma(clock: Clock, settings: Any) -> Condition:
    settings.LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]
    asthma = live_condition({"Symptoms & Causes": "<p>A cough.</p>"}, slug="asthma", title="Asthma")
    translated(asthma, "es", slug="asma", title="Asma")
    translated(asthma, "ar", slug="rabw", title="الربو")
    clock.forward(hours=1)
    return asthma


@pytest.fixture
def desk(manager: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(manager)


def retiring(condition: Publishable) -> str:
    model = condition._meta.model_name
    return reverse(f"admin:conditions_{model}_retire", args=[condition.pk])


def key(condition: Condition, language: str) -> str:
    return str(condition.translations.get(language=language).pk)


def statuses(reader: Client) -> list[int]:
    paths = ["/conditions/asthma/", "/es/conditions/asma/", "/ar/conditions/rabw/"]
    return [reader.get(path).status_code for path in paths]


def test_the_question_lists_each_public_translation_and_ticks_none(desk: Client, asthma: Condition) -> None:
    ticks = page(desk.get(retiring(asthma))).select("[name=translations]")
    assert [str(tick.find_parent("label").get_text(strip=True)) for tick in ticks] == ["Arabic: الربو", "Spanish: Asma"]
    assert not any(tick.has_attr("checked") for tick in ticks)


def test_a_page_without_public_translations_is_not_asked_about_any(desk: Client, clock: Clock) -> None:
    asthma = live_condition(slug="asthma")
    translating.start_translation(asthma, "es", by=None)
    assert not page(desk.get(retiring(asthma))).select("[name=translations]")
    press(desk, retiring(asthma), "", reason="old")
    assert asthma.state() == State.RETIRED


def test_what_is_ticked_leaves_and_what_is_not_stays(desk: Client, reader: Client, asthma: Condition) -> None:
    answer = press(desk, retiring(asthma), "", reason="old", translations=[key(asthma, "es")])
    assert statuses(reader) == [410, 410, 200]
    assert "Off the public site: “Asthma”, “Asma”. Still public, with a note to families: Arabic: الربو." in words(
        answer
    )
    entries = AuditEntry.objects.filter(action="retire").values_list("subject_title", "reason", "actor_name")
    assert sorted(entries) == [("Asma", "old", "manager"), ("Asthma", "old", "manager")]


def test_at_a_later_moment_all_leave_together(desk: Client, reader: Client, asthma: Condition, clock: Clock) -> None:
    both = [key(asthma, "es"), key(asthma, "ar")]
    press(desk, retiring(asthma), "", reason="old", at=TYPED, translations=both)
    assert statuses(reader) == [200, 200, 200]
    assert AuditEntry.objects.filter(action="plan_retirement").count() == 3
    clock.set(NOON - timedelta(microseconds=1))
    assert statuses(reader) == [200, 200, 200]
    clock.set(NOON)
    assert statuses(reader) == [410, 410, 410]


def test_all_or_none_retire(asthma: Condition, clock: Clock) -> None:
    spanish, arabic = (asthma.translations.get(language=code) for code in ("es", "ar"))
    workflow.retire(arabic, by=None, reason="earlier")
    with pytest.raises(Refused, match="not on the public site"):
        translating.retire_with_translations(asthma, [spanish, arabic], by=None, reason="old")
    assert [page.state() for page in (asthma, spanish, arabic)] == [State.LIVE, State.LIVE, State.RETIRED]
    assert AuditEntry.objects.filter(action="retire").count() == 1


def test_only_its_own_translations_leave_with_a_page(asthma: Condition) -> None:
    with pytest.raises(Refused, match="no translation of this page"):
        translating.retire_with_translations(asthma, [live_condition()], by=None, reason="old")
    assert asthma.state() == State.LIVE


def test_a_translation_that_somebody_retired_meanwhile_is_told_and_nothing_happens(
    desk: Client, asthma: Condition
) -> None:
    pk = key(asthma, "es")
    workflow.retire(asthma.translations.get(language="es"), by=None, reason="faster")
    answer = desk.post(retiring(asthma), {"reason": "old", "translations": [pk]})
    assert "not on the public site any more. Look at the list again." in words(answer)
    assert asthma.state() == State.LIVE


def test_who_may_not_publish_retires_no_translation(
    reviewer: User, signed_in: Callable[[User], Client], asthma: Condition
) -> None:
    answer = signed_in(reviewer).post(retiring(asthma), {"reason": "mischief", "translations": [key(asthma, "es")]})
    assert answer.status_code == 403
    assert asthma.translations.get(language="es").state() == State.LIVE


def test_each_address_leads_to_the_successor_in_its_language_where_that_is_live(
    desk: Client, reader: Client, asthma: Condition
) -> None:
    wheezing = live_condition(slug="wheezing")
    translated(wheezing, "es", slug="sibilancias")
    both = [key(asthma, "es"), key(asthma, "ar")]
    press(desk, retiring(asthma), "", reason="merged", successor="/conditions/wheezing/", translations=both)
    assert reader.get("/conditions/asthma/").headers["Location"] == "/conditions/wheezing/"
    assert reader.get("/es/conditions/asma/").headers["Location"] == "/es/conditions/sibilancias/"
    assert reader.get("/ar/conditions/rabw/").status_code == 410


def test_no_page_leads_to_one_that_retires_with_it(desk: Client, asthma: Condition) -> None:
    data = {"reason": "x", "successor": "/es/conditions/asma/", "translations": [key(asthma, "es")]}
    assert "This page retires too. Name one that stays." in words(desk.post(retiring(asthma), data))
    assert asthma.state() == State.LIVE


def test_families_read_in_their_language_since_when_the_original_is_gone(reader: Client, asthma: Condition) -> None:
    assert not page(reader.get("/es/conditions/asma/")).select(NOTE)
    workflow.retire(asthma, by=None, reason="old")
    [moment] = page(reader.get("/es/conditions/asma/")).select(NOTE)
    assert moment["datetime"] == "2026-03-02"
    assert "2 de marzo de 2026" in moment.get_text()


def test_the_note_comes_at_the_second_of_a_planned_retirement_and_goes_when_the_original_is_back(
    reader: Client, asthma: Condition, clock: Clock
) -> None:
    workflow.retire(asthma, by=None, reason="old", at=NOON)
    clock.set(NOON - timedelta(seconds=1))
    assert not page(reader.get("/es/conditions/asma/")).select(NOTE)
    clock.set(NOON)
    assert page(reader.get("/es/conditions/asma/")).select_one(NOTE)["datetime"] == "2026-03-03"
    clock.forward(days=40)
    workflow.publish(asthma, by=None)
    assert not page(reader.get("/es/conditions/asma/")).select(NOTE)
    clock.forward(days=1)
    workflow.retire(asthma, by=None, reason="again")
    assert page(reader.get("/es/conditions/asma/")).select_one(NOTE)["datetime"] == "2026-04-13"


def test_what_changed_while_the_original_was_away_is_told_when_it_is_back(
    reader: Client, asthma: Condition, clock: Clock
) -> None:
    workflow.retire(asthma, by=None, reason="old")
    clock.forward(days=1)
    Section.objects.filter(condition=asthma).update(body="<p>A cough at night.</p>")
    workflow.publish(asthma, by=None)
    [moment] = page(reader.get("/es/conditions/asma/")).select(NOTE)
    assert moment["datetime"] == "2026-03-03"


def test_replay_and_preview_show_the_note_as_readers_saw_it(
    desk: Client, reader: Client, asthma: Condition, clock: Clock
) -> None:
    before = site_clock.now()
    clock.forward(days=1)
    workflow.retire(asthma, by=None, reason="old")
    spanish = asthma.translations.get(language="es")
    with site_clock.as_of(before):
        assert not page(reader.get("/es/conditions/asma/")).select(NOTE)
    with site_clock.as_of(site_clock.now()):
        assert page(reader.get("/es/conditions/asma/")).select(NOTE)
    assert page(desk.get(reverse("admin:conditions_condition_preview", args=[spanish.pk]))).select(NOTE)
    revision = reverse("admin:conditions_condition_revision", args=[spanish.pk, 1])
    assert not page(desk.get(revision)).select(NOTE)


def test_a_program_carries_the_note_too(desk: Client, reader: Client, clock: Clock) -> None:
    lungs = live_program(slug="lungs")
    spanish = translated(lungs, "es", slug="pulmones")
    clock.forward(hours=1)
    workflow.retire(lungs, by=None, reason="closed")
    assert page(reader.get("/es/programs/pulmones/")).select_one(NOTE)["datetime"] == "2026-03-02"
    assert page(desk.get(reverse("admin:conditions_program_preview", args=[spanish.pk]))).select(NOTE)


def test_a_page_in_its_first_language_carries_no_note(reader: Client, asthma: Condition) -> None:
    workflow.retire(asthma, by=None, reason="x")
    workflow.publish(asthma, by=None)
    assert not page(reader.get("/conditions/asthma/")).select(NOTE)


def test_staff_see_what_has_lost_its_original(editor: User, desk: Client, asthma: Condition, clock: Clock) -> None:
    def gone() -> list[str]:
        found = [pile for pile in piles(editor) if pile.title == "Translations whose original is gone"]
        return [f"{row.title}: {row.note}" for pile in found for row in pile.rows]

    assert gone() == []
    workflow.retire(asthma, by=None, reason="old")
    assert gone() == [
        "Asma: Spanish; the original left the public site on March 2, 2026",
        "الربو: Arabic; the original left the public site on March 2, 2026",
    ]
    spanish = asthma.translations.get(language="es")
    form = words(desk.get(reverse("admin:conditions_condition_change", args=[spanish.pk])))
    assert "The original left the public site on March 2, 2026" in form
    workflow.retire(spanish, by=None, reason="too")
    assert len(gone()) == 1
    workflow.publish(asthma, by=None)
    assert gone() == []


def test_cancelling_a_plan_names_the_translations_that_still_retire(desk: Client, asthma: Condition) -> None:
    both = [asthma.translations.get(language=code) for code in ("es", "ar")]
    translating.retire_with_translations(asthma, both, by=None, reason="old", at=NOON)
    cancel = reverse("admin:conditions_condition_cancel_plan", args=[asthma.pk])
    assert "Spanish: Asma retires by itself (March 3, 2026, noon)." in words(desk.get(cancel))


def test_the_first_address_still_leads_to_the_translation_in_the_language_asked_for(
    reader: Client, asthma: Condition
) -> None:
    assert reader.get("/es/conditions/asthma/").headers["Location"] == "/es/conditions/asma/"
    workflow.retire(asthma, by=None, reason="old")
    assert reader.get("/es/conditions/asthma/").headers["Location"] == "/es/conditions/asma/"
    assert reader.get("/conditions/asthma/").status_code == 410
    workflow.retire(asthma.translations.get(language="es"), by=None, reason="too")
    assert reader.get("/es/conditions/asthma/").status_code == 410
