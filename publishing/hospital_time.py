"""A moment as staff type it: day and time in the hospital's zone, where an hour may be missing or come twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIRST, SECOND = "first", "second"


def in_words(moment: datetime, *formats: str) -> str:
    """A moment as readers are told it, with its time zone: “March 2, 2026, 9:13 p.m. EST”."""
    at = localtime(moment)
    told = [date_format(at, form) for form in formats or ("DATETIME_FORMAT",)]
    return f"{', '.join(told)} {at.tzname()}"


def moments_of(wall: datetime) -> list[datetime]:
    """The moments at which the hospital's clocks show a naive time: none, one, or two in their order."""
    zone = get_default_timezone()
    found = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(moment for moment in found if moment.astimezone(zone).replace(tzinfo=None, fold=0) == wall)


def as_typed(moment: datetime) -> str:
    """A moment as the input holds it: `2026-03-03T14:05`."""
    return localtime(moment).strftime("%Y-%m-%dT%H:%M")


class HospitalTimeInput(forms.MultiWidget):
    """The browser's own picker; and, where the time typed comes twice that day, the question which is meant."""

    template_name = "admin/editing/hospital_time.html"
    use_fieldset = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        which = [("", _("Which one?")), (FIRST, _("the first one")), (SECOND, _("the second one, an hour later"))]
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "": forms.TextInput(attrs={"type": "datetime-local"}),
            "which": forms.Select(choices=which, attrs={"aria-label": _("Which of the two hours")}),
        }
        super().__init__(widgets, attrs)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_

    def decompress(self, value: Any) -> list[str]:
        if not isinstance(value, datetime):
            return [str(value or ""), ""]
        wall = localtime(value).replace(tzinfo=None, fold=0)
        both = moments_of(wall)
        which = "" if len(both) < 2 else (SECOND if value == both[1] else FIRST)
        return [as_typed(value), which]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        typed = context["widget"]["subwidgets"][0]["value"]
        wall = _wall(str(typed or ""))
        context["widget"]["comes_twice"] = wall is not None and len(moments_of(wall)) == 2
        return context


class HospitalTimeField(forms.MultiValueField):
    """Gives an aware moment. A time that the clocks skip is refused; of one that comes twice it asks which."""

    widget = HospitalTimeInput

    def __init__(self, **kwargs: Any) -> None:
        fields = (forms.CharField(required=False), forms.CharField(required=False))
        kwargs.setdefault("help_text", gettext_lazy("In the hospital's time. For example: 2026-03-03, 14:05."))
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> datetime | None:
        typed, which = [*data_list, "", ""][:2]
        if not typed:
            return None
        wall = _wall(typed)
        if wall is None:
            raise ValidationError(_("“%(typed)s” is no day and time.") % {"typed": typed})
        moments = moments_of(wall)
        if not moments:
            raise ValidationError(_skipped(wall))
        if len(moments) == 2 and which not in (FIRST, SECOND):
            raise ValidationError(
                _("On that day the clocks go back and show %(time)s twice. Choose which one you mean.")
                % {"time": date_format(wall, "TIME_FORMAT")}
            )
        return moments[-1 if which == SECOND else 0]


def _skipped(wall: datetime) -> str:
    zone = get_default_timezone()
    before = wall.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    return _("The clocks go forward that day, so %(time)s does not exist. Did you mean %(later)s?") % {
        "time": date_format(wall, "TIME_FORMAT"),
        "later": date_format(max(before, wall + timedelta(minutes=1)), "TIME_FORMAT"),
    }


def _wall(typed: str) -> datetime | None:
    try:
        found = parse_datetime(typed.strip())
    except ValueError:
        return None
    return found.replace(second=0, microsecond=0) if found and found.tzinfo is None else None
