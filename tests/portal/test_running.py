"""Starting and running the site: settings, health, roles, the demonstration."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client

from alerts.models import RecallAlert
from conditions.models import Condition, Program
from portal import environ, roles
from publishing.models import Revision
from tests.conftest import restore_roles

ROOT = Path(__file__).resolve().parent.parent.parent


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of the site in a process of its own, with these variables and no others of ours."""
    own = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull} | environment
    return subprocess.run([sys.executable, "manage.py", *arguments], env=own, cwd=ROOT, capture_output=True, text=True)


def test_a_real_site_passes_the_deployment_checks(tmp_path: Path) -> None:
    key = "k3!vQ-w9Zr#tLp6@xYc2&mNf8*bHs5^dJg7_aEu4+oXi1~qWt0"
    done = manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        SECRET_KEY=key,
        ALLOWED_HOSTS="www.example.org",
        DATA_DIR=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr


def test_a_real_site_does_not_start_without_a_key(tmp_path: Path) -> None:
    done = manage("check", DATA_DIR=str(tmp_path))
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr


def test_a_demonstration_makes_its_key_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    assert manage("check", DEMO="1", DATA_DIR=str(tmp_path)).returncode == 0
    path = tmp_path / "secret_key"
    key = path.read_text(encoding="ascii")
    assert len(key) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    manage("check", DEMO="1", DATA_DIR=str(tmp_path))
    assert path.read_text(encoding="ascii") == key


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEBUG", "maybe", "DEBUG is 'maybe'"),
        ("TIME_ZONE", "Boston", "TIME_ZONE is 'Boston'"),
        ("SITE_URL", "www.example.org", "SITE_URL is 'www.example.org'"),
        ("SITE_URL", "https://x.example/path", "scheme and host alone"),
        ("CAP_SENDER", "our hospital", "CAP_SENDER is 'our hospital'"),
        ("CAP_SENDER", "a,b", "a host name or an e-mail address"),
        ("OPENFDA_URL", "file:///etc/passwd", "write a web address"),
        ("RECALL_FILE_MB", "0", "a whole number, 1 or more"),
        ("CACHE_URL", "memcached://x", "CACHE_URL is 'memcached://x'"),
        ("PAGE_CACHE_MB", "-1", "PAGE_CACHE_MB is '-1'"),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL must start with"),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence(tmp_path: Path, name: str, value: str, said: str) -> None:
    done = manage("check", SECRET_KEY="x", DATA_DIR=str(tmp_path), **{name: value})
    assert done.returncode != 0
    assert said in done.stderr


def test_an_env_file_gives_way_to_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ".env"
    path.write_text("# comment\n\nPORTAL_ONE=file\nPORTAL_TWO='quoted'\n", encoding="utf-8")
    monkeypatch.setenv("PORTAL_ONE", "real")
    monkeypatch.delenv("PORTAL_TWO", raising=False)
    environ.read_env_file(path)
    assert (os.environ["PORTAL_ONE"], os.environ.pop("PORTAL_TWO")) == ("real", "quoted")


def test_a_line_that_is_no_setting_is_named(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("DEMO=1\nnonsense\n", encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match="line 2"):
        environ.read_env_file(path)


def test_health_asks_nothing_of_anything_else(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_ready_names_each_dependency(client: Client) -> None:
    reply = client.get("/readyz")
    assert reply.status_code == 200
    assert reply.json() == {"ready": True, "database": "ok", "cache": "ok"}


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(connection, "cursor", refuse)
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.json()["ready"] is False


@pytest.mark.django_db
def test_the_groups_have_what_the_table_says() -> None:
    restore_roles()
    for role in roles.PERMISSIONS:
        group = Group.objects.get(name=role)
        held = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}
        assert held == roles.permissions_of(role)


@pytest.fixture
def demo(db: None, settings: Any) -> None:
    restore_roles()
    settings.DEMO = True
    call_command("demo", verbosity=0)


def test_the_demonstration_is_a_whole_hospital(demo: None, client: Client) -> None:
    assert Revision.objects.live().of(Condition).in_language("en").count() == 8
    assert Revision.objects.live().of(Program).in_language("en").count() == 10
    assert Revision.objects.live().of(Condition).exclude(language="en").count() == 2
    assert RecallAlert.objects.live().count() == 2
    assert RecallAlert.objects.posted().count() == 3
    assert b"not medical advice" in client.get("/").content.lower().replace(b"nothing here is", b"not")


def test_a_second_demonstration_changes_nothing(demo: None) -> None:
    Condition.objects.filter(slug="asthma").update(title="Changed by hand")
    before = Revision.objects.count(), User.objects.count()
    call_command("demo", verbosity=0)
    assert (Revision.objects.count(), User.objects.count()) == before
    assert Condition.objects.get(slug="asthma").title == "Changed by hand"


@pytest.mark.django_db
def test_a_real_site_has_no_accounts_with_a_known_password(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("demo")
    assert not User.objects.exists()
