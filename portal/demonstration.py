"""The demonstration hospital: fictional pages, alerts and accounts, from the files in `portal/demo/`."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils.timezone import make_aware

from alerts.models import RecallAlert, RecalledPackage
from alerts.packages import Package
from alerts.translating import translate
from conditions.models import Condition, Program, Section, Term
from conditions.names import name_list
from conditions.ways import AgeGroup, BodyArea, Labelled, Specialty
from portal import roles
from portal.models import FamilyWords
from publishing import clock, review, translating, workflow
from publishing.models import Reviewer

FOLDER = Path(__file__).resolve().parent / "demo"
PASSWORD = "lantern-demo"  # noqa: S105 - known to everybody, for a site that only this machine can reach
ACCOUNTS = {
    "editor": roles.EDITORS,
    "reviewer": roles.CLINICAL_REVIEWERS,
    "communications": roles.COMMUNICATIONS,
    "manager": roles.SITE_MANAGERS,
}
REVIEWER = {"name": "Sandy Shoal", "credentials": "MD (fictional)"}
NOTE = "Demonstration content"
Named = TypeVar("Named", bound=Labelled)


@transaction.atomic
def load() -> bool:
    """Fill an empty site; false, and nothing changed, where there is a condition, program or alert already."""
    _make_accounts()
    if any(model.objects.exists() for model in (Condition, Program, Term, RecallAlert)):
        return False
    _make_lists()
    for facts in _files("programs"):
        specialties = facts.pop("specialties")
        program = Program.objects.create(owner=User.objects.get(username="editor"), **facts)
        program.specialties.set(_named(Specialty, specialties))
        review.record_sign_off(program, Reviewer.objects.get(user__username="reviewer"), at=clock.now())
        workflow.publish(program, by=None, note=NOTE)
    for facts in _files("terms"):
        _load_terms(facts["language"], facts["terms"])
    _load_conditions(list(_files("conditions")))
    for facts in _files("translations"):
        _load_translation(facts)
    _name_lists()
    for facts in _files("alerts"):
        _load_alert(facts)
    return True


def _files(folder: str) -> Iterator[dict[str, Any]]:
    for path in sorted((FOLDER / folder).glob("*.toml")):
        yield tomllib.loads(path.read_text(encoding="utf-8"))


def _make_accounts() -> None:
    for name, role in ACCOUNTS.items():
        facts = {"is_staff": True, "email": f"{name}@example.org"}
        user, is_new = User.objects.get_or_create(username=name, defaults=facts)
        if is_new:
            user.set_password(PASSWORD)
            user.save()
            user.groups.add(Group.objects.get(name=role))
        if role == roles.CLINICAL_REVIEWERS:
            Reviewer.objects.get_or_create(user=user, defaults=REVIEWER)


def _make_lists() -> None:
    """The words that families use, and the ages that pages are listed under."""
    for place, name in enumerate(tomllib.loads((FOLDER / "ages.toml").read_text(encoding="utf-8"))["ages"], start=1):
        AgeGroup.objects.get_or_create(name=name, defaults={"place": place})
    for said, meant in tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8")).items():
        FamilyWords.objects.get_or_create(said=said, defaults={"meant": meant})


def _name_lists() -> None:
    """What the lists are called in the other languages, of those that some page stands in."""
    found = tomllib.loads((FOLDER / "names.toml").read_text(encoding="utf-8"))
    for model in (BodyArea, Specialty, AgeGroup):
        for label in model.objects.order_by("pk"):
            name_list(label, found[model.way.key].get(label.name, {}), by=None)


def _named(model: type[Named], names: list[str]) -> list[Named]:
    return [model._default_manager.get_or_create(name=name)[0] for name in names]


def _load_terms(language: str, all_facts: list[dict[str, Any]]) -> None:
    owner, reviewer = User.objects.get(username="editor"), Reviewer.objects.get(user__username="reviewer")
    for facts in all_facts:
        term = Term.objects.create(owner=owner, language=language, **facts)
        review.record_sign_off(term, reviewer, at=clock.now())
        workflow.publish(term, by=None, note=NOTE)


def _load_conditions(all_facts: list[dict[str, Any]]) -> None:
    """Every working copy first, so that related conditions know each other; then each is published."""
    loaded = [(_load_condition(facts), facts) for facts in all_facts]
    for condition, facts in loaded:
        condition.related.set(Condition.objects.filter(slug__in=facts["related"]))
    for condition, facts in loaded:
        name, _comma, credentials = facts["reviewer"].partition(", ")
        reviewer, _made = Reviewer.objects.get_or_create(name=name, credentials=credentials)
        at = make_aware(datetime.combine(facts["last_reviewed_on"], time(12)))
        review.record_sign_off(condition, reviewer, at=at)
        workflow.publish(condition, by=None, note=NOTE)


def _load_condition(facts: dict[str, Any]) -> Condition:
    apart = ("sections", "programs", "related", *("body_areas", "specialties", "ages"), "reviewer", "last_reviewed_on")
    plain = {key: value for key, value in facts.items() if key not in apart}
    condition = Condition.objects.create(owner=User.objects.get(username="editor"), **plain)
    condition.body_areas.set(_named(BodyArea, facts["body_areas"]))
    condition.specialties.set(_named(Specialty, facts["specialties"]))
    condition.ages.set(AgeGroup.objects.get(name=name) for name in facts["ages"])
    condition.programs.set(Program.objects.filter(slug__in=facts["programs"]))
    for order, section in enumerate(facts["sections"]):
        Section.objects.create(condition=condition, order=order, **section)
    return condition


def _load_translation(facts: dict[str, Any]) -> None:
    """The tabs are in the original's order."""
    model = Condition if "sections" in facts else Program
    apart = ("of", "language", "sections", "reviewer", "last_reviewed_on")
    page = translating.start_translation(model.objects.get(slug=facts["of"]), facts["language"], by=None)
    for name in facts.keys() - set(apart):
        setattr(page, name, facts[name])
    page.owner = User.objects.get(username="editor")
    page.save()
    for order, section in enumerate(facts.get("sections", [])):
        Section.objects.filter(condition=page.pk, order=order).update(**section)
    name, _comma, credentials = facts.get("reviewer", "").partition(", ")
    reviewer = (
        Reviewer.objects.get_or_create(name=name, credentials=credentials)[0]
        if name
        else Reviewer.objects.get(user__username="reviewer")
    )
    day = facts.get("last_reviewed_on")
    at = make_aware(datetime.combine(day, time(12))) if day else clock.now()
    workflow.save_draft(page, by=None)
    review.record_sign_off(page, reviewer, at=at)
    workflow.publish(page, by=None, note=NOTE)


def _load_alert(facts: dict[str, Any]) -> None:
    now = clock.now()
    apart = (
        *("everywhere", "conditions", "programs", "starts_in_hours", "ends_in_hours", "translations"),
        *("packages", "initiated_days_ago"),
    )
    alert = RecallAlert.objects.create(
        is_everywhere=facts["everywhere"],
        starts_at=now + timedelta(hours=facts["starts_in_hours"]),
        ends_at=now + timedelta(hours=facts["ends_in_hours"]) if "ends_in_hours" in facts else None,
        initiated_on=now.date() - timedelta(days=facts["initiated_days_ago"])
        if "initiated_days_ago" in facts
        else None,
        **{key: value for key, value in facts.items() if key not in apart},
    )
    rows = map(Package.from_json, facts.get("packages", []))
    RecalledPackage.replace(alert, map(RecalledPackage.of, rows))
    alert.conditions.set(Condition.objects.filter(slug__in=facts["conditions"]))
    alert.programs.set(Program.objects.filter(slug__in=facts["programs"]))
    for language, texts in facts.get("translations", {}).items():
        translate(alert, language, texts, by=None)
    alert.post(by=None)
