"""The public site as a whole: nothing of a draft, nothing of a reader, and kind to odd requests."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver

from conditions.models import Condition
from portal.staticfiles import WholeFiles
from publishing import clock as site_clock
from publishing import workflow
from tests.browsing import page
from tests.factories import live_alert, live_condition, live_program, make_alert, make_condition, make_program

pytestmark = pytest.mark.django_db
SECRET = "xyzzyplugh"
STRICT = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def addresses() -> list[str]:
    """Every public address of the site, found in its URL patterns."""
    slugs = {"condition": Condition.objects.values_list("slug", flat=True)}
    paths = [
        "/nowhere/",
        f"/search/?q={SECRET}",
        f"/conditions/{SECRET}/",
        f"/programs/{SECRET}/",
        f"/alerts/{SECRET}/",
    ]
    for pattern in _patterns(get_resolver().url_patterns):
        if not pattern.startswith("admin"):
            paths += [f"/{pattern}"] if "<" not in pattern else []
    return paths + [f"/conditions/{slug}/" for slug in slugs["condition"]]


def _patterns(found: list[Any], before: str = "") -> list[str]:
    paths = []
    for one in found:
        path = before + str(one.pattern)
        paths += _patterns(one.url_patterns, path) if hasattr(one, "url_patterns") else [path]
    return paths


def every_word(reader: Client) -> str:
    return "".join(reader.get(path).content.decode() for path in addresses()).replace(f"q={SECRET}", "")


def _secret_condition(**facts: Any) -> Condition:
    words = ("summary", "introduction")
    lists = ("other_names", "call_us_when", "call_today_when", "call_911_when", "questions_to_ask", "news")
    return make_condition(
        {f"Tab {SECRET}": f"<p>{SECRET}</p>"},
        **{"title": f"Title {SECRET}", "slug": SECRET}
        | dict.fromkeys(words, SECRET)
        | {name: [SECRET] for name in lists}
        | facts,
    )


def test_a_draft_s_words_are_nowhere(reader: Client) -> None:
    _secret_condition()
    make_program(title=SECRET, slug=SECRET, body=SECRET)
    make_alert(headline=SECRET, slug=SECRET, what_to_do=SECRET)
    live_condition(related=(Condition.objects.get(slug=SECRET),))
    assert SECRET not in _without_the_question(every_word(reader))


def _without_the_question(text: str) -> str:
    """A search says again what was asked for, and a page that is printed the address it was asked under."""
    text = re.sub(rf"/(conditions|programs|alerts)/{SECRET}/", "", text)
    return text.replace(f'value="{SECRET}"', "").replace(f"“{SECRET}”", "").replace(f"Search: {SECRET}", "")


def test_an_unpublished_change_is_nowhere(reader: Client) -> None:
    condition = live_condition(slug="asthma", title="Asthma")
    condition.title = condition.summary = condition.introduction = SECRET
    condition.sections.create(title=SECRET, body=SECRET)
    condition.save()
    workflow.save_draft(condition, by=None)
    assert SECRET not in _without_the_question(every_word(reader))


def test_a_scheduled_page_is_nowhere(reader: Client) -> None:
    workflow.publish(_secret_condition(), by=None, at=site_clock.now() + timedelta(days=1))
    assert SECRET not in _without_the_question(every_word(reader))


def test_a_retired_page_is_410_and_its_words_are_nowhere(reader: Client) -> None:
    condition = _secret_condition()
    workflow.publish(condition, by=None)
    assert SECRET in every_word(reader)
    workflow.retire(condition, by=None, reason="old")
    assert reader.get(f"/conditions/{SECRET}/").status_code == 410
    assert SECRET not in _without_the_question(every_word(reader))


@pytest.fixture
def full_site() -> list[str]:
    live_condition({"Symptoms & Causes": "<p>Cough.</p>"}, slug="asthma", programs=(live_program(slug="lungs"),))
    alert = live_alert()
    more = ["/conditions/asthma/", "/programs/lungs/", f"/alerts/{alert.slug}/"]
    return [path for path in addresses() + more if path not in ("/healthz", "/readyz")]


def test_no_public_page_sets_a_cookie(reader: Client, full_site: list[str]) -> None:
    for path in full_site:
        assert not reader.get(path).cookies, path


def test_every_public_page_has_the_strict_headers(reader: Client, full_site: list[str]) -> None:
    for path in full_site:
        headers = reader.get(path).headers
        assert set(headers["Content-Security-Policy"].split("; ")) == STRICT, path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"


def test_public_pages_are_for_reading_alone(reader: Client, full_site: list[str]) -> None:
    for path in ["/", "/conditions/", "/conditions/asthma/", "/programs/lungs/", "/search/"]:
        assert reader.head(path).content == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_is_sent_to_a_page_without_a_form_is_405_with_our_own_page(full_site: list[str], method: str) -> None:
    """Also for a browser without a token: there is nothing that the CSRF check would protect."""
    stranger = Client(enforce_csrf_checks=True)
    for path in ["/", "/conditions/asthma/", "/es/", "/search/", "/robots.txt", "/alerts/feed.json", "/sitemap.xml"]:
        answer = stranger.generic(method, path, "words=typed", "application/x-www-form-urlencoded")
        assert answer.status_code == 405, path
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert page(answer).select_one("h1") is not None
        assert not answer.cookies, path


def test_a_page_tells_which_methods_it_takes(reader: Client, full_site: list[str]) -> None:
    answer = reader.options("/conditions/asthma/")
    assert (answer.status_code, answer.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")


def test_what_is_sent_to_no_page_is_not_found(reader: Client) -> None:
    assert reader.post("/no-such-page/").status_code == 404


@pytest.mark.parametrize("asked", ["bytes=0-0", "bytes=5-5", "bytes=-1", "bytes=0-1", "bytes=9-3", "x"])
def test_a_static_file_is_sent_whole_whatever_range_is_asked_for(tmp_path: Path, settings: Any, asked: str) -> None:
    (tmp_path / "site.css").write_text("body { color: black }")
    settings.STATIC_ROOT = tmp_path
    files = WholeFiles(lambda _request: HttpResponse(status=404))
    answer = files(RequestFactory().get("/static/site.css", HTTP_RANGE=asked))
    assert (answer.status_code, b"".join(answer)) == (200, b"body { color: black }")
    answer.close()


def test_an_unchanged_page_is_304(reader: Client, full_site: list[str]) -> None:
    tag = reader.get("/conditions/asthma/").headers["ETag"]
    assert reader.get("/conditions/asthma/", HTTP_IF_NONE_MATCH=tag).status_code == 304


def test_a_condition_page_costs_one_query_and_four_more_where_something_has_changed(
    reader: Client, full_site: list[str], django_assert_num_queries: Any
) -> None:
    for queries in (5, 1):  # Two for the alerts, two for the words that are explained.
        with django_assert_num_queries(queries):
            reader.get("/conditions/asthma/")


@pytest.mark.parametrize(
    "query", ["", " ", "\x00", "a" * 10_000, "<script>alert(1)</script>", "😀", "%", "' OR 1=1 --"]
)
def test_search_bears_any_words(reader: Client, query: str) -> None:
    reply = reader.get("/search/", {"q": query})
    assert reply.status_code == 200
    assert b"<script>alert" not in reply.content


def test_search_finds_live_pages_by_any_of_their_words(reader: Client) -> None:
    live_condition({"Signs": "<p>Limping and bone pain.</p>"}, slug="bones", title="Bones")
    assert b"/conditions/bones/" in reader.get("/search/?q=bone+LIMPING").content
    assert b"/conditions/bones/" not in reader.get("/search/?q=cough").content


def test_the_sitemap_and_robots_name_live_pages(reader: Client, full_site: list[str]) -> None:
    sitemap = reader.get("/sitemap.xml").content.decode()
    assert f"{settings.SITE_URL}/conditions/asthma/" in sitemap
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in reader.get("/robots.txt").content.decode()


def test_a_missing_page_offers_ways_on(reader: Client) -> None:
    body = reader.get("/nowhere/").content.decode()
    for help_ in ('action="/search/"', 'href="/conditions/"', "tel:"):
        assert help_ in body


@pytest.mark.parametrize(
    "path", ["/conditions/%00/", "/conditions/../admin/", "/conditions/" + "a" * 3000 + "/", "/%F0%9F%98%80/"]
)
def test_an_odd_address_is_404(reader: Client, path: str) -> None:
    assert reader.get(path).status_code in (302, 404)


def test_the_sitemap_leads_to_each_page_in_its_language(reader: Client) -> None:
    live_condition(slug="asma", language="es")
    sitemap = reader.get("/sitemap.xml").content.decode()
    assert f"{settings.SITE_URL}/es/conditions/asma/" in sitemap
    assert f"{settings.SITE_URL}/ar/conditions/" in sitemap


def test_programs_that_read_for_people_are_told_what_is_here(reader: Client) -> None:
    response = reader.get("/llms.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert f"{settings.SITE_URL}/alerts/current.json" in response.content.decode()


def test_a_shared_page_says_its_name_and_shows_our_picture(reader: Client) -> None:
    live_condition(slug="asthma", title="Asthma")
    html = reader.get("/conditions/asthma/").content.decode()
    assert '<meta property="og:title" content="Asthma">' in html
    assert 'property="og:image" content="http://testserver/static/img/card' in html


def test_every_page_leads_to_the_accessibility_statement(reader: Client) -> None:
    assert 'href="/accessibility/"' in reader.get("/").content.decode()
    assert "WCAG" in reader.get("/accessibility/").content.decode()
