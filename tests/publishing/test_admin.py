from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from conditions.models import Condition
from publishing import workflow
from publishing.models import AuditEntry, Publishable, Revision, Stage, State
from tests.browsing import form_on, page, press, words
from tests.factories import live_condition, live_program, make_condition, make_program, signed

LIST = "/admin/conditions/condition/"


def at(name: str, subject: Publishable) -> str:
    return reverse(f"admin:{subject.kind().replace('.', '_')}_{name}", args=[subject.pk])


def buttons(client: Client, address: str) -> list[str]:
    return [str(button["value"]) for button in page(client.get(address)).select(".submit-row [type=submit]")]


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    """An editor at work."""
    return signed_in(editor)


@pytest.fixture
def bystander(reviewer: User, signed_in: Callable[[User], Client]) -> Client:
    """Somebody who may look and not change."""
    return signed_in(reviewer)


def test_an_editor_is_offered_draft_preview_and_review_in_this_order(desk: Client) -> None:
    assert buttons(desk, at("change", make_condition())) == ["Save draft", "Preview", "Ask for review…"]


def test_an_editor_is_offered_publish_once_every_word_is_signed_off(desk: Client) -> None:
    assert buttons(desk, at("change", signed(make_condition()))) == ["Save draft", "Preview", "Publish"]


def test_who_may_only_look_is_offered_no_button(bystander: Client) -> None:
    assert buttons(bystander, at("change", make_condition())) == []


def test_publishing_keeps_who_and_why(desk: Client, editor: User) -> None:
    condition = signed(make_condition())
    press(desk, at("change", condition), "_publish", _reason="checked by the clinic")
    revision = condition.revisions().get()
    assert (revision.published_by, revision.note) == (editor, "checked by the clinic")


def test_the_message_after_publishing_leads_to_the_public_page(desk: Client) -> None:
    condition = signed(make_condition())
    response = press(desk, at("change", condition), "_publish", _reason="fine as it is")
    links = [link["href"] for link in page(response).select(".messagelist .success a")]
    assert links == [f"/conditions/{condition.slug}/"]


def test_publishing_twice_without_a_change_makes_one_revision(desk: Client) -> None:
    condition = signed(make_condition())
    opened = form_on(desk.get(at("change", condition))) | {"_publish": "1", "_reason": "fine as it is"}
    desk.post(at("change", condition), opened)
    response = desk.post(at("change", condition), opened, follow=True)
    assert "Readers see exactly this already" in words(response)
    assert condition.revisions().count() == 1


def test_a_refused_publishing_keeps_the_draft_and_the_reason_and_says_why(desk: Client) -> None:
    taken = live_condition(slug="asthma")
    Condition.objects.filter(pk=taken.pk).update(slug="childhood-asthma")
    condition = signed(make_condition(slug="asthma"))
    response = press(desk, at("change", condition), "_publish", _reason="first text")
    assert "The address “asthma” belongs to the live page" in words(response)
    assert form_on(response)["_reason"] == "first text"
    assert condition.state() == State.DRAFT


def test_a_text_changed_after_its_approval_is_saved_and_not_published(desk: Client) -> None:
    condition = signed(make_condition())
    response = press(desk, at("change", condition), "_publish", summary="A new summary.")
    assert "Not signed off yet: “Name, summary and introduction”" in words(response)
    condition.refresh_from_db()
    assert (condition.summary, condition.state(), condition.stage) == ("A new summary.", State.DRAFT, Stage.WRITING)


def test_a_reason_that_is_too_long_is_refused_and_not_cut(desk: Client) -> None:
    condition = signed(make_condition())
    response = press(desk, at("change", condition), "_publish", _reason="x" * 501)
    assert "at most 500 characters" in words(response)
    assert form_on(response)["_reason"] == "x" * 501


def test_a_forged_publishing_by_who_may_only_look_changes_nothing(bystander: Client) -> None:
    condition = make_condition(title="Asthma")
    forged = {"title": "Hacked", "slug": condition.slug, "_publish": "1"}
    assert bystander.post(at("change", condition), forged).status_code == 403
    condition.refresh_from_db()
    assert (condition.title, condition.state()) == ("Asthma", State.DRAFT)


def test_a_forged_publishing_by_who_may_only_write_saves_the_draft_alone(editor: User, desk: Client) -> None:
    condition = make_condition()
    Group.objects.get(name="Editors").permissions.remove(Permission.objects.get(codename="publish_condition"))
    response = press(desk, at("change", condition), "_publish", summary="New.")
    assert "Your account may not publish" in words(response)
    assert condition.state() == State.DRAFT


