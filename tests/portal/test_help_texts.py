"""Every field that staff fill in explains itself, with an example."""

import re
from collections.abc import Callable

import pytest
from bs4 import Tag
from django.contrib.auth.models import User
from django.test import Client

from publishing.models import Reviewer
from tests.browsing import page
from tests.factories import live_condition

FORMS = [
    *(f"/admin/{name}/add/" for name in ("conditions/condition", "conditions/program", "conditions/bodyarea")),
    *(f"/admin/{name}/add/" for name in ("publishing/reviewer", "publishing/moved")),
    *(f"/admin/conditions/condition/{{pk}}/{step}/" for step in ("ask", "review", "schedule", "retire", "share")),
    *(f"/admin/conditions/condition/{{pk}}/{step}/" for step in ("send-back", "change")),
]
EXAMPLE = re.compile(r"example|“[^”]+”|https?://|\d{3}-")


def unexplained(form: Tag) -> list[str]:
    """The names of visible fields without a help text tied to them that holds an example."""
    found = []
    for field in form.select("input, select, textarea"):
        if field.get("type") in ("hidden", "submit", "checkbox") or field.find_parent("template") is not None:
            continue
        told = " ".join(str(field.get("aria-describedby", "")).split())
        texts = [form.find(id=name) for name in told.split()]
        if not any(isinstance(text, Tag) and EXAMPLE.search(text.get_text()) for text in texts):
            found.append(str(field.get("name")))
    return found


@pytest.mark.parametrize("address", FORMS)
def test_every_field_has_a_help_text_with_an_example(
    manager: User, signed_in: Callable[[User], Client], address: str
) -> None:
    Reviewer.objects.create(name="Dana Reyes", user=manager)
    condition = live_condition({"One": "<p>First.</p>"})
    condition.summary = "Another."
    condition.save()
    form = page(signed_in(manager).get(address.format(pk=condition.pk))).select_one("#content-main")
    assert form is not None
    assert unexplained(form) == []
