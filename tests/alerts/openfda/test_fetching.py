"""Fetching, against a server of the tests' own."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from alerts.models import RecallAlert, RecallRecord
from tests.alerts.openfda.records import drug, file_of

pytestmark = pytest.mark.django_db
RSS = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Recalls</title>
<item><title>Brinewell Issues Recall of Capsules &amp;amp; Tablets</title><link>https://www.example.org/recall-1</link>
<description>The capsules may fail.</description><pubDate>Tue, 25 Jun 2024 10:00:00 EDT</pubDate><guid>g-1</guid></item>
<item><title>Another</title><link>javascript:x()</link><description/><pubDate>N/A</pubDate><guid>g-2</guid></item>
</channel></rss>"""
EMPTY = (404, {}, b'{"error": {"code": "NOT_FOUND", "message": "No matches found!"}}')


class Fda:
    """Answers by path; whatever is not set is empty, as openFDA says it."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {"/rss": (200, {}, RSS)}
        self.asked: list[str] = []
        self.address = ""


@pytest.fixture
def fda(settings: Any) -> Iterator[Fda]:
    answers = Fda()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers.asked.append(self.path)
            page = self.path if self.path in answers.answers else self.path.partition("?")[0]
            status, headers, body = answers.answers.get(page, EMPTY)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", headers.get("Real-Length", str(len(body))))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """The tests say enough."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    answers.address = f"http://127.0.0.1:{server.server_address[1]}"
    settings.OPENFDA_URL, settings.FDA_POSTINGS_URL = answers.address, f"{answers.address}/rss"
    yield answers
    server.shutdown()
    server.server_close()
    thread.join()


def fetch(*only: str, **options: Any) -> tuple[str, str, bool]:
    out, err = StringIO(), StringIO()
    try:
        call_command("fetch_recalls", only=list(only) or None, stdout=out, stderr=err, **options)
    except CommandError:
        return out.getvalue(), err.getvalue(), False
    return out.getvalue(), err.getvalue(), True


def test_every_source_is_asked_and_an_empty_answer_is_no_error(fda: Fda) -> None:
    out, err, succeeded = fetch()
    assert (succeeded, err) == (True, "")
    assert [path.partition("?")[0] for path in fda.asked] == [
        "/drug/enforcement.json", "/device/enforcement.json", "/food/enforcement.json", "/rss",
    ]  # fmt: skip
    assert "drug: 0 new" in out
    assert "postings: 2 new" in out


def test_all_pages_of_an_answer_are_followed(fda: Fda) -> None:
    following = f'<{fda.address}/second>; rel="next"'
    fda.answers["/drug/enforcement.json"] = (200, {"Link": following}, file_of(drug()))
    fda.answers["/second"] = (200, {}, file_of(drug(recall_number="D-9002-2026")))
    assert "drug: 2 new" in fetch("drug")[0]


def test_no_page_of_another_host_is_asked_for(fda: Fda) -> None:
    fda.answers["/drug/enforcement.json"] = (200, {"Link": '<http://localhost/x>; rel="next"'}, file_of(drug()))
    _out, err, succeeded = fetch("drug")
    assert not succeeded
    assert "another host" in err
    assert not RecallRecord.objects.exists()


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_an_answer_cannot_send_us_to_a_file(fda: Fda, target: str) -> None:
    fda.answers["/drug/enforcement.json"] = (302, {"Location": target}, b"")
    assert not fetch("drug")[2]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((500, {}, b"oops"), "answers 500"),
        ((429, {}, b"slow down"), "answers 429"),
        ((404, {}, b"<html>"), "web page"),
        ((200, {}, b"<html>"), "web page"),
        ((200, {"Real-Length": "9999"}, file_of(drug())[:200]), "IncompleteRead|breaks off"),
    ],
)
def test_a_bad_answer_is_told_and_stops_no_other_source(
    fda: Fda, answer: tuple[int, dict[str, str], bytes], message: str
) -> None:
    fda.answers["/drug/enforcement.json"] = answer
    fda.answers["/food/enforcement.json"] = (200, {}, file_of(drug(product_type="Food", recall_number="F-1-2026")))
    out, err, succeeded = fetch("drug", "food")
    assert not succeeded
    assert any(part in err for part in message.split("|"))
    assert "food: 1 new" in out


def test_a_bad_record_of_an_answer_stops_neither_the_others_nor_other_sources(fda: Fda) -> None:
    fda.answers["/drug/enforcement.json"] = (200, {}, file_of(drug(), {"product_type": "Drugs"}))
    fda.answers["/food/enforcement.json"] = (200, {}, file_of(drug(product_type="Food", recall_number="F-1-2026")))
    out, err, succeeded = fetch("drug", "food")
    assert not succeeded
    assert "drug: left out: Record 2, recall_number: It is missing" in err
    assert "drug: 1 new, 0 changed, 0 the same, 1 rejected" in out
    assert "food: 1 new" in out
    assert RecallRecord.objects.count() == 2


def test_an_answer_that_is_too_large_is_refused(fda: Fda, settings: Any) -> None:
    settings.RECALL_FILE_BYTES = 1_000_000
    fda.answers["/drug/enforcement.json"] = (200, {}, b" " * 1_100_000)
    assert "larger than 1 MB" in fetch("drug")[1]


def test_without_a_network_nothing_changes_and_it_is_said(settings: Any) -> None:
    settings.OPENFDA_URL = "http://127.0.0.1:9"
    _out, err, succeeded = fetch("drug")
    assert not succeeded
    assert "127.0.0.1:9 cannot be reached" in err


def test_a_posting_becomes_a_draft_with_its_source(fda: Fda) -> None:
    fetch("postings")
    alert = RecallAlert.objects.get(product="Capsules & Tablets")
    assert alert.headline == "[To be rewritten] Brinewell Issues Recall of Capsules & Tablets"
    assert alert.source_url == "https://www.example.org/recall-1"
    assert (alert.posted_at, alert.recall_number) == (None, "")


def test_a_script_address_of_a_posting_is_left_out(fda: Fda) -> None:
    fetch("postings")
    assert RecallAlert.objects.get(product="Another").source_url == ""


def test_fetching_again_changes_nothing(fda: Fda) -> None:
    fetch("postings")
    assert "0 new, 0 changed, 2 the same" in fetch("postings")[0]


@pytest.mark.parametrize(
    "feed",
    [b"", b"<rss", b"<html/>", b'<!DOCTYPE r [<!ENTITY a "b">]><rss/>', b'<?xml version="1.0" encoding="nope"?><rss/>'],
)
def test_a_feed_that_cannot_be_read_is_refused(fda: Fda, feed: bytes) -> None:
    fda.answers["/rss"] = (200, {}, feed)
    assert not fetch("postings")[2]


@pytest.mark.parametrize("days", [0, 5000])
def test_a_number_of_days_that_makes_no_sense_is_refused(days: int) -> None:
    assert not fetch("drug", days=days)[2]