def test_who_saves_second_is_told_and_keeps_what_was_typed(
    desk: Client, manager: User, signed_in: Callable[[User], Client]
) -> None:
    condition = make_condition()
    workflow.save_draft(condition, by=None)
    opened = form_on(desk.get(at("change", condition)))
    press(signed_in(manager), at("change", condition), "_continue", summary="The manager's words.")
    response = desk.post(at("change", condition), opened | {"summary": "My words.", "_continue": "1"})
    assert "You and manager changed the same text." in words(response)
    assert form_on(response)["summary"] == "My words.\nThe manager's words."
    condition.refresh_from_db()
    assert condition.summary == "The manager's words."


def test_who_was_told_and_chose_their_own_replaces_it_knowingly(
    desk: Client, manager: User, signed_in: Callable[[User], Client]
) -> None:
    condition = make_condition()
    opened = form_on(desk.get(at("change", condition)))
    press(signed_in(manager), at("change", condition), "_continue", summary="The manager's words.")
    told = desk.post(at("change", condition), opened | {"summary": "My words.", "_continue": "1"})
    desk.post(at("change", condition), form_on(told) | {"_choose-summary": "mine", "_continue": "1"})
    condition.refresh_from_db()
    assert condition.summary == "My words."


def test_moving_a_live_page_to_another_address_is_warned_of(desk: Client) -> None:
    response = press(desk, at("change", live_condition(slug="asthma")), "_continue", slug="asthma-in-children")
    assert "move this page from /conditions/asthma/ to /conditions/asthma-in-children/" in words(response)


def test_the_address_follows_the_title_only_until_the_page_was_public(desk: Client) -> None:
    draft, live = (desk.get(at("change", condition)) for condition in (make_condition(), live_condition()))
    assert "slug" in str(page(draft).select_one("#django-admin-prepopulated-fields-constants"))
    assert "slug" not in str(page(live).select_one("#django-admin-prepopulated-fields-constants"))


def test_retiring_takes_a_page_off_the_site_and_keeps_the_reason(desk: Client, reader: Client) -> None:
    condition = live_condition()
    response = press(desk, at("retire", condition), "", reason="merged with another page")
    assert f"Off the public site: “{condition.title}”." in words(response)
    assert reader.get(f"/conditions/{condition.slug}/").status_code == 410
    assert AuditEntry.objects.get(action="retire").reason == "merged with another page"


def test_retiring_needs_a_reason(desk: Client) -> None:
    condition = live_condition()
    response = press(desk, at("retire", condition), "", reason=" ")
    assert "This field is required." in words(response)
    assert condition.state() == State.LIVE


def test_opening_the_page_that_retires_retires_nothing(desk: Client) -> None:
    condition = live_condition()
    desk.get(at("retire", condition))
    assert condition.state() == State.LIVE


def test_what_is_not_public_cannot_be_retired(desk: Client) -> None:
    response = press(desk, at("retire", make_condition()), "", reason="why not")
    assert "there is nothing to retire" in words(response)


def test_who_may_only_look_retires_nothing(bystander: Client) -> None:
    condition = live_condition()
    assert bystander.get(at("retire", condition)).status_code == 403
    assert bystander.post(at("retire", condition), {"reason": "mischief"}).status_code == 403
    assert condition.state() == State.LIVE


@pytest.mark.parametrize("name", ["preview", "retire", "change", "history"])
def test_a_reader_is_asked_to_sign_in_before_any_staff_page(reader: Client, name: str) -> None:
    response = reader.get(at(name, make_condition()))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


def test_an_account_without_a_role_previews_nothing(db: None, signed_in: Callable[[User], Client]) -> None:
    nobody = User.objects.create_user("nobody", is_staff=True)
    assert signed_in(nobody).get(at("preview", make_condition())).status_code == 403


def test_who_may_look_may_preview(bystander: Client) -> None:
    assert bystander.get(at("preview", make_condition(introduction="<p>Draft words.</p>"))).status_code == 200


@pytest.mark.parametrize("path", ["99/preview/", "99/retire/", "{pk}/revisions/7/"])
def test_what_is_not_there_is_not_found(desk: Client, path: str) -> None:
    assert desk.get(LIST + path.format(pk=live_condition().pk)).status_code == 404


def test_the_list_names_each_state(desk: Client) -> None:
    make_condition(title="A draft"), live_condition(title="A live one")
    changed, retired = live_condition(title="A changed one"), live_condition(title="A retired one")
    press(desk, at("change", changed), "_continue", summary="New.")
    workflow.retire(retired, by=None, reason="test")
    listed = {
        row.select_one(".field-__str__, .field-title").get_text(): row.select_one(".state").get_text()  # type: ignore[union-attr]
        for row in page(desk.get(LIST)).select("#result_list tbody tr")
    }
    assert listed == {
        "A draft": "Draft",
        "A live one": "Live",
        "A changed one": "Live with unpublished changes",
        "A retired one": "Retired",
    }


