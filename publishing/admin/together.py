"""Two people at one form: the second to save is told who saved what, and loses nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from publishing import clock
from publishing.admin.merging import DELETE, ID, Difference, Merged, Row, Side, Values, merge_fields, merge_rows
from publishing.fields import LinesFormField
from publishing.html import Unsanitizable, clean, plain_text
from publishing.parts import canonical

BASE = "_base"
"""What the form said when it was opened, as JSON: `{"at": moment, "fields": {…}, "rows": {prefix: {pk: {…}}}}`."""

STALE = "_stale"
GONE = "_gone"
CHOICE = "_choose-"


class Snapshot:
    """What the forms of a stored thing would post, were nothing typed."""

    def __init__(self, form: forms.BaseForm, formsets: list[Any]) -> None:
        self.form, self.formsets = form, formsets
        self.fields = {name: _posted(form[name]) for name in form.fields}
        self.rows = {
            formset.prefix: {
                str(row.instance.pk): {name: _posted(row[name]) for name in row.fields if name not in _OF_ROWS}
                for row in formset.initial_forms
            }
            for formset in formsets
        }

    def as_json(self) -> str:
        return json.dumps({"at": clock.now().isoformat(), "fields": self.fields, "rows": self.rows})

    def same(self, name: str, one: Values, other: Values) -> bool:
        return bool(self._plainly(name, one) == self._plainly(name, other))

    def _plainly(self, name: str, values: Values) -> Any:
        field = self.field(name)
        if _is_rich(field):
            return [_canonical(value) for value in values if value]
        if isinstance(field, LinesFormField):
            return [" ".join(line.split()) for value in values for line in value.splitlines() if line.strip()]
        if isinstance(field, forms.ModelMultipleChoiceField):
            return sorted(values)
        return [" ".join(value.split()) for value in values if value.strip()]

    def field(self, name: str) -> forms.Field | None:
        if name in self.form.fields:
            return self.form.fields[name]
        return next((formset.empty_form.fields[name] for formset in self.formsets if name in _names(formset)), None)

    def typed(self, data: QueryDict) -> Row:
        """The page's own fields as they were posted."""
        return {name: data.getlist(name) for name, field in self.form.fields.items() if _is_sent(field, data, name)}

    def typed_rows(self, data: QueryDict, prefix: str) -> Iterator[Row]:
        fields = next(formset.empty_form.fields for formset in self.formsets if formset.prefix == prefix)
        for number in range(_count(data, prefix)):
            start = f"{prefix}-{number}-"
            row = {name.removeprefix(start): data.getlist(name) for name in data if name.startswith(start)}
            quiet = [name for name, field in fields.items() if row and _is_sent(field, data, start + name)]
            yield {name: [] for name in quiet if name not in _OF_ROWS} | row

    def joined(self, name: str, mine: Values, theirs: Values) -> Values | None:
        """Mine and then theirs; None for a field that can hold only one of them."""
        field = self.field(name)
        if isinstance(field, forms.ModelMultipleChoiceField):
            return list(dict.fromkeys([*mine, *theirs]))
        if _is_rich(field) or (field is not None and isinstance(field.widget, forms.Textarea)):
            return ["\n".join([*mine, *theirs])]
        return None

    def label(self, difference: Difference) -> str:
        """“Summary”; or “Tab “Symptoms”: Text” for a field in a row."""
        field = self.field(difference.name)
        name = str(field.label) if field and field.label else ""
        titles = [rows[difference.row] for rows in self.rows.values() if difference.row in rows]
        title = next((str(value) for row in titles for value in row.get("title", [])), "")
        if not difference.row:
            return name
        where = _("Tab “%(title)s”") % {"title": title} if title else _("A tab that was removed")
        return f"{where}: {name}" if name else where

    def read(self, name: str, values: Values) -> str:
        """The value as a person reads it."""
        field = self.field(name)
        if isinstance(field, forms.ModelMultipleChoiceField | forms.ModelChoiceField):
            chosen = [value for value in values if value.isdigit()]
            return ", ".join(str(thing) for thing in field.queryset.filter(pk__in=chosen)) if field.queryset else ""
        texts = [plain_text(_cleaned(value)) if _is_rich(field) or "<" in value else value for value in values]
        return "\n".join(texts)


