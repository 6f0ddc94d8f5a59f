"""Conditions are checked whenever they are saved, and what was found is heard before they go live."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from conditions.models import Condition
from conditions.problems.gate import what_stands_in_the_way
from conditions.problems.keeping import check_draft


class ContentChecks:
    def saved(self, subject: Condition, content: dict[str, Any]) -> None:
        check_draft(subject, content)

    def stands_in_the_way(self, subject: Condition, *, by: User | None, reason: str) -> list[str]:
        return what_stands_in_the_way(subject, by=by, reason=reason)
