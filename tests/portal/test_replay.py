"""What the public saw, seen again."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from portal.replay import NotReplayable, ShownTwice, moment, replay
from publishing import clock as site_clock
from publishing import workflow
from tests.browsing import page, words
from tests.conftest import Clock
from tests.factories import live_alert, live_condition, make_condition

pytestmark = pytest.mark.django_db
REPLAY = "/admin/replay/"


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


def test_an_old_text_is_seen_again_word_for_word(reader: Client, clock: Clock) -> None:
    condition = live_condition(slug="asthma", summary="Old words.")
    then, seen = site_clock.now(), reader.get("/conditions/asthma/").content
    clock.forward(days=1)
    condition.summary = "New words."
    workflow.publish(condition, by=None)
    answer = replay("/conditions/asthma/", then)
    assert (answer.status, answer.body) == (200, seen)
    assert b"Old words." in seen


def test_an_alert_is_seen_with_the_words_it_had(reader: Client, clock: Clock) -> None:
    live_condition(slug="asthma")
    alert = live_alert(headline="Look at the lot number.")
    then, seen = site_clock.now(), reader.get("/conditions/asthma/").content
    clock.forward(hours=1)
    alert.headline = "Throw it away."
    alert.correct(by=None)
    clock.forward(hours=1)
    alert.withdraw(by=None, reason="It was another product.")
    assert replay("/conditions/asthma/", then).body == seen
    assert "Look at the lot number." in replay(f"/alerts/{alert.slug}/", then).text
    assert "Throw it away." in replay("/alerts/", then + timedelta(hours=1)).text
    assert "another product" not in replay(f"/alerts/{alert.slug}/", then + timedelta(hours=1)).text


def test_an_alert_posted_with_an_earlier_start_is_not_seen_before_it_was_posted(clock: Clock) -> None:
    now = site_clock.now()
    alert = live_alert(starts_at=now - timedelta(hours=2))
    assert alert.headline not in replay("/", now - timedelta(hours=1)).text
    assert alert.headline in replay("/", now).text


def test_a_moment_to_come_is_shown_as_it_will_be(clock: Clock) -> None:
    later = site_clock.now() + timedelta(days=3)
    workflow.publish(make_condition(slug="asthma"), by=None, at=later)
    assert replay("/conditions/asthma/", later - timedelta(seconds=1)).status == 404
    assert replay("/conditions/asthma/", later).status == 200


def test_the_clock_is_back_after_a_replay(clock: Clock) -> None:
    replay("/", site_clock.now() - timedelta(days=9))
    assert site_clock.now() == datetime(2026, 3, 2, 15, tzinfo=UTC)


def test_nothing_is_changed_while_another_moment_is_shown(clock: Clock) -> None:
    with site_clock.as_of(site_clock.now() - timedelta(days=1)), pytest.raises(RuntimeError):
        workflow.publish(make_condition(), by=None)


@pytest.mark.parametrize(
    "address", ["/admin/", "/healthz", "https://example.org/", "conditions/", "/static/css/site.css", ""]
)
def test_only_the_public_site_is_replayed(address: str) -> None:
    with pytest.raises(NotReplayable):
        replay(address, site_clock.now())


def test_a_whole_address_of_this_site_is_taken_too() -> None:
    assert replay("http://testserver/conditions/", site_clock.now()).status == 200


def test_a_search_is_replayed_with_its_words() -> None:
    live_condition(title="Asthma", summary="Coughing.")
    assert "Asthma" in page_words(replay("/search/?q=coughing", site_clock.now()).text)


def page_words(text: str) -> str:
    return text.partition("<main")[2]


def test_a_moment_is_typed_in_the_hospitals_time_zone() -> None:
    assert moment("2026-03-03T14:05") == datetime(2026, 3, 3, 19, 5, tzinfo=UTC)
    assert moment("2026-03-03T14:05+01:00") == datetime(2026, 3, 3, 13, 5, tzinfo=UTC)


def test_a_moment_that_never_was_is_refused() -> None:
    with pytest.raises(NotReplayable, match="there was no 2026-03-08 02:30"):
        moment("2026-03-08T02:30")


def test_a_moment_that_was_twice_is_asked_about() -> None:
    with pytest.raises(ShownTwice) as asked:
        moment("2026-11-01T01:30")
    assert asked.value.moments == ["2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00"]


def test_what_is_no_moment_is_refused() -> None:
    with pytest.raises(NotReplayable, match="yesterday"):
        moment("yesterday")


def shown(client: Client, at: str, path: str = "/conditions/asthma/") -> str:
    return words(client.get(REPLAY, {"path": path, "at": at}))


def test_the_page_is_shown_in_a_frame_in_which_nothing_runs(desk: Client, reader: Client, clock: Clock) -> None:
    live_condition(slug="asthma")
    response = desk.get(REPLAY, {"path": "/conditions/asthma/", "at": "2026-03-02T10:00"})
    frame = page(response).select_one("iframe")
    assert frame is not None
    assert frame["sandbox"] == ["allow-same-origin"]
    assert frame["srcdoc"] == reader.get("/conditions/asthma/").content.decode()
    assert "As the public saw it on 2 March 2026, 10:00:00 (EST)" in words(response)


def test_it_is_never_kept_or_indexed(desk: Client) -> None:
    response = desk.get(REPLAY)
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_it_says_what_a_moment_is_to_the_site(desk: Client, clock: Clock) -> None:
    live_condition(slug="asthma")
    assert "Nothing was public yet" in shown(desk, "2025-01-01T10:00")
    assert "The answer at that moment: 404" in shown(desk, "2025-01-01T10:00")
    assert "As the public will see it on 1 January 2027" in shown(desk, "2027-01-01T10:00")
    assert "if nothing else is done" in shown(desk, "2027-01-01T10:00")


def test_what_cannot_be_replayed_is_said_in_words(desk: Client) -> None:
    assert "is no address of the public site" in shown(desk, "2026-03-02T10:00", "/admin/")
    assert "there was no" in shown(desk, "2026-03-08T02:30")


def test_both_of_two_equal_moments_are_offered(desk: Client) -> None:
    response = desk.get(REPLAY, {"path": "/", "at": "2026-11-01T01:30"})
    links = [str(link["href"]) for link in page(response).select("#content-main li a")]
    assert [desk.get(link).status_code for link in links] == [200, 200]
    assert "EST" in words(desk.get(links[1]))


def test_a_file_for_machines_is_shown_as_text(desk: Client) -> None:
    live_condition(slug="asthma")
    assert "http://testserver/conditions/asthma/" in shown(desk, "2099-01-01T10:00", "/sitemap.xml")


@pytest.mark.parametrize(
    ("role", "status"), [("editor", 200), ("reviewer", 200), ("communications", 403), ("manager", 200)]
)
def test_it_is_for_those_who_may_see_revisions_or_the_audit(
    request: pytest.FixtureRequest, signed_in: Callable[[User], Client], role: str, status: int
) -> None:
    assert signed_in(request.getfixturevalue(role)).get(REPLAY).status_code == status


def test_a_reader_is_asked_to_sign_in(reader: Client) -> None:
    assert reader.get(REPLAY).status_code == 302


def test_nothing_is_posted_to_it(desk: Client) -> None:
    assert desk.post(REPLAY).status_code == 405


def test_the_command_writes_the_page_into_a_file(reader: Client, clock: Clock, tmp_path: Path) -> None:
    live_condition(slug="asthma")
    out, err = tmp_path / "page.html", io.StringIO()
    call_command("replay", "/conditions/asthma/", "2026-03-02T10:00", out=out, stderr=err)
    assert out.read_bytes() == reader.get("/conditions/asthma/").content
    assert "/conditions/asthma/ at 2026-03-02T10:00:00-05:00: 200" in err.getvalue()


def test_the_command_refuses_with_a_sentence() -> None:
    with pytest.raises(CommandError, match="is no address of the public site"):
        call_command("replay", "/admin/", "2026-03-02T10:00")
