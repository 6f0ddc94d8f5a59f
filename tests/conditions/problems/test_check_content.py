"""`manage.py check_content`."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from conditions.models import CheckRun, Condition, LastCheck, Problem, Section
from conditions.problems import answering, whole_site
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


def test_an_interrupted_run_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        page(f"page-{number}")
    seen: list[str] = []

    def stop_at_the_third(condition: Condition, _site: object) -> list[Problem]:
        seen.append(condition.slug)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return []

    monkeypatch.setattr(whole_site, "check_again", stop_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        check()
    check()
    assert seen == ["page-0", "page-1", "page-2", "page-2", "page-3"]


def test_a_run_may_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    page("asthma")
    CheckRun.objects.create(last_pk=Condition.objects.latest("pk").pk)
    assert check() == "0 pages checked; open: 0 errors, 0 warnings, 0 advice.\n"
    CheckRun.objects.create(last_pk=Condition.objects.latest("pk").pk)
    assert "1 page checked" in check("--restart")


def test_no_more_than_a_chunk_of_pages_is_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_site, "_A_CHUNK", 2)
    for number in range(5):
        page(f"page-{number}", "All is well.")
    pages: Iterator[Condition] = whole_site.pages_after(0)
    assert [condition.slug for condition in pages] == [f"page-{number}" for number in range(5)]


def test_what_somebody_saves_meanwhile_is_not_overwritten(clock: Clock) -> None:
    condition = page("asthma")
    stale = Condition.objects.get(pk=condition.pk)
    stale.draft_digest = "of an older text"
    clock.forward(days=1)
    before = LastCheck.objects.get().checked_at
    whole_site.check_again(stale, whole_site.site_now())
    assert LastCheck.objects.get().checked_at == before
