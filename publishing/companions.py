"""What the floors above do beside each save of a working copy, and what they have to say to its going live.

A kind of page has at most one companion; who knows more than this floor fills it in.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Protocol

from django.contrib.auth.models import User
from django.db import transaction

from publishing import clock
from publishing.models import Publishable


class Companion(Protocol):
    def saved(self, subject: Any, content: dict[str, Any]) -> None:
        """Called in the transaction of every save, after it, whether or not the copy says something new."""

    def stands_in_the_way(self, subject: Any, *, by: User | None, reason: str) -> list[str]:
        """What keeps the saved text from going live for this reason, a sentence each.

        Asked in the transaction of the publishing. What else is to be recorded of it is written here.
        """

    def errors(self, subject: Any) -> list[str]:
        """Errors that block publishing the saved text, a sentence each. Nothing is written."""

    def addresses_changed(self, model: type[Publishable], slugs: set[str]) -> None:
        """Called when it is committed that under these addresses a page came, or is no longer.

        Not called when what was planned happens: that is no step of anybody's.
        """


_companions: dict[str, Companion] = {}


def register(model: type[Publishable], companion: Companion) -> None:
    _companions[model.kind()] = companion


def tell(subject: Publishable, content: dict[str, Any]) -> None:
    """Of a save, or of a review that changed what the page says of itself."""
    if companion := of(subject):
        companion.saved(subject, content)


def tell_of_addresses(subject: Publishable, at: datetime) -> None:
    """Of a step that changes what readers see from a moment on, where it is now that an address came or went."""
    if at > clock.now():
        return
    revisions = subject.revisions()
    before = revisions.filter(live_from__lt=at, live_until=at).values_list("slug", flat=True)
    changed = set(before) ^ set(revisions.live(at).values_list("slug", flat=True))
    for companion in _companions.values() if changed else ():
        transaction.on_commit(partial(companion.addresses_changed, type(subject), changed), robust=True)


def of(subject: Publishable) -> Companion | None:
    return _companions.get(subject.kind())
