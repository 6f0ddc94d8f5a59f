"""The staff page of an alert in another language: the English beside each field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alerts.models import TRANSLATED, RecallAlert, Spoken
from alerts.translating import numbers_left_out, translate, what_is_seen
from publishing.languages import Language, direction_of, other_languages
from publishing.workflow import Refused

if TYPE_CHECKING:
    from alerts.admin.alert import RecallAlertAdmin

_EXAMPLES = {
    "headline": gettext_lazy("One sentence. For example, in Spanish: “Se retiran del mercado algunas cápsulas de …”."),
    "label": gettext_lazy("In bold before the headline. For example, in Spanish: “Retiro de un medicamento”."),
    "link_text": gettext_lazy("What the link opens. For example, in Spanish: “Revise las cápsulas de su hijo”."),
}
_EXAMPLE = gettext_lazy("As a family says it. Keep “911”, phone numbers and lot numbers as they are.")


class TranslationForm(forms.Form):
    """The words of an alert in one language; empty where they are still to be translated."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, alert: RecallAlert, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._said = Spoken(alert, language)
        self.initial["seen"] = what_is_seen(alert, language)
        outdated = self._said.outdated()
        for name in TRANSLATED:
            if self._said.english(name):
                self._add(name, alert._meta.get_field(name), is_outdated=name in outdated)

    def _add(self, name: str, of: Any, *, is_outdated: bool) -> None:
        long = of.max_length is None
        attributes = {"lang": self._said.language, "dir": direction_of(self._said.language), "class": "vLargeTextField"}
        widget: Any = forms.Textarea(attributes | {"rows": 7}) if long else forms.TextInput(attributes)
        self.fields[name] = forms.CharField(
            label=of.verbose_name,
            max_length=of.max_length,
            required=False,
            widget=widget,
            help_text=_EXAMPLES.get(name, _EXAMPLE),
        )
        self.initial[name] = self._said.stored(name).get("text", "")
        if is_outdated:
            self.fields[f"{name}_is_right"] = forms.BooleanField(
                label=gettext_lazy("This translation is still right, as it is"), required=False
            )

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                self[name],
                self[f"{name}_is_right"] if f"{name}_is_right" in self.fields else None,
                self._said.english(name),
                self._said.stored(name).get("of", ""),
            )
            for name in TRANSLATED
            if name in self.fields
        ]

    def still_right(self) -> list[str]:
        return [name for name in TRANSLATED if self.cleaned_data.get(f"{name}_is_right")]


@dataclass(frozen=True)
class Row:
    """A field to translate, its English, and the English that its translation was made of where that is another."""

    field: BoundField
    is_right: BoundField | None
    english: str
    was: str


def translation_page(staff: RecallAlertAdmin, request: HttpRequest, alert: RecallAlert, language: str) -> HttpResponse:
    """Shows and saves the words in one language."""
    if language not in other_languages():
        raise Http404
    form = TranslationForm(request.POST or None, alert=alert, language=language)
    name = Language(language).label
    if request.method == "POST" and form.is_valid() and isinstance(request.user, User):
        seen, right = form.cleaned_data["seen"], form.still_right()
        try:
            changed = translate(alert, language, form.cleaned_data, by=request.user, still_right=right, seen=seen)
        except Refused as refused:
            form = _again(request, alert, language, refused)
        else:
            text = _("%(language)s is saved.") if changed else _("%(language)s stays as it was.")
            staff.message_user(request, text % {"language": name}, messages.SUCCESS)
            if left_out := numbers_left_out(Spoken(alert, language)):
                text = _("The English says %(numbers)s, and the translation does not. Look at it again.")
                staff.message_user(request, text % {"numbers": ", ".join(left_out)}, messages.WARNING)
            return staff.to_form(request, alert)
    context = {
        **staff.admin_site.each_context(request),
        "form": form,
        "alert": alert,
        "opts": staff.opts,
        "title": _("“%(headline)s” in %(language)s") % {"headline": alert, "language": name},
        "language": language,
        "language_name": name,
        "is_fixed": alert.withdrawn_at is not None,
    }
    return TemplateResponse(request, "admin/alerts/translate.html", context)


def _again(request: HttpRequest, alert: RecallAlert, language: str, refused: Refused) -> TranslationForm:
    """The form with what was typed, beside what is stored now; saved next time, it is of that."""
    alert.refresh_from_db()
    typed = request.POST.copy()
    typed["seen"] = what_is_seen(alert, language)
    form = TranslationForm(typed, alert=alert, language=language)
    form.is_valid()
    form.add_error(None, refused)
    return form


def translation_links(staff: RecallAlertAdmin, alert: RecallAlert) -> list[tuple[str, str, int]]:
    """For each language its name, the address of its page, and how many fields are still to be translated."""
    return [
        (str(Language(code).label), staff.address("translate", alert.pk, code), len(Spoken(alert, code).missing()))
        for code in other_languages()
    ]


def about_outdated(staff: RecallAlertAdmin, alert: RecallAlert) -> str:
    """What to say where a correction has left a translation behind; empty where it has not."""
    behind = [
        (staff.address("translate", alert.pk, code), Language(code).label)
        for code in other_languages()
        if Spoken(alert, code).outdated()
    ]
    if not behind:
        return ""
    text = ngettext(
        "Readers now get the changed words in English: the translation is of what the alert said before.",
        "Readers now get the changed words in English: the translations are of what the alert said before.",
        len(behind),
    )
    return format_html("{} {}", text, format_html_join(", ", '<a href="{}">{}</a>', behind))
