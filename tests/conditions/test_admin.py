from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conditions.models import Condition, Program
from publishing import review, workflow
from publishing.models import Publishable, Revision, State
from tests.browsing import add_tab, form_on, page, press, words
from tests.factories import live_condition, live_program, make_condition, make_program, signed

ADD = "/admin/conditions/condition/add/"


def change(condition: Condition) -> str:
    return reverse("admin:conditions_condition_change", args=[condition.pk])


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    """An editor at work."""
    return signed_in(editor)


def test_an_editor_makes_a_condition_with_its_tabs(desk: Client) -> None:
    form = add_tab(form_on(desk.get(ADD)), kind="symptoms_causes", title="Symptoms & Causes", body="<p>A cough.</p>")
    desk.post(ADD, form | {"title": "Asthma", "slug": "asthma", "_continue": "1"})
    section = Condition.objects.get(slug="asthma").sections.get()
    assert (section.title, section.body) == ("Symptoms & Causes", "<p>A cough.</p>")


def test_a_saved_draft_stays_on_its_form_and_says_that_readers_see_nothing(desk: Client) -> None:
    response = press(desk, ADD, "_continue", title="Asthma", slug="asthma")
    assert response.request["PATH_INFO"] == change(Condition.objects.get())
    assert "Readers see nothing of it until you publish" in words(response)


def test_a_saved_draft_is_never_public(desk: Client, reader: Client) -> None:
    condition = live_condition({"Symptoms & Causes": "<p>Old words.</p>"})
    press(desk, change(condition), "_continue", **{"sections-0-body": "<p>New words.</p>"})
    public = reader.get(f"/conditions/{condition.slug}/").content.decode()
    assert "Old words." in public
    assert "New words." not in public


def publish_what_is_typed(desk: Client, subject: Publishable, **typed: str) -> None:
    """Save, have it signed off, publish."""
    address = reverse(f"admin:{subject.kind().replace('.', '_')}_change", args=[subject.pk])
    press(desk, address, "_continue", **typed)
    signed(type(subject)._default_manager.get(pk=subject.pk))
    press(desk, address, "_publish", _reason="fine as it is")


def test_publishing_shows_readers_what_the_form_says(desk: Client, reader: Client) -> None:
    condition = live_condition({"Symptoms & Causes": "<p>Old words.</p>"})
    publish_what_is_typed(desk, condition, **{"sections-0-body": "<p>New words.</p>"})
    assert "New words." in reader.get(f"/conditions/{condition.slug}/").content.decode()


def test_tabs_are_shown_in_the_order_they_were_given(desk: Client, reader: Client) -> None:
    condition = make_condition({"One": "<p>First.</p>", "Two": "<p>Second.</p>"})
    publish_what_is_typed(desk, condition, **{"sections-0-order": "1", "sections-1-order": "0"})
    public = reader.get(f"/conditions/{condition.slug}/").content.decode()
    assert public.index("Second.") < public.index("First.")


def test_a_tab_added_without_a_place_comes_last(desk: Client) -> None:
    condition = make_condition({"One": "<p>First.</p>", "Two": "<p>Second.</p>"})
    form = add_tab(form_on(desk.get(change(condition))), title="Three", order="")
    desk.post(change(condition), form | {"_continue": "1"})
    assert [section.title for section in condition.ordered_sections()] == ["One", "Two", "Three"]


def test_a_removed_tab_is_gone(desk: Client) -> None:
    condition = make_condition({"One": "<p>First.</p>", "Two": "<p>Second.</p>"})
    press(desk, change(condition), "_continue", **{"sections-0-DELETE": "on"})
    assert [section.title for section in condition.ordered_sections()] == ["Two"]


def test_a_tab_that_was_added_and_removed_again_needs_no_title(desk: Client) -> None:
    condition = make_condition()
    form = add_tab(form_on(desk.get(change(condition))), body="<p>Half a thought.</p>")
    response = desk.post(change(condition), form | {"sections-0-DELETE": "on", "_continue": "1"})
    assert response.status_code == 302
    assert not condition.sections.exists()


def test_a_tab_left_empty_is_not_made(desk: Client) -> None:
    condition = make_condition()
    response = desk.post(change(condition), add_tab(form_on(desk.get(change(condition)))) | {"_continue": "1"})
    assert response.status_code == 302
    assert not condition.sections.exists()


def test_a_form_with_a_mistake_keeps_every_character_typed(desk: Client) -> None:
    condition = make_condition({"One": "<p>First.</p>"})
    typed = {
        "title": "",
        "other_names": " two  spaces \nand a line",
        "sections-0-body": "<p>Half a sen</p>",
    }
    response = press(desk, change(condition), "_publish", **typed)
    assert form_on(response) | typed == form_on(response)


def test_a_form_with_a_mistake_names_it_and_leads_to_its_field(desk: Client) -> None:
    response = press(desk, ADD, "_continue", slug="asthma")
    summary = page(response).select_one("[data-error-summary]")
    assert summary is not None
    assert [link["href"] for link in summary.select("a")] == ["#id_title"]


