"""The content checks in the form, on the review page and in the report, with the rules as they are."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conditions.models import Answer, Condition, Problem, Section
from tests.browsing import add_tab, form_on, page, press, words
from tests.factories import make_condition, signed
from tests.untidy import LEAD_IN, untidy_page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
REPORT = "/admin/conditions/problem/"


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


def at(condition: Condition, name: str = "change") -> str:
    return f"/admin/conditions/condition/{condition.pk}/{name}/"


def told(response: object, place: str) -> list[str]:
    found = page(response).select(f'[data-place-of="{place}"] .problem')  # type: ignore[arg-type]
    return [" ".join(problem.get_text(" ").split()) for problem in found]


def test_each_problem_stands_in_its_tab_with_level_reason_and_a_link_to_the_field(desk: Client) -> None:
    form = desk.get(at(untidy_page()))
    (lead_in,) = [text for text in told(form, "sections-1") if "Error" in text]
    assert LEAD_IN in lead_in
    assert page(form).select_one('[data-place-of="sections-1"] .problem-error a[href="#id_sections-1-body"]')
    assert any("Empty tab" in text for text in told(form, "sections-2"))


def test_what_is_typed_is_checked_and_not_stored(desk: Client) -> None:
    condition = untidy_page()
    before = list(Problem.objects.values_list("pk", "gone_at"))
    typed = form_on(desk.get(at(condition))) | {"sections-1-body": "<p>Some tests tell more about it.</p>"}
    said = json.loads(desk.post(at(condition, "check"), typed).content)
    assert LEAD_IN not in said["places"].get("sections-1", "")
    assert said["status"].startswith("The checks find 1 error,")
    assert list(Problem.objects.values_list("pk", "gone_at")) == before
    assert LEAD_IN in Section.objects.get(order=1).body


def test_a_new_tab_and_a_new_page_are_checked_while_they_are_typed(desk: Client) -> None:
    typed = form_on(desk.get("/admin/conditions/condition/add/"))
    typed = add_tab(typed | {"title": "Lantern Fever"}, title="Signs", body=f"<p>{LEAD_IN}</p><p>More of it.</p>")
    said = json.loads(desk.post("/admin/conditions/condition/0/check/", typed).content)
    assert LEAD_IN in said["places"]["sections-0"]
    assert not Condition.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"sections-TOTAL_FORMS": "x"}, {"title": "x" * 5000}])
def test_what_is_no_such_form_is_refused_with_a_message(desk: Client, sent: dict[str, str]) -> None:
    response = desk.post(at(untidy_page(), "check"), sent)
    assert response.status_code == 400
    assert json.loads(response.content)["error"]


def test_a_problem_of_unsaved_text_is_answered_before_it_is_saved(desk: Client) -> None:
    condition = untidy_page()
    typed = form_on(desk.get(at(condition))) | {"sections-2-body": "<p>The trials include:</p><p>More of it.</p>"}
    said = json.loads(desk.post(at(condition, "check"), typed).content)
    found = BeautifulSoup(said["places"]["sections-2"], "html.parser").select_one(".problem-error [data-answer]")
    assert found is not None
    desk.post(found["href"], typed | {"_typed": "1", "_why": "It is a heading"})
    desk.post(at(condition), typed | {"_continue": "1"})
    assert Problem.objects.there().get(part_title="Research & Innovation", level="error").answer == Answer.objects.get()


def test_a_reviewer_sees_what_is_wrong_beside_the_words_and_answers_nothing(
    reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    response = signed_in(reviewer).get(at(untidy_page(), "review"))
    assert "A list should follow" in words(response)
    assert not page(response).select("[data-answer]")


def test_an_abbreviation_that_is_explained_nowhere_leads_to_its_word_for_the_glossary(desk: Client) -> None:
    condition = make_condition({"Symptoms & Causes": "<p>Your child may get MIBG before the scan.</p>"})
    press(desk, at(condition), "_continue", **{"sections-0-title": "Symptoms"})
    (link,) = page(desk.get(at(condition))).select('.problem a[href*="/term/add/"]')
    form = form_on(desk.get(str(link["href"])))
    assert (form["title"], form["slug"], form["language"]) == ("MIBG", "mibg", "en")


def test_who_may_not_write_words_is_offered_none(manager: User, signed_in: Callable[[User], Client]) -> None:
    condition = make_condition({"Symptoms & Causes": "<p>Your child may get MIBG before the scan.</p>"})
    manager.groups.clear()
    for name in ("view_condition", "change_condition", "view_section", "change_section", "view_problem"):
        manager.user_permissions.add(Permission.objects.get(codename=name))
    client = signed_in(manager)
    press(client, at(condition), "_continue", **{"sections-0-title": "Symptoms"})
    shown = page(client.get(at(condition)))
    assert any("MIBG" in problem.get_text() for problem in shown.select(".problem"))
    assert not shown.select('.problem a[href*="/term/add/"]')


def goes_live_only_with_a_word_of_why(desk: Client, condition: Condition) -> None:
    """Publishing is refused until each error is overridden, and then asks why the warnings stay."""
    signed(condition)
    response = press(desk, at(condition), "_publish", _reason="A reason alone is not enough")
    assert "Mend each, or override it" in words(response)
    for problem in condition.problems.open().errors():
        press(desk, at(condition, f"problems/{problem.key}"), "_go", reason="Agreed with the clinic")
    assert "Say in one line why" in words(press(desk, at(condition), "_publish"))
    assert not condition.revisions().exists()
    press(desk, at(condition), "_publish", _reason="Needed before the weekend")
    assert condition.revisions().live().get().note == "Needed before the weekend"


def test_an_untidy_page_goes_live_only_with_a_word_of_why(desk: Client) -> None:
    goes_live_only_with_a_word_of_why(desk, untidy_page())


def test_the_real_page_shows_its_problems_and_goes_live_only_with_a_word_of_why(desk: Client, seed: Path) -> None:
    call_command("import_condition", str(seed))
    condition = Condition.objects.get()
    form = desk.get(at(condition))
    assert any("A list should follow" in text for text in told(form, "sections-1"))
    for name in ("ACC", "MEN1", "paralysis"):
        assert any(f"“{name}”" in text for text in told(form, "sections-0")), name
    assert any("Empty tab" in text for text in told(form, "sections-3"))
    goes_live_only_with_a_word_of_why(desk, condition)


def test_the_real_page_is_published_by_the_importer_for_a_reason_alone(seed: Path) -> None:
    with pytest.raises(CommandError):
        call_command("import_condition", str(seed), "--publish")
    assert not Condition.objects.exists()
    call_command("import_condition", str(seed), "--publish", "--reason", "For a look at it")
    assert {given.reason for given in Answer.objects.all()} == {"For a look at it"}


def test_the_report_counts_names_and_leads_to_the_page(desk: Client) -> None:
    condition = untidy_page()
    response = desk.get(REPORT)
    assert "1 of 1 pages are checked" in words(response)
    assert page(response).select(f'#result_list a[href^="{at(condition)}"]')
    assert page(response).select("svg.trend path.trend-error")


@pytest.mark.parametrize(
    ("query", "errors"),
    [("level__exact=error", 2), ("rule=empty-tab", 1), ("became=dismissed", 0), ("page=public", 0), ("owner=none", 2)],
)
def test_the_report_is_filtered(desk: Client, query: str, errors: int) -> None:
    untidy_page()
    rows = page(desk.get(f"{REPORT}?{query}")).select("#result_list tbody .problem-error")
    assert len(rows) == errors


def test_the_report_asks_no_more_where_there_is_more(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get(REPORT)
        return len(asked)

    untidy_page()
    before = queries()
    for number in range(3):
        Condition.objects.filter(slug="lantern-fever").update(slug=f"lantern-fever-{number}")
        untidy_page()
    assert queries() <= before
