"""The database is away: what is in memory goes on being served, the rest says so kindly."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.factories import live_condition
from tests.publishing.page_cache.conftest import Site

PAGE = "/conditions/asthma/"


@pytest.fixture
def away(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A site with one page in memory whose database then refuses every connection."""
    live_condition(slug="asthma", title="Asthma")
    site.ask(PAGE)

    def refuse(self: BaseDatabaseWrapper) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "cursor", refuse)
        site.wait_for(lambda: (known := site.freshness.now()) is not None and site.freshness.is_away(known))
        yield patch
    connections.close_all()


def test_a_page_in_memory_is_served_with_its_age(site: Site, away: object) -> None:
    reply = site.ask(PAGE)
    assert reply.status == 200
    assert b"Asthma" in reply.body
    assert int(reply.headers["age"]) >= 1


def test_another_page_is_503_with_the_numbers_to_call(site: Site, away: object, settings: object) -> None:
    reply = site.ask("/conditions/other/")
    assert reply.status == 503
    assert reply.headers["retry-after"]
    assert b"911" in reply.body
    assert settings.HOSPITAL_PHONE.encode() in reply.body  # type: ignore[attr-defined]


def test_django_is_not_even_asked(site: Site, away: object) -> None:
    before = site.renderings
    site.ask("/conditions/other/")
    assert site.renderings == before


def test_all_is_normal_after_its_return(site: Site, away: pytest.MonkeyPatch) -> None:
    away.undo()
    site.wait_for(lambda: "age" not in site.ask(PAGE).headers)
    assert site.ask("/conditions/other/").status == 404


def test_a_page_older_than_the_limit_is_not_served(away: object, site: Site) -> None:
    site.cache.longest_stale = 0.5
    assert site.ask(PAGE).status == 503