@pytest.mark.parametrize("size", ["<p>a</p>" * 20_001, "x" * 400_001])
def test_a_text_that_is_too_large_comes_back_whole_in_a_plain_text_area(desk: Client, size: str) -> None:
    condition = make_condition({"One": "<p>First.</p>"})
    response = press(desk, change(condition), "_continue", **{"sections-0-body": size})
    area = page(response).select_one("textarea[name=sections-0-body]")
    assert area is not None
    assert (area.get_text().strip(), area.get("data-type")) == (size, None)
    assert "at most" in words(response)


def test_a_mark_that_the_door_does_not_keep_is_dropped_on_saving(desk: Client) -> None:
    condition = make_condition({"One": ""})
    press(
        desk,
        change(condition),
        "_continue",
        **{"sections-0-body": '<p style="color:red" onclick="a()">Red<script>x</script></p>'},
    )
    assert condition.sections.get().body == "<p>Red</p>"


def test_a_condition_is_never_related_to_itself(desk: Client) -> None:
    condition = make_condition()
    press(desk, change(condition), "_continue", related=[str(condition.pk)])
    assert not condition.related.exists()


def test_adding_a_related_page_leaves_the_draft_of_the_other_as_it_is(desk: Client) -> None:
    one, other = live_condition(), live_condition()
    before = other.content()
    press(desk, change(one), "_continue", related=[str(other.pk)])
    assert (one.state(), other.state()) == (State.CHANGED, State.LIVE)
    assert other.content() == before
    assert [related.pk for related in one.related.all()] == [other.pk]


def test_removing_a_related_page_leaves_the_draft_of_the_other_as_it_is(desk: Client) -> None:
    other = live_condition()
    one = live_condition(related=(other,))
    other.related.set([one])
    workflow.publish(other, by=None)
    press(desk, change(one), "_continue", related=[])
    assert (one.state(), other.state()) == (State.CHANGED, State.LIVE)
    assert [related.pk for related in other.related.all()] == [one.pk]


def test_programs_are_found_by_typing_a_part_of_their_name(desk: Client) -> None:
    make_program(title="Asthma Program"), make_program(title="Heart Center")
    query = {"app_label": "conditions", "model_name": "condition", "field_name": "programs", "term": "asth"}
    found = desk.get("/admin/autocomplete/", query).json()["results"]
    assert [row["text"] for row in found] == ["Asthma Program"]


def test_picking_a_related_condition_searches_titles_alone(desk: Client) -> None:
    make_condition({"One": "<p>Unlike eczema.</p>"}, title="Asthma")
    query = {"app_label": "conditions", "model_name": "condition", "field_name": "related", "term": "eczema"}
    assert desk.get("/admin/autocomplete/", query).json()["results"] == []


def test_the_list_finds_a_condition_by_a_word_of_its_text(desk: Client) -> None:
    make_condition({"One": "<p>Wheezing at night.</p>"}, title="Asthma"), make_condition(title="Clubfoot")
    listed = words(desk.get("/admin/conditions/condition/", {"q": "wheezing"}))
    assert "Asthma" in listed
    assert "Clubfoot" not in listed


def test_the_list_is_filtered_by_body_area(desk: Client) -> None:
    condition = make_condition(title="Asthma")
    area = condition.body_areas.create(name="Lungs")
    make_condition(title="Clubfoot")
    listed = words(desk.get("/admin/conditions/condition/", {"body_areas__id__exact": area.pk}))
    assert "Clubfoot" not in listed


