"""Every public page of the demonstration, in every language, as its links and its sitemap lead to it: nothing is set
in the browser, nothing is loaded from another host, and each page says what it is and where its links lead."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.plugin import DjangoDbBlocker

from portal import demonstration
from portal.public_handler import PublicHandler
from publishing.page_cache.request import asked_of, bare_environ
from tests.conftest import forget_all, restore_roles
from tests.factories import live_condition

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HOST = "http://testserver"
BEGIN = (
    *(f"/{prefix}" for prefix in ("", "es/", "ar/")),
    *(f"/{prefix}nowhere/" for prefix in ("", "es/", "ar/")),
    *("/sitemap.xml", "/robots.txt", "/llms.txt", "/alerts/banner.html", "/search/suggestions.json?q=asth"),
    *(f"/search/?q={words}" for words in ("asthma", "nueroblastoma+inhaler", "nothing-like-it")),
)
LOADS = {
    **dict.fromkeys(("img", "script", "iframe", "embed", "source", "track", "audio", "video", "input", "frame"), "src"),
    **{"object": "data", "form": "action", "image": "href", "use": "href", "base": "href"},
}
"""What a browser fetches without being asked, or sends what is typed to; and the links of the head beside them."""
PACKING = {"ETag", "Vary"}
"""What the page cache sets itself."""
ONLY_NAMED = {"canonical", "alternate"}
"""Links of the head that no browser follows by itself."""


@dataclass
class Crawl:
    pages: dict[str, HttpResponse] = field(default_factory=dict)
    templates: set[str] = field(default_factory=set)
    differing: dict[str, str] = field(default_factory=dict)
    """Pages that the page cache is given otherwise, and what is otherwise."""

    @cached_property
    def soups(self) -> dict[str, BeautifulSoup]:
        """The pages for readers, but not what scripts fetch."""
        return {
            path: BeautifulSoup(response.content, "html.parser")
            for path, response in self.pages.items()
            if response["Content-Type"].startswith("text/html")
            and "Location" not in response
            and not path.startswith("/alerts/banner.html")
        }


@pytest.fixture(scope="module")
def crawl(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Crawl]:
    """Walked once for all tests here, which read what was found and nothing of the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        restore_roles()
        demonstration.load()
        live_condition(title="Bare", slug="bare", summary="")
        forget_all()
        yield _walk(Client())
        transaction.set_rollback(True)


def _walk(reader: Client) -> Crawl:
    found, waiting = Crawl(), deque(BEGIN)
    while waiting:
        path = waiting.popleft()
        if path in found.pages:
            continue
        response = reader.get(path)
        found.pages[path] = response
        found.templates |= {template.name for template in response.templates if template.name}
        if difference := _difference(path, response):
            found.differing[path] = difference
        waiting.extend(link for link in _links(path, response) if link not in found.pages)
    return found


def _difference(path: str, response: HttpResponse) -> str:
    """Between the answer with all middleware and the one that is made for the page cache."""
    environ = RequestFactory().get(path, headers={"host": "testserver"}).environ
    asked = asked_of(environ)
    if asked is None:
        return "is not for the page cache"
    handler = PublicHandler()
    first, second = (handler.get_response(WSGIRequest(bare_environ(environ, asked.key))) for _turn in range(2))
    whole, *others = (
        {"": one.content, " ": one.status_code} | {name: value for name, value in one.items() if name not in PACKING}
        for one in (response, first, second)
        if isinstance(one, HttpResponse)
    )
    assert len(others) == 2
    names = [name for short in others for name in whole.keys() | short.keys() if whole.get(name) != short.get(name)]
    return ", ".join(name or "body" for name in names)


def _links(path: str, response: HttpResponse) -> list[str]:
    """Where somebody can go on from here on this site, without the part of the page that a link names."""
    if "Location" in response:
        links = [response["Location"]]
    elif response["Content-Type"].startswith("text/html"):
        soup = BeautifulSoup(response.content, "html.parser")
        links = [str(link["href"]) for link in soup.select("a[href], link[rel=alternate][href]")]
    else:
        links = re.findall(rf"{HOST}[^\s<>\"')]*", response.content.decode())
    whole = [urldefrag(urljoin(HOST + path, link)).url for link in links]
    return [link.removeprefix(HOST) or "/" for link in whole if link.startswith(f"{HOST}/")]


def _loaded(soup: BeautifulSoup) -> list[str]:
    found = [str(one[LOADS[one.name]]) for one in soup.find_all(LOADS) if one.has_attr(LOADS[one.name])]
    found += [str(one["href"]) for one in soup.select("link[href]") if not ONLY_NAMED & set(_words(one, "rel"))]
    found += [part.split()[0] for one in soup.select("[srcset]") for part in str(one["srcset"]).split(",")]
    found += [str(one[name]) for name in ("poster", "background", "ping") for one in soup.select(f"[{name}]")]
    return found + [str(one["content"]) for one in soup.select("meta[http-equiv]")]


