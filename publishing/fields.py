"""Model fields that every published thing shares."""

import logging
import re
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from publishing.html import Sanitized, plain_text, sanitize
from publishing.plain_text import normalized_line, normalized_text
from publishing.sanitizer.symbols import PRIVATE

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    _CharField = models.CharField[str | Combinable, str]
    _TextField = models.TextField[str | Combinable, str]
else:  # They are not generic at run time.
    _CharField, _TextField = models.CharField, models.TextField


class RichTextField(models.TextField):  # type: ignore[type-arg]  # Not generic at run time.
    """HTML that is sanitized on every way into the database: forms, the shell, bulk methods and fixtures.

    `update(body=Value(…))` and raw SQL walk around it, and nothing in the project may use them for such a field.
    The editor is the widget named by the setting `RICH_TEXT_WIDGET`.
    """

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        """The sanitized text. Raises `ValidationError` where words would be left out, so that an editor sees them."""
        sanitized = sanitize(super().clean(value, model_instance))
        if sanitized.left_out:
            raise ValidationError(
                _(
                    "Struck-through and hidden words cannot be on a page and were taken out of the text: %(words)s. "
                    "Check the text below, then save again."
                ),
                params={"words": _quoted(sanitized)},
            )
        if sign := PRIVATE.search(plain_text(sanitized.html)):
            raise ValidationError(
                _("Browsers cannot show a sign in “%(passage)s”. Put the right one in its place."),
                params={"passage": _around(sign)},
            )
        return sanitized.html

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self._stored(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str):
            value = self._stored(value)
        return super().get_db_prep_save(value, connection)

    def _stored(self, value: str) -> str:
        """The sanitized text. Nobody sees a form here, so the log names the words that are left out."""
        sanitized = sanitize(value)
        if sanitized.left_out:
            logger.warning("%s: struck-through or hidden words were left out: %s", self, _quoted(sanitized))
        return sanitized.html

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        kwargs["widget"] = import_string(settings.RICH_TEXT_WIDGET)
        return super().formfield(**kwargs)


@cache
def rich_fields(model: type[models.Model]) -> frozenset[str]:
    """The names of a model's fields that hold HTML."""
    return frozenset(field.name for field in model._meta.get_fields() if isinstance(field, RichTextField))


def _quoted(sanitized: Sanitized) -> str:
    return ", ".join(f"“{words.text}”" for words in sanitized.left_out)


def _around(sign: re.Match[str]) -> str:
    """The sign, as a box, with the words beside it."""
    before, after = sign.string[: sign.start()].split("\n")[-1], sign.string[sign.end() :].split("\n")[0]
    return f"{before[-20:]}▯{after[:20]}"


class OneLineFormField(forms.CharField):
    def to_python(self, value: Any) -> Any:
        return normalized_line(text) if isinstance(text := super().to_python(value), str) else text


class _TextFormField(forms.CharField):
    def to_python(self, value: Any) -> Any:
        return normalized_text(text) if isinstance(text := super().to_python(value), str) else text


class _Normalized:
    """Passes its value through `normalized` on every way into the database: forms, the shell, bulk methods, fixtures.

    To migrations it is the field of Django that it extends: the column is the same.
    """

    attname: str

    @staticmethod
    def normalized(value: Any) -> Any:
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        return self.normalized(super().to_python(value))  # type: ignore[misc]  # Of the field beside it.

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)  # type: ignore[misc]
        normalized = self.normalized(value)
        if normalized is not value:
            setattr(model_instance, self.attname, normalized)
        return normalized

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(self.normalized(value), connection)  # type: ignore[misc]


class PlainCharField(_Normalized, _CharField):
    """One line of plain text (`publishing.plain_text`)."""

    @staticmethod
    def normalized(value: Any) -> Any:
        return normalized_line(value) if isinstance(value, str) else value

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, arguments, keywords = super().deconstruct()
        return name, "django.db.models.CharField", arguments, keywords

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**({"form_class": OneLineFormField} | kwargs))


