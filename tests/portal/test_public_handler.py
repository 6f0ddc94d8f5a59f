"""Public pages on their way to the page cache: the first answer under an address, and those that follow.

That each is the same as with all middleware is shown for every page of the demonstration in `test_crawl`.
"""

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory

from portal import public_handler
from portal.public_handler import PublicHandler
from publishing import workflow
from tests.factories import live_condition

pytestmark = pytest.mark.django_db


def ask(handler: PublicHandler, path: str, **extra: Any) -> HttpResponse:
    environ = RequestFactory().get(path, headers={"host": "testserver"}, **extra).environ
    response = handler.get_response(WSGIRequest(environ))
    assert isinstance(response, HttpResponse)
    return response


@pytest.fixture
def handler() -> PublicHandler:
    return PublicHandler()


@pytest.fixture
def views_alone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths for which the view alone was asked."""
    asked: list[str] = []
    ask_view = public_handler._ask_view

    def noted(request: WSGIRequest) -> Any:
        asked.append(request.path)
        return ask_view(request)

    monkeypatch.setattr(public_handler, "_ask_view", noted)
    return asked


def test_the_second_answer_under_an_address_comes_from_the_view_alone(
    views_alone: list[str], handler: PublicHandler
) -> None:
    live_condition(slug="asthma")
    first, second = (ask(handler, "/conditions/asthma/") for _turn in range(2))
    assert views_alone == ["/conditions/asthma/"]
    assert dict(first.items()) == dict(second.items())
    assert first.content == second.content


def test_what_a_view_itself_says_is_never_taken_for_another_answer(handler: PublicHandler) -> None:
    live_condition(title="Asthma", slug="asthma")
    for query, control in [("asthma", "no-store"), ("", "public, no-cache"), ("asthma", "no-store")]:
        assert ask(handler, "/search/", query_params={"q": query})["Cache-Control"] == control


def test_of_the_first_answer_only_what_middleware_said_is_said_again(handler: PublicHandler) -> None:
    assert ask(handler, "/search/", query_params={"q": "asthma"})["Cache-Control"] == "no-store"
    handler._ask_view = lambda _request: HttpResponse("A page that says nothing of itself.")
    answer = ask(handler, "/search/")
    assert "Cache-Control" not in answer
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Content-Length"] == "35"


def test_another_scheme_goes_all_the_way(views_alone: list[str], handler: PublicHandler) -> None:
    live_condition(slug="asthma")
    ask(handler, "/conditions/asthma/")
    ask(handler, "/conditions/asthma/", secure=True)
    assert views_alone == []


def test_a_page_that_was_there_and_is_gone_is_told_of_as_ever(handler: PublicHandler) -> None:
    condition = live_condition(slug="asthma")
    ask(handler, "/conditions/asthma/")
    workflow.retire(condition, by=None, reason="Merged.")
    gone = ask(handler, "/conditions/asthma/")
    assert gone.status_code == 410
    assert gone["X-Frame-Options"] == "DENY"


def test_a_mistake_in_a_view_is_answered_once_and_with_all_headers(
    handler: PublicHandler, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    live_condition(slug="asthma")
    ask(handler, "/es/")
    asked: list[str] = []

    def fail(*_asked: Any, **_named: Any) -> Any:
        asked.append("")
        raise ValueError("a mistake")

    monkeypatch.setattr("portal.views.live_letters.at", fail)
    answer = ask(handler, "/es/")
    assert answer.status_code == 500
    assert answer["Content-Language"] == "es"
    assert answer["X-Frame-Options"] == "DENY"
    assert asked == [""]
