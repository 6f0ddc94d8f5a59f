"""What the staff pages of everything that readers see have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.fields import LinesField, RichTextField
from publishing.history import events_of
from publishing.models import Subject
from publishing.workflow import Refused

SEEN = "_seen"
"""The form field that says which version of the thing its editor had before their eyes."""

EVENTS_A_PAGE = 100


class ReasonForm(forms.Form):
    """Why a step is taken, in one line."""

    reason = forms.CharField(label=gettext_lazy("Reason"))

    def __init__(self, *args: Any, longest: int = 500, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            max_length=longest,
            widget=forms.TextInput(attrs={"class": "vTextField"}),
            help_text=_("One line, kept in the history. For example: “replaced by the page on febrile seizures”."),
        )


class EditingForm(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses to overwrite what somebody else saved after this form was opened; a second save does it knowingly."""

    mark = "draft_digest"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        seen = self.data.get(SEEN)
        if self.instance.pk and seen is not None and seen != str(getattr(self.instance, self.mark)):
            raise ValidationError(self._overtaken())
        return cleaned

    def _overtaken(self) -> str:
        options = self.instance._meta
        address = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[self.instance.pk])
        return format_html(
            _(
                "Somebody else saved this after you opened it. Your text is below and not saved yet. "
                '<a href="{}" target="_blank">Open what is saved</a> beside it and compare. Saving again replaces it.'
            ),
            address,
        )


class ReadableFields:
    """For people who may look but not change: rich text as text and lists as lists, instead of HTML and JSON."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if obj is None or self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        model = self.model  # type: ignore[attr-defined]
        return [
            (name, options | {"fields": [_readable(model, field) for field in options["fields"]]})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        if obj is None or self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fields
        return [field for _name, options in self.get_fieldsets(request, obj) for field in options["fields"]]


@cache
def _readable(model: type[models.Model], name: str) -> str | Callable[[Any], str]:
    field = next((field for field in model._meta.get_fields() if field.name == name), None)
    if isinstance(field, RichTextField):
        return _Shown(field, lambda value: SafeString(value))
    if isinstance(field, LinesField):
        return _Shown(field, "\n".join)
    return name


class _Shown:
    """A read-only column that shows a field in its own way."""

    def __init__(self, field: models.Field[Any, Any], show: Callable[[Any], str]) -> None:
        self.__name__ = field.name
        self.short_description = field.verbose_name
        self._show = show

    def __call__(self, obj: models.Model) -> str:
        return self._show(getattr(obj, self.__name__)) or "-"


class EditingAdmin(ReadableFields, admin.ModelAdmin):  # type: ignore[type-arg]
    """What pages and alerts share: their history, no deleting of what was public, and the form's own safety."""

    form = EditingForm
    actions = ("delete_selected",)
    object_history_template = "admin/editing/history.html"
    formfield_overrides: ClassVar[Any] = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})},
        models.URLField: {"assume_scheme": "https"},
    }

    class Media:
        js: ClassVar[list[Any]] = [forms.Script("admin_portal/form.js", type="module")]

    def url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def address(self, page: str, *args: Any) -> str:
        """The address of one of this model's staff pages."""
        return reverse(f"{self.admin_site.name}:{self.url_name(page)}", args=args)

    def page_at(self, route: str, page: str, view: Callable[..., HttpResponseBase]) -> URLPattern:
        return path(f"<int:object_id>/{route}", self.admin_site.admin_view(view), name=self.url_name(page))

    def subject_of(self, obj: Any) -> Subject:
        return Subject(obj._meta.label_lower, obj.pk)

    def visible_or_404(self, request: HttpRequest, object_id: int) -> Any:
        """Raises `PermissionDenied` where the person may not look at it."""
        obj = self.get_object(request, str(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        return obj

    def to_form(self, request: HttpRequest, obj: Any) -> HttpResponse:
        filters: dict[str, Any] = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return redirect(add_preserved_filters(filters, self.address("change", obj.pk)))

    def was_public(self, obj: Any) -> bool:
        raise NotImplementedError

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not self.was_public(obj))

    @admin.action(permissions=["delete"], description=gettext_lazy("Delete selected drafts"))
    def delete_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        public = [str(obj) for obj in queryset if self.was_public(obj)]
        if public:
            text = _("Nothing was deleted: readers have seen %(titles)s. What was public stays in the history.")
            self.message_user(request, text % {"titles": ", ".join(f"“{title}”" for title in public)}, messages.ERROR)
            return None
        return delete_selected(self, request, queryset)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        saves = LogEntry.objects.filter(object_id=object_id, content_type=get_content_type_for_model(self.model))
        subject = Subject(self.model._meta.label_lower, int(object_id) if object_id.isdecimal() else 0)
        events = Paginator(events_of(subject, saves.select_related("user")), EVENTS_A_PAGE)
        page = events.get_page(request.GET.get(PAGE_VAR))
        return super().history_view(request, object_id, {"events": page, "page_var": PAGE_VAR} | (extra_context or {}))

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the form's template needs besides what Django gives it; `obj` is None for a new thing."""
        return {"seen": str(getattr(obj, self.form.mark)) if obj else "", "seen_name": SEEN}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context |= self.form_context(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def reasoned_step(
        self,
        request: HttpRequest,
        obj: Any,
        step: Callable[..., None],
        context: dict[str, Any],
        longest: int = 500,
        form_class: type[ReasonForm] = ReasonForm,
    ) -> HttpResponse:
        """A page that explains a step and asks why; `step` gets what the form asked, and may raise `Refused`."""
        form = form_class(request.POST or None, longest=longest)
        if request.method == "POST" and form.is_valid():
            try:
                step(**form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused)
            else:
                self.message_user(request, context["done"], messages.SUCCESS)
                return self.to_form(request, obj)
        page = {**self.admin_site.each_context(request), "form": form, "original": obj, "opts": self.opts, **context}
        return TemplateResponse(request, "admin/editing/reason.html", page)


def state_mark(state: str, name: object) -> str:
    """A state as a word in its colour."""
    return format_html('<span class="state state-{}">{}</span>', state, name)
