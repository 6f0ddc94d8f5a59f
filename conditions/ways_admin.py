"""The staff pages of body areas, specialties and ages, with their names in every language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conditions.names import name_list, stored_names
from conditions.ways import AgeGroup, BodyArea, ListName, Specialty
from publishing.languages import Language, direction_of, other_languages

_EXAMPLES = {
    Language.SPANISH: _("For example: “Pulmones y respiración”. Where it is empty, families read the English name."),
    Language.ARABIC: _("For example: “الرئتان والتنفس”. Where it is empty, families read the English name."),
}


class LabelledForm(forms.ModelForm):  # type: ignore[type-arg]
    """A name, and what it is in the other languages of the site."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = stored_names(self.instance) if self.instance.pk else {}
        for code in other_languages():
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": Language(code).label},
                max_length=ListName._meta.get_field("text").max_length,
                required=False,
                initial=stored.get(code, ""),
                widget=forms.TextInput({"lang": code, "dir": direction_of(code), "class": "vTextField"}),
                help_text=_EXAMPLES.get(Language(code), ""),
            )

    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"name_{code}"] for code in other_languages()}


@admin.register(BodyArea, Specialty, AgeGroup)
class LabelledAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = LabelledForm
    search_fields = ("name",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = self._own_fields()
        if self.has_change_permission(request, obj):
            fields += [f"name_{code}" for code in other_languages()]
        return [(None, {"fields": fields})]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **(kwargs | {"fields": self._own_fields()}))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "name":
            kwargs["help_text"] = _(
                "As families read it. For example: “Lungs and breathing”, “Cancer (oncology)”, “Babies”."
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        name_list(obj, form.names(), by=request.user)  # type: ignore[arg-type]

    def _own_fields(self) -> list[str]:
        return ["name", "place"] if self.model is AgeGroup else ["name"]
