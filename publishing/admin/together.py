"""Concurrent edits of one form: merged when the second person saves, and asked about where both changed one block."""

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
from publishing.admin.merging import DELETE, ID, Difference, Kind, Merged, Row, Rules, Values, merge_fields, merge_rows
from publishing.fields import LinesFormField, OneLineFormField
from publishing.html import Unsanitizable, clean, plain_text
from publishing.merge import Choice, TextMerge, merge_lines, merge_rich
from publishing.parts import canonical

BASE = "_base"
"""What the form said when it was opened, as JSON: `{"at": moment, "fields": {…}, "rows": {prefix: {pk: {…}}}}`."""

STALE = "_stale"
GONE = "_gone"
CHOICE = "_choose-"
"""The form's answer to a question: a value of `Choice`."""

ASKED = "_asked-"
"""The question itself, which comes back with its answer."""


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

    @property
    def rules(self) -> Rules:
        return Rules(self.kind, self.same, self.text)

    def kind(self, name: str) -> Kind:
        field = self.field(name)
        if _is_rich(field):
            return Kind.RICH
        if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
            return Kind.SET
        return (
            Kind.LINES
            if field is not None
            and isinstance(field.widget, forms.Textarea)
            and not isinstance(field, OneLineFormField)
            else Kind.ONE
        )

    def text(self, name: str, values: Values) -> str:
        text = "\n".join(values)
        return _cleaned(text) if self.kind(name) == Kind.RICH else "\n".join(text.splitlines())

    def names_of_rows(self, prefix: str) -> list[str]:
        fields = next(_names(formset) for formset in self.formsets if formset.prefix == prefix)
        return [name for name in fields if name not in _OF_ROWS]

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
        if field is not None and isinstance(field.widget, forms.MultiWidget):
            return " ".join(values).replace("T", " ")
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


def meet(request: HttpRequest, stored: Snapshot, *, must_look: bool) -> Merged:
    """Put what others saved meanwhile into the posted form.

    Where something must be chosen, or `must_look` and something was brought in, the form is shown again, not saved.
    """
    data = request.POST
    base = _base_of(data, stored)
    fields, differences = merge_fields(base["fields"], stored.typed(data), stored.fields, stored.rules)
    merged = Merged(fields, [], differences)
    new = data.copy()
    for name, values in fields.items():
        _put(new, name, values)
    for prefix, rows in stored.rows.items():
        sent = list(stored.typed_rows(data, prefix))
        kept, found = merge_rows(base["rows"].get(prefix, {}), sent, rows, stored.rules)
        merged.differences += found
        _write_rows(new, prefix, kept, known=set(rows))
    if merged.asked or (must_look and merged.brought_in):
        new[STALE] = "1"
    request.POST = new  # type: ignore[assignment]
    return merged


def take_answers(request: HttpRequest, stored: Snapshot) -> None:
    """Apply what somebody chose for the texts that both had changed; what was not answered is asked again."""
    if not any(name.startswith(ASKED) for name in request.POST):
        return
    new = request.POST.copy()
    for place in places(request.POST, stored):
        try:
            question = json.loads(new.get(f"{ASKED}{place.posted}", ""))
            if "parts" in question:
                _put(new, place.posted, _answered_text(new, stored, place, TextMerge.from_json(question)))
            else:
                _answer_value(new, stored, place, [[str(value) for value in side] for side in question["values"]])
        except (ValueError, TypeError, KeyError):
            continue  # Nothing was asked here, or the question is not one of ours.
    request.POST = new  # type: ignore[assignment]


def question_of(difference: Difference) -> str:
    """The hidden state of a question, as JSON."""
    if difference.text is not None:
        return json.dumps(difference.text.as_json())
    return json.dumps({"values": [difference.base, difference.mine, difference.theirs]})


def choice_name(place: str, number: int = 0) -> str:
    """The name of the n-th question about a field."""
    return f"{CHOICE}{place}-{number + 1}" if number else f"{CHOICE}{place}"


def _answered_text(data: QueryDict, stored: Snapshot, place: Place, text: TextMerge) -> Values:
    """The chosen text, with what was typed into the form after the question."""
    names = [choice_name(place.posted, number) for number in range(len(text.collisions))]
    answers = [str(data.get(name, "")) for name in names]
    choices = [Choice(answer) if answer in list(Choice) else Choice.BOTH for answer in answers]
    typed = stored.text(place.name, data.getlist(place.posted))
    merge = merge_rich if stored.kind(place.name) == Kind.RICH else merge_lines
    merged = merge(stored.text(place.name, [text.resolved()]), typed, stored.text(place.name, [text.resolved(choices)]))
    return [merged.resolved([Choice.MINE] * len(merged.collisions))]


def _answer_value(data: QueryDict, stored: Snapshot, place: Place, values: list[Values]) -> None:
    base, mine, theirs = values
    choice = data.get(choice_name(place.posted))
    if not stored.same(place.name, data.getlist(place.posted), mine):
        return  # Another value was typed: that is the answer.
    if choice == Choice.THEIRS:
        _put(data, place.posted, theirs)
    elif choice != Choice.MINE:
        opened = json.loads(data.get(BASE, ""))
        row = opened["rows"][place.prefix][place.row] if place.row else opened["fields"]
        row[place.name] = base
        data[BASE] = json.dumps(opened)


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


@dataclass(frozen=True)
class Place:
    """A field of the form: the name under which it is posted, its own name, what is stored for it, and its row."""

    posted: str
    name: str
    stored: Values
    prefix: str = ""
    row: str = ""


def places(data: QueryDict, stored: Snapshot) -> Iterator[Place]:
    """The fields of a posted form. A row that is not stored has nothing stored."""
    yield from (Place(name, name, values) for name, values in stored.fields.items())
    for prefix, rows in stored.rows.items():
        names = stored.names_of_rows(prefix)
        for number in range(_count(data, prefix)):
            key = data.get(f"{prefix}-{number}-{ID}", "")
            row = rows.get(key, {})
            yield from (Place(f"{prefix}-{number}-{name}", name, row.get(name, []), prefix, key) for name in names)


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
    if isinstance(bound.field.widget, forms.MultiWidget):
        return [str(part) for part in (bound.field.widget.decompress(value) or [])[:1]]
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
