"""What leads to a page is checked again when that page comes to the public site, leaves it or moves."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from conditions.checking.rule import RULES
from conditions.checking.run import SUBJECTS
from conditions.models import Condition, LastCheck, Problem
from conditions.problems.companion import leading_to
from publishing import clock as site_clock
from publishing import workflow
from tests.conftest import Clock
from tests.factories import live_condition, make_condition, make_program

pytestmark = pytest.mark.django_db

assert SUBJECTS
_LINK_RULES = {name: RULES[name] for name in ("broken-link", "link-to-absent-page", "link-to-moved-page")}
Committed = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def committed(
    only_plain_rules: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Committed
) -> Committed:
    for name, rule in _LINK_RULES.items():
        monkeypatch.setitem(RULES, name, rule)
    return django_capture_on_commit_callbacks


def linking(address: str) -> Condition:
    condition = make_condition({"Causes": f'<p>See <a href="{address}">the page on wheezing</a>.</p>'})
    workflow.save_draft(condition, by=None)
    return condition


def rules_of(condition: Condition) -> list[str]:
    return [problem.rule for problem in Problem.objects.there().filter(condition=condition)]


@pytest.mark.parametrize("address", ["/conditions/asthma/", "https://testserver/conditions/asthma/#causes"])
def test_a_link_is_mended_by_the_page_that_goes_live(address: str, committed: Committed, settings: Any) -> None:
    settings.SITE_URL = "https://testserver"
    asthma = make_condition(slug="asthma")
    page = linking(address)
    assert rules_of(page) == ["link-to-absent-page"]
    with committed(execute=True):
        workflow.publish(asthma, by=None)
    assert rules_of(page) == []


def test_a_program_that_goes_live_mends_links_as_well(committed: Committed) -> None:
    program = make_program(slug="lungs")
    page = linking("/programs/lungs/")
    with committed(execute=True):
        workflow.publish(program, by=None)
    assert rules_of(page) == []


def test_a_link_is_broken_by_the_page_that_retires(committed: Committed) -> None:
    asthma = live_condition(slug="asthma")
    page = linking("/conditions/asthma/")
    assert rules_of(page) == []
    with committed(execute=True):
        workflow.retire(asthma, by=None, reason="Merged")
    assert rules_of(page) == ["link-to-absent-page"]


def test_a_page_that_moves_is_told_of_where_its_former_address_is_linked(committed: Committed) -> None:
    asthma = live_condition(slug="asthma")
    page = linking("/conditions/asthma/")
    asthma.slug = "asthma-in-children"
    asthma.save()
    with committed(execute=True):
        workflow.publish(asthma, by=None)
    assert rules_of(page) == ["link-to-moved-page"]


def test_what_goes_on_being_public_lets_other_pages_be(committed: Committed, clock: Clock) -> None:
    asthma = live_condition(slug="asthma")
    page = linking("/conditions/asthma/")
    before = LastCheck.objects.get(condition=page).checked_at
    clock.forward(hours=1)
    with committed(execute=True):
        workflow.publish(asthma, by=None)
        workflow.publish(asthma, by=None, at=site_clock.now().replace(year=2031))
    assert LastCheck.objects.get(condition=page).checked_at == before


def test_links_are_found_in_tabs_introduction_and_sources() -> None:
    tab = linking("/conditions/asthma/")
    link = '<p><a href="/conditions/asthma/">Asthma</a></p>'
    introduced = make_condition(introduction=link)
    sourced = make_condition(sources=["Asthma https://hospital.example/conditions/asthma/"])
    linking("/conditions/epilepsy/")
    assert set(leading_to({"/conditions/asthma/"})) == {tab, introduced, sourced}
