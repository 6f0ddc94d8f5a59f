"""The staff pages of alerts: list, form and steps."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.crypto import get_random_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from alerts.admin.forms import FORM_KEY, AlertForm
from alerts.admin.from_template import template_links, template_urls
from alerts.admin.moments import MomentField
from alerts.admin.overlap import about_overlap
from alerts.admin.packages import RecalledPackageInline, number_labels, packages_of, sample_answers_page
from alerts.admin.steps import STEPS, Step, form_step_page, steps_context
from alerts.admin.translating import about_outdated, translation_links, translation_page
from alerts.models import AlertState, Kind, RecallAlert
from publishing import clock
from publishing.admin import together
from publishing.admin.editing import SHOW, EditingAdmin, state_mark
from publishing.hospital_time import HospitalTimeInput
from publishing.models import SiteVersion
from publishing.workflow import Refused

_AS_MOMENT: dict[str, Any] = {"form_class": MomentField, "widget": HospitalTimeInput}
_IN_ZONE = gettext_lazy("%(help)s Times are those of %(zone)s.")


class AlertStateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in AlertState]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(state=self.value()) if self.value() in AlertState.values else queryset


class OverdueFilter(admin.SimpleListFilter):
    title = gettext_lazy("look again")
    parameter_name = "look_again"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("overdue", _("Overdue"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(pk__in=RecallAlert.objects.overdue()) if self.value() == "overdue" else queryset


_MORE_FIELDSETS: tuple[Any, ...] = (
    (gettext_lazy("When"), {"fields": ["starts_at", "ends_at"], "classes": ["collapse"]}),
    (
        gettext_lazy("More about it"),
        {"fields": ["phone", "label", "link_text", "what_happened", "whom_to_call", "slug"], "classes": ["collapse"]},
    ),
    (
        gettext_lazy("The recalled product"),
        {
            "fields": [
                "product_type", "product", "firm", "recall_number", "classification", "initiative", "initiated_on",
                "source_url",
            ],
            "classes": ["collapse"],
        },
    ),
)  # fmt: skip


@admin.register(RecallAlert)
class RecallAlertAdmin(EditingAdmin):
    form = AlertForm
    inlines = (RecalledPackageInline,)
    change_form_template = "admin/alerts/form.html"
    change_list_template = "admin/alerts/list.html"
    list_display = ("headline", "kind", "shown_state", "starts_at", "ends_at", "review_due", "is_everywhere")
    list_filter = (AlertStateFilter, OverdueFilter, "kind", "is_everywhere", "is_exercise", "starts_at")
    search_fields = ("headline", "what_happened", "what_to_do", "product", "firm", "recall_number")
    autocomplete_fields = ("conditions", "programs")
    formfield_overrides: ClassVar[Any] = EditingAdmin.formfield_overrides | {models.DateTimeField: _AS_MOMENT}

    class Media:
        js: ClassVar[list[Any]] = [forms.Script("admin_portal/alert.js", type="module")]

    def get_queryset(self, request: HttpRequest) -> Any:
        alerts: Any = super().get_queryset(request)
        return alerts.with_state()

    @admin.display(description=gettext_lazy("state"))
    def shown_state(self, obj: Any) -> str:
        label = AlertState(obj.state).label
        return state_mark("exercise", f"{_('Exercise')}: {label}") if obj.is_exercise else state_mark(obj.state, label)

    @admin.display(description=gettext_lazy("look again by"), ordering="review_due_at")
    def review_due(self, obj: Any) -> str:
        if obj.review_due_at is None:
            return "-"
        moment = date_format(localtime(obj.review_due_at), "SHORT_DATETIME_FORMAT")
        is_overdue = obj.state == AlertState.LIVE and obj.review_due_at <= clock.now()
        return state_mark("changed", _("Overdue: %(moment)s") % {"moment": moment}) if is_overdue else moment

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        hurry = ["headline", "kind", "what_to_do", "is_everywhere", "conditions", "programs", "review_due_at"]
        sets: list[Any] = [(None, {"fields": hurry if obj else [*hurry, "is_exercise"]}), *_MORE_FIELDSETS]
        if obj and obj.posted_at and self.has_change_permission(request, obj):
            title = _("What changes in this exercise") if obj.is_exercise else _("What changes for readers")
            sets.insert(0, (title, {"fields": ["what_changed", "is_material"]}))
        return sets

    def get_urls(self) -> list[Any]:
        pages = [self.page_at(f"{name}/", name, partial(self._step_view, step)) for name, step in STEPS.items()]
        samples = require_POST(self.admin_site.admin_view(self.samples_view))
        return [
            *pages,
            *template_urls(self),
            path("samples/", samples, name=self.url_name("samples")),
            self.page_at("translate/<slug:language>/", "translate", self.translate_view),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(
            request, {"alert_templates": template_links(self, request)} | (extra_context or {})
        )

    def was_public(self, obj: Any) -> bool:
        return obj.posted_at is not None

    def may_post(self, request: HttpRequest) -> bool:
        return request.user.has_perm("alerts.post_recallalert")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was withdrawn is fixed; what is posted is changed before readers' eyes, which takes more."""
        if obj is None or obj.posted_at is None:
            return super().has_change_permission(request, obj)
        return obj.withdrawn_at is None and self.may_post(request) and super().has_change_permission(request, obj)

    def goes_to_readers(self, request: HttpRequest, obj: Any) -> bool:
        return obj.posted_at is not None or bool({"_post", "_ask"} & request.POST.keys())

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "slug") if obj and obj.posted_at else fields

    def view_on_site(self, obj: Any) -> str | None:
        return reverse("alert", args=[obj.slug]) if RecallAlert.objects.begun().filter(pk=obj.pk).exists() else None

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.DateTimeField) and field:
            field.help_text = _IN_ZONE % {"help": field.help_text, "zone": settings.TIME_ZONE}
        return field

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        state = obj.current_state() if obj else AlertState.DRAFT
        may_post, is_draft = self.may_post(request), state == AlertState.DRAFT
        is_asked = is_draft and obj is not None and obj.is_ready_for_release()
        needs_two = settings.ALERT_TWO_PERSON_RELEASE
        return super().form_context(request, obj) | {
            "state": state,
            "is_draft": is_draft,
            "is_asked": is_asked,
            "may_release": may_post and needs_two and is_asked and obj.release_asked_by_id != request.user.pk,
            "step_urls": {step.replace("-", "_"): self.address(step, obj.pk) for step in STEPS} if obj else {},
            "shown": obj or RecallAlert(slug="new", headline=_("Your headline stands here.")),
            "kinds": Kind.choices,
            "alert_templates": template_links(self, request) if obj is None else [],
            "translation_links": translation_links(self, obj) if obj and self.may_post(request) else [],
            "updates": obj.updates.select_related("made_by") if obj else [],
            "beside": about_overlap(obj or RecallAlert()) if is_draft else "",
            "number_labels": number_labels(),
            "samples_url": self.address("samples"),
            "form_key": request.POST.get(FORM_KEY) or get_random_string(24),
            **steps_context(obj, state, may_post=may_post),
        }

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A new alert's form that is sent a second time makes no second alert."""
        key = request.POST.get(FORM_KEY, "")
        if request.method != "POST" or object_id is not None or not key or not self.has_add_permission(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            SiteVersion.hold()
            sent = RecallAlert.objects.filter(form_key=key).first()
            if sent is None:
                return super().changeform_view(request, object_id, form_url, extra_context)
            return self._sent_again(request, sent)

    def _sent_again(self, request: HttpRequest, sent: RecallAlert) -> HttpResponse:
        """Text that differs from what is saved is shown, not saved, so that nothing is lost or posted by accident."""
        if not self.has_view_or_change_permission(request, sent):
            raise PermissionDenied
        self.message_user(request, _("This form was sent before. Nothing was saved or posted twice."), messages.WARNING)
        if together.is_stored(request.POST, self._snapshot(request, sent)) or not self.has_change_permission(
            request, sent
        ):
            return self.to_form(request, sent)
        shown: Any = request.POST.copy()
        shown[SHOW] = "1"
        request.POST = shown
        return super().changeform_view(request, str(sent.pk), self.address("change", sent.pk))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A draft is saved as it is; a posted alert is corrected, once its pages are chosen too."""
        if obj.posted_at is None:
            obj.changed_at = clock.now()
            if not change:
                obj.form_key = request.POST.get(FORM_KEY) or None
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if form.instance.posted_at is None:
            super().save_related(request, form, formsets, change)
            return
        for formset in formsets:
            formset.save(commit=False)  # For the log of changes; the correction stores the rows.
        request.is_unchanged = not (  # type: ignore[attr-defined]  # Read when the answer is written.
            form.changed_data or any(formset.has_changed() for formset in formsets)
        )
        if request.is_unchanged:  # type: ignore[attr-defined]
            return
        names = ("what_changed", "is_material", "conditions", "programs")
        form.instance.correct(
            by=request.user,
            packages=packages_of(formsets),
            **{name: form.cleaned_data[name] for name in names},
        )

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._after_save(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._after_save(request, obj)

    def _after_save(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """The rest of the same transaction: post where that was asked for, and say what readers see now."""
        if obj.posted_at:
            self._say_corrected(request, obj)
        elif "_post" in request.POST:
            self._post(request, obj)
        elif "_ask" in request.POST:
            self._ask(request, obj)
        else:
            self.message_user(request, _("Draft saved. It is not public until you post it."), messages.SUCCESS)
            self._say_overlap(request, obj)
        return self.to_form(request, obj)

    def _say_corrected(self, request: HttpRequest, obj: Any) -> None:
        is_posting = "_post" in request.POST or "_ask" in request.POST
        if getattr(request, "is_unchanged", False):
            text = _("This alert is posted already. Nothing changed.") if is_posting else _("Nothing changed.")
            self.message_user(request, text, messages.INFO)
            return
        saved = _("Exercise saved") if obj.is_exercise else _("Saved, and corrected on the public site")
        self.message_user(request, self._with_link(obj, saved), messages.SUCCESS)
        if not obj.is_exercise and (said := about_outdated(self, obj)):
            self.message_user(request, said, messages.WARNING)

    def _post(self, request: HttpRequest, obj: Any) -> None:
        try:
            if not self.may_post(request):
                raise Refused(_("Your account may not post alerts. Ask somebody who may."))
            obj.post(by=request.user, allow_duplicate="allow_duplicate" in request.POST)
        except Refused as refused:
            text = _("The alert is saved, and it is not posted. %(why)s") % {"why": " ".join(refused.messages)}
            self.message_user(request, text, messages.ERROR)
            return
        self.say_posted(request, obj)

    def _ask(self, request: HttpRequest, obj: Any) -> None:
        try:
            if not self.may_post(request):
                raise Refused(_("Your account may not post alerts. Ask somebody who may."))
            obj.ask_for_release(by=request.user)
        except Refused as refused:
            text = _("The alert is saved, and nobody is asked. %(why)s") % {"why": " ".join(refused.messages)}
            self.message_user(request, text, messages.ERROR)
            return
        text = _("Saved. Now another person who may post alerts opens this page and releases it.")
        self.message_user(request, text, messages.SUCCESS)

    def say_posted(self, request: HttpRequest, obj: Any) -> None:
        if obj.is_exercise:
            self.message_user(request, _("Posted as an exercise. No reader sees it."), messages.SUCCESS)
        elif obj.current_state() == AlertState.LIVE:
            self.message_user(request, self._with_link(obj, _("The alert is on the public site")), messages.SUCCESS)
        else:
            self.message_user(
                request, _("The alert is scheduled and appears by itself at its start."), messages.SUCCESS
            )
        self._say_overlap(request, obj)

    def _say_overlap(self, request: HttpRequest, obj: Any) -> None:
        """Two people may have posted the same; and a reader sees three in full."""
        if said := about_overlap(obj):
            self.message_user(request, said, messages.WARNING)

    def _with_link(self, obj: Any, text: str) -> str:
        address = self.view_on_site(obj)
        return format_html('{}: <a href="{}">{}</a>.', text, address, _("see its page")) if address else f"{text}."

    def _step_view(self, step: Step, request: HttpRequest, object_id: int) -> HttpResponse:
        return step(self, request, self._to_step(request, object_id))

    def samples_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return sample_answers_page(request)

    def translate_view(self, request: HttpRequest, object_id: int, language: str) -> HttpResponse:
        return translation_page(self, request, self._to_step(request, object_id), language)

    form_step = form_step_page

    def _to_step(self, request: HttpRequest, object_id: int) -> Any:
        alert = self.visible_or_404(request, object_id)
        if not self.may_post(request):
            raise PermissionDenied
        return alert
