"""The styleguide: for staff alone, kept by nobody, and made of what the site is made of."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from portal.styleguide.tokens import PAIRS, colours, contrast, tokens
from publishing.page_cache.request import asked_of

pytestmark = pytest.mark.once

PAGE = "/styleguide/"
CSS = Path(settings.BASE_DIR, "static", "css")


@pytest.mark.django_db
def test_only_staff_see_it(reader: Client, editor: User, signed_in: Callable[[User], Client]) -> None:
    response = reader.get(PAGE)
    assert response.status_code == 302
    assert response.headers["Location"] == f"/admin/login/?next={PAGE}"
    family = User.objects.create_user("family", password="a-password-of-tests")
    assert signed_in(family).get(PAGE).status_code == 302
    assert signed_in(editor).get(PAGE).status_code == 200


@pytest.mark.django_db
def test_nobody_keeps_or_finds_it(reader: Client, editor: User, signed_in: Callable[[User], Client]) -> None:
    response = signed_in(editor).get(PAGE)
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    environ = {"REQUEST_METHOD": "GET", "HTTP_HOST": "testserver", "PATH_INFO": PAGE, "wsgi.url_scheme": "http"}
    assert asked_of(environ) is None
    assert asked_of(environ | {"PATH_INFO": "/"}) is not None
    assert PAGE not in reader.get("/sitemap.xml").content.decode() + reader.get("/").content.decode()


@pytest.mark.django_db
def test_the_admin_leads_to_it(editor: User, signed_in: Callable[[User], Client]) -> None:
    assert f'href="{PAGE}"' in signed_in(editor).get("/admin/").content.decode()


@pytest.mark.django_db
def test_it_shows_every_part_in_its_states(editor: User, signed_in: Callable[[User], Client]) -> None:
    response = signed_in(editor).get(PAGE)
    used = {template.name for template in response.templates}
    assert used >= PARTS, PARTS - used
    soup = BeautifulSoup(response.content, "html.parser")
    for state in STATES:
        assert soup.select(f"main {state}"), state
    ids = [one["id"] for one in soup.select("[id]")]
    assert sorted(ids) == sorted(set(ids))


PARTS = {
    *("_call.html", "_icon.html", "_search.html", "_behind.html", "_trail.html"),
    *("alerts/_line.html", "alerts/_card.html", "alerts/_answer.html", "alerts/_choose.html"),
    *(f"alerts/_answer_{outcome}.html" for outcome in ("yes", "no", "ask", "confirm")),
    *(
        f"conditions/_{part}.html"
        for part in ("contents", "help", "tab", "reach", "review", "words", "word", "after", "news")
    ),
    *("conditions/_letters.html", "conditions/_pages.html", "conditions/_news.html"),
}
STATES = [
    *(".notice details.closes", ".notice .updated", ".serious", ".behind", ".draft"),
    *(".answer-yes", ".answer-no", ".answer-ask", ".code mark"),
    *(".button", ".button.quiet", ".chips", ".empty", ".overdue", ".level-us", ".level-today", ".level-911"),
    *("table", "[aria-current]", ".card", ".contents", ".part .behind", ".term", ".word[popover]", "select", "mark"),
]


def test_each_colour_of_the_style_sheet_is_shown() -> None:
    shown = (CSS / "styleguide.css").read_text(encoding="utf-8")
    assert set(re.findall(r"\.token-([\w-]+) ", shown)) == set(colours(tokens()["light"]))
    assert set(re.findall(r"--shown: var\(--([\w-]+)\)", shown)) <= set(tokens()["light"])


def test_every_pair_of_colours_has_its_contrast_in_every_scheme() -> None:
    for scheme, found in tokens().items():
        faint = [pair for pair in PAIRS if contrast(found[pair.front], found[pair.ground]) < pair.least]
        assert faint == [], scheme


def test_contrast_is_what_wcag_says_it_is() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#1f2a37", "#fbf7f0") == pytest.approx(13.6, abs=0.1)
