"""`manage.py check_content`."""

import gc
import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from conditions.checking.knowledge import site_now
from conditions.checking.site import Site
from conditions.models import CheckRun, Condition, LastCheck, Problem, Section
from conditions.problems import answering, whole_site
from conditions.problems.keeping import check_again
from publishing import workflow
from tests.conftest import Clock
from tests.factories import live_condition, make_condition

pytestmark = pytest.mark.django_db


def check(*arguments: str) -> str:
    out = StringIO()
    call_command("check_content", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def page(slug: str, text: str = "An error.", **facts: Any) -> Condition:
    condition = make_condition({"Causes": f"<p>{text}</p>"}, slug=slug, **facts)
    workflow.save_draft(condition, by=None)
    return condition


def test_it_says_of_a_page_what_is_wrong_and_where() -> None:
    page("asthma")
    page("other")
    assert check("asthma") == (
        "asthma: error: Causes: This says “error”.\n    “An error.”\n"
        "1 page checked; open: 1 error, 0 warnings, 0 advice.\n"
    )


def test_json_is_one_list_of_pages_with_all_that_is_known(editor: User) -> None:
    condition = page("asthma", "An error. Some advice.")
    page("other", "All is well.")
    answering.answer(condition, Problem.objects.get(level="error"), by=editor, reason="It is right")
    asthma, other = json.loads(check("--format", "json"))
    assert (other["slug"], other["problems"]) == ("other", [])
    assert [(one["rule"], one["where"], one["quote"]) for one in asthma["problems"]] == [
        ("error", "Causes", "An error."),
        ("advice", "Causes", "Some advice."),
    ]
    assert asthma["problems"][0]["answer"]["reason"] == "It is right"


def test_json_of_no_page_is_an_empty_list() -> None:
    assert json.loads(check("--format", "json")) == []


@pytest.mark.parametrize(("text", "level", "fails"), [("An error.", "error", True), ("A warning.", "error", False)])
def test_it_fails_on_what_it_is_told_to(text: str, level: str, fails: bool) -> None:
    page("asthma", text)
    if fails:
        with pytest.raises(CommandError):
            check("--fail-on", level)
    else:
        check("--fail-on", level)


def test_it_fails_on_worse_and_not_on_what_is_overridden(editor: User) -> None:
    condition = page("asthma")
    with pytest.raises(CommandError):
        check("--fail-on", "warning")
    answering.answer(condition, Problem.objects.get(), by=editor, reason="It is right")
    check("--fail-on", "warning")


def test_an_unknown_address_is_named_and_nothing_is_checked() -> None:
    page("asthma")
    LastCheck.objects.all().delete()
    with pytest.raises(CommandError, match="asthmma"):
        check("asthma", "asthmma")
    assert LastCheck.objects.count() == 0


def test_live_text_is_read_and_nothing_is_kept() -> None:
    condition = live_condition({"Causes": "<p>An error.</p>"}, slug="asthma")
    Section.objects.update(body="<p>All is well.</p>")
    workflow.save_draft(condition, by=None)
    assert "“An error.”" in check("--live", "asthma")
    assert not Problem.objects.there().exists()


def test_the_whole_site_is_brought_up_to_date(clock: Clock) -> None:
    condition = page("asthma")
    Problem.objects.all().delete()
    clock.forward(days=1)
    check()
    assert Problem.objects.there().get().condition == condition
    assert CheckRun.objects.get().ended_at is not None


@pytest.fixture
def four(clock: Clock) -> list[Condition]:
    """Four pages with an error each, saved before the run."""
    pages = [page(f"page-{number}") for number in range(4)]
    clock.forward(hours=1)
    return pages


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are checked, of which the third interrupts the first run."""
    seen: list[str] = []

    def stop_at_the_third(condition: Condition, site: Site) -> list[Problem]:
        seen.append(condition.slug)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return check_again(condition, site)

    monkeypatch.setattr(whole_site, "check_again", stop_at_the_third)
    return seen


def test_an_interrupted_run_goes_on_where_it_stopped(four: list[Condition], seen: list[str], clock: Clock) -> None:
    with pytest.raises(KeyboardInterrupt):
        check()
    check()
    assert seen == ["page-0", "page-1", "page-2", "page-2", "page-3"]
    assert not CheckRun.objects.filter(ended_at=None).exists()
    clock.forward(hours=1)
    check()
    assert len(seen) == 9


def test_a_run_that_goes_on_tells_of_what_it_had_found_before(four: list[Condition], seen: list[str]) -> None:
    with pytest.raises(KeyboardInterrupt):
        check()
    Section.objects.filter(condition__in=four[2:]).update(body="<p>All is well.</p>")
    assert check().endswith("4 pages checked; open: 2 errors, 0 warnings, 0 advice.\n")
    with pytest.raises(CommandError, match="forbids"):
        check("--fail-on", "error")


def test_what_is_saved_while_a_run_waits_is_not_checked_again(
    four: list[Condition], seen: list[str], clock: Clock
) -> None:
    with pytest.raises(KeyboardInterrupt):
        check()
    clock.forward(hours=1)
    workflow.save_draft(four[3], by=None)
    check()
    assert seen == ["page-0", "page-1", "page-2", "page-2"]


def test_a_run_may_begin_anew(four: list[Condition], seen: list[str], clock: Clock) -> None:
    with pytest.raises(KeyboardInterrupt):
        check()
    clock.forward(hours=1)
    check("--restart")
    assert seen[3:] == ["page-0", "page-1", "page-2", "page-3"]


def test_pages_come_chunk_by_chunk_each_once(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(whole_site, "_A_CHUNK", 2)
    for number in range(5):
        make_condition(slug=f"page-{number}")
    with django_assert_num_queries(4):
        slugs = [condition.slug for condition in whole_site.by_chunks(Condition.objects.all())]
    assert slugs == [f"page-{number}" for number in range(5)]


def cost_of_a_page(pages: int) -> int:
    """How many questions to the database the last of so many pages took, which all say the same."""
    for number in range(Condition.objects.count(), pages):
        page(f"page-{number}", "This sentence of more than twelve words stands on each of these many pages.")
    site = site_now()
    with CaptureQueriesContext(connection) as queries:
        check_again(Condition.objects.latest("pk"), site)
    return len(queries)


def test_a_page_costs_the_same_however_many_say_the_same() -> None:
    assert cost_of_a_page(3) == cost_of_a_page(30)


def test_no_more_than_a_chunk_of_pages_is_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_site, "_A_CHUNK", 2)
    for number in range(9):
        make_condition({"Causes": "<p>An error.</p>"}, slug=f"page-{number}")
    run, _goes_on = whole_site.open_run(restart=False)
    alive = [in_memory(Condition, Problem) for _checked in whole_site.check_all(run)]
    assert len(alive) == 9
    assert max(alive) <= max(alive[:4])


def in_memory(*models: type) -> int:
    gc.collect()
    return sum(type(one) in models for one in gc.get_objects())


def test_what_somebody_saves_meanwhile_is_not_overwritten(clock: Clock) -> None:
    condition = page("asthma")
    stale = Condition.objects.get(pk=condition.pk)
    stale.draft_digest = "of an older text"
    clock.forward(days=1)
    before = LastCheck.objects.get().checked_at
    check_again(stale, site_now())
    assert LastCheck.objects.get().checked_at == before
