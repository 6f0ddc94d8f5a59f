"""What comparing and restoring versions of a page need to know of fields and of other things it names."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def label_of(model: type[models.Model], name: str) -> str:
    """What a field is called in its form."""
    field: Any = model._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def titles_of(model: type[models.Model], pks: Sequence[int]) -> list[str]:
    """The titles that they have now, in the order of the alphabet; a deleted one is said to be."""
    found = model._default_manager.in_bulk(list(pks))
    titles = sorted((str(thing) for thing in found.values()), key=str.casefold)
    return titles + [_("deleted (number %(number)s)") % {"number": pk} for pk in pks if pk not in found]


def set_those_left(manager: Any, field: str, values: Sequence[Any]) -> list[str]:
    """Name again what a version named, by a unique field; return a sentence for each that is deleted."""
    found = {
        getattr(thing, field): thing for thing in manager.model._default_manager.filter(**{f"{field}__in": values})
    }
    manager.set(found.values())
    return [gone(manager.model, value) for value in values if value not in found]


def gone(model: type[models.Model], which: object) -> str:
    facts = {"what": capfirst(str(model._meta.verbose_name)), "which": which}
    return _("%(what)s “%(which)s” has been deleted since and is left out.") % facts
