"""What the staff pages of everything that readers see have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.helpers import ActionForm, AdminErrorList
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import clock
from publishing.addresses import slug_from
from publishing.admin import questions, together
from publishing.admin.merging import Merged
from publishing.fields import LinesField, RichTextField
from publishing.history import events_of
from publishing.models import SiteVersion, Subject
from publishing.workflow import Refused

SHOW = "_show"
"""The form field that asks for the form with what was typed, and for nothing to be saved."""

NOTICE = "notice"
"""The code of an error that is none: it shows the form again instead of saving it."""

_NOTICES = {
    together.STALE: gettext_lazy("Not saved yet."),
    together.GONE: gettext_lazy("This was deleted while you wrote. Your text is in the form. Save to create it again."),
    SHOW: gettext_lazy("Your unsaved text is back in the form. Save to keep it."),
}

EVENTS_A_PAGE = 100
_MOST_SAVES = 10


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


class ListForm(ActionForm):
    """What is done to many at once, and when the list was shown that they were chosen from."""

    listed = forms.CharField(
        label="", required=False, widget=forms.HiddenInput, initial=lambda: clock.now().isoformat()
    )


class EditingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that is shown again, instead of saved, where somebody else saved meanwhile or where that was asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """As typed, in lower case; where empty, the page's own address, or for a new page one made from its title."""
        title = self.cleaned_data.get("title", "")
        slug: str = self.cleaned_data["slug"] or self.instance.slug or slug_from(title)
        if slug != self.instance.slug:
            slug = slug.lower()
        if not slug and title:
            raise ValidationError(_("Write an address: the title has no letter or digit to make one from."))
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name, text in _NOTICES.items():
            if self.data.get(name):
                raise ValidationError(text, code=NOTICE)
        return cleaned


@dataclass(frozen=True)
class Concurrent:
    """Changes that others saved while this form was open, merged into its data."""

    merged: Merged
    stored: together.Snapshot
    saves: questions.Saves

    def context(self, request: HttpRequest) -> dict[str, Any]:
        asked = questions.asked_fields(self.merged, self.stored, request.POST, self.saves)
        brought_in = questions.brought_in(self.merged, self.stored)
        return {"base": self.stored.as_json(), "asked": asked, "brought_in": brought_in, "saves": self.saves}


