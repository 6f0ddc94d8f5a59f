"""After any course of edits, sign-offs, corrections and publishings, what is signed is what a simple model says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import Group, User
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from conditions.models import Condition, Section
from portal import roles
from publishing import review, signing, workflow
from publishing.models import Reviewer, Stage
from publishing.parts import TextPart
from publishing.workflow import Refused
from tests.conftest import restore_roles
from tests.factories import make_condition

pytestmark = pytest.mark.once

TABS = ("Symptoms", "Treatment")
WORDS = ("<p>Warm tea helps.</p>", "<p>Cool air helps.</p>")

Step = tuple[str, int, int, int]
steps = st.lists(
    st.tuples(st.sampled_from(["write", "sign", "sign all", "publish", "correct"]), *[st.integers(0, 1)] * 3),
    min_size=5,
    max_size=25,
)


@dataclass
class Model:
    """The rules told as plainly as can be."""

    words: list[int]
    signed: list[set[int]] = field(default_factory=lambda: [set(), set()])
    writers: list[set[int]] = field(default_factory=lambda: [set(), set()])
    """Since a clinician last read the tab."""

    wrote: list[list[set[int]]] = field(default_factory=lambda: [[set(), set()], [set(), set()]])
    """Who ever wrote these words into the tab."""

    page_is_signed: bool = False
    live: list[int] | None = None

    def write(self, tab: int, words: int, who: int) -> None:
        if self.words[tab] != words:
            self.words[tab] = words
            self.writers[tab].add(who)
            self.wrote[tab][words].add(who)

    def is_signed(self, tab: int) -> bool:
        return self.words[tab] in self.signed[tab]

    def sign(self, tab: int, who: int) -> bool:
        if who in self.writers[tab] | self.wrote[tab][self.words[tab]]:
            return False
        self.signed[tab].add(self.words[tab])
        self.writers[tab].clear()
        return True

    def publish(self) -> bool:
        if not (self.page_is_signed and all(self.is_signed(tab) for tab in range(2))):
            return False
        self.live = list(self.words)
        return True

    def correct(self) -> bool:
        if self.live is None:
            return False
        for tab in range(2):
            self.signed[tab].add(self.words[tab])
        self.live = list(self.words)
        return True


class SignOffs(TestCase):
    """People 0 and 1 may do everything, and each has a reviewer record."""

    @given(course=steps)
    @settings(max_examples=60, deadline=None)
    def test_what_is_signed_equals_the_model_after_every_step(self, course: list[Step]) -> None:
        restore_roles()
        people = [_person(number) for number in range(2)]
        condition = make_condition(dict.fromkeys(TABS, WORDS[0]))
        workflow.save_draft(condition, by=None)
        model = Model([0, 0])
        for step in course:
            happened, expected = _take(step, condition, people, model)
            condition = Condition.objects.get(pk=condition.pk)
            found = signing.signatures(condition)
            assert happened == expected, step
            assert [signature.is_signed for signature in found[1:]] == [model.is_signed(tab) for tab in range(2)]
            assert (condition.stage == Stage.APPROVED) == signing.is_signed(found)
            assert _live(condition) == model.live


def _person(number: int) -> User:
    user = User.objects.create_user(f"person-{number}", is_staff=True)
    user.groups.add(Group.objects.get(name=roles.SITE_MANAGERS))
    Reviewer.objects.create(name=f"Person {number}", user=user)
    return user


def _take(step: Step, condition: Condition, people: list[User], model: Model) -> tuple[bool, bool]:
    """The step taken in the portal and in the model: whether it happened, in each."""
    action, tab, words, who = step
    if action == "write":
        _write(condition, tab, words, people[who])
        model.write(tab, words, who)
        return True, True
    if action == "publish":
        return _happens(lambda: workflow.publish(condition, by=people[who], note="fine as it is")), model.publish()
    if action == "correct":
        return _happens(lambda: workflow.correct(condition, by=people[who], note="small")), model.correct()
    keys = [condition.parts(condition.content())[tab + 1]]
    if action == "sign all":
        keys, model.page_is_signed = [condition.parts(condition.content())[0]], True
        return _happens(lambda: _sign(condition, keys, people[who])), True
    return _happens(lambda: _sign(condition, keys, people[who])), model.sign(tab, who)


def _write(condition: Condition, tab: int, words: int, who: User) -> None:
    section = Section.objects.get(condition=condition, title=TABS[tab])
    section.body = WORDS[words]
    section.save()
    workflow.save_draft(condition, by=who)


def _sign(condition: Condition, parts: list[TextPart], who: User) -> None:
    review.sign_off(condition, by=who, seen={part.key: part.digest for part in parts})


def _happens(step: Callable[[], object]) -> bool:
    try:
        step()
    except Refused:
        return False
    return True


def _live(condition: Condition) -> list[int] | None:
    """Which words readers see in each tab."""
    revision = condition.revisions().live().first()
    return [WORDS.index(section["body"]) for section in revision.content["sections"]] if revision else None
