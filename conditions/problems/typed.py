"""The text of a condition's form as it is typed, saved or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME

from publishing.fields import LinesFormField, RichTextField

if TYPE_CHECKING:
    from conditions.models import Condition, Section


class Typed(NamedTuple):
    """What a form says, and the prefix of each tab's fields by the key of its part."""

    content: dict[str, Any]
    prefixes: dict[str, str]


def typed(form: Any, tabs: Any) -> Typed:
    """Read a bound form and the bound formset of its tabs, valid or not. The form's condition is changed in memory.

    A tab that is not stored has the key that its number in the form gives it, below zero.
    Raises `ValidationError` where the door refuses a text, or where what was sent is no such form.
    """
    condition: Condition = form.instance
    form.full_clean()
    _take_what_is_not_valid(form)
    if not tabs.management_form.is_valid():
        raise forms.ValidationError(tabs.management_form.errors.as_text())
    rows = [row for row in tabs.forms if not _is_left_out(row)]
    sections = sorted((_section(row) for row in rows), key=lambda section: section.order)
    named = {
        "body_areas": [str(area) for area in form.cleaned_data.get("body_areas", ())],
        "programs": sorted(program.pk for program in form.cleaned_data.get("programs", ())),
        "related": sorted(other.pk for other in form.cleaned_data.get("related", ())),
    }
    prefixes = {f"tab-{row.instance.pk}": str(row.prefix) for row in rows}
    return Typed(condition.content_of(sections, **named), prefixes)


def _take_what_is_not_valid(form: Any) -> None:
    """A summary that is too long is read as well; a text that the door refuses is not."""
    for name in form.errors.keys() & form.fields.keys():
        field, value = form.fields[name], str(form[name].value() or "")
        if isinstance(form.instance._meta.get_field(name), RichTextField):
            setattr(form.instance, name, "")
        elif isinstance(field, LinesFormField):
            setattr(form.instance, name, field.to_python(value))
        elif isinstance(field, forms.CharField):
            setattr(form.instance, name, value)


def _is_left_out(row: Any) -> bool:
    row.full_clean()
    is_removed = bool(row.cleaned_data.get(DELETION_FIELD_NAME))
    return is_removed or (row.empty_permitted and not row.has_changed())


def _section(row: Any) -> Section:
    _take_what_is_not_valid(row)
    section: Section = row.instance
    if section.pk is None:
        section.pk = -1 - int(str(row.prefix).rpartition("-")[2])
    return section
