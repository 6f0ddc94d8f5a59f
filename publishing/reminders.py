"""Reminders that a page's review is due: first its owner, then the deputy, then the site managers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing import clock
from publishing.models import Publishable, Reminder, Rung, State
from publishing.notices import tell, who_may

MANAGERS_AFTER = timedelta(days=30)
"""How long a review may be overdue before the site managers hear of it."""


@dataclass(frozen=True)
class Due:
    """One rung that is to be climbed for one page, and those who are written to."""

    page: Publishable
    due_on: date
    rung: Rung
    people: list[User]


def due(model: type[Publishable], today: date | None = None) -> Iterator[Due]:
    """What is to be sent now for the public pages of a model; nothing twice."""
    today = today or clock.today()
    soon = today + timedelta(days=settings.REVIEW_NOTICE_DAYS)
    pages = model.objects.with_state().filter(next_review_on__lte=soon, state__in=[State.LIVE, State.CHANGED])
    managers = who_may("correct", model)
    for page in pages.select_related("owner", "deputy").order_by("next_review_on", "pk").iterator(chunk_size=500):
        rung = _rung(page, today)
        sent = Reminder.objects.filter(kind=page.kind(), subject_id=page.pk, due_on=page.next_review_on)
        if not sent.filter(rung=rung).exists():
            yield Due(page, page.next_review_on, rung, _people(page, rung, managers))


def send(found: Due) -> bool:
    """Write to them, once; false where another run was faster."""
    with transaction.atomic():
        addresses = sorted({person.email for person in found.people if person.email})
        _reminder, is_new = Reminder.objects.get_or_create(
            kind=found.page.kind(),
            subject_id=found.page.pk,
            due_on=found.due_on,
            rung=found.rung,
            defaults={"addresses": addresses},
        )
        if is_new:
            day = date_format(found.due_on, "DATE_FORMAT")
            title = _("The review of “%(title)s” is due") % {"title": found.page}
            line = _("A clinician should check it by %(day)s. Ask for a review, whether or not the text changes.")
            tell(found.people, title, [line % {"day": day}], about=found.page)
    return is_new


def _rung(page: Publishable, today: date) -> Rung:
    due_on = page.next_review_on or today
    if today >= due_on + MANAGERS_AFTER:
        return Rung.MANAGERS
    return Rung.DEPUTY if today >= due_on else Rung.OWNER


def _people(page: Publishable, rung: Rung, managers: list[User]) -> list[User]:
    """Those of the rung and below; whoever has no account any more is passed over, and the next one asked."""
    ladder = {Rung.OWNER: page.owner, Rung.DEPUTY: page.deputy}
    climbed = [*takewhile(lambda step: step != rung, Rung), rung]
    people = [person for step in climbed if (person := ladder.get(step)) and person.is_active]
    if not people and page.deputy and page.deputy.is_active:
        people = [page.deputy]
    return [*people, *managers] if rung == Rung.MANAGERS or not people else people
