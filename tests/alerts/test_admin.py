from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from alerts.models import AlertState, RecallAlert
from publishing import clock
from publishing.models import AuditEntry
from tests.browsing import form_on, page, press, words
from tests.factories import live_alert, live_condition, make_alert

LIST = "/admin/alerts/recallalert/"
ADD = f"{LIST}add/"
NEW = {"headline": "There is a recall of some capsules.", "kind": "recall", "what_to_do": "Look at the lot number."}


def at(name: str, alert: RecallAlert) -> str:
    return reverse(f"admin:alerts_recallalert_{name}", args=[alert.pk])


def buttons(client: Client, address: str) -> list[str]:
    row = page(client.get(address)).select(".submit-row [type=submit], .submit-row .steplink")
    return [button.get("value") or button.get_text() for button in row]  # type: ignore[misc]


@pytest.fixture
def office(communications: User, signed_in: Callable[[User], Client]) -> Client:
    """The communications team at work."""
    return signed_in(communications)


def test_a_draft_alert_is_never_public(office: Client, reader: Client) -> None:
    press(office, ADD, "_continue", **NEW)
    alert = RecallAlert.objects.get()
    assert alert.headline not in reader.get("/").content.decode()
    assert reader.get(f"/alerts/{alert.slug}/").status_code == 404


def test_posting_puts_an_alert_on_the_site_at_once(office: Client, reader: Client) -> None:
    response = press(office, ADD, "_post", **NEW)
    assert "The alert is on the public site" in words(response)
    assert f'data-alert="{RecallAlert.objects.get().slug}"' in reader.get("/").content.decode()


def test_an_alert_gets_its_address_from_its_headline(office: Client) -> None:
    press(office, ADD, "_continue", **NEW)
    press(office, ADD, "_continue", **NEW)
    slugs = sorted(RecallAlert.objects.values_list("slug", flat=True))
    assert slugs == ["there-is-a-recall-of-some-capsules", "there-is-a-recall-of-some-capsules-2"]


def test_a_long_headline_is_cut_between_words_for_its_address(office: Client) -> None:
    press(office, ADD, "_continue", **NEW | {"headline": "capsules " * 17})
    assert RecallAlert.objects.get().slug == "-".join(["capsules"] * 9)


@pytest.mark.parametrize(("headline", "slug"), [("تنبيه", "tnbyh"), ("β-Dravol", "beta-dravol"), ("⚠", "alert")])
def test_a_headline_without_latin_letters_still_gets_an_address(office: Client, headline: str, slug: str) -> None:
    press(office, ADD, "_continue", **NEW | {"headline": headline})
    assert RecallAlert.objects.get().slug == slug


def test_an_alert_that_would_show_nowhere_is_saved_and_not_posted(office: Client) -> None:
    data = form_on(office.get(ADD)) | NEW | {"_post": "1"}
    del data["is_everywhere"]
    response = office.post(ADD, data, follow=True)
    assert "not posted. This alert would show nowhere" in words(response)
    assert RecallAlert.objects.get().current_state() == AlertState.DRAFT


def test_an_alert_is_posted_on_chosen_pages_in_the_same_step(office: Client, reader: Client) -> None:
    condition = live_condition()
    data = form_on(office.get(ADD)) | NEW | {"conditions": [str(condition.pk)], "_post": "1"}
    del data["is_everywhere"]
    office.post(ADD, data)
    assert "data-alert" in reader.get(f"/conditions/{condition.slug}/").content.decode()
    assert "data-alert" not in reader.get("/").content.decode()


def test_an_alert_with_a_later_start_is_scheduled(office: Client) -> None:
    response = press(office, ADD, "_post", **NEW, starts_at="2199-01-01T08:00")
    assert "appears by itself at its start" in words(response)
    assert RecallAlert.objects.get().current_state() == AlertState.SCHEDULED


def test_times_are_typed_in_the_hospitals_zone_and_the_form_says_so(office: Client) -> None:
    press(office, ADD, "_continue", **NEW, starts_at="2199-01-01T08:00")
    assert str(RecallAlert.objects.get().starts_at) == "2199-01-01 13:00:00+00:00"
    assert "Times are those of America/New_York." in words(office.get(ADD))


def test_an_end_before_the_start_is_refused_in_words(office: Client) -> None:
    times = {"starts_at": "2199-01-02T08:00", "ends_at": "2199-01-01T08:00"}
    assert "The end must be later than the start." in words(press(office, ADD, "_post", **NEW, **times))
    assert not RecallAlert.objects.exists()


