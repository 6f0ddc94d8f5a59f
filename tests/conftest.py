"""What tests share: people in their roles, a reader, a clock one can set."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from conditions.glossary.live import shelf
from portal import roles
from publishing import kept
from publishing.index import vocabulary
from publishing.standing import Standing

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def audit_guards() -> list[str]:
    """What the migrations left to guard the audit on SQLite, as statements that put it back."""
    return []


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker, audit_guards: list[str]) -> None:
    """Tests with real transactions empty every table; on SQLite row by row, which the audit's guards refuse."""
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            for name, statement in cursor.fetchall():
                audit_guards.append(statement)
                cursor.execute(f"DROP TRIGGER {name}")


def restore_roles() -> None:
    """The groups again, where a test with real transactions has emptied the tables."""
    if not Group.objects.exists():
        roles.write_groups(apps, ["auth", "publishing", "conditions", "alerts", "portal"])


def _person(name: str, role: str) -> User:
    restore_roles()
    user = User.objects.create_user(name, password=f"{name}-password-of-tests", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def editor(db: None) -> User:
    return _person("editor", roles.EDITORS)


@pytest.fixture
def reviewer(db: None) -> User:
    return _person("reviewer", roles.CLINICAL_REVIEWERS)


@pytest.fixture
def communications(db: None) -> User:
    return _person("communications", roles.COMMUNICATIONS)


@pytest.fixture
def manager(db: None) -> User:
    return _person("manager", roles.SITE_MANAGERS)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Each test begins like a process."""
    forget_all()


def forget_all() -> None:
    """Let go of what a process keeps in memory."""
    kept.forget()
    Standing.forget_all()
    shelf.forget()
    vocabulary.forget()


@pytest.fixture
def reader(db: None) -> Client:
    """Somebody without an account."""
    return Client()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller

    def set(self, moment: datetime) -> None:
        self._traveller.move_to(moment, tick=False)

    def forward(self, **span: float) -> None:
        self._traveller.shift(timedelta(**span))


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel("2026-03-02T15:00:00+00:00", tick=False) as traveller:
        yield Clock(traveller)


@pytest.fixture
def seed() -> Path:
    """A real condition page, as text; it is not part of the project."""
    path = SHARED / "seed" / "relapsed-or-refractory-neuroblastoma.txt"
    if not path.exists():
        pytest.skip("needs ../shared/seed, which is not there")
    return path
