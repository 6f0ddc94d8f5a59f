"""Who may do what: every address of the admin, every role, looking and doing, against the table in docs/roles.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from alerts.importing import import_values
from alerts.models import RecallRecord
from conditions.models import EmergencySymptom, PlainerWord, TabName
from conditions.problems import answering
from conditions.ways import AgeGroup, BodyArea, Specialty
from portal import roles
from portal.models import FamilyWords
from publishing import redirects, review
from publishing.models import AuditEntry, Moved, PreviewLink, Reviewer
from tests.alerts.openfda.records import drug
from tests.conftest import restore_roles
from tests.factories import live_alert, live_condition, live_program, live_term
from tests.pictures import make_picture

pytestmark = pytest.mark.once

TABLE = Path(__file__).parents[2] / "docs" / "roles.md"
LETTERS = {
    roles.EDITORS: "E",
    roles.CLINICAL_REVIEWERS: "R",
    roles.COMMUNICATIONS: "C",
    roles.SITE_MANAGERS: "M",
    "no role": "n",
}
FOR_EVERYBODY = {
    *("login", "logout", "password_change", "password_change_done", "jsi18n", "view_on_site", "app_list"),
    "autocomplete",
}
"""Django's own, about one's own account, or deciding by the permissions that are tested here."""

OUR_OWN = {"staff_calendar", "replay"}
"""Beside Django's own addresses of the admin."""


def routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """The names of the admin's addresses."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, "admin:" if pattern.namespace == "admin" else prefix)
        elif (
            pattern.name
            and pattern.name not in FOR_EVERYBODY
            and (prefix or pattern.name in ("staff_calendar", "replay"))
        ):
            yield f"{prefix}{pattern.name}"


ROUTES = sorted(routes(get_resolver().url_patterns))


@pytest.fixture
def things(db: None) -> dict[str, dict[str, Any]]:
    """One of everything; and for each kind the arguments of its addresses."""
    restore_roles()
    writer = User.objects.create_user("writer", is_staff=True)
    program, condition, term = live_program(), live_condition({"Symptoms": ""}), live_term()
    problem = condition.problems.get(rule="empty-tab")
    answering.take_back(problem.answer, by=None)
    superuser = User.objects.create_superuser("root")
    pages = {}
    for page in (program, condition, term):
        setattr(page, "definition" if page == term else "summary", "Something else.")
        page.save()
        comment = review.comment(page, by=superuser, part="page", text="Why?")
        link = PreviewLink.objects.create(
            kind=page.kind(), subject_id=page.pk, whom="x", made_by=writer, expires_at="2100-01-01T00:00Z"
        )
        pages[page] = {
            "object_id": page.pk,
            "number": 1,
            "link_id": link.pk,
            "comment_id": comment.pk,
            "document_id": 0,
        }
    pages[condition]["key"] = problem.key
    alert = live_alert()
    live = condition.revisions().get()
    redirects.redirect_address(type(condition), "old", live, by=None)
    import_values([drug()], by=None)
    imported = RecallRecord.objects.get()
    return {
        "conditions_condition": pages[condition],
        "conditions_program": pages[program],
        "conditions_term": pages[term],
        "conditions_problem": {"object_id": problem.pk},
        "conditions_bodyarea": {"object_id": BodyArea.objects.create(name="Head").pk},
        "conditions_emergencysymptom": {"object_id": EmergencySymptom.objects.create(words="coma").pk},
        "conditions_plainerword": {"object_id": PlainerWord.objects.create(words="ergo", plainer="so").pk},
        "conditions_specialty": {"object_id": Specialty.objects.create(name="Hearts").pk},
        "conditions_agegroup": {"object_id": AgeGroup.objects.create(name="Babies").pk},
        "portal_familywords": {"object_id": FamilyWords.objects.create(said="tummy", meant=["belly"]).pk},
        "alerts_recallalert": {"object_id": alert.pk, "language": "es", "key": "recall"},
        "alerts_recallrecord": {"object_id": imported.pk, "alert_id": imported.event.alert_id},
        "conditions_tabname": {"object_id": TabName.objects.create(name="Living with it").pk},
        "publishing_picture": {"object_id": make_picture().pk},
        "publishing_revision": {"object_id": live.pk},
        "publishing_reviewer": {"object_id": Reviewer.objects.create(name="Dana").pk},
        "publishing_auditentry": {"object_id": AuditEntry.objects.earliest("pk").pk},
        "publishing_moved": {"object_id": Moved.objects.get().pk},
        "auth_user": {"object_id": writer.pk, "id": writer.pk},
        "auth_group": {"object_id": Group.objects.earliest("pk").pk},
    }


def address(route: str, things: dict[str, dict[str, Any]]) -> str:
    """The route with the arguments that it asks for."""
    name = route.removeprefix("admin:")
    known = next((given for start, given in things.items() if name.startswith(start)), {})
    wanted = [names for _text, names in get_resolver_of(route)]
    return reverse(route, kwargs={name: known[name] for name in wanted[0]}) if wanted and wanted[0] else reverse(route)


def get_resolver_of(route: str) -> list[Any]:
    resolver = get_resolver()
    if route.startswith("admin:"):
        resolver = resolver.namespace_dict["admin"][1]
    found: Any = resolver.reverse_dict.getlist(route.removeprefix("admin:"))
    return [possibility for possibilities, *_rest in found for possibility in possibilities]


def may(client: Client, method: str, path: str) -> bool:
    """Whether the admin lets somebody in; what is done is undone."""
    with transaction.atomic():
        answer = client.get(path) if method == "GET" else client.post(path, {"post": "yes"})
        transaction.set_rollback(True)
    return answer.status_code not in (403, 405) and "/admin/login/" not in answer.headers.get("Location", "")


def matrix(things: dict[str, dict[str, Any]]) -> dict[str, tuple[str, str]]:
    clients = {}
    for role, letter in LETTERS.items():
        user = User.objects.create_user(f"person {letter}", is_staff=True)
        if role in roles.PERMISSIONS:
            user.groups.add(Group.objects.get(name=role))
        clients[letter] = Client()
        clients[letter].force_login(user)
    return {
        route: tuple(  # type: ignore[misc]
            "".join(letter for letter, client in clients.items() if may(client, method, address(route, things))) or "–"
            for method in ("GET", "POST")
        )
        for route in ROUTES
    }


def documented() -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| `([a-z0-9_:-]+)` \| (\S+) \| (\S+) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: (look, do) for name, look, do in rows}


def test_every_address_lets_in_whom_the_table_names(things: dict[str, dict[str, Any]]) -> None:
    assert matrix(things) == documented()


def test_a_reader_is_let_in_nowhere(things: dict[str, dict[str, Any]]) -> None:
    reader = Client()
    open_ = [route for route in ROUTES for method in ("GET", "POST") if may(reader, method, address(route, things))]
    assert open_ == []
