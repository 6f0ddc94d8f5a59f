"""The measured set: what families ask of the demonstration hospital, and where the answer stands."""

import tomllib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portal import demonstration
from portal.searching.pages import find
from portal.searching.typed import readings
from publishing import clock
from publishing.index.reading import LiveIndex, PastIndex
from publishing.models import Revision
from tests.factories import live_condition

pytestmark = pytest.mark.django_db
QUESTIONS = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))
LEAST = 0.9


def answers(reader: Client, question: str) -> list[str]:
    """The pages that are offered, in their order."""
    page = BeautifulSoup(reader.get("/search/", {"q": question}).content, "html.parser")
    return [str(link["href"]) for link in page.select("main .page h3 a")]


def test_the_best_answer_comes_first(reader: Client) -> None:
    """Mean reciprocal rank, on whichever database the tests run."""
    demonstration.load()
    ranks = {}
    for question, expected in QUESTIONS.items():
        found = answers(reader, question)
        ranks[question] = next((1 / (place + 1) for place, url in enumerate(found) if url in expected), 0.0)
    worse = {question: rank for question, rank in ranks.items() if rank < 1}
    assert len(ranks) >= 80
    assert sum(ranks.values()) / len(ranks) >= LEAST, worse


def test_replay_answers_as_the_index_does() -> None:
    demonstration.load()
    now = clock.now()
    for question in list(QUESTIONS)[::7]:
        kept, read = find(question, LiveIndex(now)), find(question, PastIndex(now))
        assert [page.url for page in kept.pages] == [page.url for page in read.pages], question


def test_pages_are_chosen_by_the_rarest_words_now_and_in_replay() -> None:
    """What most pages hold, here `fever`, chooses none: not even where it is the title."""
    for number in range(9):
        live_condition({"Signs": "<p>Fever.</p>"}, title=f"Illness {number}")
    live_condition({"Signs": "<p>Rash.</p>"}, title="Fever")
    live_condition({"Signs": "<p>Rash, cough.</p>"}, title="Other")
    expected = Revision.objects.live().get(title="Other")
    for index in (LiveIndex(clock.now()), PastIndex(clock.now())):
        (way, *_others) = readings("fever rash cough rashes coughing", index)
        (chosen,) = index.pages([way.slots], 1)
        assert list(chosen) == [expected.pk], type(index)


def test_every_question_expects_a_page_that_is_there(reader: Client) -> None:
    demonstration.load()
    for url in {url for expected in QUESTIONS.values() for url in expected}:
        assert reader.get(url).status_code == 200, url
