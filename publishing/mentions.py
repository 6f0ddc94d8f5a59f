"""Who is named in a comment, as “@name”: they hear of it by mail, and find it among their work."""

import re

from django.contrib.auth.models import User
from django.db.models import Q

from publishing.models import Publishable

_MENTION = re.compile(r"(?<![\w.+@-])@([\w.+-]*\w)")
_MOST = 10


def names_in(text: str) -> set[str]:
    """The names after an at sign, in small letters; an address of mail holds none."""
    return set(list(dict.fromkeys(name.casefold() for name in _MENTION.findall(text)))[:_MOST])


def people_in(text: str, about: Publishable) -> list[User]:
    """The active accounts that are named and may look at the page."""
    names = names_in(text)
    if not names:
        return []
    wanted = Q(pk=None)
    for name in names:
        wanted |= Q(username__iexact=name)
    permission = f"{about._meta.app_label}.view_{about._meta.model_name}"
    found = User.objects.filter(wanted, is_active=True, is_staff=True).order_by("username")
    return [person for person in found if person.has_perm(permission)]


def unknown_in(text: str, about: Publishable) -> list[str]:
    """The names in it that belong to nobody who could be told."""
    known = {person.get_username().casefold() for person in people_in(text, about)}
    return sorted(names_in(text) - known)