_OF_ROWS = (ID, DELETE)


def is_overtaken(data: QueryDict, theirs: Snapshot) -> bool:
    """Whether somebody saved something after this form was opened."""
    if BASE not in data:
        return False
    base = _base_of(data, theirs)
    changed = any(not theirs.same(name, base["fields"].get(name, []), value) for name, value in theirs.fields.items())
    return changed or any(
        base["rows"].get(prefix, {}).keys() != rows.keys()
        or any(
            not theirs.same(name, base["rows"][prefix][key].get(name, []), value)
            for key, row in rows.items()
            for name, value in row.items()
        )
        for prefix, rows in theirs.rows.items()
    )


def is_stored(data: QueryDict, stored: Snapshot) -> bool:
    """Whether the form that was sent says what is stored already, however it is written."""
    typed = stored.typed(data)
    if any(not stored.same(name, typed.get(name, value), value) for name, value in stored.fields.items()):
        return False
    for prefix, rows in stored.rows.items():
        sent = {"".join(row.get(ID, [])): row for row in stored.typed_rows(data, prefix) if not row.get(DELETE)}
        if sent.keys() != rows.keys() or _count(data, prefix) != len(rows):
            return False
        if any(
            not stored.same(name, sent[key].get(name, []), value) for key in rows for name, value in rows[key].items()
        ):
            return False
    return True


def meet(request: HttpRequest, theirs: Snapshot) -> Merged:
    """Put what others saved meanwhile into the posted form, which is then shown again instead of saved."""
    data = request.POST
    base = _base_of(data, theirs)
    fields, differences = merge_fields(base["fields"], theirs.typed(data), theirs.fields, theirs.same)
    merged = Merged(fields, [], differences)
    new = data.copy()
    for name, values in fields.items():
        _put(new, name, values)
    for prefix, rows in theirs.rows.items():
        kept, found = merge_rows(base["rows"].get(prefix, {}), list(theirs.typed_rows(data, prefix)), rows, theirs.same)
        merged.differences += found
        _write_rows(new, prefix, kept, known=set(rows))
    new[STALE] = "1"
    request.POST = new  # type: ignore[assignment]
    return merged


def choose(request: HttpRequest, theirs: Snapshot) -> None:
    """Take what somebody chose for the fields that both had changed: theirs, or mine and then theirs."""
    chosen = {name.removeprefix(CHOICE): value for name, value in request.POST.items() if name.startswith(CHOICE)}
    if not chosen:
        return
    new = request.POST.copy()
    for place, name, values in _places(request.POST, theirs):
        if chosen.get(place) == Side.THEIRS:
            _put(new, place, values)
        elif chosen.get(place) == Side.BOTH and (both := theirs.joined(name, new.getlist(place), values)):
            _put(new, place, both)
    request.POST = new  # type: ignore[assignment]


def opened_at(data: QueryDict) -> str:
    """When the posted form was opened, as it says itself."""
    try:
        return str(json.loads(data.get(BASE, ""))["at"])
    except (ValueError, TypeError, KeyError):
        return ""


def as_new(request: HttpRequest, formsets: list[Any]) -> None:
    """Make of the posted form one for a new thing, which is shown and not saved."""
    new = request.POST.copy()
    for formset in formsets:
        prefix = formset.get_default_prefix()
        for number in range(_count(request.POST, prefix)):
            for name in (ID, formset.fk.name):
                new.pop(f"{prefix}-{number}-{name}", None)
        new[f"{prefix}-INITIAL_FORMS"] = "0"
    new[GONE] = "1"
    request.POST = new  # type: ignore[assignment]


def _places(data: QueryDict, theirs: Snapshot) -> Iterator[tuple[str, str, Values]]:
    """Under which name each field is posted, its own name, and what is saved for it."""
    yield from ((name, name, values) for name, values in theirs.fields.items())
    for prefix, rows in theirs.rows.items():
        for number in range(_count(data, prefix)):
            row = rows.get(data.get(f"{prefix}-{number}-{ID}", ""), {})
            yield from ((f"{prefix}-{number}-{name}", name, values) for name, values in row.items())