def _words(one: Tag, name: str) -> list[str]:
    value = one.get(name) or []
    return value.split() if isinstance(value, str) else list(value)


def test_no_page_of_the_site_sets_a_cookie_or_loads_anything_from_elsewhere(crawl: Crawl) -> None:
    for path, response in crawl.pages.items():
        assert response.status_code in (200, 301, 302, 404), path
        assert not response.cookies, path
        assert "Set-Cookie" not in response.headers, path
        assert not {"Link", "Refresh", "NEL", "Reporting-Endpoints", "Report-To"} & response.headers.keys(), path
        assert "http" not in response.headers["Content-Security-Policy"], path
    for path, soup in crawl.soups.items():
        strays = [one for one in _loaded(soup) if urlsplit(one).scheme or urlsplit(one).netloc]
        assert strays == [], path


def test_the_page_cache_is_given_the_same_answers(crawl: Crawl) -> None:
    assert crawl.differing == {}


def test_every_template_is_seen_in_each_language_and_no_link_leads_nowhere(crawl: Crawl) -> None:
    folder = Path(settings.BASE_DIR, "templates")
    files = [path for path in folder.rglob("*.html") if "admin" not in path.parts and not path.name.startswith("_")]
    names = {str(path.relative_to(folder)) for path in files} - WITHOUT_ADDRESS
    assert names <= crawl.templates, names - crawl.templates
    assert {"/conditions/asthma/", "/es/conditions/asma/", "/es/ages/teens/"} <= crawl.pages.keys()
    assert any(re.fullmatch(r"/ar/conditions/[^/]+/", path) for path in crawl.pages)
    missing = {path for path, response in crawl.pages.items() if response.status_code == 404}
    assert missing == {path for path in BEGIN if path.endswith("nowhere/")}


WITHOUT_ADDRESS = {
    *("styleguide.html",),  # For staff alone.
    *(
        "400.html",
        "405.html",
        "410.html",
        "500.html",
        "503.html",
    ),  # Refusals, what is gone, and what could not be made.
    *("conditions/condition_letter.html",),  # Where there are more conditions than fit on one page.
}


def test_the_outline_has_one_h1_and_no_jump(crawl: Crawl) -> None:
    for path, soup in crawl.soups.items():
        headings = soup.find_all(re.compile(r"h[1-6]"))
        levels = [int(heading.name[1]) for heading in headings]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        assert all(heading.get_text(strip=True) for heading in headings), path


def test_links_say_where_they_lead(crawl: Crawl) -> None:
    for path, soup in crawl.soups.items():
        addresses: dict[str, set[str]] = {}
        for link in soup.select("a[href]"):
            text = " ".join(link.get_text().split())
            assert text.lower() not in ("learn more", "click here", "read more", "here", "more", ""), path
            addresses.setdefault(text, set()).add(urljoin(path, str(link["href"])))
        assert {text: found for text, found in addresses.items() if len(found) > 1} == {}, path


def test_the_head_tells_search_engines_what_they_need(crawl: Crawl) -> None:
    for path, soup in crawl.soups.items():
        (description,) = soup.select("meta[name=description]")
        assert 50 <= len(str(description["content"])) <= 160, path
        assert len(soup.select('link[rel="icon"]')) == 1, path
        is_answer = "?" in path or crawl.pages[path].status_code != 200
        canonical = [str(link["href"]) for link in soup.select("link[rel=canonical]")]
        assert canonical == ([] if is_answer else [HOST + path]), path
        if re.fullmatch(r"(/..)?/conditions/[^/]+/", path):
            assert len(soup.title.get_text(strip=True)) <= 60, path  # type: ignore[union-attr]


def test_the_phone_and_emergency_line_stand_in_one_place_on_every_page(crawl: Crawl) -> None:
    seen: dict[str, set[str]] = {}
    for soup in crawl.soups.values():
        (section,) = soup.select("footer.foot section")
        seen.setdefault(str(soup.html["lang"]), set()).add(section.get_text())  # type: ignore[index]
    assert {language: len(texts) for language, texts in seen.items()} == {"en": 1, "es": 1, "ar": 1}
    assert all("911" in text for texts in seen.values() for text in texts)


def test_the_style_sheet_loads_from_this_site_alone() -> None:
    sheet = Path(str(finders.find("css/site.css"))).read_text(encoding="utf-8")
    assert [place for place in re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet) if not place.startswith("../")] == []
    assert "@import" not in sheet
