"""An alert from a template: in every language at once, and nothing that is wrong or missing gets through."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from alerts.models import AlertState, RecallAlert, Spoken
from alerts.phrasebook.book import AlertTemplate, phrase_book
from alerts.phrasebook.creation import create_from_template
from alerts.phrasebook.filling import GAP, fill, preview
from alerts.phrasebook.validation import example_of
from publishing import clock as site_clock
from publishing.models import AuditEntry, SiteVersion
from tests.browsing import form_on, page, words
from tests.conftest import Clock
from tests.factories import live_alert

pytestmark = pytest.mark.django_db

UNTIL = datetime(2027, 1, 14, 23, 0, tzinfo=UTC)
CLOSING = {"closed_place": "clinics", "until": UNTIL, "phone": "555-555-0142"}


def template(key: str) -> AlertTemplate:
    found = phrase_book().template(key)
    assert found is not None
    return found


def make(key: str = "weather-closing", **values: Any) -> RecallAlert:
    return create_from_template(by=None, template=template(key), values=(values or CLOSING))


def problems(key: str, **values: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        fill(template(key), values)
    return caught.value.message_dict


def test_an_alert_has_its_words_in_every_language(reader: Client) -> None:
    alert = make()
    assert alert.headline == "Closed because of the weather until January 14, 2027, 6 p.m.: outpatient clinics."
    assert Spoken(alert, "es").headline.text == (
        "Cierre por mal tiempo hasta el 14 de enero de 2027 a las 18:00: clínicas ambulatorias."
    )
    assert "14 يناير 2027، 6:00 م" in Spoken(alert, "ar").headline.text
    assert (Spoken(alert, "es").missing(), Spoken(alert, "ar").missing()) == ([], [])
    alert.post(by=None)
    for path, text in (("/", alert.headline), ("/es/", "Cierre por mal tiempo"), ("/ar/", "سوء الأحوال الجوية")):
        assert text in reader.get(path).content.decode()


def test_the_end_the_product_and_the_phone_are_facts_of_the_alert_too() -> None:
    assert make().ends_at == UNTIL
    recall = make("recall", product="Kelpway inhaler", recall_advice="medicine", phone="555-555-0142")
    assert (recall.product, recall.kind, recall.phone) == ("Kelpway inhaler", "recall", "555-555-0142")


@pytest.mark.parametrize("key", [template.key for template in phrase_book().templates])
def test_each_template_can_be_posted_in_every_language(key: str, reader: Client) -> None:
    found = template(key)
    alert = make(key, **{blank.key: example_of(blank) for blank in found.asked})
    alert.post(by=None)
    for language in ("es", "ar"):
        assert Spoken(alert, language).missing() == []
        text = page(reader.get(f"/{language}/alerts/{alert.slug}/")).get_text()  # type: ignore[arg-type]
        assert alert.headline not in text
    told = [entry["text"] for entries in alert.translations.values() for entry in entries.values()]
    assert not [text for text in (*told, alert.headline, alert.what_to_do, alert.whom_to_call) if "{" in text]


def test_without_an_end_families_read_until_further_notice() -> None:
    alert = make(closed_place="clinics", phone="555-555-0142")
    assert alert.ends_at is None
    assert "until further notice" in alert.headline
    assert "hasta nuevo aviso" in Spoken(alert, "es").headline.text


def test_an_optional_sentence_leaves_no_empty_paragraph() -> None:
    alert = make("respiratory-season", measure="masks-sick")
    assert alert.what_to_do.startswith("If you have a fever")
    assert "\n\n\n" not in alert.what_to_do


def test_a_full_stop_never_comes_twice() -> None:
    recall = make("recall", product="Syrup of Kelpway Inc.", recall_advice="stop", phone="555-555-0142")
    assert recall.headline == "There is a recall of Syrup of Kelpway Inc."


def test_braces_in_a_name_are_no_blank() -> None:
    recall = make("recall", product="Syrup {phone}", recall_advice="stop", phone="555-555-0142")
    assert recall.headline == "There is a recall of Syrup {phone}."


def test_a_phrase_that_is_typed_holds_for_the_languages_it_is_typed_in() -> None:
    alert = make(closed_place={"en": "the north gate", "es": "la puerta norte"}, phone="555-555-0142")
    assert alert.headline.endswith("until further notice: the north gate.")
    assert Spoken(alert, "es").missing() == []
    assert Spoken(alert, "ar").missing() == ["headline"]
    assert Spoken(alert, "ar").what_to_do.language == "ar"


def test_a_correction_of_the_english_takes_the_translation_away() -> None:
    alert = make()
    alert.post(by=None)
    alert.headline = "All clinics are open again."
    alert.correct(by=None)
    assert Spoken(alert, "es").outdated() == ["headline"]


def test_making_a_draft_is_audited_and_not_public(communications: User) -> None:
    version = SiteVersion.current()
    alert = create_from_template(by=communications, template=template("weather-closing"), values=CLOSING)
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.actor, entry.reason) == ("create from template", communications, "Weather closing")
    assert alert.current_state() == AlertState.DRAFT
    assert SiteVersion.current() == version


def test_only_who_may_post_makes_one(editor: User) -> None:
    with pytest.raises(PermissionDenied):
        create_from_template(by=editor, template=template("weather-closing"), values=CLOSING)
    assert not RecallAlert.objects.exists()


def test_each_missing_or_wrong_value_is_named(clock: Clock) -> None:
    assert problems("weather-closing") == {"closed_place": ["Fill this in."], "phone": ["Fill this in."]}
    assert "phone number" in problems("weather-closing", **CLOSING | {"phone": "twelve"})["phone"][0]
    assert "list" in problems("weather-closing", **CLOSING | {"closed_place": "moon"})["closed_place"][0]
    past = {"until": site_clock.now() - timedelta(minutes=1)}
    assert "still to come" in problems("weather-closing", **CLOSING | past)["until"][0]
    assert "2 to 21" in problems("respiratory-season", measure="masks-sick", visitor_age=99)["visitor_age"][0]
    typed = {"closed_place": {"es": "la puerta norte"}}
    assert "English" in problems("weather-closing", **CLOSING | typed)["closed_place"][0]
    recall = {"product": "Syrup\u202e", "recall_advice": "stop", "phone": "555-555-0142"}
    assert "hidden characters" in problems("recall", **recall)["product"][0]
    assert "120" in problems("recall", **recall | {"product": "x" * 121})["product"][0]


def test_a_preview_shows_gaps_and_never_fails() -> None:
    shown = preview(template("weather-closing"), {"phone": "twelve", "closed_place": None})
    assert shown.english["headline"] == f"Closed because of the weather until further notice: {GAP}."
    assert shown.english["whom_to_call"] == f"Call {GAP}."


@given(st.text(max_size=140), st.text(max_size=60))
def test_a_name_stays_as_typed_in_every_language(name: str, phone: str) -> None:
    values = {"product": name, "recall_advice": "stop", "phone": phone}
    try:
        filled = fill(template("recall"), values)
    except ValidationError:
        return
    for texts in filled.texts.values():
        assert " ".join(name.split()).removesuffix(".") in texts["headline"]
        assert " ".join(phone.split()) in texts["whom_to_call"]


# --- The staff page


@pytest.fixture
def office(communications: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(communications)


LIST = "/admin/alerts/recallalert/"
WEATHER = f"{LIST}from-template/weather-closing/"
TYPED = {"closed_place": "clinics", "until_0": "2027-01-14T18:00", "phone": "555-555-0142"}


def send(client: Client, button: str, **changes: str) -> Any:
    return client.post(WEATHER, form_on(client.get(WEATHER)) | TYPED | changes | {button: "1"}, follow=True)  # type: ignore[arg-type]


def test_the_list_and_the_form_of_a_new_alert_offer_the_templates(office: Client) -> None:
    for address in (LIST, f"{LIST}add/"):
        links = page(office.get(address)).select(".alert-templates a")  # type: ignore[arg-type]
        assert [link.get_text() for link in links] == [template.name for template in phrase_book().templates]
        assert office.get(str(links[1]["href"])).status_code == 200


def test_posting_from_a_template_reaches_readers_in_three_languages(office: Client, reader: Client) -> None:
    assert "The alert is on the public site" in words(send(office, "_post"))
    for path, text in (("/", "Closed because of"), ("/es/", "Cierre por mal tiempo"), ("/ar/", "إغلاق بسبب")):
        assert text in reader.get(path).content.decode()


def test_a_draft_from_a_template_is_not_public(office: Client, reader: Client) -> None:
    assert "Draft saved." in words(send(office, "_save"))
    assert "Closed because of" not in reader.get("/").content.decode()


def test_an_exercise_from_a_template_reaches_nobody(office: Client, reader: Client) -> None:
    assert "Posted as an exercise" in words(send(office, "_post", is_exercise="on"))
    assert "Closed because of" not in reader.get("/").content.decode()


def test_where_two_persons_post_the_page_asks_for_release(settings: Any, office: Client, reader: Client) -> None:
    settings.ALERT_TWO_PERSON_RELEASE = True
    buttons = page(office.get(WEATHER)).select(".submit-row [type=submit]")  # type: ignore[arg-type]
    assert [button["name"] for button in buttons] == ["_ask", "_save", "_preview"]
    assert "another person" in words(send(office, "_ask"))
    assert RecallAlert.objects.get().is_ready_for_release()
    assert "Closed because of" not in reader.get("/").content.decode()


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(office: Client) -> None:
    answer = send(office, "_post", phone="twelve", closed_place="")
    rows = [row.get_text() for row in page(answer).select(".form-row.errors")]
    assert len(rows) == 2
    assert form_on(answer)["phone"] == "twelve"
    assert not RecallAlert.objects.exists()


def test_posting_alone_where_two_persons_post_saves_nothing_and_says_so(settings: Any, office: Client) -> None:
    data = form_on(office.get(WEATHER)) | TYPED | {"_post": "1"}  # type: ignore[arg-type]
    settings.ALERT_TWO_PERSON_RELEASE = True
    assert "a second person releases" in words(office.post(WEATHER, data))  # type: ignore[arg-type]
    assert not RecallAlert.objects.exists()


def test_a_form_that_is_sent_twice_posts_once(office: Client) -> None:
    data = form_on(office.get(WEATHER)) | TYPED | {"_post": "1"}  # type: ignore[arg-type]
    office.post(WEATHER, data)
    assert "Nothing was saved or posted twice." in words(office.post(WEATHER, data, follow=True))  # type: ignore[arg-type]
    assert RecallAlert.objects.count() == 1


def test_the_headline_of_a_live_alert_is_not_posted_again(office: Client) -> None:
    send(office, "_post")
    answer = send(office, "_post")
    assert page(answer).select_one(".errorlist.nonfield")
    assert form_on(answer)["phone"] == TYPED["phone"]
    assert RecallAlert.objects.count() == 1


def test_alerts_on_the_same_pages_are_shown_before_posting(office: Client) -> None:
    live_alert(headline="The lift is out of order.", kind="notice")
    assert "“The lift is out of order.”" in words(office.get(WEATHER))  # type: ignore[arg-type]


def test_a_preview_saves_nothing_and_shows_each_language(office: Client) -> None:
    answer = send(office, "_preview")
    shown = {str(found["lang"]): found.get_text() for found in page(answer).select("#preview .phone-screen")}
    assert "outpatient clinics" in shown["en"]
    assert "clínicas ambulatorias" in shown["es"]
    assert "العيادات الخارجية" in shown["ar"]
    assert not RecallAlert.objects.exists()
    assert "Not yet reviewed by a fluent speaker." in words(answer)


def test_the_page_says_which_words_stay_english(office: Client) -> None:
    answer = send(office, "_preview", closed_place="other", closed_place_en="the north gate")
    behind = [note.get_text() for note in page(answer).select("#preview .behind")]
    assert len(behind) == 2
    assert all("English only: headline." in note for note in behind)


def test_a_choice_and_typed_words_at_once_are_questioned(office: Client) -> None:
    answer = send(office, "_save", closed_place_en="the north gate")
    assert "not both" in words(answer)
    assert form_on(answer)["closed_place_en"] == "the north gate"


def test_typed_markup_is_shown_as_text(office: Client) -> None:
    answer = send(office, "_preview", closed_place="other", closed_place_en="<img src=x>")
    assert not BeautifulSoup(answer.content, "html.parser").select("#preview img")


def test_the_page_is_for_those_who_post(office: Client, editor: User, signed_in: Callable[[User], Client]) -> None:
    assert office.get(f"{LIST}from-template/moon/").status_code == 404
    desk = signed_in(editor)
    assert desk.get(WEATHER).status_code == 403
    assert not page(desk.get(LIST)).select(".alert-templates")  # type: ignore[arg-type]
