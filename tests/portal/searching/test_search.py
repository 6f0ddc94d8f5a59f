"""Search: only what is live, at the second it is; forgiving; silent about what was asked."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import FamilyWords
from portal.replay import replay
from publishing import clock as site_clock
from publishing import workflow
from publishing.index.reading import LiveIndex
from publishing.models import Posting, Word
from tests.conftest import Clock
from tests.factories import live_alert, live_condition, live_program, make_condition

pytestmark = pytest.mark.django_db


def page_for(reader: Client, query: str) -> BeautifulSoup:
    return BeautifulSoup(reader.get("/search/", {"q": query}).content, "html.parser")


def found(reader: Client, query: str) -> list[str]:
    return [link.text for link in page_for(reader, query).select(".found h3 a")]


def heads(reader: Client, query: str) -> list[str]:
    return [head.text for head in page_for(reader, query).select("main .page h2")]


def suggested(reader: Client, query: str) -> list[str]:
    return [one["name"] for one in reader.get("/search/suggestions.json", {"q": query}).json()["found"]]


def test_a_page_is_found_by_every_kind_of_its_words(reader: Client) -> None:
    live_condition(
        {"Signs": "<h3>Is it catching?</h3><p>Spots on the knees.</p>"},
        title="Measles",
        other_names=["Rubeola"],
        summary="A rash with fever.",
        call_us_when=["squints"],
    )
    for words in ("measles", "RUBEOLA", "rash", "catching", "knee", "squint", "spots knees"):
        assert found(reader, words) == ["Measles"], words


def test_a_draft_is_not_found(reader: Client) -> None:
    make_condition(title="Measles")
    assert found(reader, "measles") == suggested(reader, "measl") == []


def test_a_scheduled_page_is_found_from_its_second_on_with_nothing_run(reader: Client, clock: Clock) -> None:
    workflow.publish(make_condition(title="Measles"), by=None, at=site_clock.now() + timedelta(hours=1))
    clock.forward(minutes=59, seconds=59)
    assert found(reader, "measles") == suggested(reader, "measl") == []
    clock.forward(seconds=1)
    assert found(reader, "measles") == suggested(reader, "measl") == ["Measles"]


def test_a_word_of_a_scheduled_page_alone_is_never_proposed(reader: Client) -> None:
    live_condition(title="Asthma")
    workflow.publish(make_condition(title="Zolgamitis"), by=None, at=site_clock.now() + timedelta(days=1))
    assert "olgamitis" not in page_for(reader, "zolgamitus").text.replace("zolgamitus", "")


def test_a_word_of_a_scheduled_page_alone_is_taken_for_the_one_it_is_like(reader: Client, clock: Clock) -> None:
    live_condition(title="Mumps")
    page = make_condition(title="Munps fever")
    workflow.publish(page, by=None, at=site_clock.now() + timedelta(hours=1))
    assert found(reader, "munps") == ["Mumps"]
    clock.forward(hours=1)
    assert found(reader, "munps") == ["Munps fever"]


def test_a_new_word_is_found_at_once_by_who_has_searched_before(reader: Client) -> None:
    live_condition(title="Measles")
    assert found(reader, "mumps") == []
    live_condition(title="Mumps", summary="Like measles.")
    assert (found(reader, "mumps"), found(reader, "measles")) == (["Mumps"], ["Measles", "Mumps"])


def test_a_retired_page_is_found_no_more(reader: Client) -> None:
    condition = live_condition(title="Measles")
    workflow.retire(condition, by=None, reason="old")
    assert found(reader, "measles") == suggested(reader, "measl") == []


def test_a_page_retired_for_a_moment_is_found_until_then(reader: Client, clock: Clock) -> None:
    condition = live_condition(title="Measles")
    workflow.retire(condition, by=None, reason="old", at=site_clock.now() + timedelta(hours=1))
    assert found(reader, "measles") == ["Measles"]
    clock.forward(hours=1)
    assert found(reader, "measles") == []


def test_what_a_page_said_before_is_not_found(reader: Client) -> None:
    condition = live_condition(title="Measles", summary="It itches.")
    condition.summary = "It burns."
    condition.save()
    workflow.publish(condition, by=None)
    assert found(reader, "itches") == []
    assert found(reader, "burns") == ["Measles"]


def test_a_page_that_leaves_the_index_while_somebody_searches_is_left_out(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    live_condition(title="Measles")
    choose = LiveIndex._best_live

    def then_gone(*asked: Any) -> list[list[int]]:
        chosen = choose(*asked)
        Posting.objects.all().delete()
        return chosen

    monkeypatch.setattr(LiveIndex, "_best_live", then_gone)
    assert found(reader, "measles") == []


def test_a_publishing_that_fails_leaves_nothing_in_the_index() -> None:
    with transaction.atomic():
        live_condition(title="Measles")
        transaction.set_rollback(True)
    assert not Posting.objects.exists()
    assert not Word.objects.exists()


def test_the_index_filled_anew_is_the_same(reader: Client, capsys: pytest.CaptureFixture[str]) -> None:
    condition = live_condition(title="Measles")
    workflow.publish(condition, by=None)
    live_program(title="Skin clinic")
    workflow.publish(make_condition(title="Mumps"), by=None, at=site_clock.now() + timedelta(days=1))
    rows = Posting.objects.order_by("revision", "word__text").values_list("revision", "word__text", "weight")
    before = list(rows)
    call_command("rebuild_index")
    assert list(rows.all()) == before
    assert capsys.readouterr().out == "3 pages can be found.\n"


@pytest.mark.parametrize(
    "typed", ["nueroblastoma", "neroblastoma", "neuro blastoma", "Neuroblastomas", "NEUROBLASTMA", "neuroblas"]
)
def test_a_misspelt_name_is_found(reader: Client, typed: str) -> None:
    live_condition(title="Neuroblastoma")
    live_condition(title="Asthma")
    assert found(reader, typed) == ["Neuroblastoma"]


def test_a_misspelt_question_says_what_was_answered_instead(reader: Client) -> None:
    live_condition({"Signs": "<p>Bone pain.</p>"}, title="Neuroblastoma")
    told = page_for(reader, "nueroblastoma bone").select_one(".instead")
    assert told is not None
    assert told.get_text() == "No page says “nueroblastoma bone”. These are for neuroblastoma bone."


def test_a_word_that_stands_nowhere_is_named_and_the_others_are_answered(reader: Client) -> None:
    live_condition({"Signs": "<p>Bone pain.</p>"}, title="Neuroblastoma")
    page = page_for(reader, "neuroblastoma qqqqqq")
    assert "Not found anywhere: qqqqqq." in page.text
    assert page.select_one(".found h3 a") is not None


def test_accents_count_for_nothing(reader: Client) -> None:
    live_condition({"Síntomas": "<p>Convulsión con fiebre.</p>"}, title="Epilepsia del niño", language="es")
    for typed in ("convulsion", "CONVULSIONES", "epilepsía nino", "sintoma"):
        assert found(reader, typed) == ["Epilepsia del niño"], typed


def test_arabic_is_found(reader: Client) -> None:
    live_condition({"الأعراض": "<p>سعال وضيق في التنفس</p>"}, title="الربو", language="ar")
    assert found(reader, "الربو") == found(reader, "سعال") == ["الربو"]


def test_families_words_are_understood(reader: Client) -> None:
    live_condition({"Signs": "<p>Vomits often.</p>"}, title="Reflux")
    assert found(reader, "throwing up") == []
    FamilyWords.objects.create(said="throws up", meant=["vomiting"])
    assert found(reader, "my baby is throwing up") == ["Reflux"]


def test_a_title_comes_before_another_name_a_summary_a_heading_and_the_text(reader: Client) -> None:
    live_condition({"Signs": "<p>As in rickets.</p>"}, title="Text")
    live_condition({"Rickets and more": "<p>Yes.</p>"}, title="Heading")
    live_condition(title="Summary", summary="Rickets once.")
    live_condition(title="Other name", other_names=["Rickets of infancy"])
    live_condition(title="Rickets")
    assert found(reader, "rickets") == ["Rickets", "Other name", "Summary", "Heading", "Text"]


def test_words_that_stand_together_come_before_words_far_apart(reader: Client) -> None:
    live_condition({"Signs": "<p>Bone tests.</p><p>Back.</p><p>Pain in a tooth.</p>"}, title="Apart")
    live_condition({"Signs": "<p>Back.</p><p>Bone pain at night.</p><p>Tests.</p>"}, title="Together")
    assert found(reader, "bone pain") == ["Together", "Apart"]


def test_the_answer_shows_why_with_the_words_marked(reader: Client) -> None:
    live_condition({"Signs": "<p>It begins. Look for limping &amp; &lt;b&gt;bone pain.</p>"}, title="Bones")
    passage = page_for(reader, "bone limp").select_one(".found p")
    assert passage is not None
    assert [mark.text for mark in passage.select("mark")] == ["limping", "bone"]
    assert passage.text == "Look for limping & <b>bone pain."


def test_a_recalled_product_comes_first(reader: Client) -> None:
    live_condition(title="Ibuprofen allergy")
    live_alert(headline="There is a recall of Nurvex drops.", product="Nurvex ibuprofen oral drops", kind="recall")
    for typed in ("ibuprofen", "Nurvex", "nurvecs drops"):
        first = page_for(reader, typed).select_one("main .page h3 a")
        assert first is not None, typed
        assert first.text == "There is a recall of Nurvex drops.", typed


def test_an_alert_is_found_from_its_second_to_its_last_and_by_what_it_says_now(reader: Client, clock: Clock) -> None:
    start = site_clock.now() + timedelta(hours=1)
    alert = live_alert(product="Nurvex", headline="Stop Nurvex.", starts_at=start, ends_at=start + timedelta(hours=1))
    seen = []
    for _second in range(2):
        clock.set(start - timedelta(seconds=1))
        seen.append(heads(reader, "nurvex"))
        clock.set(start)
        seen.append(heads(reader, "nurvex"))
        clock.set(start + timedelta(hours=1))
        seen.append(heads(reader, "nurvex"))
    assert seen == [["Nothing found"], ["Safety alerts for this"], ["Nothing found", "Past alerts"]] * 2
    clock.set(start)
    alert.product, alert.headline = "Brelvin", "Stop Brelvin."
    alert.correct(by=None, what_changed="The name was wrong.")
    assert (heads(reader, "nurvex"), heads(reader, "brelvin")) == (["Nothing found"], ["Safety alerts for this"])


def test_an_alert_is_found_by_its_words_in_the_language_that_is_read(reader: Client) -> None:
    live_alert(headline="Stop Nurvex.", product="Nurvex", kind="recall")
    for address, typed, count in (("/es/search/", "mercado", 1), ("/search/", "mercado", 0), ("/search/", "recall", 1)):
        page = BeautifulSoup(reader.get(address, {"q": typed}).content, "html.parser")
        assert len(page.select("main .page .alert-card")) == count, (address, typed)


def test_an_alert_that_is_over_stands_below_the_pages(reader: Client) -> None:
    live_condition(title="Ibuprofen allergy")
    live_alert(headline="There is a recall.", product="Ibuprofen drops").end(by=None)
    assert [head.text for head in page_for(reader, "ibuprofen").select("main .page h2")] == [
        "1 page found",
        "Past alerts",
    ]


def test_a_draft_or_an_exercise_of_an_alert_is_not_found(reader: Client) -> None:
    live_alert(headline="Drill.", product="Nurvex", is_exercise=True)
    assert page_for(reader, "nurvex").select("main .page h3") == []


@pytest.mark.parametrize("typed", ["the", "my child", "?!", "a" * 5000, "🙂", "ﷺ", "'", "’s", "\x00", "%", "1" * 80])
def test_any_words_are_borne(reader: Client, typed: str) -> None:
    live_condition(title="Asthma")
    for address in ("/search/", "/search/suggestions.json"):
        assert reader.get(address, {"q": typed}).status_code == 200


def test_nothing_found_offers_ways_on(reader: Client) -> None:
    page = page_for(reader, "xyzzyplugh")
    assert page.select_one('main .page a[href="/conditions/"]')
    assert page.select_one('main .page a[href^="tel:"]')


def test_what_somebody_asked_for_is_kept_nowhere(reader: Client) -> None:
    live_condition(title="Asthma")
    for address in ("/search/?q=asthma", "/search/suggestions.json?q=asthma"):
        assert reader.get(address).headers["Cache-Control"] == "no-store"
    assert "noindex" in reader.get("/search/?q=asthma").content.decode()


def test_what_somebody_asked_for_is_never_logged_and_never_reaches_the_database(
    reader: Client, caplog: pytest.LogCaptureFixture
) -> None:
    live_condition(title="Asthma")
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as queries:
        for address in ("/search/", "/search/suggestions.json", "/nowhere/", "/conditions/"):
            reader.get(address, {"q": "plughword asthmah"})
        reader.post("/search/?q=plughword", {"q": "plughword"})
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not [line for line in [*said, *(query["sql"] for query in queries)] if "plughword" in line]


def test_replay_finds_what_was_live_then(reader: Client, clock: Clock) -> None:
    condition = live_condition(title="Measles", summary="It itches.")
    then = site_clock.now()
    clock.forward(days=1)
    condition.summary = "It burns."
    condition.save()
    workflow.publish(condition, by=None)
    assert "Measles" in replay("/search/?q=itches", then).text
    assert "Measles" not in replay("/search/?q=burns", then).text


def test_suggestions_are_names_that_begin_so(reader: Client) -> None:
    live_condition(title="Asthma", other_names=["Bronchial asthma"], summary="Airways.")
    live_program(title="Asthma Program")
    live_condition(title="Measles", summary="Not asthma.")
    assert suggested(reader, "as") == suggested(reader, "ASTH") == ["Asthma", "Asthma Program"]
    assert suggested(reader, "asthma pro") == ["Asthma Program"]
    assert suggested(reader, "bronch") == ["Asthma"]
    assert suggested(reader, "") == suggested(reader, "zz") == []


def test_a_suggestion_leads_to_the_page(reader: Client) -> None:
    live_condition(title="Asthma", slug="asthma")
    answer = reader.get("/search/suggestions.json?q=asth").json()["found"]
    assert answer == [{"name": "Asthma", "label": "Condition", "url": "/conditions/asthma/", "language": "en"}]


def test_a_search_costs_few_queries(reader: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        live_condition({"Signs": "<p>Cough at night.</p>"}, title=f"Illness {number}")
    with django_assert_max_num_queries(30):
        reader.get("/search/?q=my+child+cofs+at+nigt")