class PlainTextField(_Normalized, _TextField):
    """Plain text of several lines (`publishing.plain_text`)."""

    @staticmethod
    def normalized(value: Any) -> Any:
        return normalized_text(value) if isinstance(value, str) else value

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, arguments, keywords = super().deconstruct()
        return name, "django.db.models.TextField", arguments, keywords

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**({"form_class": _TextFormField} | kwargs))


class PlainTextsField(_Normalized, models.JSONField):
    """JSON in which every string is plain text of several lines (`publishing.plain_text`)."""

    @staticmethod
    def normalized(value: Any) -> Any:
        return _normalized_in(value)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, arguments, keywords = super().deconstruct()
        return name, "django.db.models.JSONField", arguments, keywords


def _normalized_in(value: Any) -> Any:
    if isinstance(value, str):
        return normalized_text(value)
    if isinstance(value, dict):
        return {key: _normalized_in(inner) for key, inner in value.items()}
    return [_normalized_in(inner) for inner in value] if isinstance(value, list) else value


class DerivedField(models.CharField):  # type: ignore[type-arg]  # Not generic at run time.
    """A text made of other columns whenever the row is saved.

    `source` names them, one or several: `title`, or `("revision.title", "revision.language")`.
    """

    def __init__(self, *args: Any, makes: Callable[..., str], source: str | Sequence[str], **kwargs: Any) -> None:
        self.makes = makes
        self.source = source
        kwargs.setdefault("default", "")
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, arguments, keywords = super().deconstruct()
        del keywords["editable"]
        return name, path, arguments, keywords | {"makes": self.makes, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        names = (self.source,) if isinstance(self.source, str) else self.source
        value = self.makes(*(attrgetter(name)(model_instance) for name in names))[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value


class LinesFormField(forms.CharField):
    """A text area whose lines are the items of a list; blank lines are left out."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        return [text for line in (value or "").splitlines() if (text := normalized_line(" ".join(line.split())))]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class LinesField(_Normalized, models.JSONField):
    """A short list of plain-text items, typed one a line (`publishing.plain_text`). Empty ones are left out."""

    def __init__(self, *args: Any, most: int = 50, longest: int = 300, **kwargs: Any) -> None:
        self.most = most
        self.longest = longest
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, arguments, keywords = super().deconstruct()
        return name, path, arguments, keywords | {"most": self.most, "longest": self.longest}

    @staticmethod
    def normalized(value: Any) -> Any:
        if not isinstance(value, list):
            return value
        items = (normalized_line(item) if isinstance(item, str) else item for item in value)
        return [item for item in items if item != ""]

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValidationError(_("Write one item a line."))
        if len(value) > self.most:
            raise ValidationError(
                _("%(count)s lines are too many: write at most %(most)s."),
                params={"count": len(value), "most": self.most},
            )
        for number, item in enumerate(value, start=1):
            if len(item) > self.longest:
                raise ValidationError(
                    _("Line %(number)s has %(length)s characters: shorten it to %(most)s."),
                    params={"number": number, "length": len(item), "most": self.longest},
                )

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        options: dict[str, Any] = {"form_class": LinesFormField, "widget": forms.Textarea(attrs={"rows": 5})} | kwargs
        return models.Field.formfield(self, **options)


def validate_phone(value: str) -> None:
    """A number that a phone can dial: 7 to 15 digits, as written for people."""
    if not re.fullmatch(r"\+?[\d\s().-]+(?:\s*(?:ext\.?|x)\s*\d{1,6})?", value) or not (
        7 <= sum(character.isdigit() for character in value) <= 21
    ):
        raise ValidationError(_("Write a phone number such as 555-555-0100, not “%(value)s”."), params={"value": value})


class MaxWords:
    """Refuses a text of more than `most` words."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, value: str) -> None:
        if (words := len(value.split())) > self.most:
            raise ValidationError(
                _("This has %(words)s words: shorten it to %(most)s."), params={"words": words, "most": self.most}
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MaxWords) and other.most == self.most

    def __hash__(self) -> int:
        return hash(self.most)

    def deconstruct(self) -> tuple[str, list[int], dict[str, Any]]:
        return "publishing.fields.MaxWords", [self.most], {}
