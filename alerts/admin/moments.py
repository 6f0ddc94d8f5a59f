"""Moments as staff type them, by the hospital's clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MomentField(forms.DateTimeField):
    """A moment that nobody touched stays as it is stored.

    The form shows whole minutes, and in the hour that comes twice its words could mean two moments.
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    stored: datetime | None = None

    def to_python(self, value: Any) -> datetime | None:
        if self.stored is not None and value == self.widget.format_value(self.prepare_value(self.stored)):
            return self.stored
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise ValidationError(
                _("The clocks change on that day: this time comes twice, or not at all. Choose one an hour away.")
            ) from error