@pytest.mark.parametrize(("state", "found"), [("draft", "A draft"), ("live", "A live one")])
def test_the_list_is_filtered_by_state(desk: Client, state: str, found: str) -> None:
    make_condition(title="A draft"), live_condition(title="A live one")
    titles = [cell.get_text() for cell in page(desk.get(LIST, {"state": state})).select("th.field-title")]
    assert titles == [found]


def test_the_list_says_who_changed_what_last_and_filters_by_them(desk: Client, editor: User) -> None:
    mine = make_condition(title="Mine")
    make_condition(title="Nobody's")
    press(desk, at("change", mine), "_continue", summary="New.")
    rows = page(desk.get(LIST, {"changed_by__id__exact": editor.pk})).select("#result_list tbody tr")
    assert [row.select_one(".field-changed_by").get_text() for row in rows] == ["editor"]  # type: ignore[union-attr]


def test_view_on_site_is_offered_for_what_is_live_and_under_its_live_address(desk: Client) -> None:
    condition = live_condition(slug="asthma")
    press(desk, at("change", condition), "_continue", slug="asthma-in-children")
    link = page(desk.get(at("change", condition))).select_one(".viewsitelink")
    assert link is not None
    assert link["href"] == "/conditions/asthma/"
    assert page(desk.get(at("change", make_condition()))).select_one(".viewsitelink") is None


def test_the_history_tells_each_publishing_with_number_person_reason_and_state(desk: Client) -> None:
    condition = make_condition()
    press(desk, at("change", signed(condition)), "_publish", _reason="first text")
    press(desk, at("change", condition), "_continue", summary="New.")
    condition.refresh_from_db()
    press(desk, at("change", signed(condition)), "_publish", _reason="new summary")
    rows = [" ".join(row.get_text(" ").split()) for row in page(desk.get(at("history", condition))).select("tbody tr")]
    published = [row.split(" editor ")[1].split(" · ")[0] for row in rows if "Published" in row]
    assert published == [
        "Published new summary Live with unpublished changes → Live Version 2, as it looked",
        "Published first text Draft → Live Version 1, as it looked",
    ]


def test_the_history_tells_of_saves_too(desk: Client) -> None:
    condition = make_condition()
    press(desk, at("change", condition), "_continue", summary="New.")
    assert "Saved: Changed Summary" in words(desk.get(at("history", condition)))


def test_a_draft_that_was_never_public_can_be_deleted(desk: Client) -> None:
    condition = make_condition()
    desk.post(at("delete", condition), {"post": "yes"})
    assert not Condition.objects.exists()


def test_a_page_that_was_ever_public_is_never_deleted(desk: Client) -> None:
    condition = live_condition()
    workflow.retire(condition, by=None, reason="test")
    assert desk.post(at("delete", condition), {"post": "yes"}).status_code == 403
    assert Condition.objects.exists()


def test_deleting_many_at_once_spares_all_when_one_was_public(desk: Client) -> None:
    draft, live = make_condition(), live_condition(title="Asthma")
    data = {"action": "delete_selected", "_selected_action": [draft.pk, live.pk], "post": "yes"}
    response = desk.post(LIST, data, follow=True)
    assert "Nothing was deleted: readers have seen “Asthma”" in words(response)
    assert Condition.objects.count() == 2


def test_drafts_are_deleted_many_at_once(desk: Client) -> None:
    drafts = [make_condition(), make_condition()]
    desk.post(LIST, {"action": "delete_selected", "_selected_action": [one.pk for one in drafts], "post": "yes"})
    assert not Condition.objects.exists()


def test_a_program_has_the_same_buttons(desk: Client) -> None:
    assert buttons(desk, at("change", make_program())) == ["Save draft", "Preview", "Ask for review…"]
    assert desk.get(at("retire", live_program())).status_code == 200


@pytest.fixture
def office(manager: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(manager)


@pytest.mark.parametrize("model", ["revision", "auditentry"])
def test_what_is_written_once_can_be_read_and_not_touched(office: Client, model: str) -> None:
    live_condition(title="Asthma")
    row = (Revision if model == "revision" else AuditEntry).objects.get()
    base = f"/admin/publishing/{model}/"
    assert "Asthma" in words(office.get(base))
    assert "Asthma" in words(office.get(f"{base}{row.pk}/change/"))
    refused = [
        office.post(base + path, {"post": "yes"}).status_code
        for path in ("add/", f"{row.pk}/change/", f"{row.pk}/delete/")
    ]
    assert refused == [403, 403, 403]


def test_a_revision_leads_to_the_page_as_it_looked(office: Client) -> None:
    condition = live_condition()
    link = page(office.get(f"/admin/publishing/revision/{Revision.objects.get().pk}/change/")).select_one(
        ".field-as_it_looked a"
    )
    assert link is not None
    assert link["href"] == f"/admin/conditions/condition/{condition.pk}/revisions/1/"


def test_the_audit_is_for_site_managers_alone(desk: Client) -> None:
    assert desk.get("/admin/publishing/auditentry/").status_code == 403
