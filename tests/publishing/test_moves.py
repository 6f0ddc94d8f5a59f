"""What becomes of an address when its page moves or goes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client

from conditions.models import Condition
from portal.replay import replay
from publishing import clock as site_clock
from publishing import redirects, workflow
from publishing.models import AuditEntry, Moved, Publishable, Revision
from publishing.workflow import Refused
from tests.browsing import page, words
from tests.conftest import Clock
from tests.factories import live_condition, live_program, make_condition

pytestmark = pytest.mark.django_db
ADD = "/admin/publishing/moved/add/"


@pytest.fixture(autouse=True)
def _ticking(clock: Clock) -> None:
    """Two steps in one moment would be one."""


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


@pytest.fixture
def office(manager: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(manager)


def move(subject: Publishable, clock: Clock, *slugs: str) -> None:
    for slug in slugs:
        clock.forward(days=1)
        subject.slug = slug
        subject.save()
        workflow.publish(subject, by=None)


def retire(subject: Publishable, clock: Clock, successor: Publishable | None = None) -> None:
    clock.forward(days=1)
    workflow.retire(subject, by=None, reason="old", successor=successor and live(successor))


def live(subject: Publishable) -> Revision:
    return subject.revisions().live().get()


def way(reader: Client, slug: str) -> tuple[int, str]:
    response = reader.get(f"/conditions/{slug}/")
    return response.status_code, response.headers.get("Location", "")


def test_a_changed_address_leads_to_the_new_one_for_ever(reader: Client, clock: Clock) -> None:
    condition = live_condition(slug="asthma")
    move(condition, clock, "childhood-asthma")
    clock.forward(days=4000)
    assert way(reader, "asthma") == (301, "/conditions/childhood-asthma/")
    assert way(reader, "childhood-asthma") == (200, "")


def test_a_draft_with_another_address_moves_nothing(reader: Client, clock: Clock) -> None:
    condition = live_condition(slug="asthma")
    condition.slug = "childhood-asthma"
    condition.save()
    workflow.save_draft(condition, by=None)
    assert way(reader, "asthma") == (200, "")


def test_a_chain_is_one_hop(reader: Client, clock: Clock) -> None:
    condition = live_condition(slug="a")
    move(condition, clock, "b", "c", "d")
    assert [way(reader, slug) for slug in "abc"] == [(301, "/conditions/d/")] * 3


def test_there_and_back_is_no_loop(reader: Client, clock: Clock) -> None:
    condition = live_condition(slug="a")
    move(condition, clock, "b", "a")
    assert (way(reader, "a"), way(reader, "b")) == ((200, ""), (301, "/conditions/a/"))


def test_a_scheduled_move_happens_at_its_second(reader: Client, clock: Clock) -> None:
    condition = live_condition(slug="a")
    condition.slug = "b"
    condition.save()
    workflow.publish(condition, by=None, at=site_clock.now() + timedelta(hours=1))
    clock.forward(seconds=3599)
    assert (way(reader, "a")[0], way(reader, "b")[0]) == (200, 404)
    clock.forward(seconds=1)
    assert (way(reader, "a"), way(reader, "b")[0]) == ((301, "/conditions/b/"), 200)


def test_a_move_that_was_called_off_leads_nowhere(reader: Client, clock: Clock) -> None:
    condition = live_condition(slug="a")
    condition.slug = "b"
    condition.save()
    workflow.publish(condition, by=None, at=site_clock.now() + timedelta(hours=1))
    condition.slug = "a"
    condition.save()
    workflow.publish(condition, by=None)
    assert not Moved.objects.exists()


def test_a_retired_page_is_gone_and_its_address_helps_on(reader: Client, clock: Clock) -> None:
    retire(live_condition(slug="croup-cough"), clock)
    response = reader.get("/conditions/croup-cough/")
    assert response.status_code == 410
    search = page(response).select_one("main input[type=search]")
    assert search is not None
    assert search["value"] == "croup cough"


def test_a_retired_page_leads_to_the_one_that_takes_its_place(reader: Client, clock: Clock) -> None:
    old, new = live_condition(slug="old"), live_condition(slug="new")
    move(old, clock, "older")
    retire(old, clock, new)
    assert way(reader, "older") == way(reader, "old") == (301, "/conditions/new/")
    move(new, clock, "newest")
    assert way(reader, "old") == (301, "/conditions/newest/")


def test_a_condition_can_give_its_place_to_a_program(reader: Client, clock: Clock) -> None:
    retire(live_condition(slug="old"), clock, live_program(slug="center"))
    assert way(reader, "old") == (301, "/programs/center/")


def test_two_pages_that_name_each_other_are_gone_and_no_loop(reader: Client, clock: Clock) -> None:
    first, second = live_condition(slug="first"), live_condition(slug="second")
    retire(first, clock, second)
    workflow.publish(first, by=None)
    retire(second, clock, first)
    assert way(reader, "second") == (301, "/conditions/first/")
    retire(first, clock)
    assert way(reader, "first")[0] == way(reader, "second")[0] == 410


def test_a_page_that_comes_back_is_there_and_redirects_no_more(reader: Client, clock: Clock) -> None:
    old, new = live_condition(slug="old"), live_condition(slug="new")
    retire(old, clock, new)
    move(old, clock, "old")
    assert way(reader, "old") == (200, "")
    retire(old, clock)
    assert way(reader, "old")[0] == 410


def test_an_address_that_another_page_took_over_is_that_pages(reader: Client, clock: Clock) -> None:
    first = live_condition(slug="a")
    move(first, clock, "b")
    second = live_condition(slug="a")
    assert way(reader, "a") == (200, "")
    retire(second, clock)
    assert way(reader, "a")[0] == 410


def test_an_address_that_never_was_is_not_found(reader: Client, clock: Clock) -> None:
    workflow.publish(make_condition(slug="soon"), by=None, at=site_clock.now() + timedelta(days=1))
    assert (way(reader, "never")[0], way(reader, "soon")[0]) == (404, 404)


def test_a_redirect_is_for_everyone_and_asked_after_again(reader: Client, clock: Clock) -> None:
    move(live_condition(slug="a"), clock, "b")
    assert reader.get("/conditions/a/").headers["Cache-Control"] == "public, no-cache"


def test_an_old_redirect_is_replayed(clock: Clock) -> None:
    condition = live_condition(slug="a")
    move(condition, clock, "b", "c")
    then = site_clock.now() - timedelta(hours=1)
    assert replay("/conditions/a/", then).location == "/conditions/b/"
    assert replay("/conditions/c/", then).status == 404


def test_a_successor_is_named_when_a_page_is_retired(desk: Client, reader: Client, clock: Clock) -> None:
    old = live_condition(slug="old")
    live_condition(slug="new")
    clock.forward(hours=1)
    address = f"/admin/conditions/condition/{old.pk}/retire/"
    desk.post(address, {"reason": "merged", "successor": "http://testserver/conditions/new/"})
    assert way(reader, "old") == (301, "/conditions/new/")


@pytest.mark.parametrize("typed", ["/conditions/nothing/", "/alerts/", "asthma", "//"])
def test_a_successor_that_is_no_live_page_is_refused(desk: Client, typed: str) -> None:
    condition = live_condition(slug="old")
    desk.post(f"/admin/conditions/condition/{condition.pk}/retire/", {"reason": "merged", "successor": typed})
    assert live(condition)


def added(client: Client, old: str, new: str) -> HttpResponse:
    return client.post(ADD, {"old_address": old, "new_address": new, "reason": "from the old site"}, follow=True)  # type: ignore[return-value]


def test_a_manager_adds_a_redirect_and_sees_it_listed(office: Client, reader: Client, manager: User) -> None:
    live_condition(slug="asthma", title="Asthma")
    listed = words(added(office, "/conditions/wheezing/", "/conditions/asthma/"))
    assert "/conditions/wheezing/ Asthma" in listed
    assert way(reader, "wheezing") == (301, "/conditions/asthma/")
    assert AuditEntry.objects.filter(action="redirect", actor=manager).count() == 1


def test_an_address_in_use_cannot_be_redirected(office: Client, reader: Client) -> None:
    live_condition(slug="asthma")
    live_condition(slug="croup")
    assert "This is the address of" in words(added(office, "/conditions/croup/", "/conditions/asthma/"))
    assert way(reader, "croup") == (200, "")


def test_redirects_are_listed_for_editors_and_added_by_managers(
    editor: User, signed_in: Callable[[User], Client], clock: Clock
) -> None:
    condition = live_condition(slug="a", title="Asthma")
    move(condition, clock, "b")
    desk = signed_in(editor)
    assert "/conditions/a/ Asthma" in words(desk.get("/admin/publishing/moved/"))
    assert desk.get(ADD).status_code == 403
    with pytest.raises(PermissionDenied):
        redirects.redirect_address(Condition, "x", live(condition), by=editor)


def test_a_redirect_is_neither_changed_nor_deleted_by_hand(
    manager: User, signed_in: Callable[[User], Client], clock: Clock
) -> None:
    move(live_condition(slug="a"), clock, "b")
    office = signed_in(manager)
    moved = Moved.objects.get()
    posted = [
        office.post(f"/admin/publishing/moved/{moved.pk}/{step}/", {"post": "yes"}) for step in ("change", "delete")
    ]
    assert [response.status_code for response in posted] == [403, 403]
    with pytest.raises(TypeError):
        moved.save()


def test_an_address_that_waits_for_a_page_cannot_be_redirected() -> None:
    workflow.publish(make_condition(slug="soon"), by=None, at=site_clock.now() + timedelta(days=1))
    with pytest.raises(Refused):
        redirects.redirect_address(Condition, "soon", live(live_condition()), by=None)
