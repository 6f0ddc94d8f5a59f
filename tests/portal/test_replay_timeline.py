"""Months of work at random: afterwards every answer the public got can be made again, byte for byte."""

import os
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

import pytest
from django.test import Client

from alerts.models import AlertState, RecallAlert
from alerts.translating import translate
from conditions.models import Condition, Program
from portal.replay import replay
from publishing import clock as site_clock
from publishing import workflow
from publishing.models import Publishable
from publishing.workflow import Refused
from tests.conftest import Clock
from tests.factories import make_alert, make_condition, make_program, signed

STEPS = int(os.environ.get("TIMELINE_STEPS", "300"))
MOMENTS = 500
SLUGS = ("asthma", "celiac", "clubfoot", "epilepsy", "heart", "lungs")
PAGES = ("/", "/conditions/", "/programs/", "/alerts/", "/alerts/banner.html", "/search/?q=words", "/nowhere/")
PAGES += ("/es/", "/es/alerts/", "/es/alerts/banner.html")
FILES = ("/sitemap.xml", "/robots.txt", "/search/suggestions.json?q=ti")
FEEDS = ("/alerts/feed.atom", "/alerts/feed.json", "/alerts/current.json", "/alerts/current.txt")


class Seen(NamedTuple):
    path: str
    at: datetime
    status: int
    location: str
    body: bytes


class Staff:
    """Everybody who changes the site, taking one step after another at random."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.pages: list[Publishable] = [make_condition({"Symptoms": "<p>Words.</p>"}) for _number in range(3)]
        self.pages += [make_program() for _number in range(2)]

    def step(self, number: int) -> None:
        steps = (self.publish, self.schedule, self.retire, self.new_alert, self.change_alert, self.edit, self.sign)
        try:
            self.random.choice(steps)(number)
        except Refused:
            return

    def edit(self, number: int) -> None:
        """A draft that no reader sees."""
        page = self.random.choice(self.pages)
        page.summary = f"Draft {number}."
        page.save()
        workflow.save_draft(page, by=None)

    def sign(self, number: int) -> None:
        """What is signed is published with its line, or the line of what is live is renewed."""
        page = signed(self.random.choice(self.pages))
        page.refresh_from_db()
        if self.random.random() < 0.7:
            workflow.publish(page, by=None)

    def publish(self, number: int, at: datetime | None = None) -> None:
        page = self.random.choice(self.pages)
        page.title, page.summary = f"Title {number}", f"Some words {number}."
        if self.random.random() < 0.4:
            page.slug = self._free_slug(page)
        page.save()
        if isinstance(page, Condition):
            page.programs.set(self.random.sample(list(Program.objects.all()), 1))
            page.related.set(self.random.sample(list(Condition.objects.exclude(pk=page.pk)), 1))
        workflow.publish(page, by=None, at=at)

    def schedule(self, number: int) -> None:
        self.publish(number, site_clock.now() + timedelta(seconds=self.random.randrange(1, 200_000)))

    def retire(self, number: int) -> None:
        page, other = self.random.sample(self.pages, 2)
        successor = other.revisions().live().first() if self.random.random() < 0.5 else None
        workflow.retire(page, by=None, reason=f"reason {number}", successor=successor)

    def new_alert(self, number: int) -> None:
        start = site_clock.now() + timedelta(seconds=self.random.randrange(-50_000, 100_000))
        end = start + timedelta(seconds=self.random.randrange(60_000, 400_000)) if self.random.random() < 0.5 else None
        alert = make_alert(
            headline=f"Alert {number}.", starts_at=start, ends_at=end, is_everywhere=self.random.random() < 0.5
        )
        self._choose_places(alert)
        alert.post(by=None)

    def change_alert(self, number: int) -> None:
        alert = self._any_alert()
        if alert is None:
            return
        kind = self.random.choice(("correct", "correct", "translate", "translate", "end", "withdraw"))
        if kind == "correct" and alert.posted_at and not alert.withdrawn_at:
            alert.headline, alert.lots = f"Corrected {number}.", [str(number)]
            self._choose_places(alert)
            alert.correct(by=None)
        elif kind == "translate":
            translate(alert, "es", {"headline": f"Aviso {number}.", "label": "Retiro"}, by=None)
        elif kind == "end" and alert.current_state() == AlertState.LIVE:
            alert.end(by=None)
        elif kind == "withdraw":
            alert.withdraw(by=None, reason=f"Wrong {number}.")

    def _any_alert(self) -> RecallAlert | None:
        alerts = list(RecallAlert.objects.order_by("pk"))
        return self.random.choice(alerts) if alerts else None

    def _choose_places(self, alert: RecallAlert) -> None:
        alert.conditions.set(self.random.sample(list(Condition.objects.all()), 1))
        alert.programs.set(self.random.sample(list(Program.objects.all()), 1))

    def _free_slug(self, page: Publishable) -> str:
        taken = set(type(page).objects.exclude(pk=page.pk).values_list("slug", flat=True))  # type: ignore[attr-defined]
        return self.random.choice([slug for slug in SLUGS if slug not in taken])


def answer(reader: Client, path: str) -> Seen:
    response = reader.get(path)
    return Seen(path, site_clock.now(), response.status_code, response.headers.get("Location", ""), response.content)


def any_path(random: Random) -> str:
    alert = random.choice(["none", *RecallAlert.objects.order_by("pk").values_list("slug", flat=True)])
    pages = [f"/{kind}/{random.choice(SLUGS)}/" for kind in ("conditions", "conditions", "programs")]
    lists = [random.choice(names) for names in (PAGES, PAGES, FILES, FEEDS)]
    return random.choice(
        [*pages, *pages, f"/alerts/{alert}/", f"/es/alerts/{alert}/", f"/alerts/{alert}/cap.xml", *lists]
    )


@pytest.mark.django_db
def test_each_answer_of_a_random_timeline_is_replayed_byte_for_byte(reader: Client, clock: Clock) -> None:
    random = Random(20260303)  # noqa: S311 - chance, not secrecy
    staff, seen = Staff(random), []
    for number in range(STEPS):
        clock.forward(seconds=random.randrange(1, 20_000))
        staff.step(number)
        for _look in range(2):
            seen.append(answer(reader, any_path(random)))
            clock.forward(seconds=random.randrange(1, 20_000))
    for was in random.sample(seen, min(MOMENTS, len(seen))):
        again = replay(was.path, was.at)
        assert Seen(was.path, was.at, again.status, again.location, again.body) == was
    assert {was.status for was in seen} >= {200, 301, 404, 410}
