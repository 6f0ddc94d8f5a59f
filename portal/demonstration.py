"""The demonstration hospital: fictional pages, alerts and accounts, from the files in `portal/demo/`."""

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction

from alerts.models import RecallAlert
from conditions.models import BodyArea, Condition, Program, Reviewer, Section
from portal import roles
from publishing import clock, workflow

FOLDER = Path(__file__).resolve().parent / "demo"
PASSWORD = "lantern-demo"  # noqa: S105 - known to everybody, for a site that only this machine can reach
ACCOUNTS = {
    "editor": roles.EDITORS,
    "reviewer": roles.CLINICAL_REVIEWERS,
    "communications": roles.COMMUNICATIONS,
    "manager": roles.SITE_MANAGERS,
}
NOTE = "Demonstration content"


@transaction.atomic
def load() -> bool:
    """Fill an empty site; false, and nothing changed, where there is a condition, program or alert already."""
    _make_accounts()
    if any(model.objects.exists() for model in (Condition, Program, RecallAlert)):
        return False
    for facts in _files("programs"):
        workflow.publish(Program.objects.create(**facts), by=None, note=NOTE)
    _load_conditions(list(_files("conditions")))
    for facts in _files("alerts"):
        _load_alert(facts)
    return True


def _files(folder: str) -> Iterator[dict[str, Any]]:
    for path in sorted((FOLDER / folder).glob("*.toml")):
        yield tomllib.loads(path.read_text(encoding="utf-8"))


def _make_accounts() -> None:
    for name, role in ACCOUNTS.items():
        user, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
        if is_new:
            user.set_password(PASSWORD)
            user.save()
            user.groups.add(Group.objects.get(name=role))


def _load_conditions(all_facts: list[dict[str, Any]]) -> None:
    """Every working copy first, so that related conditions know each other; then each is published."""
    relations = [(_load_condition(facts), related) for facts in all_facts for related in [facts["related"]]]
    for condition, related in relations:
        condition.related.set(Condition.objects.filter(slug__in=related))
    for condition, _related in relations:
        workflow.publish(condition, by=None, note=NOTE)


def _load_condition(facts: dict[str, Any]) -> Condition:
    apart = ("sections", "programs", "related", "body_areas", "reviewer")
    name, _comma, credentials = facts["reviewer"].partition(", ")
    reviewer, _made = Reviewer.objects.get_or_create(name=name, credentials=credentials)
    plain = {key: value for key, value in facts.items() if key not in apart}
    condition = Condition.objects.create(reviewer=reviewer, **plain)
    condition.body_areas.set([BodyArea.objects.get_or_create(name=area)[0] for area in facts["body_areas"]])
    condition.programs.set(Program.objects.filter(slug__in=facts["programs"]))
    for order, section in enumerate(facts["sections"]):
        Section.objects.create(condition=condition, order=order, **section)
    return condition


def _load_alert(facts: dict[str, Any]) -> None:
    now = clock.now()
    apart = ("everywhere", "conditions", "programs", "starts_in_hours", "ends_in_hours")
    alert = RecallAlert.objects.create(
        is_everywhere=facts["everywhere"],
        starts_at=now + timedelta(hours=facts["starts_in_hours"]),
        ends_at=now + timedelta(hours=facts["ends_in_hours"]) if "ends_in_hours" in facts else None,
        **{key: value for key, value in facts.items() if key not in apart},
    )
    alert.conditions.set(Condition.objects.filter(slug__in=facts["conditions"]))
    alert.programs.set(Program.objects.filter(slug__in=facts["programs"]))
    alert.post(by=None)
