"""External links are asked politely, and what they answer is kept."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command

from conditions.models import ExternalLink, Section
from conditions.problems.links import Manners, ask, broken_links, gather
from tests.factories import make_condition

pytestmark = pytest.mark.django_db
HERE = Manners(timeout=2, pause=0, allow_private=True)


class Answers(BaseHTTPRequestHandler):
    """`/404` answers so, `/moved` leads on, `/get` understands no HEAD."""

    def do_HEAD(self) -> None:
        self._answer(501 if self.path == "/get" else self._wanted())

    def do_GET(self) -> None:
        self._answer(200 if self.path == "/get" else self._wanted())

    def _wanted(self) -> int:
        return 302 if self.path == "/moved" else int(self.path.strip("/") or 200)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/404")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def other_site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def check(*arguments: str) -> str:
    out = StringIO()
    call_command("check_links", "--pause", "0", "--timeout", "2", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.parametrize(
    ("path", "fault"),
    [("/", ""), ("/get", ""), ("/403", ""), ("/429", ""), ("/404", "404"), ("/moved", "404"), ("/500", "500")],
)
def test_what_an_address_answers(other_site: str, path: str, fault: str) -> None:
    result = ask(other_site + path, HERE)
    assert fault in result.fault
    assert bool(result.fault) == bool(fault)


def test_a_private_address_is_not_asked_and_families_cannot_reach_it(other_site: str) -> None:
    assert "private network" in ask(other_site, Manners(timeout=2)).fault


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "http://no such host/"])
def test_an_address_that_nobody_answers_is_a_fault_and_no_crash(address: str) -> None:
    assert ask(address, HERE).fault


def test_an_address_that_is_none_is_passed_over() -> None:
    make_condition(sources=["A book http://[::1/"])
    assert gather() == 0


def test_addresses_of_texts_and_sources_are_gathered_and_forgotten() -> None:
    body = '<p><a href="https://example.org/a?b=1&amp;c=2">A</a> <a href="/conditions/asthma/">own</a></p>'
    make_condition({"Causes": body}, sources=["A book https://example.com/book"])
    assert gather() == 2
    assert set(ExternalLink.objects.values_list("url", flat=True)) == {
        "https://example.org/a?b=1&c=2",
        "https://example.com/book",
    }
    Section.objects.update(body="<p>No link.</p>")
    assert gather() == 1


def test_a_page_that_is_gone_is_told_at_once_and_a_silent_one_the_second_time(other_site: str) -> None:
    links = "".join(f'<a href="{other_site}{path}">x</a>' for path in ("/404", "/500", "/"))
    make_condition({"Causes": f"<p>{links}</p>"})
    check("--allow-private")
    addresses = [f"{other_site}{path}" for path in ("/404", "/500", "/")]
    assert broken_links(addresses) == {f"{other_site}/404": "it answers 404 Not Found"}
    said = check("--allow-private")
    assert set(broken_links(addresses)) == {f"{other_site}/404", f"{other_site}/500"}
    assert "1 asked now" in said


def test_where_there_is_no_network_nothing_is_written_down() -> None:
    make_condition({"Causes": '<p><a href="http://127.0.0.1:9/">x</a></p>'})
    with pytest.raises(CommandError, match="Is there a network"):
        check("--allow-private")
    assert ExternalLink.objects.get().checked_at is None
