"""The Nu Html Checker, which knows CSS too, finds nothing in any kind of page nor in any style sheet."""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import urlopen

import pytest

from benchmarks.servers import ROOT
from portal.views import unavailable
from tests.browser.conftest import TYPED
from tests.browser.looks.pages import LANGUAGES, pages_in
from tests.browser.test_every_page import ENGLISH, TRANSLATED
from tests.processes import fetch

JAR = ROOT / "var" / "tools" / "vnu-jar" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
SHEETS = [*(ROOT / "static" / "css").glob("*.css"), *(ROOT / "static" / "admin_portal").glob("*.css")]


def _without_tab(path: str) -> str:
    return path if TYPED in path else path.partition("#")[0]


OF_EACH_TYPE = [_without_tab(path) for language in LANGUAGES for _type, path in pages_in(language)]
PATHS = sorted({*ENGLISH, *TRANSLATED, *OF_EACH_TYPE})


def checked(*paths: Path) -> str:
    """What the checker says of the files; nothing of those that are valid."""
    java = shutil.which("java")
    if java is None or not JAR.exists():
        pytest.skip("needs Java and var/tools/vnu-jar, which `make test` fetches")
    command = [java, "-Xss4m", "-jar", str(JAR), "--Werror", "--also-check-css", *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def page_at(site: str, path: str) -> str:
    """Wherever the address leads."""
    path, _mark, number = path.partition(TYPED)
    address = quote(path, safe="/?=&+%")
    if number:
        sent = urlencode({"number": number}).encode()
        with urlopen(site + address, data=sent) as answer:  # noqa: S310 - the site of the tests
            return str(answer.read().decode())
    reply = fetch(urlsplit(site).port or 0, address)
    return page_at(site, reply.headers["location"]) if reply.status in (301, 302) else reply.body


def put_into_older_words(sheet: Path, folder: Path) -> Path:
    """As scripts/validate.sh does with what the checker does not know yet."""
    command = ["sed", "-E", "-f", str(ROOT / "scripts" / "newer.sed"), str(sheet)]
    written = folder / sheet.name
    written.write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)
    return written


def test_every_kind_of_page_and_every_style_sheet_is_valid(site: str, tmp_path: Path) -> None:
    pages = {path: page_at(site, path) for path in PATHS}
    pages["away"] = unavailable().content.decode()
    for path, body in pages.items():
        (tmp_path / f"{quote(path, safe='').replace('%', '-')}.html").write_text(body, encoding="utf-8")
    for sheet in SHEETS:
        put_into_older_words(sheet, tmp_path)
    assert checked(*sorted(tmp_path.iterdir())) == ""


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    page, sheet = tmp_path / "page.html", tmp_path / "sheet.css"
    page.write_text("<!doctype html><html lang=en><title>A</title><p><div>B</div></p>", encoding="utf-8")
    sheet.write_text("@container page (min-width: 1rem) { p { colour: red } }", encoding="utf-8")
    found = checked(page, put_into_older_words(sheet, tmp_path))
    assert "No “p” element in scope" in found
    assert "Property “colour” doesn't exist" in found
