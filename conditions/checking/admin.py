"""The lists that editors and clinicians keep for the checks."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from conditions.checking.models import EmergencySymptom, PlainerWord
from publishing.languages import Language


class _ListedForm(forms.ModelForm):  # type: ignore[type-arg]
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        initial=Language.ENGLISH,
        help_text=_("The language of the pages it is for, for example English."),
    )


class _ListAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = _ListedForm
    list_filter = ("language",)
    list_per_page = 200

    @admin.display(description=_("language"), ordering="language")
    def language_name(self, entry: PlainerWord | EmergencySymptom) -> str:
        return str(dict(Language.choices).get(entry.language, entry.language))

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Who may only look has no field for the language to fill in."""
        if obj is not None and not self.has_change_permission(request, obj):
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, change, **kwargs)


@admin.register(PlainerWord)
class PlainerWordAdmin(_ListAdmin):
    list_display = ("words", "plainer", "language_name")
    search_fields = ("words", "plainer")


@admin.register(EmergencySymptom)
class EmergencySymptomAdmin(_ListAdmin):
    list_display = ("words", "language_name")
    search_fields = ("words",)
