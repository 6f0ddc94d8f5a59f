"""What a phone on a weak network has to load for a condition page."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client

from portal import demonstration
from portal.staticfiles import SlimScripts, slim
from publishing.page_cache.answers import make_answer

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FIRST_ROUND_TRIP = 14_000  # Bytes: ten packets, the first that a server may send at once.
SCRIPTS = 3_000


ADDRESSES = ("/conditions/asthma/", "/es/conditions/asma/")


@pytest.fixture
def pages(reader: Client) -> list[str]:
    demonstration.load()
    return [reader.get(address).content.decode() for address in ADDRESSES]


@pytest.fixture
def page(pages: list[str]) -> str:
    return pages[0]


def packed(path: str) -> int:
    """The bytes of one of our static files, as small as they are stored when collected."""
    text = (settings.BASE_DIR / "static" / path).read_text(encoding="utf-8")
    return len(brotli.compress((slim(text) if path.endswith(".js") else text).encode()))


def test_a_typical_page_and_its_style_come_in_the_first_round_trip(pages: list[str]) -> None:
    for page in pages:
        styles = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)">', page)
        assert styles == ["css/site.css"]
        html = len(make_answer("200 OK", [], page.encode(), generation=1).packed("br").variants["br"].body)
        assert html + packed(styles[0]) <= FIRST_ROUND_TRIP


def test_what_is_for_paper_alone_holds_no_page_up(page: str) -> None:
    styles = re.findall(r'<link rel="stylesheet"[^>]*href="/static/([^"]+)"([^>]*)>', page)
    assert styles == [("css/site.css", ""), ("css/print.css", ' media="print"')]
    assert "@media print" not in (settings.BASE_DIR / "static/css/site.css").read_text(encoding="utf-8")
    assert re.search(r'<img src="/conditions/asthma/qr.svg"[^>]* fetchpriority="low"', page)


def test_a_page_s_scripts_are_small_and_wait_for_nobody(page: str) -> None:
    scripts = re.findall(r'<script type="module"[^>]* src="/static/([^"]+)"', page)
    assert len(scripts) == page.count("<script ") - page.count("ld+json")
    assert sum(map(packed, scripts)) <= SCRIPTS


def test_every_picture_has_its_size(page: str) -> None:
    pictures = re.findall(r"<img[^>]*>", page)
    assert pictures
    assert all(re.search(r'width="\d+"', picture) and re.search(r'height="\d+"', picture) for picture in pictures)


def test_a_script_with_a_digest_in_its_name_holds_the_script(tmp_path: Path) -> None:
    storage = SlimScripts(location=str(tmp_path), base_url="/static/")
    script = (settings.BASE_DIR / "static/js/print.js").read_text(encoding="utf-8")
    storage.save("js/print.js", ContentFile(script.encode()))
    list(storage.post_process({"js/print.js": (storage, "js/print.js")}))
    hashed = tmp_path / storage.hashed_files["js/print.js"]
    assert hashed.read_text(encoding="utf-8") == slim(script)


@pytest.mark.parametrize(
    ("script", "slimmed"),
    [("/* What it\n   does. */\nif (a) {\n  // Why.\n  b(); // here\n}\n", "if (a) {\nb();\n}\n"),
     ("a = `\n  // text\n`;\n", "a = `\n  // text\n`;\n"),
     ("a = 'x // y';\n", "a = 'x // y';\n")],
)  # fmt: skip
def test_a_collected_script_does_what_it_did(script: str, slimmed: str) -> None:
    assert slim(script) == slimmed
