"""An alert in the reader's language, as long as the translation is of the words that the alert has now."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import Tag
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from alerts.models import AlertVersion, RecallAlert, Spoken
from alerts.translating import numbers_left_out, translate, what_is_seen
from portal.replay import replay
from publishing import clock as site_clock
from publishing.models import AuditEntry, SiteVersion
from publishing.workflow import Refused
from tests.browsing import form_on, page, words
from tests.conftest import Clock
from tests.factories import live_alert, live_condition, make_alert

pytestmark = pytest.mark.django_db

ENGLISH = {
    "headline": "Some capsules are recalled.",
    "what_to_do": "Call 555-555-0130 today.\n\nDo not stop the medicine.",
    "label": "Medicine recall",
    "link_text": "Check your capsules",
}
SPANISH = {
    "headline": "Se retiran unas cápsulas.",
    "what_to_do": "Llame hoy al 555-555-0130.\n\nNo deje el medicamento.",
    "label": "Retiro de un medicamento",
    "link_text": "Revise sus cápsulas",
}
MARK = "(en inglés)"


@pytest.fixture
def alert(clock: Clock) -> RecallAlert:
    made = live_alert(slug="capsules", **ENGLISH)
    clock.forward(minutes=10)
    return made


def in_spanish(alert: RecallAlert, **texts: str) -> list[str]:
    return translate(alert, "es", SPANISH | texts, by=None)


def correct(alert: RecallAlert, **facts: Any) -> None:
    alert.refresh_from_db()
    for name, value in facts.items():
        setattr(alert, name, value)
    alert.correct(by=None)


def line(reader: Client, path: str = "/es/") -> Tag:
    found = page(reader.get(path)).select_one('[data-alert="capsules"]')  # type: ignore[arg-type]
    assert found is not None
    return found


def text_of(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def test_a_banner_is_in_the_readers_language_on_every_page(reader: Client, alert: RecallAlert) -> None:
    in_spanish(alert)
    live_condition(slug="asma", language="es")
    for path in ("/es/", "/es/conditions/asma/", "/es/search/", "/es/nothing/", "/es/alerts/banner.html"):
        assert text_of(line(reader, path)) == (
            "Retiro de un medicamento: Se retiran unas cápsulas. Revise sus cápsulas"
        ), path
    assert SPANISH["headline"] not in line(reader, "/").get_text()


def test_without_a_translation_the_banner_is_english_and_says_so(reader: Client, alert: RecallAlert) -> None:
    for path, direction in (("/es/", "ltr"), ("/ar/", "rtl")):
        found = line(reader, path)
        assert ENGLISH["headline"] in [span.get_text() for span in found.select('[lang="en"][dir="ltr"]')]
        assert page(reader.get(path)).html["dir"] == direction  # type: ignore[arg-type, index]
        assert len(found.select(".tongue")) == 1
    assert text_of(line(reader, "/es/")).startswith(f"Retiro del mercado: {ENGLISH['headline']} {MARK}")
    assert not line(reader, "/").select(".tongue, [lang]")


def test_each_text_of_the_page_is_translated_or_marked(reader: Client, alert: RecallAlert) -> None:
    in_spanish(alert, what_to_do="")
    body = page(reader.get("/es/alerts/capsules/"))  # type: ignore[arg-type]
    assert text_of(body.select_one("h1")) == SPANISH["headline"]  # type: ignore[arg-type]
    assert text_of(body.select_one("#_do")).endswith(MARK)  # type: ignore[arg-type]
    assert "Do not stop the medicine." in body.select_one('[lang="en"][dir="ltr"] p + p').get_text()  # type: ignore[union-attr]
    assert ENGLISH["headline"] not in body.get_text()


def test_a_corrected_text_takes_its_own_translation_away_at_once(reader: Client, alert: RecallAlert) -> None:
    in_spanish(alert)
    correct(alert, headline="Other capsules are recalled.")
    body = page(reader.get("/es/alerts/capsules/"))  # type: ignore[arg-type]
    assert text_of(body.select_one("h1")) == f"Other capsules are recalled. {MARK}"  # type: ignore[arg-type]
    assert SPANISH["headline"] not in body.get_text()
    assert "No deje el medicamento." in body.get_text()
    assert text_of(line(reader)).startswith(f"Retiro de un medicamento: Other capsules are recalled. {MARK}")


def test_white_space_takes_no_translation_away(alert: RecallAlert) -> None:
    in_spanish(alert)
    correct(alert, what_to_do=ENGLISH["what_to_do"].replace("\n", "\r\n") + " ", lots=["A1"])
    assert Spoken(alert, "es").missing() == []


def test_what_was_translated_once_holds_again_where_the_english_comes_back(alert: RecallAlert) -> None:
    in_spanish(alert)
    correct(alert, headline="Other capsules are recalled.")
    assert Spoken(alert, "es").outdated() == ["headline"]
    correct(alert, headline=ENGLISH["headline"])
    assert Spoken(alert, "es").headline.text == SPANISH["headline"]


def test_saving_another_field_does_not_make_an_old_translation_good(alert: RecallAlert) -> None:
    in_spanish(alert)
    correct(alert, headline="Other capsules are recalled.", what_to_do="Call 555-555-0131.")
    in_spanish(alert, what_to_do="Llame al 555-555-0131.")
    assert Spoken(alert, "es").missing() == ["headline"]
    translate(alert, "es", SPANISH | {"what_to_do": "Llame al 555-555-0131."}, by=None, still_right=["headline"])
    assert Spoken(alert, "es").missing() == []


def test_readers_are_told_of_no_update(reader: Client, alert: RecallAlert) -> None:
    before = reader.get("/alerts/feed.json").content, reader.get("/alerts/capsules/cap.xml").content
    in_spanish(alert)
    assert (reader.get("/alerts/feed.json").content, reader.get("/alerts/capsules/cap.xml").content) == before
    found = line(reader)
    assert found["data-edition"] == "1"
    assert not found.select(".updated")
    assert "Actualizado" not in reader.get("/es/alerts/capsules/").content.decode()


def test_an_open_page_can_tell_another_languages_words_from_news(reader: Client, alert: RecallAlert) -> None:
    before = line(reader)["data-of"]
    in_spanish(alert)
    assert line(reader)["data-of"] == before
    correct(alert, link_text="Look at your capsules")
    assert line(reader)["data-of"] != before
    assert not line(reader, "/").has_attr("data-of")


def test_it_is_a_public_change_with_an_entry_and_a_version(alert: RecallAlert) -> None:
    version = SiteVersion.current()
    assert in_spanish(alert) == ["headline", "what_to_do", "label", "link_text"]
    assert SiteVersion.current() > version
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.from_state, entry.to_state) == ("translate alert", "live", "live")
    assert entry.reason == "Spanish: headline, what to do now, label and link text"
    assert AlertVersion.objects.get(stands_until=None).content["translations"] == alert.translations


def test_saving_the_same_again_is_no_change(alert: RecallAlert) -> None:
    in_spanish(alert)
    version, entries = SiteVersion.current(), AuditEntry.objects.count()
    assert in_spanish(alert) == []
    assert (SiteVersion.current(), AuditEntry.objects.count()) == (version, entries)


def test_replay_shows_the_language_that_readers_had(reader: Client, alert: RecallAlert, clock: Clock) -> None:
    before = site_clock.now()
    clock.forward(minutes=10)
    in_spanish(alert)
    clock.forward(minutes=10)
    between = site_clock.now()
    clock.forward(minutes=10)
    correct(alert, headline="Other capsules are recalled.")
    then = replay("/es/alerts/capsules/", before).text
    assert f'<span lang="en" dir="ltr">{ENGLISH["headline"]}</span> <span class="tongue">{MARK}</span>' in then
    assert SPANISH["what_to_do"][:20] not in then
    assert SPANISH["headline"] in replay("/es/alerts/capsules/", between).text
    assert SPANISH["headline"] in replay("/es/", between).text
    assert SPANISH["headline"] not in replay("/es/", site_clock.now()).text


def test_a_draft_is_translated_before_it_is_posted(reader: Client) -> None:
    alert = make_alert(slug="capsules", **ENGLISH)
    version = SiteVersion.current()
    in_spanish(alert)
    assert SiteVersion.current() == version
    assert not AlertVersion.objects.exists()
    alert.post(by=None)
    assert SPANISH["headline"] in line(reader).get_text()


def test_a_translation_takes_no_release_back(settings: Any, communications: User, manager: User) -> None:
    settings.ALERT_TWO_PERSON_RELEASE = True
    alert = make_alert(**ENGLISH)
    alert.ask_for_release(by=communications)
    opened = RecallAlert.objects.get(pk=alert.pk)
    in_spanish(alert)
    opened.release(by=manager)
    assert Spoken(RecallAlert.objects.get(pk=alert.pk), "es").missing() == []


def test_a_step_with_an_alert_opened_before_keeps_its_translation(alert: RecallAlert) -> None:
    opened = RecallAlert.objects.get(pk=alert.pk)
    in_spanish(alert)
    opened.report(by=None, text="There is news.")
    opened.extend(by=None, until=site_clock.now() + timedelta(days=30))
    assert Spoken(RecallAlert.objects.get(pk=alert.pk), "es").missing() == []


def test_the_news_stay_english_and_say_so(reader: Client, alert: RecallAlert) -> None:
    in_spanish(alert)
    alert.report(by=None, text="The pharmacy has others.")
    body = page(reader.get("/es/alerts/capsules/"))  # type: ignore[arg-type]
    told = [span for span in body.select('[lang="en"]') if span.get_text() == "The pharmacy has others."]
    assert len(told) == 2
    assert all(MARK in text_of(span.parent) for span in told)  # type: ignore[arg-type]


def test_a_withdrawn_alert_is_fixed_in_every_language(reader: Client, alert: RecallAlert) -> None:
    alert.withdraw(by=None, reason="It was wrong.")
    with pytest.raises(Refused, match="withdrawn"):
        in_spanish(alert)
    assert '<span lang="en" dir="ltr">It was wrong.</span>' in reader.get("/es/alerts/capsules/").content.decode()


def test_an_exercise_is_translated_and_reaches_nobody(reader: Client) -> None:
    drill = live_alert(slug="drill", is_exercise=True, **ENGLISH)
    version = SiteVersion.current()
    in_spanish(drill)
    assert SiteVersion.current() == version
    for path in ("/es/", "/es/alerts/", "/es/alerts/banner.html", "/es/search/?q=capsulas"):
        assert SPANISH["headline"] not in reader.get(path).content.decode()


@pytest.mark.parametrize("language", ["en", "xx", ""])
def test_it_is_into_another_language_of_the_site(alert: RecallAlert, language: str) -> None:
    with pytest.raises(Refused):
        translate(alert, language, SPANISH, by=None)


def test_a_link_that_leads_nowhere_is_refused(alert: RecallAlert) -> None:
    with pytest.raises(Refused, match="leads to no page"):
        in_spanish(alert, what_to_do="Mire /es/nothing/here/.")


def test_a_phone_number_that_is_left_out_is_noticed(alert: RecallAlert) -> None:
    in_spanish(alert, what_to_do="Llame hoy al 555-555-0131.")
    assert numbers_left_out(Spoken(alert, "es")) == ["555-555-0130"]


def test_a_translation_of_words_that_were_corrected_meanwhile_is_refused(alert: RecallAlert) -> None:
    seen = what_is_seen(alert, "es")
    correct(alert, headline="Other capsules are recalled.")
    with pytest.raises(Refused, match="Compare"):
        translate(alert, "es", SPANISH, by=None, seen=seen)


def test_only_who_may_post_may_translate(alert: RecallAlert, editor: User, communications: User) -> None:
    with pytest.raises(PermissionDenied):
        translate(alert, "es", SPANISH, by=editor)
    assert translate(alert, "es", SPANISH, by=communications)


def test_a_family_finds_it_by_words_of_its_language(reader: Client, alert: RecallAlert) -> None:
    in_spanish(alert)
    body = page(reader.get("/es/search/?q=retiran+capsulas"))  # type: ignore[arg-type]
    assert SPANISH["headline"] in [link.get_text() for link in body.select(".alert-card a")]
    assert SPANISH["headline"] in reader.get("/es/search/suggestions.json?q=capsulas").json()["found"][0]["name"]


def test_lists_of_alerts_are_in_the_readers_language(reader: Client, alert: RecallAlert) -> None:
    live_alert(slug="inhaler", headline="An inhaler is recalled.")
    in_spanish(alert)
    body = page(reader.get("/es/alerts/"))  # type: ignore[arg-type]
    cards = [text_of(card) for card in body.select(".card h3")]
    assert cards == [f"An inhaler is recalled. {MARK}", SPANISH["headline"]]


# --- The staff page


@pytest.fixture
def office(communications: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(communications)


def address(alert: RecallAlert, language: str = "es") -> str:
    return reverse("admin:alerts_recallalert_translate", args=[alert.pk, language])


def test_staff_translate_beside_the_english(office: Client, alert: RecallAlert, reader: Client) -> None:
    form = reverse("admin:alerts_recallalert_change", args=[alert.pk])
    assert "Spanish: 4 texts to translate" in words(office.get(form))  # type: ignore[arg-type]
    opened = office.get(address(alert))
    assert ENGLISH["headline"] in words(opened)  # type: ignore[arg-type]
    said = words(office.post(address(alert), form_on(opened) | SPANISH, follow=True))  # type: ignore[arg-type]
    assert "Spanish is saved." in said
    assert "In Spanish" in said
    assert SPANISH["headline"] in line(reader).get_text()


def test_a_field_is_written_in_its_languages_direction(office: Client, alert: RecallAlert) -> None:
    field = page(office.get(address(alert, "ar"))).select_one("[name=what_to_do]")  # type: ignore[arg-type]
    assert field is not None
    assert (field["lang"], field["dir"]) == ("ar", "rtl")


def test_a_correction_says_which_translation_it_left_behind(office: Client, alert: RecallAlert) -> None:
    in_spanish(alert)
    form = reverse("admin:alerts_recallalert_change", args=[alert.pk])
    data = form_on(office.get(form)) | {"headline": "Other capsules are recalled.", "_continue": "1"}  # type: ignore[arg-type]
    said = words(office.post(form, data, follow=True))  # type: ignore[arg-type]
    assert "Readers now get the changed words in English" in said
    opened = office.get(address(alert))
    assert "It said before: Some capsules are recalled." in words(opened)  # type: ignore[arg-type]
    office.post(address(alert), form_on(opened) | {"headline_is_right": "on"})  # type: ignore[arg-type]
    alert.refresh_from_db()
    assert Spoken(alert, "es").missing() == []


def test_what_was_typed_comes_back_beside_words_that_changed_meanwhile(office: Client, alert: RecallAlert) -> None:
    opened = form_on(office.get(address(alert)))  # type: ignore[arg-type]
    correct(alert, headline="Other capsules are recalled.")
    again = office.post(address(alert), opened | SPANISH)
    assert "Compare, then save again" in words(again)  # type: ignore[arg-type]
    assert "Other capsules are recalled." in words(again)  # type: ignore[arg-type]
    data = form_on(again)  # type: ignore[arg-type]
    assert data["headline"] == SPANISH["headline"]
    office.post(address(alert), data)
    alert.refresh_from_db()
    assert Spoken(alert, "es").headline.text == SPANISH["headline"]


def test_a_number_that_is_left_out_is_said(office: Client, alert: RecallAlert) -> None:
    data = form_on(office.get(address(alert))) | SPANISH | {"what_to_do": "Llame hoy."}  # type: ignore[arg-type]
    assert "The English says 555-555-0130" in words(office.post(address(alert), data, follow=True))  # type: ignore[arg-type]


def test_the_staff_page_is_for_those_who_post(
    alert: RecallAlert, editor: User, office: Client, signed_in: Callable[[User], Client]
) -> None:
    assert signed_in(editor).get(address(alert)).status_code == 403
    assert office.get(address(alert, "en")).status_code == 404
    alert.withdraw(by=None, reason="Wrong.")
    assert "stay as they are" in words(office.get(address(alert)))  # type: ignore[arg-type]
