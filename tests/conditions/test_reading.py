"""What tells a family how long a page is, and what is new on it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.formats import date_format

from conditions.models import Condition
from conditions.reading_time import minutes_to_read
from portal.replay import replay
from publishing import clock as site_clock
from publishing import signing, workflow
from publishing.comparison import Part
from tests.browsing import page, words
from tests.conftest import Clock
from tests.factories import live_condition, make_condition, signed

pytestmark = pytest.mark.django_db
TWO = {"Symptoms & Causes": "<p>Cough.</p>", "Diagnosis & Treatments": "<p>Rest.</p>"}
NIGHT = "New: what to do at night."
SCHOOL = "New: what the school should know."


def content_of(words_in_each: int, **facts: Any) -> dict[str, Any]:
    text = "word " * words_in_each
    body = {"introduction": f"<p>{text}</p>", "sections": [{"body": f"<h3>{text}</h3>"}]}
    lists: dict[str, list[str]] = {"call_us_when": [], "call_today_when": [], "call_911_when": []}
    return {"language": "en", "questions_to_ask": [text], **lists, **body} | facts


@pytest.mark.parametrize(
    ("language", "number", "minutes"), [("en", 228, 3), ("es", 218, 3), ("ar", 138, 3), ("ar", 228, 5), ("fr", 228, 3)]
)
def test_reading_time_is_that_of_all_tabs_in_the_page_s_language(language: str, number: int, minutes: int) -> None:
    assert minutes_to_read(content_of(number, language=language)) == minutes


def test_tags_are_no_words_and_the_shortest_page_takes_a_minute() -> None:
    tags = '<p><a href="https://example.org/a b c">x</a></p>' * 10
    assert minutes_to_read(content_of(0, introduction=tags)) == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [("/conditions/x/", "2 minutes to read"), ("/es/conditions/x/", "2 minutos"), ("/ar/conditions/x/", "دقيقتان")],
)
def test_the_contents_say_how_long_the_page_is(client: Client, address: str, said: str) -> None:
    language = address[1:3] if address[3] == "/" else "en"
    speed = {"en": 228, "es": 218, "ar": 138}[language]
    live_condition({"Signs": f"<p>{'word ' * speed * 2}</p>"}, slug="x", language=language)
    assert said in page(client.get(address)).select_one(".contents .minutes").get_text()  # type: ignore[union-attr]


def change(condition: Condition, *news: str, **options: Any) -> None:
    condition.news = list(news)
    condition.save()
    workflow.publish(condition, by=None, **options)


def news_on(client: Client, slug: str) -> list[str]:
    found = page(client.get(f"/conditions/{slug}/")).select(".review details li")
    return [" ".join(one.get_text().split()) for one in found]


def test_a_page_without_news_says_nothing_of_it(client: Client) -> None:
    condition = live_condition(TWO)
    assert "What changed" not in words(client.get(f"/conditions/{condition.slug}/"))


def test_news_has_the_day_when_readers_first_saw_it(client: Client, clock: Clock) -> None:
    condition = live_condition(TWO, slug="asthma")
    change(condition, NIGHT)
    clock.forward(days=30)
    change(condition, SCHOOL, NIGHT)
    assert news_on(client, "asthma") == [f"April 1, 2026: {SCHOOL}", f"March 2, 2026: {NIGHT}"]
    assert "What changed since March 2, 2026" in words(client.get("/conditions/asthma/"))


def test_news_of_a_scheduled_version_has_the_day_when_that_comes(client: Client, clock: Clock) -> None:
    condition = live_condition(TWO, slug="asthma")
    later = site_clock.now() + timedelta(days=2)
    change(condition, NIGHT, at=later)
    assert news_on(client, "asthma") == []
    clock.set(later)
    assert news_on(client, "asthma") == [f"March 4, 2026: {NIGHT}"]


def test_the_day_is_that_of_the_hospital_and_not_of_greenwich(client: Client, clock: Clock) -> None:
    clock.set(site_clock.now().replace(hour=3))
    change(make_condition(TWO, slug="asthma"), NIGHT)
    assert news_on(client, "asthma") == [f"March 1, 2026: {NIGHT}"]


def test_replay_shows_the_news_of_then(client: Client, clock: Clock) -> None:
    condition = live_condition(TWO, slug="asthma", news=[NIGHT])
    then = site_clock.now()
    clock.forward(days=9)
    change(condition, SCHOOL)
    shown = replay("/conditions/asthma/", then).text
    assert NIGHT in shown
    assert SCHOOL not in shown


def test_news_is_signed_with_the_page_and_an_old_signature_stands_where_there_is_none() -> None:
    condition = signed(make_condition(TWO))
    assert "news" not in condition.parts(condition.content())[0].content
    assert all(found.is_signed for found in signing.signatures(condition))
    condition.news = [NIGHT]
    condition.save()
    workflow.save_draft(condition, by=None)
    assert [found.is_signed for found in signing.signatures(condition)] == [False, True, True]
    before = signing.content_as_signed(condition, condition.content())
    assert before is not None
    assert before["news"] == []


def test_news_comes_back_with_its_version_and_is_compared() -> None:
    condition = live_condition(TWO, news=[NIGHT])
    first = condition.revisions().get()
    change(condition)
    workflow.restore(condition, first, by=None)
    assert Condition.objects.get().news == [NIGHT]
    parts: list[Part] = Condition.parts_of(first.content)
    assert next(part for part in parts if part.key == "news")


def test_the_draft_shows_its_news_with_today_s_day(client: Client, clock: Clock, manager: User) -> None:
    condition = live_condition(TWO)
    condition.news = [NIGHT]
    condition.save()
    client.force_login(manager)
    shown = words(client.get(f"/admin/conditions/condition/{condition.pk}/preview/"))
    assert f"{date_format(site_clock.now(), 'DATE_FORMAT')} : {NIGHT}" in shown
