"""Wagtail with the same page, without a cache and with wagtail-cache in Redis: what a hospital would pick instead."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from benchmarks.load import Server
from benchmarks.servers import ROOT, fetch, free_port, running, worker_pids
from benchmarks.services import redis

PACKAGES = ("Django==5.2.19", "wagtail==7.4.4", "wagtail-cache==3.0.0", "gunicorn==27.0.1", "redis==8.1.0")
ENVIRONMENT = ROOT / "var" / "peers"
FILES = ROOT / "benchmarks" / "wagtail"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "peer.settings.measured"}


@contextmanager
def peers(folder: Path, page_url: str) -> Iterator[list[Server]]:
    """Both, with two processes each and with the words of the page under an address of ours."""
    site = _make(folder, page_url)
    with (
        redis(folder / "redis") as service,
        _served(site, {}) as plain,
        _served(site, {"PEER_CACHE": service.url}) as cached,
    ):
        yield [Server("Wagtail, no cache", *plain), Server("Wagtail, wagtail-cache in Redis", *cached)]


@contextmanager
def _served(site: Path, environment: dict[str, str]) -> Iterator[tuple[str, list[int]]]:
    port = free_port()
    command = [str(ENVIRONMENT / "bin" / "gunicorn"), "peer.wsgi", "--workers=2", f"--bind=127.0.0.1:{port}"]
    with running([*command, "--log-level=error"], port, SETTINGS | environment, site) as process:
        yield f"http://127.0.0.1:{port}/page/", worker_pids(process.pid)


def _make(folder: Path, page_url: str) -> Path:
    python = str(ENVIRONMENT / "bin" / "python")
    installed = ENVIRONMENT / "installed"
    if not installed.exists() or installed.read_text(encoding="ascii") != " ".join(PACKAGES):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
        subprocess.run([python, "-m", "pip", "install", "-qqq", *PACKAGES], check=True)
        installed.write_text(" ".join(PACKAGES), encoding="ascii")
    site = folder / "wagtail"
    site.mkdir()
    subprocess.run([str(ENVIRONMENT / "bin" / "wagtail"), "start", "peer", str(site)], check=True, capture_output=True)
    _copy_files(site)
    told = folder / "peer-page.json"
    told.write_text(json.dumps(_words_of(page_url)), encoding="utf-8")
    own = os.environ | SETTINGS | {"PEER_PAGE": str(told)}
    for step in (["makemigrations", "-v0", "conditions"], ["migrate", "-v0"], ["shell", "-c", _text("fill.py")]):
        subprocess.run([python, "manage.py", *step], cwd=site, env=own, check=True, capture_output=True)
    return site


def _copy_files(site: Path) -> None:
    for folder in ("conditions/migrations", "conditions/templates/conditions"):
        (site / folder).mkdir(parents=True)
    for package in ("conditions", "conditions/migrations"):
        (site / package / "__init__.py").touch()
    places = {
        "models.py": "conditions/models.py",
        "condition_page.html": "conditions/templates/conditions/condition_page.html",
        "measured.py": "peer/settings/measured.py",
    }
    for name, place in places.items():
        shutil.copy(FILES / f"{name}-tpl", site / place)


def _text(name: str) -> str:
    return (FILES / f"{name}-tpl").read_text(encoding="utf-8")


def _words_of(url: str) -> dict[str, object]:
    page = BeautifulSoup(fetch(url)[2], "html.parser")
    sections = [(_text_in(part, "h2"), _html_in(part, ".text")) for part in page.select("section[data-tab]")]
    return {
        "title": _text_in(page, "h1"),
        "introduction": _html_in(page, ".about .text"),
        "sections": sections,
        "alerts": [" ".join(line.get_text(" ").split())[:200] for line in page.select("[data-alert]")],
    }


def _text_in(part: Tag, selector: str) -> str:
    found = part.select_one(selector)
    return found.get_text() if found else ""


def _html_in(part: Tag, selector: str) -> str:
    found = part.select_one(selector)
    return found.decode_contents() if found else ""
