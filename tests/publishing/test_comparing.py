"""The staff pages “Compare” and “Restore”."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alerts.models import Kind
from conditions.models import BodyArea, Condition
from publishing import clock, workflow
from publishing.models import AuditEntry, Publishable, SiteVersion, State
from tests.browsing import page, words
from tests.factories import live_alert, live_condition, live_program, make_condition

pytestmark = pytest.mark.once

SignIn = Callable[[User], Client]


def at(name: str, subject: Publishable, *more: int) -> str:
    return reverse(f"admin:{subject.kind().replace('.', '_')}_{name}", args=[subject.pk, *more])


@pytest.fixture
def desk(editor: User, signed_in: SignIn) -> Client:
    """An editor at work."""
    return signed_in(editor)


@pytest.fixture
def condition(db: None) -> Condition:
    """Live as “Two doses.”, then as “Three doses.”; its draft says “Four doses.”."""
    condition = live_condition({"Care": "<p>Give two doses of it each night.</p>"}, title="Asthma")
    rewrite(condition, "<p>Give three doses of it each night.</p>")
    workflow.publish(condition, by=None)
    rewrite(condition, "<p>Give four doses of it each night.</p>")
    return condition


def rewrite(condition: Condition, body: str) -> None:
    section = condition.sections.get()
    section.body = body
    section.save()
    workflow.save_draft(condition, by=None)


def body_of(condition: Condition) -> str:
    return condition.sections.get().body


def changed(client: Client, condition: Publishable, **versions: object) -> list[list[str]]:
    """What is removed and what is added."""
    soup = page(client.get(at("compare", condition), {key.rstrip("_"): value for key, value in versions.items()}))
    for hidden in soup.select(".visually-hidden"):
        hidden.extract()
    return [[tag.get_text().strip() for tag in soup.select(name)] for name in ("del", "ins")]


def test_the_draft_is_compared_with_what_readers_see(desk: Client, condition: Condition) -> None:
    assert changed(desk, condition) == [["three"], ["four"]]


def test_any_two_versions_are_compared(desk: Client, condition: Condition) -> None:
    assert changed(desk, condition, from_=1, to=2) == [["two"], ["three"]]
    assert changed(desk, condition, from_="draft", to=1) == [["four"], ["two"]]


def test_a_version_is_the_same_as_itself(desk: Client, condition: Condition) -> None:
    response = desk.get(at("compare", condition), {"from": "2", "to": "live"})
    assert "Nothing a reader could see has changed" in words(response)


def test_changes_and_risks_are_counted_and_linked(desk: Client, condition: Condition) -> None:
    response = desk.get(at("compare", condition))
    assert "1 change, 1 with high risk" in words(response)
    targets = {str(link["href"]) for link in page(response).select(".compare-sum a")}
    assert targets == {"#change-1"}
    assert page(response).select_one("#change-1")


def test_what_changed_is_told_in_words_too(desk: Client, condition: Condition) -> None:
    assert "removed: three (number)" in words(desk.get(at("compare", condition)))


def test_a_page_that_was_never_live_is_new_all_over(desk: Client) -> None:
    removed, added = changed(desk, make_condition({"Care": "<p>Rest.</p>"}, title="Asthma"))
    assert not removed
    assert {"Asthma", "Rest."} <= set(added)


def test_programs_are_compared_by_title(desk: Client) -> None:
    condition = live_condition(programs=(live_program(title="Asthma Program"),))
    condition.programs.set([live_program(title="Lung Program")])
    removed, added = changed(desk, condition)
    assert (" ".join(removed), " ".join(added)) == ("Asthma", "Lung")


def test_a_program_is_compared_as_well(desk: Client) -> None:
    program = live_program(phone="555-555-0123")
    type(program).objects.filter(pk=program.pk).update(phone="555-555-0199")
    assert changed(desk, program) == [["0123"], ["0199"]]


def test_products_of_recalls_are_marked(desk: Client) -> None:
    live_alert(kind=Kind.RECALL, product="Lullaby Oral Drops")
    condition = live_condition(summary="Give Lullaby to your child.")
    Condition.objects.filter(pk=condition.pk).update(summary="Give Moonlight to your child.")
    assert "Lullaby (medicine)" in words(desk.get(at("compare", condition)))


@pytest.mark.parametrize("name", ["0", "9", "-1", "x", "", "²", "9" * 30, "1 ", "None"])
def test_a_version_that_there_is_not_is_not_found(desk: Client, condition: Condition, name: str) -> None:
    assert desk.get(at("compare", condition), {"from": name}).status_code == 404
    assert desk.get(at("compare", condition), {"to": name}).status_code == 404


def test_another_pages_version_is_not_found(desk: Client, condition: Condition) -> None:
    other = live_condition()
    assert desk.get(at("compare", other), {"from": "2"}).status_code == 404
    assert desk.get(at("restore", other, 2)).status_code == 404
    assert desk.post(at("restore", other, 2)).status_code in (404, 405)
    assert not AuditEntry.objects.about(other.subject).filter(action="restore")


@pytest.mark.parametrize("role", ["editor", "reviewer", "communications", "manager"])
def test_every_role_that_may_look_may_compare(
    role: str, condition: Condition, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(role)
    allowed = user.has_perm("conditions.view_condition") or user.has_perm("conditions.change_condition")
    response = signed_in(user).get(at("compare", condition))
    assert response.status_code == (200 if allowed else 403)


@pytest.mark.parametrize("role", ["editor", "reviewer", "communications", "manager"])
def test_only_who_may_change_may_restore(
    role: str, condition: Condition, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(role)
    allowed = user.has_perm("conditions.change_condition")
    client = signed_in(user)
    assert client.get(at("restore", condition, 1)).status_code == (200 if allowed else 403)
    assert client.post(at("restore", condition, 1)).status_code == (302 if allowed else 403)
    assert ("two" in body_of(condition)) == allowed


def test_staff_without_a_group_and_strangers_see_nothing(
    condition: Condition, signed_in: SignIn, reader: Client
) -> None:
    nobody = User.objects.create_user("nobody", is_staff=True)
    for name, more in (("compare", ()), ("restore", (1,))):
        assert signed_in(nobody).get(at(name, condition, *more)).status_code == 403
        assert "/login/" in reader.get(at(name, condition, *more)).headers["Location"]


def test_restoring_changes_the_draft_and_nothing_that_readers_see(desk: Client, condition: Condition) -> None:
    before = SiteVersion.current()
    desk.post(at("restore", condition, 1))
    assert "two" in body_of(condition)
    assert (condition.revisions().live().get().number, SiteVersion.current()) == (2, before)
    condition.refresh_from_db()
    assert condition.state() == State.CHANGED


def test_a_draft_that_is_replaced_is_kept_in_the_history(desk: Client, condition: Condition) -> None:
    desk.post(at("restore", condition, 1))
    kept = condition.revisions().get(number=3)
    assert "four" in kept.content["sections"][0]["body"]
    assert not condition.revisions().live().filter(pk=kept.pk)
    desk.post(at("restore", condition, 3))
    assert "four" in body_of(condition)


def test_a_draft_that_a_version_holds_is_not_kept_twice(desk: Client, condition: Condition) -> None:
    desk.post(at("restore", condition, 2))
    desk.post(at("restore", condition, 1))
    assert condition.revisions().count() == 3


def test_restoring_is_in_the_audit_and_the_history(desk: Client, editor: User, condition: Condition) -> None:
    desk.post(at("restore", condition, 1))
    entry = AuditEntry.objects.about(condition.subject).get(action="restore")
    assert (entry.actor, entry.reason) == (editor, "Version 1")
    assert "Kept the draft" in words(desk.get(at("history", condition)))


def test_a_restored_version_is_the_version(condition: Condition, editor: User) -> None:
    digest = condition.revisions().get(number=1).digest
    workflow.restore(condition, condition.revisions().get(number=1), by=editor)
    condition.refresh_from_db()
    assert condition.draft_digest == digest


def test_a_tab_keeps_its_row_and_a_deleted_one_comes_back_as_itself(desk: Client) -> None:
    condition = live_condition({"Care": "<p>Rest.</p>", "Tests": "<p>Blood.</p>"})
    keys = [section.pk for section in condition.ordered_sections()]
    condition.sections.get(title="Tests").delete()
    condition.sections.create(title="School", order=5)
    desk.post(at("restore", condition, 1))
    assert [(section.pk, section.title) for section in condition.ordered_sections()] == list(
        zip(keys, ["Care", "Tests"], strict=True)
    )


def test_the_address_of_the_page_stays(desk: Client) -> None:
    condition = live_condition(slug="asthma")
    Condition.objects.filter(pk=condition.pk).update(slug="childhood-asthma")
    desk.post(at("restore", condition, 1))
    condition.refresh_from_db()
    assert condition.slug == "childhood-asthma"


def test_what_cannot_come_back_is_said(desk: Client) -> None:
    program = live_program(title="Asthma Program")
    condition = live_condition(programs=(program,))
    condition.body_areas.add(BodyArea.objects.create(name="Lungs and breathing"))
    workflow.publish(condition, by=None)
    number = program.pk
    for lost in (program, *BodyArea.objects.all()):
        lost.delete()
    text = words(desk.post(at("restore", condition, 2), follow=True))
    assert f"Program “{number}” has been deleted" in text
    assert "Body area “Lungs and breathing” has been deleted" in text


def test_a_restore_brings_related_pages_back_and_changes_none_of_them(desk: Client) -> None:
    other = live_condition()
    condition = live_condition(related=(other,))
    condition.related.clear()
    desk.post(at("restore", condition, 1))
    assert [related.pk for related in condition.related.all()] == [other.pk]
    assert other.state() == State.LIVE


def test_who_restores_over_somebody_elses_save_is_told(desk: Client, condition: Condition) -> None:
    seen = page(desk.get(at("restore", condition, 1))).select_one("[name=_seen]")
    assert seen is not None
    rewrite(condition, "<p>The manager's words.</p>")
    response = desk.post(at("restore", condition, 1), {"_seen": str(seen["value"])})
    assert "Somebody saved this page after you opened it" in words(response)
    assert body_of(condition) == "<p>The manager's words.</p>"


def test_looking_at_the_restore_page_changes_nothing(desk: Client, condition: Condition) -> None:
    desk.get(at("restore", condition, 1))
    assert "four" in body_of(condition)


def test_form_and_history_lead_to_the_comparison(desk: Client, condition: Condition) -> None:
    for name in ("change", "history"):
        links = [link["href"] for link in page(desk.get(at(name, condition))).select("a[href]")]
        assert at("compare", condition) in links


def test_two_versions_are_chosen_in_the_history(desk: Client, condition: Condition) -> None:
    soup = page(desk.get(at("history", condition)))
    chosen = {name: [radio["value"] for radio in soup.select(f"[name={name}]")] for name in ("from", "to")}
    assert chosen == {"from": ["2", "1"], "to": ["2", "1"]}


def test_who_may_not_change_is_not_offered_to_restore(reviewer: User, condition: Condition, signed_in: SignIn) -> None:
    assert "Restore…" not in words(signed_in(reviewer).get(at("history", condition)))


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["compare", "history"])
def test_many_versions_take_no_more_queries_than_few(desk: Client, condition: Condition, name: str) -> None:
    few = queries_of(desk, at(name, condition))
    for number in range(20):
        rewrite(condition, f"<p>Give {number} doses.</p>")
        workflow.publish(condition, by=None)
    assert queries_of(desk, at(name, condition)) == few


def test_a_draft_that_was_never_public_is_never_listed_as_live(desk: Client, condition: Condition) -> None:
    desk.post(at("restore", condition, 1))
    kept = condition.revisions().get(note__startswith="Draft kept")
    row = next(row for row in page(desk.get("/admin/publishing/revision/")).select("tbody tr") if kept.note in str(row))
    assert [cell.get_text() for cell in row.select(".field-shown_from, .field-shown_until")] == ["never public", "-"]
    assert "never public" in words(desk.get(f"/admin/publishing/revision/{kept.pk}/change/"))
    assert f"Version {kept.number}, kept" in words(desk.get(at("compare", condition)))
    shown = words(desk.get(at("revision", condition, kept.number)))
    assert "It was never public" in shown
    assert "as readers saw it" not in shown


def test_a_plan_that_was_cancelled_is_never_listed_as_live(desk: Client, condition: Condition) -> None:
    planned = workflow.publish(condition, by=None, at=clock.now() + timedelta(days=3), note="Planned words")
    workflow.cancel_plan(condition, by=None, reason="not now")
    row = next(
        row for row in page(desk.get("/admin/publishing/revision/")).select("tbody tr") if planned.note in str(row)
    )
    assert [cell.get_text() for cell in row.select(".field-shown_from")] == ["never public"]
