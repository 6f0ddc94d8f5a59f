"""What the floors above do beside each save of a working copy, and what they have to say to its going live.

A kind of page has at most one companion; who knows more than this floor fills it in.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.contrib.auth.models import User

from publishing.models import Publishable


class Companion(Protocol):
    def saved(self, subject: Any, content: dict[str, Any]) -> None:
        """Called in the transaction of every save, after it, whether or not the copy says something new."""

    def stands_in_the_way(self, subject: Any, *, by: User | None, reason: str) -> list[str]:
        """What keeps the saved text from going live for this reason, a sentence each.

        Asked in the transaction of the publishing. What else is to be recorded of it is written here.
        """


_companions: dict[str, Companion] = {}


def register(model: type[Publishable], companion: Companion) -> None:
    _companions[model.kind()] = companion


def tell(subject: Publishable, content: dict[str, Any]) -> None:
    """Of a save, or of a review that changed what the page says of itself."""
    if companion := of(subject):
        companion.saved(subject, content)


def of(subject: Publishable) -> Companion | None:
    return _companions.get(subject.kind())
