"""Every public page of the demonstration, in every language, as its links and its sitemap lead to it: nothing is set
in the browser, and nothing is loaded from another host."""

import re
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client

from portal import demonstration
from tests.factories import live_condition

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
BEGIN = (
    *(f"/{prefix}" for prefix in ("", "es/", "ar/")),
    *(f"/{prefix}nowhere/" for prefix in ("", "es/", "ar/")),
    *("/sitemap.xml", "/robots.txt", "/llms.txt", "/alerts/banner.html", "/search/suggestions.json?q=asth"),
    *(f"/search/?q={words}" for words in ("asthma", "nueroblastoma+inhaler", "nothing-like-it")),
    *(f"/alerts/potassium-chloride-capsules/?number={number}" for number in ("BW26A014", "BW26AO14", "1")),
)
LOADS = {
    **dict.fromkeys(("img", "script", "iframe", "embed", "source", "track", "audio", "video", "input", "frame"), "src"),
    **{"object": "data", "form": "action", "image": "href", "use": "href", "base": "href"},
}
"""What a browser fetches without being asked, or sends what is typed to; and the links of the head beside them."""
ONLY_NAMED = {"canonical", "alternate"}
"""Links of the head that no browser follows by itself."""


@dataclass
class Crawl:
    pages: dict[str, HttpResponse] = field(default_factory=dict)
    templates: set[str] = field(default_factory=set)


@pytest.fixture
def crawl(reader: Client) -> Crawl:
    demonstration.load()
    live_condition(title="Bare", slug="bare", summary="")
    found, waiting = Crawl(), deque(BEGIN)
    while waiting:
        path = waiting.popleft()
        if path in found.pages:
            continue
        response = reader.get(path)
        found.pages[path] = response
        found.templates |= {template.name for template in response.templates if template.name}
        waiting.extend(link for link in _links(path, response) if link not in found.pages)
    return found


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


def _loaded(response: HttpResponse) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
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
        if response["Content-Type"].startswith("text/html"):
            strays = [one for one in _loaded(response) if urlsplit(one).scheme or urlsplit(one).netloc]
            assert strays == [], path
    _is_the_whole_site(crawl)


def _is_the_whole_site(crawl: Crawl) -> None:
    """Each template of a page was seen, in each language, and no address leads nowhere."""
    folder = Path(settings.BASE_DIR, "templates")
    files = [path for path in folder.rglob("*.html") if "admin" not in path.parts and not path.name.startswith("_")]
    names = {str(path.relative_to(folder)) for path in files} - WITHOUT_ADDRESS
    assert names <= crawl.templates, names - crawl.templates
    assert {"/conditions/asthma/", "/es/conditions/asma/", "/es/ages/teens/"} <= crawl.pages.keys()
    assert any(re.fullmatch(r"/ar/conditions/[^/]+/", path) for path in crawl.pages)
    missing = {path for path, response in crawl.pages.items() if response.status_code == 404}
    assert missing == {path for path in BEGIN if path.endswith("nowhere/")}


WITHOUT_ADDRESS = {
    *("410.html", "500.html", "503.html"),  # What is gone, and what could not be made.
    *("conditions/condition_letter.html",),  # Where there are more conditions than fit on one page.
}


def test_the_style_sheet_loads_from_this_site_alone() -> None:
    sheet = Path(str(finders.find("css/site.css"))).read_text(encoding="utf-8")
    assert [place for place in re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet) if not place.startswith("../")] == []
    assert "@import" not in sheet
