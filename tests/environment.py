"""The surroundings of every test: none of the developer's own settings, data or services.

A pytest plugin, because the settings are read before any conftest.py is. TEST_DATABASE_URL and TEST_CACHE_URL choose
the services; the suite may create and drop databases in the one and empty the other.
"""

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck

PROJECT = Path(__file__).resolve().parent.parent
SETTINGS = PROJECT / "portal" / "settings.py"
DATA_DIR = tempfile.mkdtemp(prefix="portal-tests-")
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)


def settings_from_environment() -> set[str]:
    """The names of all variables that the settings read."""
    return set(re.findall(r'\benviron\.[a-z_]+\(\s*"([A-Z_]+)"', SETTINGS.read_text(encoding="utf-8"))) | {"SECRET_KEY"}


def cache_url() -> str:
    """A database of its own for each worker: one that empties its cache must not empty another's."""
    url = os.environ.get("TEST_CACHE_URL", "")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if not url or not worker:
        return url
    if url.startswith("unix:"):
        return f"{url.partition('?')[0]}?db={worker}"
    return re.sub(r"(://[^/]+).*", rf"\1/{worker}", url)


for _name in settings_from_environment():
    os.environ.pop(_name, None)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "a key for tests alone, which signs nothing that anybody else reads",
    "DEBUG": "0",
    "SITE_URL": "http://testserver",
    "SITE_LANGUAGES": "en,es,ar",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "DATA_DIR": DATA_DIR,
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{DATA_DIR}/portal.sqlite3",
    "CACHE_URL": cache_url(),
}


def pytest_configure() -> None:
    """What no variable chooses: a real file as database, static files as they stand, passwords that cost no time."""
    from django.conf import settings  # noqa: PLC0415 - only now are the settings to be read

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = f"{DATA_DIR}/test.sqlite3"
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.STATIC_ROOT.mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A busy machine is slow, which says nothing about the code.
    hypothesis.settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    hypothesis.settings.load_profile("portal")


def services() -> set[str]:
    """Which of the marks that ask for a service hold in this run."""
    database = "postgresql" if os.environ["DATABASE_URL"].startswith("postgres") else "sqlite"
    return {database, "redis"} if os.environ["CACHE_URL"] else {database}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what asks for a service that this run is not about, and what another service would not change."""
    missing = {"sqlite", "postgresql", "redis"} - services()
    kept = [item for item in items if not missing & _marks(item)]
    if "sqlite" in missing:
        kept = [item for item in kept if _may_differ(item)]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def _marks(item: pytest.Item) -> set[str]:
    return {mark.name for mark in item.iter_markers()}


def _may_differ(item: pytest.Item) -> bool:
    """Whether PostgreSQL could answer otherwise than SQLite: a test that asks no database is the same on both."""
    asks = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    marks = _marks(item)
    return "once" not in marks and bool(asks or marks & {"django_db", "postgresql", "redis", "servers"})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With REQUIRE_ALL=1 a test that skips itself has failed: nothing may be left untried unseen."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("REQUIRE_ALL") == "1":
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1, and this test did not run: {reason}"
    return report
