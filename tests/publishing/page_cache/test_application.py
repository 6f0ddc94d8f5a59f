"""Pages from memory: the same for everyone, and never older than they may be."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event

import pytest
from django.contrib.auth.models import User
from django.test import Client

from publishing import clock, workflow
from publishing.page_cache import freshness
from publishing.page_cache.answers import Answer, Variant
from publishing.page_cache.freshness import next_change
from tests.factories import live_alert, live_condition, make_alert, make_condition
from tests.publishing.page_cache.conftest import Site

PAGE = "/conditions/asthma/"


@pytest.fixture
def asthma(site: Site) -> None:
    live_condition(title="Asthma", slug="asthma", tabs={"Symptoms & Causes": "<p>A dry cough.</p>"})
    site.settle()


def test_a_page_is_rendered_once(site: Site, asthma: None) -> None:
    first, second = site.ask(PAGE), site.ask(PAGE)
    assert first.body == second.body != b""
    assert site.renderings == 1


def test_a_hit_asks_the_database_nothing(site: Site, asthma: None, django_assert_num_queries: object) -> None:
    site.ask(PAGE)
    with django_assert_num_queries(0):  # type: ignore[operator]
        site.ask(PAGE)


def test_many_readers_at_once_cost_one_rendering(site: Site, asthma: None) -> None:
    with ThreadPoolExecutor(16) as pool:
        bodies = set(pool.map(lambda _number: site.ask(PAGE).body, range(64)))
    assert len(bodies) == 1
    assert site.renderings == 1


def test_a_posted_alert_is_on_a_kept_page(site: Site, asthma: None) -> None:
    site.ask(PAGE)
    alert = live_alert()
    site.settle()
    assert f'data-alert="{alert.slug}"'.encode() in site.ask(PAGE).body


def test_a_change_shows_before_the_next_scheduled_moment_is_known(
    site: Site, asthma: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.ask(PAGE)
    is_shown = Event()

    def when_shown(after: datetime) -> float:
        assert is_shown.wait(20)
        return next_change(after)

    monkeypatch.setattr(freshness, "next_change", when_shown)
    alert = live_alert()
    site.wait_for(lambda: alert.slug.encode() in site.ask(PAGE).body)
    is_shown.set()
    site.settle()
    assert alert.slug.encode() in site.ask(PAGE).body


def test_a_moment_that_comes_while_the_next_one_is_looked_for_is_not_missed(
    site: Site, asthma: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.ask(PAGE)

    def slowly(after: datetime) -> float:
        found = next_change(after)
        time.sleep(1.2)  # Longer than the alert is live.
        return found

    monkeypatch.setattr(freshness, "next_change", slowly)
    alert = live_alert(ends_at=clock.now() + timedelta(seconds=1))
    site.wait_for(lambda: alert.slug.encode() in site.ask(PAGE).body)
    site.wait_for(lambda: alert.slug.encode() not in site.ask(PAGE).body)


def test_an_ended_alert_is_gone_from_a_kept_page(site: Site, asthma: None) -> None:
    alert = live_alert()
    site.settle()
    assert b"data-alert" in site.ask(PAGE).body
    alert.end(by=None)
    site.settle()
    assert b"data-alert" not in site.ask(PAGE).body


def test_a_scheduled_alert_comes_and_goes_with_nothing_run(site: Site, asthma: None) -> None:
    now = clock.now()
    alert = make_alert(starts_at=now + timedelta(seconds=1), ends_at=now + timedelta(seconds=2))
    alert.post(by=None)
    site.settle()
    assert alert.starts_at is not None
    assert alert.ends_at is not None
    while clock.now() < now + timedelta(seconds=2.3):
        asked = clock.now()
        is_shown = b"data-alert" in site.ask(PAGE).body
        answered = clock.now()
        is_certain = not any(asked <= edge <= answered for edge in (alert.starts_at, alert.ends_at))
        assert not is_certain or is_shown == (alert.starts_at <= asked < alert.ends_at)
        time.sleep(0.01)


def test_a_published_change_replaces_the_kept_page(site: Site) -> None:
    condition = live_condition(slug="asthma", introduction="<p>Old words.</p>")
    site.settle()
    assert b"Old words." in site.ask(PAGE).body
    condition.introduction = "<p>New words.</p>"
    condition.save()
    workflow.publish(condition, by=None)
    site.settle()
    assert b"New words." in site.ask(PAGE).body


def test_a_missing_page_appears_as_soon_as_it_is_published(site: Site) -> None:
    condition = make_condition(slug="asthma")
    assert site.ask(PAGE).status == 404
    workflow.publish(condition, by=None)
    site.settle()
    assert site.ask(PAGE).status == 200


def test_a_missing_page_is_kept_too(site: Site) -> None:
    site.ask("/conditions/nothing/")
    site.ask("/conditions/nothing/")
    assert site.renderings == 1


def test_unknown_query_parameters_neither_split_the_cache_nor_reach_the_page(site: Site, asthma: None) -> None:
    site.ask(PAGE)
    site.ask(PAGE, query="utm_source=x&fbclid=y")
    assert site.renderings == 1
    assert site.last_environ["QUERY_STRING"] == ""


def test_declared_query_parameters_have_pages_of_their_own(site: Site, asthma: None) -> None:
    found = site.ask("/search/", query="q=asthma")
    other = site.ask("/search/", query="q=nothing-like-it")
    assert b"/conditions/asthma/" in found.body
    assert found.body != other.body


def test_the_order_of_parameters_does_not_split_the_cache(site: Site) -> None:
    site.ask("/alerts/", query="product=drops&utm_source=x")
    site.ask("/alerts/", query="utm_source=y&product=drops")
    assert site.renderings == 1


def test_the_admin_passes_through_untouched(site: Site) -> None:
    for _time in range(2):
        reply = site.ask("/admin/login/")
        assert "csrftoken" in reply.headers["set-cookie"]
    assert site.renderings == 2
    assert len(site.store) == 0


def test_health_is_never_kept(site: Site) -> None:
    site.ask("/healthz")
    site.ask("/readyz")
    assert len(site.store) == 0


def test_nothing_of_a_reader_reaches_the_page(site: Site, asthma: None, editor: User) -> None:
    client = Client()
    client.force_login(editor)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    site.ask(PAGE, HTTP_COOKIE=cookie, HTTP_USER_AGENT="x", HTTP_X_FORWARDED_HOST="evil.example", HTTP_X_BIG="y" * 9000)
    assert {name for name in site.last_environ if name.startswith("HTTP_")} == {"HTTP_HOST"}


@pytest.mark.parametrize(
    "header",
    ["HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_SERVER", "HTTP_X_ORIGINAL_URL", "HTTP_FORWARDED", "HTTP_REFERER"],
)
def test_no_forwarded_header_poisons_a_page(site: Site, asthma: None, header: str) -> None:
    poisoned = site.ask(PAGE, **{header: "evil.example/admin/"})
    assert b"evil.example" not in poisoned.body
    assert site.ask(PAGE).body == poisoned.body


def test_a_foreign_host_is_refused_and_not_kept(site: Site, asthma: None) -> None:
    assert site.ask(PAGE, HTTP_HOST="evil.example").status == 400
    assert len(site.store) == 0


def test_each_host_and_scheme_has_its_own_page(site: Site, asthma: None) -> None:
    site.ask(PAGE)
    site.ask(PAGE, HTTP_HOST="localhost")
    site.ask(PAGE, **{"wsgi.url_scheme": "https"})
    assert site.renderings == 3


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_answered_from_memory(site: Site, asthma: None, method: str) -> None:
    site.ask(PAGE)
    reply = site.ask(PAGE, method=method, HTTP_X_HTTP_METHOD_OVERRIDE="GET")
    assert reply.status == (204 if method == "OPTIONS" else 405)
    assert reply.headers["allow"] == "GET, HEAD, OPTIONS"
    assert site.renderings == 2


def test_head_has_the_headers_and_no_body(site: Site, asthma: None) -> None:
    got, head = site.ask(PAGE), site.ask(PAGE, method="HEAD")
    assert head.body == b""
    assert head.headers == got.headers


def test_an_unchanged_page_is_304(site: Site, asthma: None) -> None:
    tag = site.ask(PAGE).headers["etag"]
    reply = site.ask(PAGE, HTTP_IF_NONE_MATCH=f'"other", {tag}')
    assert (reply.status, reply.body) == (304, b"")
    assert reply.headers["etag"] == tag


def test_a_changed_page_is_not_304(site: Site, asthma: None) -> None:
    tag = site.ask(PAGE).headers["etag"]
    live_alert()
    site.settle()
    assert site.ask(PAGE, HTTP_IF_NONE_MATCH=tag).status == 200


def test_a_reader_gets_the_encoding_it_accepts(site: Site, asthma: None) -> None:
    for accepted, encoding in [("br", "br"), ("gzip", "gzip"), ("", None)]:
        reply = site.ask(PAGE, HTTP_ACCEPT_ENCODING=accepted)
        assert reply.headers.get("content-encoding") == encoding
        assert reply.headers["vary"] == "Accept-Encoding"


def test_a_page_is_packed_once_for_all_who_ask_for_an_encoding(
    site: Site, asthma: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[str] = []
    add = Answer._with

    def counted(answer: Answer, encoding: str, variant: Variant) -> Answer:
        packed.append(encoding)
        return add(answer, encoding, variant)

    monkeypatch.setattr(Answer, "_with", counted)
    monkeypatch.setattr(site.cache, "_squeeze_later", lambda _asked, _answer: None)
    for accepted in ("gzip", "br", "gzip", "br", "br, gzip"):
        site.ask(PAGE, HTTP_ACCEPT_ENCODING=accepted)
    assert packed == ["gzip", "br"]


def test_a_very_long_path_is_not_kept(site: Site) -> None:
    assert site.ask("/" + "a" * 5000).status == 404
    assert len(site.store) == 0


def test_the_security_headers_come_with_a_kept_page(site: Site, asthma: None) -> None:
    site.ask(PAGE)
    headers = site.ask(PAGE).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "public, no-cache"
    assert "set-cookie" not in headers


def test_a_redirect_is_kept_and_never_answered_by_304(site: Site) -> None:
    condition = live_condition(slug="a")
    for slug in ("b", "c"):
        condition.slug = slug
        condition.save()
        workflow.publish(condition, by=None)
        site.settle()
        first = site.ask("/conditions/a/")
        again = site.ask("/conditions/a/", HTTP_IF_NONE_MATCH=first.headers["etag"])
        assert [(reply.status, reply.headers["location"]) for reply in (first, again)] == [
            (301, f"/conditions/{slug}/")
        ] * 2
    assert site.renderings == 2


def test_a_number_in_an_address_makes_no_page_of_its_own(site: Site) -> None:
    alert = live_alert(lots=["AB1234"])
    site.settle()
    answers = {site.ask(f"/alerts/{alert.slug}/", query=f"number=AB{number}").body for number in range(20)}
    assert (len(answers), site.renderings) == (1, 1)


def test_open_pages_are_answered_from_memory_while_nothing_changes(site: Site) -> None:
    live_alert()
    site.settle()
    tag = site.ask("/alerts/banner.html").headers["etag"]
    answers = {site.ask("/alerts/banner.html", HTTP_IF_NONE_MATCH=tag).status for _reader in range(50)}
    assert (answers, site.renderings) == ({304}, 1)
    live_alert()
    site.settle()
    assert site.ask("/alerts/banner.html", HTTP_IF_NONE_MATCH=tag).status == 200


@pytest.mark.parametrize("header", ["HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD"])
def test_no_header_overrides_the_method(site: Site, asthma: None, header: str) -> None:
    assert site.ask(PAGE, **{header: "POST"}).status == 200
    assert b"Asthma" in site.ask(PAGE).body
    assert site.renderings == 1


@pytest.mark.parametrize("header", ["HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE", "HTTP_USER_AGENT"])
def test_an_oversized_header_leaves_the_page_as_it_is(site: Site, asthma: None, header: str) -> None:
    odd = site.ask(PAGE, **{header: "gzip, " * 10_000})
    assert odd.body == site.ask(PAGE).body
    assert site.renderings == 1


def test_made_up_ports_do_not_split_the_cache(site: Site, asthma: None) -> None:
    bodies = {site.ask(PAGE, HTTP_HOST=f"testserver:{port}").body for port in range(1000, 1020)}
    assert len(bodies) == 1
    assert site.renderings == 1


def test_random_hosts_leave_nothing_in_memory(site: Site) -> None:
    for number in range(300):
        assert site.ask(PAGE, HTTP_HOST=f"host-{number}.example.org").status == 400
    assert len(site.store) == 0