def concurrent_of(request: HttpRequest) -> Concurrent | None:
    return getattr(request, "concurrent", None)


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
    action_form = ListForm
    delete_selected_confirmation_template = "admin/editing/delete_selected.html"
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
        served = self.admin_site.admin_view(view)
        served.model_admin = self  # type: ignore[attr-defined]  # As Django marks its own staff pages.
        return path(f"<int:object_id>/{route}", served, name=self.url_name(page))

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
        listed = request.POST.get("listed", "")
        with transaction.atomic():
            SiteVersion.hold()
            if public := [str(obj) for obj in queryset if self.was_public(obj)]:
                text = _("Nothing was deleted: readers have seen %(titles)s. What was public stays in the history.")
                titles = ", ".join(f"“{title}”" for title in public)
                self.message_user(request, text % {"titles": titles}, messages.ERROR)
                return None
            if changed := [str(obj) for obj in queryset if self.saves_since(obj, listed)]:
                text = _("Nothing was deleted: %(titles)s changed after you opened the list. Look again, then decide.")
                titles = ", ".join(f"“{title}”" for title in changed)
                self.message_user(request, text % {"titles": titles}, messages.ERROR)
                return None
            asked = delete_selected(self, request, queryset)
        if isinstance(asked, TemplateResponse):
            asked.context_data = {**(asked.context_data or {}), "listed": listed}
        return asked

    @transaction.atomic
    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Held, so that nothing is deleted that somebody publishes at the same moment."""
        if request.method == "POST":
            SiteVersion.hold()
        return super().delete_view(request, object_id, extra_context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        saves = LogEntry.objects.filter(object_id=object_id, content_type=get_content_type_for_model(self.model))
        subject = Subject(self.model._meta.label_lower, int(object_id) if object_id.isdecimal() else 0)
        events = Paginator(events_of(subject, saves.select_related("user")), EVENTS_A_PAGE)
        page = events.get_page(request.GET.get(PAGE_VAR))
        return super().history_view(request, object_id, {"events": page, "page_var": PAGE_VAR} | (extra_context or {}))

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the form's template needs besides what Django gives it; `obj` is None for a new thing."""
        return {}

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            obj = self._held(unquote(object_id))
            if obj is None and together.BASE in request.POST and self.has_add_permission(request):
                together.as_new(request, [formset for formset, _inline in self.get_formsets_with_inlines(request)])
                add = reverse(f"{self.admin_site.name}:{self.url_name('add')}")
                return super().changeform_view(request, None, add, extra_context)
            if obj is not None and self.has_change_permission(request, obj):
                self._merge_others(request, obj)
            response = super().changeform_view(request, object_id, form_url, extra_context)
            if (
                (concurrent := concurrent_of(request))
                and response.status_code == HTTPStatus.FOUND
                and concurrent.merged.brought_in
            ):
                said = questions.saved_sentence(concurrent.merged, concurrent.stored, concurrent.saves)
                self.message_user(request, said, messages.INFO)
            return response

    def _held(self, object_id: str) -> Any:
        """The row, locked until the end of the transaction."""
        SiteVersion.hold()
        if not object_id.isdecimal():
            return None
        return self.model._default_manager.select_for_update().filter(pk=object_id).first()

    def goes_to_readers(self, request: HttpRequest, obj: Any) -> bool:
        """True for a save that publishes: nobody else's changes are published unseen."""
        return False

    def _merge_others(self, request: HttpRequest, obj: Any) -> None:
        """Bring what others saved since the form was opened into what is posted."""
        stored = self._snapshot(request, obj)
        together.take_answers(request, stored)
        if together.is_overtaken(request.POST, stored):
            saves = self.saves_since(obj, together.opened_at(request.POST))
            merged = together.meet(request, stored, must_look=self.goes_to_readers(request, obj))
            request.concurrent = Concurrent(merged, stored, questions.Saves(saves, request.user))  # type: ignore[attr-defined]

    def _snapshot(self, request: HttpRequest, obj: Any) -> together.Snapshot:
        form = self.get_form(request, obj, change=True)(instance=obj)
        formsets = [
            formset(instance=obj, queryset=inline.get_queryset(request), prefix=formset.get_default_prefix())
            for formset, inline in self.get_formsets_with_inlines(request, obj)
        ]
        return together.Snapshot(form, formsets)

    def together_context(self, request: HttpRequest, context: dict[str, Any], obj: Any) -> dict[str, Any]:
        """What the form was opened with, and what others saved since."""
        if concurrent := concurrent_of(request):
            return concurrent.context(request)
        if request.method == "POST":
            return {"base": request.POST.get(together.BASE, "")}
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        return {"base": together.Snapshot(context["adminform"].form, formsets).as_json()}

    def saves_since(self, obj: Any, opened_at: str) -> list[LogEntry]:
        """What was saved after a form was opened, the newest first; nothing where it does not say when."""
        try:
            moment = datetime.fromisoformat(opened_at)
        except ValueError:
            return []
        if moment.tzinfo is None:
            return []
        saves = LogEntry.objects.filter(object_id=str(obj.pk), content_type=get_content_type_for_model(obj))
        return list(saves.filter(action_time__gte=moment).select_related("user")[:_MOST_SAVES])

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
        if obj and self.has_change_permission(request, obj):
            context |= self.together_context(request, context, obj)
        context |= self._notices(context)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _notices(self, context: dict[str, Any]) -> dict[str, Any]:
        """Why a form is shown again that has no error, apart from its errors."""
        form = context["adminform"].form
        notices = [error for error in form.errors.as_data().get(NON_FIELD_ERRORS, []) if error.code == NOTICE]
        if not notices:
            return {}
        del form.errors[NON_FIELD_ERRORS]
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        is_stale = bool(form.data.get(together.STALE))
        notice = "" if is_stale else " ".join(message for error in notices for message in error.messages)
        return {"errors": AdminErrorList(form, formsets), "notice": notice}

    def reasoned_step(
        self, request: HttpRequest, obj: Any, step: Callable[[str], None], context: dict[str, Any], longest: int = 500
    ) -> HttpResponse:
        """A page that explains a step and asks for a reason; `step` is called with it, and may raise `Refused`."""
        form = ReasonForm(request.POST or None, longest=longest)
        return self.take_step(request, obj, form, lambda cleaned: step(cleaned["reason"]), context)

    def take_step(
        self,
        request: HttpRequest,
        obj: Any,
        form: forms.Form,
        step: Callable[[dict[str, Any]], object],
        context: dict[str, Any],
    ) -> HttpResponse:
        """A page with one form and one button; `step` is called with what was typed, and may raise `Refused`.

        `context["done"]` is what is said afterwards: a text, or a function of what was typed. `context["then"]` makes
        the answer where the step does not lead back to the form.
        """
        if request.method == "POST" and form.is_valid():
            try:
                step(form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused)
            else:
                done = context["done"]
                text = done(form.cleaned_data) if callable(done) else done
                self.message_user(request, text, messages.SUCCESS)
                return context["then"]() if "then" in context else self.to_form(request, obj)
        page = {**self.admin_site.each_context(request), "form": form, "original": obj, "opts": self.opts, **context}
        return TemplateResponse(request, context.get("template", "admin/editing/reason.html"), page)


def state_mark(state: str, name: object) -> str:
    """A state as a word in its colour."""
    return format_html('<span class="state state-{}">{}</span>', state, name)