def test_the_list_asks_the_database_no_more_for_more_conditions(
    desk: Client, django_assert_num_queries: Callable[..., object], django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _number in range(12):
        live_condition({"One": "<p>First.</p>"})
    with django_assert_max_num_queries(13):  # type: ignore[attr-defined]
        desk.get("/admin/conditions/condition/")


def test_what_is_typed_into_a_new_page_is_checked(desk: Client) -> None:
    typed = form_on(desk.get(ADD)) | {"title": "Croup", "summary": "A barking cough."}
    assert desk.post("/admin/conditions/condition/0/check/", typed).status_code == 200


FORTY_TABS = {f"Tab {number}": "<p>Words.</p>" for number in range(40)}


def test_a_form_of_forty_tabs_asks_the_database_at_most_thirty_times(
    manager: User, editor: User, signed_in: Callable[[User], Client], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    """In the dearest case: a manager's form of a changed page with an owner, a review, a comment and a relation."""
    condition = live_condition(FORTY_TABS, programs=(live_program(),), related=(live_condition(),), owner=editor)
    condition.summary = "More."
    condition.save()
    workflow.save_draft(condition, by=editor)
    review.ask(condition, by=editor)
    review.comment(condition, by=editor, part="page", text="Why?")
    client = signed_in(manager)
    with django_assert_max_num_queries(30):
        client.get(change(condition))


def test_saving_forty_tabs_does_not_read_them_one_by_one(desk: Client) -> None:
    condition = make_condition(FORTY_TABS)
    typed = form_on(desk.get(change(condition))) | {"sections-3-body": "<p>Changed.</p>"}
    with CaptureQueriesContext(connection) as asked:
        assert desk.post(change(condition), typed).status_code == 302
    assert len([one for one in asked if one["sql"].startswith('SELECT "conditions_section"')]) < 12


def test_a_tab_of_another_page_is_not_taken_through_a_forged_form(desk: Client) -> None:
    condition, other = make_condition({"One": "<p>First.</p>"}), make_condition({"Two": "<p>Second.</p>"})
    typed = form_on(desk.get(change(condition)))
    forged = {"sections-0-id": str(other.sections.get().pk), "sections-0-body": "<p>Forged.</p>"}
    desk.post(change(condition), typed | forged)
    assert other.sections.get().body == "<p>Second.</p>"


def test_owners_are_active_staff_and_who_is_named_already(desk: Client, editor: User) -> None:
    left = User.objects.create_user("left", is_staff=True, is_active=False)
    User.objects.create_user("other", is_staff=True, is_active=False)
    condition = make_condition(owner=left)
    offered = [option.text for option in page(desk.get(change(condition))).select("#id_owner option")]
    assert offered == ["---------", "editor", "left (no active account)"]
    press(desk, change(condition), "_save")
    condition.refresh_from_db()
    assert condition.owner == left


@pytest.mark.parametrize("address", [ADD, "/admin/conditions/program/add/"])
def test_every_field_has_a_help_text_tied_to_it(desk: Client, address: str) -> None:
    form = page(desk.get(address))
    rows = [row for row in form.select("#content-main .form-row") if "hidden" not in row["class"]]
    without = [row.get("class") for row in rows if not row.select_one(".help[id$=_helptext]")]
    assert rows
    assert without == []


def test_a_draft_is_previewed_on_the_real_page_with_nothing_kept_or_indexed(desk: Client) -> None:
    condition = live_condition({"One": "<p>Old words.</p>"})
    response = press(desk, change(condition), "_preview", **{"sections-0-body": "<p>New words.</p>"})
    assert "conditions/condition.html" in [template.name for template in response.templates]
    assert "New words." in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_a_programs_draft_is_previewed_on_its_real_page(desk: Client) -> None:
    program = make_program(body="<p>We meet you at the door.</p>")
    response = press(desk, reverse("admin:conditions_program_change", args=[program.pk]), "_preview")
    assert "conditions/program.html" in [template.name for template in response.templates]
    assert "We meet you at the door." in response.content.decode()


def test_a_revision_opens_as_the_page_looked(desk: Client) -> None:
    program = live_program(title="Asthma Program")
    condition = live_condition({"One": "<p>Old words.</p>"}, programs=(program,))
    publish_what_is_typed(desk, condition, **{"sections-0-body": "<p>New words.</p>"})
    shown = desk.get(f"/admin/conditions/condition/{condition.pk}/revisions/1/").content.decode()
    assert "Old words." in shown
    assert "Asthma Program" in shown
    assert "New words." not in shown


def test_a_programs_revision_opens_as_the_page_looked(desk: Client) -> None:
    program = live_program(summary="A small team.")
    publish_what_is_typed(desk, program, summary="A large team.")
    assert "A small team." in desk.get(f"/admin/conditions/program/{program.pk}/revisions/1/").content.decode()


def test_a_programs_page_is_edited_and_published(desk: Client, reader: Client) -> None:
    program = live_program()
    publish_what_is_typed(desk, program, summary="We help.")
    assert Program.objects.get().summary == "We help."
    assert "We help." in reader.get(f"/programs/{program.slug}/").content.decode()
    assert Revision.objects.of(Program).count() == 2


def test_who_may_only_look_reads_text_and_lists_and_neither_html_nor_json(
    reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    condition = make_condition(
        {"One": "<p>Wheezing <strong>at night</strong>.</p>"},
        introduction="<p>Asthma is common.</p>",
        other_names=["Bronchial asthma"],
    )
    read = words(signed_in(reviewer).get(change(condition)))
    assert "Asthma is common." in read
    assert "Bronchial asthma" in read
    assert "Wheezing at night ." in read
    assert "<p>" not in read
    assert '["' not in read


def test_old_html_opens_with_a_list_of_what_would_go_and_nothing_goes_before_saving(desk: Client) -> None:
    old = '<p style="color:red" class="x">A <font face="Comic">door</font>.</p><marquee>Moving</marquee>'
    condition = make_condition()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE conditions_condition SET introduction = %s WHERE id = %s", [old, condition.pk])
    shown = words(desk.get(reverse("admin:conditions_condition_change", args=[condition.pk])))
    for gone in ("<font> (1×)", "<marquee> (1×)", "style of <p> (1×)", "class of <p> (1×)", "face of <font> (1×)"):
        assert gone in shown
    condition.refresh_from_db()
    assert condition.introduction == old


def test_a_text_of_our_own_opens_without_such_a_list(desk: Client) -> None:
    condition = make_condition({"Diagnosis": "<p>A <b>door</b>.</p><h2>Why?</h2>"})
    shown = desk.get(reverse("admin:conditions_condition_change", args=[condition.pk]))
    assert "written elsewhere" not in words(shown)
