"""The lists that people keep for the checks."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from conditions.checking.knowledge import site_now
from conditions.checking.models import EmergencySymptom, PlainerWord
from tests.conditions.checking.pages import quotes

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_word_that_an_editor_adds_is_found_from_then_on(editor: User, signed_in: SignIn) -> None:
    facts = {"words": "Lower Extremity", "plainer": "leg", "language": "en"}
    answer = signed_in(editor).post(reverse("admin:conditions_plainerword_add"), facts)
    assert answer.status_code == 302
    assert quotes("jargon", "<p>Both lower extremities hurt.</p>", site_now()) == ["Both lower extremities hurt."]
    assert quotes("jargon", "<p>The lower extremity hurts.</p>", site_now()) == ["The lower extremity hurts."]


def test_a_symptom_that_a_clinician_adds_is_found_from_then_on(reviewer: User, signed_in: SignIn) -> None:
    facts = {"words": "Bulging soft spot", "language": "en"}
    assert signed_in(reviewer).post(reverse("admin:conditions_emergencysymptom_add"), facts).status_code == 302
    assert len(quotes("emergency-without-help", "<p>A bulging soft spot is seen.</p>", site_now())) == 1


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"words": "…", "plainer": "x", "language": "en"}, "Write at least one word"),
        ({"words": "utilize", "plainer": "use", "language": "en"}, "already exists"),
        ({"words": "x", "plainer": "", "language": "en"}, "This field is required"),
        ({"words": "x", "plainer": "y", "language": "tlh"}, "Select a valid choice"),
    ],
)
def test_an_entry_that_would_never_be_found_is_refused(
    editor: User, signed_in: SignIn, facts: dict[str, str], said: str
) -> None:
    answer = signed_in(editor).post(reverse("admin:conditions_plainerword_add"), facts)
    assert said in answer.text
    assert PlainerWord.objects.filter(plainer__in=["x", "y", ""]).count() == 0


def test_who_may_only_look_sees_an_entry(editor: User, signed_in: SignIn) -> None:
    symptom = EmergencySymptom.objects.earliest("pk")
    answer = signed_in(editor).get(reverse("admin:conditions_emergencysymptom_change", args=[symptom.pk]))
    assert symptom.words in answer.text


def test_lists_are_found_by_a_word_and_filtered_by_language(editor: User, signed_in: SignIn) -> None:
    answer = signed_in(editor).get(
        reverse("admin:conditions_plainerword_changelist"), {"q": "utilize", "language": "en"}
    )
    assert "utilize" in answer.text
    assert "English</td>" in answer.text
