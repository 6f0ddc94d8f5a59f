"""What becomes of a posted alert: corrected, told of, extended, ended, withdrawn; and nothing of it is lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.test import Client

from alerts.models import AlertState, AlertUpdate, RecallAlert, RecalledPackage
from alerts.packages import Package
from publishing import clock as site_clock
from publishing.models import AuditEntry
from publishing.workflow import Refused
from tests.browsing import page, press, words
from tests.conftest import Clock
from tests.factories import live_alert, live_condition, make_alert

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("America/New_York")


def told(reader: Client, alert: RecallAlert) -> str:
    return words(reader.get(f"/alerts/{alert.slug}/"))


def corrected(alert: RecallAlert, **facts: Any) -> RecallAlert:
    said = {name: facts.pop(name) for name in ("what_changed", "is_material", "packages") if name in facts}
    for name, value in facts.items():
        setattr(alert, name, value)
    alert.correct(by=None, **said)
    return RecallAlert.objects.get(pk=alert.pk)


def test_readers_see_when_and_what_was_corrected(reader: Client, clock: Clock) -> None:
    alert = live_alert()
    clock.forward(hours=2)
    corrected(alert, product="Capsules", what_changed="The product is named.")
    assert "Updated March 2, 2026, noon : The product is named." in told(reader, alert)
    assert "(Updated March 2, noon)" in words(reader.get("/"))


def test_without_words_of_the_editor_readers_are_told_in_plain_words_what_was_corrected(reader: Client) -> None:
    alert = live_alert(firm="Harbor", classification="II", packages=[Package(lots=("A1234",))])
    packages = [RecalledPackage.of(Package(lots=("A1234", "A1235")))]
    corrected(alert, firm="Harbor Pharma", classification="III", packages=packages)
    assert "We corrected the list of recalled packages, the firm and how serious it is" in told(reader, alert)


def test_filling_an_empty_fact_is_no_correction(reader: Client) -> None:
    alert = corrected(live_alert(), firm="Harbor Pharma", phone="555-555-0123", packages=[RecalledPackage(lots=["A1"])])
    assert "A1" in told(reader, alert)
    assert "Updated" not in told(reader, alert)
    assert alert.updates.get().text == ""


def test_a_correction_keeps_the_facts_as_they_were(communications: User) -> None:
    alert = live_alert(firm="Harbor")
    alert.firm = "Harbor Pharma"
    alert.correct(by=communications)
    update = AlertUpdate.objects.get()
    assert (update.before, update.after) == ({"firm": "Harbor"}, {"firm": "Harbor Pharma"})
    assert update.made_by == communications


def test_another_scope_is_kept_in_the_history_and_readers_are_not_bothered(reader: Client) -> None:
    alert = live_alert()
    alert.is_everywhere = False
    alert.correct(by=None, conditions=[live_condition(title="Asthma")])
    assert AlertUpdate.objects.get().after == {"conditions": ["Asthma"], "is_everywhere": False}
    assert "Updated" not in told(reader, alert)


@pytest.mark.parametrize("is_material", [True, False])
def test_only_a_material_correction_makes_a_new_edition(is_material: bool) -> None:
    assert corrected(live_alert(), firm="Harbor", is_material=is_material).edition == 1 + is_material


def test_news_is_told_and_changes_no_fact(reader: Client) -> None:
    alert = live_alert()
    before = RecallAlert.objects.values("headline", "edition", "ends_at", "product").get()
    alert.report(by=None, text="Other capsules have come.")
    assert "Other capsules have come." in told(reader, alert)
    assert RecallAlert.objects.values("headline", "edition", "ends_at", "product").get() == before


def test_the_history_stays_after_the_end_and_after_a_withdrawal(reader: Client) -> None:
    alert = live_alert()
    alert.report(by=None, text="Other capsules have come.")
    alert.end(by=None)
    assert "Other capsules have come." in told(reader, alert)
    alert.withdraw(by=None, reason="It was another firm.")
    history = page(reader.get(f"/alerts/{alert.slug}/")).select(".history li strong")
    assert [line.get_text() for line in history] == ["Withdrawn", "News", "First shown"]


def test_what_readers_were_told_is_never_changed_or_deleted() -> None:
    live_alert().report(by=None, text="News.")
    update = AlertUpdate.objects.get()
    for step in (update.save, update.delete, AlertUpdate.objects.all().delete):
        with pytest.raises(TypeError):
            step()
    with pytest.raises(TypeError):
        AlertUpdate.objects.update(text="Other")
    with pytest.raises(models.ProtectedError):
        models.QuerySet(RecallAlert).delete()


@pytest.mark.parametrize("step", ["report", "extend"])
def test_a_withdrawn_alert_gets_no_news_and_no_later_end(step: str) -> None:
    alert = live_alert()
    alert.withdraw(by=None, reason="mistake")
    given: dict[str, Any] = {"text": "x"} if step == "report" else {"until": site_clock.now() + timedelta(days=99)}
    with pytest.raises(Refused):
        getattr(alert, step)(by=None, **given)


def test_extending_moves_the_end_and_the_next_look(reader: Client, clock: Clock) -> None:
    alert = live_alert()
    until = site_clock.now() + timedelta(days=30)
    alert.extend(by=None, until=until)
    clock.forward(days=29)
    assert alert.current_state() == AlertState.LIVE
    assert "This alert holds for longer." in told(reader, alert)
    clock.forward(days=1)
    assert alert.current_state() == AlertState.ENDED


def test_extending_to_an_earlier_moment_is_refused() -> None:
    alert = live_alert()
    with pytest.raises(Refused, match="later than the one"):
        alert.extend(by=None, until=site_clock.now() + timedelta(days=6))


def test_without_an_end_an_alert_ends_when_somebody_should_have_looked_at_it(clock: Clock) -> None:
    alert = live_alert()
    clock.forward(days=7, seconds=-1)
    assert alert.current_state() == AlertState.LIVE
    clock.forward(seconds=1)
    assert alert.current_state() == AlertState.ENDED


def test_a_class_i_recall_never_vanishes_by_itself(clock: Clock) -> None:
    alert = live_alert(classification="I")
    clock.forward(days=400)
    assert list(RecallAlert.objects.live()) == list(RecallAlert.objects.overdue()) == [alert]
    alert.end(by=None)
    assert not RecallAlert.objects.live().exists()


def test_a_class_i_recall_with_an_end_is_refused_in_words() -> None:
    alert = make_alert(classification="I", ends_at=site_clock.now() + timedelta(days=1))
    with pytest.raises(Refused, match="never ends by itself"):
        alert.post(by=None)
    posted = live_alert(ends_at=site_clock.now() + timedelta(days=1))
    posted.classification = "I"
    with pytest.raises(Refused, match="never ends by itself"):
        posted.correct(by=None)


def test_a_recall_posted_in_a_hurry_becomes_class_i_and_loses_the_end_that_nobody_chose(
    communications: User, signed_in: Callable[[User], Client], clock: Clock
) -> None:
    office = signed_in(communications)
    press(office, "/admin/alerts/recallalert/add/", "_post", headline="Some formula is recalled.", kind="recall")
    alert = RecallAlert.objects.get()
    assert alert.ends_at == alert.review_due_at
    press(office, f"/admin/alerts/recallalert/{alert.pk}/change/", "_continue", classification="I")
    alert.refresh_from_db()
    assert (alert.classification, alert.ends_at) == ("I", None)
    clock.forward(days=60)
    assert RecallAlert.objects.live().exists()


def test_a_later_end_brings_back_what_was_ended_by_hand() -> None:
    alert = live_alert()
    alert.end(by=None)
    assert corrected(alert, ends_at=site_clock.now() + timedelta(days=1)).current_state() == AlertState.LIVE


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "ftp://example.org/a", "file:///etc/passwd", "data:text/html,x", "https://a b",
        "/conditions/never-was/", "/admin/auth/user/", "http://testserver/conditions/never-was/", "mailto:nobody",
        "/alerts/never-was/", "/no/such/page/",
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_refused_before_readers_see_it(link: str) -> None:
    alert = make_alert(what_to_do=f"See {link} now.")
    with pytest.raises(Refused):
        alert.post(by=None)
    assert alert.current_state() == AlertState.DRAFT
    posted = live_alert()
    posted.what_to_do = f"See ({link})."
    with pytest.raises(Refused):
        posted.correct(by=None)


def test_good_links_are_posted_and_can_be_followed(reader: Client) -> None:
    live_condition(slug="asthma")
    other = live_alert()
    own = f"/conditions/asthma/, /alerts/{other.slug}/"
    alert = live_alert(what_to_do=f"See https://www.fda.gov/x. Or {own}, mailto:a@example.org; either/or, 8:30.")
    links = page(reader.get(f"/alerts/{alert.slug}/")).select(".about a")
    assert "https://www.fda.gov/x" in [link["href"] for link in links]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-08", 23), ("2026-11-01", 25), ("2026-12-31", 24)])
def test_a_day_of_the_hospitals_clock_is_shown_from_midnight_to_midnight(clock: Clock, day: str, hours: int) -> None:
    """Both changes of the clock, and the end of the year: the day is as long as it is there."""
    start = datetime.fromisoformat(day).replace(tzinfo=HERE)
    end = start + timedelta(days=1)  # By the clock on the wall.
    clock.set(start - timedelta(hours=3))
    alert = make_alert(starts_at=start, ends_at=end)
    alert.post(by=None)
    shown = 0
    for _half_hour in range(2 * 32):
        shown += RecallAlert.objects.live().exists()
        clock.forward(minutes=30)
    assert shown == 2 * hours


@pytest.mark.parametrize("behind", [-90, 90])
def test_what_one_worker_posts_or_ends_all_see_though_their_clocks_differ(clock: Clock, behind: int) -> None:
    alert = live_alert()
    clock.forward(seconds=-behind)
    assert RecallAlert.objects.live().exists()
    assert alert.current_state() == AlertState.LIVE
    clock.forward(seconds=behind)
    alert.end(by=None)
    clock.forward(seconds=-behind)
    assert not RecallAlert.objects.live().exists()
    assert alert.current_state() == AlertState.ENDED


def test_a_scheduled_start_is_kept_to_the_second_all_the_same(clock: Clock) -> None:
    alert = make_alert(starts_at=site_clock.now() + timedelta(seconds=60))
    alert.post(by=None)
    assert not RecallAlert.objects.live().exists()


@pytest.mark.parametrize("hours", [-24 * 365, -1, 0, 24])
def test_readers_and_feeds_are_told_the_moment_from_which_they_could_see_it(
    reader: Client, clock: Clock, hours: int
) -> None:
    """A start before the posting, such as a wrong year, is no moment at which anything was shown."""
    posted = site_clock.now()
    alert = make_alert(starts_at=posted + timedelta(hours=hours))
    alert.post(by=None)
    shown = posted + timedelta(hours=max(hours, 0))
    clock.set(shown + timedelta(minutes=1))
    moments = page(reader.get(f"/alerts/{alert.slug}/")).select("time")
    assert min(datetime.fromisoformat(str(moment["datetime"])) for moment in moments) == shown
    item = reader.get("/alerts/feed.json").json()["items"][0]
    assert datetime.fromisoformat(item["date_published"]) == shown
    current = reader.get("/alerts/current.json").json()["alerts"][0]
    assert datetime.fromisoformat(current["starts"]) == shown
    message = reader.get(f"/alerts/{alert.slug}/cap.xml").content.decode()
    assert datetime.fromisoformat(message.partition("<onset>")[2].partition("</onset>")[0]) == shown


@pytest.fixture
def two_persons(settings: Any) -> None:
    settings.ALERT_TWO_PERSON_RELEASE = True


def test_nobody_posts_alone_where_two_persons_are_asked_for(two_persons: None, communications: User) -> None:
    alert = make_alert()
    with pytest.raises(Refused, match="second person"):
        alert.post(by=communications)
    alert.ask_for_release(by=communications)
    with pytest.raises(Refused, match="yourself"):
        alert.release(by=communications)
    assert alert.current_state() == AlertState.DRAFT


def test_the_same_person_through_another_group_is_the_same_person(
    two_persons: None, communications: User, manager: User
) -> None:
    alert = make_alert()
    alert.ask_for_release(by=communications)
    communications.groups.set(manager.groups.all())
    again = User.objects.get(pk=communications.pk)
    with pytest.raises(Refused, match="yourself"):
        RecallAlert.objects.get().release(by=again)


def test_another_person_releases_it(two_persons: None, communications: User, manager: User) -> None:
    alert = make_alert()
    alert.ask_for_release(by=communications)
    alert.release(by=manager)
    assert alert.current_state() == AlertState.LIVE
    assert [(entry.action, entry.actor) for entry in AuditEntry.objects.all()] == [
        ("release", manager),
        ("ask for release", communications),
    ]


def test_nobody_releases_another_text_than_was_asked_for(
    two_persons: None, communications: User, manager: User, clock: Clock
) -> None:
    alert = make_alert()
    alert.ask_for_release(by=communications)
    clock.forward(seconds=1)
    RecallAlert.objects.update(headline="Other words.", changed_at=site_clock.now())
    for seen in (alert, RecallAlert.objects.get()):
        with pytest.raises(Refused, match="as it stands now"):
            seen.release(by=manager)


def test_only_who_may_post_releases(two_persons: None, communications: User, editor: User) -> None:
    alert = make_alert()
    alert.ask_for_release(by=communications)
    with pytest.raises(PermissionDenied):
        alert.release(by=editor)


def test_breaking_the_glass_needs_a_reason_and_has_its_own_line_in_the_audit(
    two_persons: None, communications: User
) -> None:
    alert = make_alert()
    with pytest.raises(Refused, match="Say why"):
        alert.break_glass(by=communications, reason=" ")
    alert.break_glass(by=communications, reason="Nobody else is here, and children take it.")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.reason) == ("break glass", "Nobody else is here, and children take it.")
    assert alert.current_state() == AlertState.LIVE