STATES = {
    "draft": (dict, ["Save draft", "Preview", "Post now"]),
    "scheduled": (
        lambda: {"starts_at": clock.now() + timedelta(days=1)},
        ["Save and publish", "Add news…", "Extend…", "Withdraw…"],
    ),
    "live": (dict, ["Save and publish", "End now…", "Add news…", "Extend…", "Withdraw…"]),
    "ended": (
        lambda: {"starts_at": clock.now() - timedelta(days=2), "ends_at": clock.now() + timedelta(seconds=1)},
        ["Save and publish", "Post again…", "Copy to a new draft", "Add news…", "Withdraw…"],
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_an_alert_offers_the_steps_of_its_state(office: Client, clock: Any, state: str) -> None:
    facts, expected = STATES[state]
    alert = make_alert(**facts())
    if state != "draft":
        alert.post(by=None)
        clock.forward(seconds=2)
    assert alert.current_state() == state
    assert buttons(office, at("change", alert)) == expected


def test_ending_takes_an_alert_off_the_pages_and_leaves_its_own(office: Client, reader: Client) -> None:
    alert = live_alert()
    office.post(at("end", alert))
    assert "data-alert" not in reader.get("/").content.decode()
    assert reader.get(f"/alerts/{alert.slug}/").status_code == 200


def test_opening_the_address_that_ends_an_alert_ends_nothing(office: Client) -> None:
    alert = live_alert()
    assert "It leaves every page of the site at once" in words(office.get(at("end", alert)))
    assert alert.current_state() == AlertState.LIVE


def test_ending_what_is_not_live_says_why_it_cannot(office: Client) -> None:
    response = office.post(at("end", make_alert()), follow=True)
    assert "This cannot be done with an alert that is “Draft”" in words(response)


def test_withdrawing_keeps_the_reason_and_fixes_the_alert(office: Client) -> None:
    alert = live_alert()
    press(office, at("withdraw", alert), "", reason="the firm corrected its list")
    alert.refresh_from_db()
    assert alert.withdrawal_reason == "the firm corrected its list"
    assert buttons(office, at("change", alert)) == []
    assert office.post(at("change", alert), NEW).status_code == 403


def test_withdrawing_needs_a_reason_of_at_most_300_characters(office: Client) -> None:
    alert = live_alert()
    for reason in ("", "x" * 301):
        press(office, at("withdraw", alert), "", reason=reason)
    assert alert.current_state() == AlertState.LIVE


def test_saving_a_posted_alert_corrects_it_before_readers_eyes_and_in_the_audit(office: Client, reader: Client) -> None:
    alert = live_alert()
    press(office, at("change", alert), "_continue", headline="There is a recall of other capsules.")
    assert "other capsules" in reader.get("/").content.decode()
    assert [entry.action for entry in AuditEntry.objects.all()] == ["correct", "post"]


def test_a_posted_alert_without_a_start_keeps_the_moment_it_was_posted(office: Client) -> None:
    alert = live_alert()
    press(office, at("change", alert), "_continue", starts_at="")
    alert.refresh_from_db()
    assert alert.starts_at == alert.posted_at


def test_saving_without_touching_the_times_keeps_them_to_the_second(office: Client) -> None:
    alert = live_alert()
    office.post(at("end", alert))
    before = RecallAlert.objects.get()
    press(office, at("change", alert), "_continue", headline="There was a recall.")
    after = RecallAlert.objects.get()
    assert after.headline == "There was a recall."
    assert (after.starts_at, after.ends_at) == (before.starts_at, before.ends_at)


def test_the_address_of_a_posted_alert_is_fixed(office: Client) -> None:
    alert = live_alert(slug="capsules")
    press(office, at("change", alert), "_continue", slug="elsewhere")
    assert RecallAlert.objects.get().slug == "capsules"


def test_saving_an_old_form_never_brings_back_an_alert_that_was_ended(office: Client) -> None:
    alert = live_alert()
    opened = form_on(office.get(at("change", alert)))
    office.post(at("end", alert))
    response = office.post(at("change", alert), opened | {"_continue": "1"})
    assert "Check them, then save." in words(response)
    assert alert.current_state() == AlertState.ENDED


def test_who_saves_a_draft_alert_second_is_told_and_keeps_what_was_typed(office: Client) -> None:
    alert = make_alert()
    opened = form_on(office.get(at("change", alert)))
    press(office, at("change", alert), "_continue", headline="The first one's words.")
    response = office.post(at("change", alert), opened | {"headline": "The second one's words.", "_continue": "1"})
    assert form_on(response)["headline"] == "The second one's words."
    assert RecallAlert.objects.get().headline == "The first one's words."


def test_a_posted_alert_is_never_deleted(office: Client) -> None:
    alert = live_alert()
    assert office.post(at("delete", alert), {"post": "yes"}).status_code == 403
    office.post(LIST, {"action": "delete_selected", "_selected_action": [alert.pk], "post": "yes"})
    assert RecallAlert.objects.exists()


def test_a_draft_alert_can_be_deleted(office: Client) -> None:
    office.post(at("delete", make_alert()), {"post": "yes"})
    assert not RecallAlert.objects.exists()


def test_an_editor_reads_alerts_and_takes_no_step(editor: User, signed_in: Callable[[User], Client]) -> None:
    desk, alert = signed_in(editor), live_alert()
    assert buttons(desk, at("change", alert)) == []
    forged = [
        desk.post(at(step, alert), NEW | {"reason": "mischief"}).status_code for step in ("change", "end", "withdraw")
    ]
    assert forged == [403, 403, 403]
    assert alert.current_state() == AlertState.LIVE


def test_communications_change_no_condition(office: Client) -> None:
    condition = live_condition()
    address = f"/admin/conditions/condition/{condition.pk}"
    assert office.post(f"{address}/change/", {"title": "Hacked", "_publish": "1"}).status_code == 403
    assert office.post(f"{address}/retire/", {"reason": "mischief"}).status_code == 403


def test_the_list_names_each_state_and_filters_by_it(office: Client) -> None:
    make_alert(), live_alert()
    assert [mark.get_text() for mark in page(office.get(LIST)).select("#result_list .state")] == ["Live", "Draft"]
    assert [mark.get_text() for mark in page(office.get(LIST, {"state": "draft"})).select("#result_list .state")] == [
        "Draft"
    ]


def test_the_list_asks_the_database_no_more_for_more_alerts(office: Client, django_assert_max_num_queries: Any) -> None:
    for _number in range(12):
        live_alert()
    with django_assert_max_num_queries(10):
        office.get(LIST)


def test_the_history_tells_of_each_step(office: Client) -> None:
    alert = live_alert()
    press(office, at("withdraw", alert), "", reason="the firm corrected its list")
    told = words(office.get(at("history", alert)))
    assert "Withdrawn the firm corrected its list Live → Withdrawn" in told
    assert "Posted Draft → Live" in told


def test_view_on_site_is_offered_once_an_alert_has_begun(office: Client) -> None:
    assert page(office.get(at("change", live_alert()))).select_one(".viewsitelink") is not None
    assert page(office.get(at("change", make_alert()))).select_one(".viewsitelink") is None


def test_every_field_has_a_help_text_tied_to_it(office: Client) -> None:
    rows = page(office.get(ADD)).select("#content-main .form-row:not(:has([data-samples]))")
    assert [row.get("class") for row in rows if not row.select_one(".help[id$=_helptext]")] == []


def test_the_hurried_form_asks_for_few_things_and_shows_the_banner(office: Client) -> None:
    form = page(office.get(ADD))
    first = form.select("#content-main fieldset")[0]
    assert len(first.select(".form-row")) == 8
    assert form.select_one(".phone-screen [data-alert]") is not None


def test_preview_without_script_shows_the_banner_of_the_saved_draft(office: Client, reader: Client) -> None:
    response = press(office, ADD, "_continue", **NEW, label="Capsules")
    screen = page(response).select_one(".phone-screen")
    assert screen is not None
    assert "Capsules: There is a recall of some capsules." in " ".join(screen.get_text().split())
    assert "Capsules" not in reader.get("/").content.decode()


def test_the_next_look_is_asked_for_and_filled_in_already(office: Client) -> None:
    press(office, ADD, "_post", **NEW)
    alert = RecallAlert.objects.get()
    assert alert.review_due_at is not None
    assert timedelta(days=6) < alert.review_due_at - clock.now() < timedelta(days=8)
    assert "This field is required" in words(press(office, ADD, "_post", **NEW, review_due_at=""))


def test_an_editor_of_an_alert_says_what_changed_and_whether_it_matters(office: Client, reader: Client) -> None:
    alert = live_alert()
    press(office, at("change", alert), "_continue", firm="Harbor", what_changed="We name the firm.", is_material="on")
    assert "We name the firm." in words(reader.get(f"/alerts/{alert.slug}/"))
    assert RecallAlert.objects.get().edition == 2
    assert "firm" in words(office.get(at("change", alert)))


def test_a_correction_that_readers_could_not_see_is_refused_with_everything_typed(office: Client) -> None:
    alert = live_alert()
    response = press(office, at("change", alert), "_continue", what_to_do="Go to javascript:alert(1).", firm="Typed")
    assert "must start with https://" in words(response)
    assert "Typed" in response.content.decode()
    assert RecallAlert.objects.get().what_to_do == ""


def test_an_alert_with_a_bad_link_is_saved_and_not_posted(office: Client) -> None:
    response = press(office, ADD, "_post", **NEW | {"what_to_do": "See /conditions/never-was/."})
    assert "not posted. “/conditions/never-was/” leads to a page that readers cannot see." in words(response)
    assert RecallAlert.objects.get().current_state() == AlertState.DRAFT


@pytest.mark.parametrize("source", ["javascript:alert(1)", "ftp://example.org/x", "<b>"])
def test_a_source_of_another_scheme_is_refused_in_the_form(office: Client, source: str) -> None:
    response = press(office, ADD, "_post", **NEW, source_url=source)
    assert "Enter a valid URL" in words(response)
    assert not RecallAlert.objects.exists()


def test_markup_is_shown_as_text_to_staff(office: Client) -> None:
    alert = live_alert(headline="<script>alert(1)</script>", label="<b>x", what_to_do="<img src=x>")
    alert.report(by=None, text="<i>news</i>")
    for address in (LIST, at("change", alert), at("history", alert), at("withdraw", alert), at("news", alert)):
        body = office.get(address).content.decode()
        assert not any(markup in body for markup in ("<script>alert", "<b>x", "<img src=x>", "<i>news"))


def test_news_and_a_later_end_have_pages_of_their_own(office: Client, reader: Client) -> None:
    alert = live_alert()
    press(office, at("news", alert), "", text="Other capsules have come.")
    press(office, at("extend", alert), "", until="2199-01-01T12:00")
    assert "Other capsules have come." in words(reader.get(f"/alerts/{alert.slug}/"))
    assert str(RecallAlert.objects.get().ends_at) == "2199-01-01 17:00:00+00:00"
    assert "Choose a moment later" in words(press(office, at("extend", alert), "", until="2198-01-01T12:00"))


def test_overdue_alerts_are_marked_in_the_list_and_found_by_a_filter(office: Client, clock: Any) -> None:
    live_alert(headline="Look at me.", classification="I")
    clock.forward(days=8)
    live_alert(headline="I am new.")
    assert "Overdue: 03/09/2026 11 a.m." in words(office.get(LIST))
    found = page(office.get(LIST, {"look_again": "overdue"})).select("#result_list .field-headline")
    assert [row.get_text() for row in found] == ["Look at me."]


@pytest.fixture
def two_persons(settings: Any) -> None:
    settings.ALERT_TWO_PERSON_RELEASE = True


def test_where_two_persons_post_the_first_asks_and_the_second_releases(
    office: Client, two_persons: None, manager: User, signed_in: Callable[[User], Client], reader: Client
) -> None:
    assert "Now another person" in words(press(office, ADD, "_ask", **NEW))
    alert = RecallAlert.objects.get()
    assert buttons(office, at("change", alert)) == ["Save draft", "Preview", "Ask for release", "Post alone…"]
    second = signed_in(manager)
    offered = page(second.get(at("change", alert))).select(".submit-row .default")
    assert [button.get_text() for button in offered] == ["Release and post what is saved"]
    assert reader.get(f"/alerts/{alert.slug}/").status_code == 404
    assert "on the public site" in words(second.post(at("release", alert), follow=True))
    assert reader.get(f"/alerts/{alert.slug}/").status_code == 200


def test_a_forged_request_posts_nothing_where_two_persons_are_asked_for(
    office: Client, two_persons: None, communications: User, signed_in: Callable[[User], Client]
) -> None:
    press(office, ADD, "_ask", **NEW)
    alert = RecallAlert.objects.get()
    other_session = signed_in(communications)
    for client in (office, other_session):
        client.post(at("release", alert))
        press(client, at("change", alert), "_post")
    assert alert.current_state() == AlertState.DRAFT


def test_breaking_the_glass_posts_at_once_and_the_history_says_so(
    office: Client, two_persons: None, reader: Client
) -> None:
    alert = make_alert()
    press(office, at("break-glass", alert), "", reason="Nobody else is here.")
    assert reader.get(f"/alerts/{alert.slug}/").status_code == 200
    assert "Posted by one person alone Nobody else is here." in words(office.get(at("history", alert)))


def test_an_editor_takes_none_of_the_other_steps(editor: User, signed_in: Callable[[User], Client]) -> None:
    desk, alert = signed_in(editor), live_alert()
    for step in ("news", "extend", "break-glass", "release"):
        assert desk.post(at(step, alert), {"text": "x", "reason": "x", "until": "2199-01-01T12:00"}).status_code == 403