@dataclass(frozen=True)
class Shown:
    """A difference as the form's panel tells it."""

    label: str
    side: Side
    base: str
    mine: str
    theirs: str
    choice: str
    """The name of the question which of the two to keep; empty where none is asked."""

    may_hold_both: bool


def shown(merged: Merged, theirs: Snapshot, data: QueryDict) -> list[Shown]:
    """What was different, the questions first."""
    told = sorted(merged.differences, key=lambda difference: difference.side != Side.BOTH)
    return [_shown(difference, theirs, data) for difference in told if difference.name != "order"]


def _shown(difference: Difference, theirs: Snapshot, data: QueryDict) -> Shown:
    place = place_of(difference, data, list(theirs.rows)) if difference.side == Side.BOTH and difference.name else ""
    values = (difference.base, difference.mine, difference.theirs)
    base, mine, saved = (theirs.read(difference.name, value) for value in values)
    both = theirs.joined(difference.name, difference.mine, difference.theirs) is not None
    choice = f"{CHOICE}{place}" if place else ""
    return Shown(theirs.label(difference), difference.side, base, mine, saved, choice, both)


def place_of(difference: Difference, data: QueryDict, prefixes: list[str]) -> str:
    """The name under which the form posts the field of a difference."""
    if not difference.row:
        return difference.name
    for prefix in prefixes:
        for number in range(_count(data, prefix)):
            if data.get(f"{prefix}-{number}-{ID}") == difference.row:
                return f"{prefix}-{number}-{difference.name}"
    return ""


def _base_of(data: QueryDict, theirs: Snapshot) -> dict[str, Any]:
    """What the form was opened with; where it was not sent along, nothing is known to be unchanged."""
    try:
        base = json.loads(data.get(BASE, ""))
        return {"fields": dict(base["fields"]), "rows": {prefix: dict(rows) for prefix, rows in base["rows"].items()}}
    except (ValueError, TypeError, KeyError, AttributeError):
        nothing: Row = {name: [] for name in theirs.fields}
        return {"fields": nothing, "rows": {}}


def _count(data: QueryDict, prefix: str) -> int:
    total = data.get(f"{prefix}-TOTAL_FORMS", "0")
    return min(int(total), 1000) if total.isascii() and total.isdigit() else 0


def _write_rows(data: QueryDict, prefix: str, rows: list[Row], known: set[str]) -> None:
    """Stored rows first, as Django's formsets want it, then new ones."""
    for name in [name for name in data if name.startswith(f"{prefix}-") and name.split("-")[1].isdigit()]:
        del data[name]
    stored = [row for row in rows if "".join(row.get(ID, [])) in known]
    new = [row for row in rows if "".join(row.get(ID, [])) not in known]
    for number, row in enumerate([*stored, *new]):
        for name, values in row.items():
            _put(data, f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = str(len(stored))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))


def _put(data: QueryDict, name: str, values: Values) -> None:
    """An empty field says nothing, as in a browser: an empty list would be shown as its brackets."""
    if values:
        data.setlist(name, values)
    else:
        data.pop(name, None)


def _is_sent(field: forms.Field, data: QueryDict, name: str) -> bool:
    """A box without its tick and a list with nothing chosen send nothing, and say something by it."""
    return not field.widget.value_omitted_from_data(data, {}, name)


def _posted(bound: Any) -> Values:
    value = bound.value()
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if hasattr(value, "__iter__"):
        return [str(getattr(one, "pk", one)) for one in value]
    shown = bound.field.widget.format_value(value)
    return [str(value if shown is None or not isinstance(shown, str) else shown)]


def _names(formset: Any) -> Any:
    return formset.empty_form.fields


def _is_rich(field: forms.Field | None) -> bool:
    return field is not None and isinstance(field.widget, import_string(settings.RICH_TEXT_WIDGET))


def _canonical(value: str) -> str:
    return canonical(_cleaned(value))


def _cleaned(value: str) -> str:
    try:
        return clean(value)
    except Unsanitizable:
        return value
