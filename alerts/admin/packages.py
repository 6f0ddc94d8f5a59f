"""The rows of a recall in the alert's form: checked while saving, with sample answers before a list is called whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.checker.codes import is_hyphenated_ndc, ndcs_of_ten_digits, read_gtin
from alerts.checker.entries import canonical_entry, problem_with
from alerts.checker.samples import samples_of
from alerts.models import ProductType, RecallAlert, RecalledPackage
from alerts.packages import Package
from publishing.admin.editing import ReadableFields

_MOST_PROBLEMS = 10
"""So many lines are named at once; the rest follow when these are mended."""
_ANY = {
    "lots": gettext_lazy("Lots"),
    "ndcs": gettext_lazy("NDC"),
    "gtins": gettext_lazy("Bar code (UPC or GTIN)"),
    "model_numbers": gettext_lazy("Model or catalog number"),
    "use_by": gettext_lazy("Use-by date"),
}
_FOOD = _ANY | {"lots": gettext_lazy("Lot or batch codes"), "gtins": gettext_lazy("Bar code (UPC)")}
_LABELS: dict[str, dict[str, Any]] = {
    "": _ANY,
    ProductType.MEDICINE: _ANY | {"use_by": gettext_lazy("Expiration date")},
    ProductType.FOOD: _FOOD,
    ProductType.FORMULA: _FOOD,
    ProductType.DEVICE: _ANY
    | {"lots": gettext_lazy("Lot or serial numbers"), "gtins": gettext_lazy("Device identifier (UDI) or bar code")},
}
"""Labels of a row's fields by kind of product: the words on its package."""


def number_labels() -> dict[str, dict[str, str]]:
    """The labels of a row's fields by kind of product, for the script that renames them when the kind changes."""
    return {str(kind): {name: str(label) for name, label in labels.items()} for kind, labels in _LABELS.items()}


class PackageForm(forms.ModelForm):  # type: ignore[type-arg]
    """One row. Lines that nobody touched are kept as they are: a headline in a hurry must not wait for them."""

    class Meta:
        model = RecalledPackage
        fields = (
            "product", "strength", "lots", "ndcs", "gtins", "model_numbers", "use_by", "recall_number",
            "is_list_complete",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "lots": forms.Textarea(attrs={"rows": 5, "data-lots": True}),
            **{name: forms.Textarea(attrs={"rows": 2}) for name in ("ndcs", "gtins", "model_numbers")},
        }

    def clean_lots(self) -> list[str]:
        return self._checked("lots", canonical_entry, problem_with)

    def clean_ndcs(self) -> list[str]:
        return self._checked("ndcs", str.strip, problem_with_ndc)

    def clean_gtins(self) -> list[str]:
        return self._checked("gtins", lambda line: "".join(line.split()), problem_with_gtin)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_list_complete") and any(map(problem_with, cleaned.get("lots", []))):
            text = _("A list with unclear lots is not whole. Correct the marked lots first.")
            self.add_error("is_list_complete", ValidationError(text))
        return cleaned

    def _checked(self, name: str, canonical: Callable[[str], str], problem: Callable[[str], str]) -> list[str]:
        """The lines in their stored spelling. Raises `ValidationError` that names each line that is unclear."""
        lines: list[str] = self.cleaned_data[name]
        if name not in self.changed_data:
            return lines
        found = [f"{_('Line %(number)s') % {'number': number}}: {text}" for number, text in _problems(lines, problem)]
        if found:
            raise ValidationError(found[:_MOST_PROBLEMS])
        return list(dict.fromkeys(map(canonical, lines)))


def problem_with_ndc(line: str) -> str:
    """The error message for a line that is not an NDC with both hyphens; empty where it is one."""
    if is_hyphenated_ndc(line):
        return ""
    text = _("“%(line)s” is no NDC. Write it with its hyphens, as printed: 12345-678-90.")
    if ndcs_of_ten_digits(line):
        text = _("“%(line)s” needs its hyphens, as printed: without them it may be three different codes.")
    return text % {"line": line}


def problem_with_gtin(line: str) -> str:
    """The error message for a line that is not a valid bar code; empty where it is one."""
    if read_gtin("".join(line.split())):
        return ""
    text = _("“%(line)s” is no bar code: 8, 12, 13 or 14 digits whose last one fits the others. Compare it again.")
    return text % {"line": line}


def _problems(lines: Iterable[str], problem: Callable[[str], str]) -> list[tuple[int, str]]:
    named = ((number, problem(line)) for number, line in enumerate(lines, start=1))
    return [(number, text) for number, text in named if text]


class RecalledPackageInline(ReadableFields, admin.StackedInline):  # type: ignore[type-arg]
    """The recalled packages of an alert, one card each."""

    model = RecalledPackage
    form = PackageForm
    extra = 0
    classes = ("packages",)
    readonly_fields = ("sample_answers",)
    fields = (
        ("product", "strength"),
        "lots",
        ("ndcs", "gtins", "model_numbers"),
        ("use_by", "recall_number"),
        "is_list_complete",
        "sample_answers",
    )

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Fields are called as on the package of this kind of product."""
        formset = super().get_formset(request, obj, **kwargs)
        for name, label in _LABELS[obj.product_type if obj else ""].items():
            if name in formset.form.base_fields:
                formset.form.base_fields[name].label = label
        return formset

    def _may_change(self, request: HttpRequest, alert: Any) -> bool:
        """Rows are a part of their alert: whoever may change it may change them."""
        return bool(self.admin_site.get_model_admin(RecallAlert).has_change_permission(request, alert))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.admin_site.get_model_admin(RecallAlert).has_view_permission(request, obj))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_change(request, obj)

    @admin.display(description=gettext_lazy("answers for families"))
    def sample_answers(self, row: Any) -> SafeString:
        """Sample answers as if the list were whole; a script refreshes them while somebody types."""
        package = row.as_package() if row is not None and row.pk else Package()
        return sample_answers_html(package)


def sample_answers_html(package: Package) -> SafeString:
    """Sample answers for a row, and its unclear entries."""
    context = {
        "samples": samples_of(package),
        "problems": [text for _number, text in _problems(package.lots, problem_with)][:_MOST_PROBLEMS],
    }
    return render_to_string("admin/alerts/_samples.html", context)


def sample_answers_page(request: HttpRequest) -> HttpResponse:
    """The sample answers for a row as it is typed; nothing is saved."""
    lists = {name: tuple(filter(None, map(str.strip, request.POST.get(name, "").splitlines()))) for name in _LISTS}
    return HttpResponse(sample_answers_html(Package(**lists)))  # type: ignore[arg-type]


_LISTS = ("lots", "ndcs", "gtins")


def packages_of(formsets: Any) -> list[RecalledPackage]:
    """The rows as they stand in the form, without those that were removed or left blank."""
    forms_of_rows = [form for formset in formsets for form in formset.forms if formset.model is RecalledPackage]
    kept = [form for form in forms_of_rows if not form.cleaned_data.get("DELETE")]
    return [form.instance for form in kept if form.instance.pk or form.has_changed()]
