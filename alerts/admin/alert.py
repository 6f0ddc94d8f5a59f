"""The staff pages of alerts: list, form and steps."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from alerts.admin.forms import AlertForm, LaterForm, NewsForm
from alerts.admin.moments import MomentField
from alerts.admin.overlap import about_overlap
from alerts.admin.translating import about_outdated, translation_links, translation_page
from alerts.models import AlertState, Kind, RecallAlert
from publishing import clock
from publishing.admin.editing import EditingAdmin, state_mark
from publishing.hospital_time import HospitalTimeInput
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
        {"fields": ["label", "link_text", "what_happened", "whom_to_call", "slug"], "classes": ["collapse"]},
    ),
    (
        gettext_lazy("The recalled product"),
        {
            "fields": [
                "product", "lots", "ndcs", "is_list_complete", "firm", "recall_number", "classification", "initiative",
                "source_url",
            ],
            "classes": ["collapse"],
        },
    ),
)  # fmt: skip


@admin.register(RecallAlert)
class RecallAlertAdmin(EditingAdmin):
    form = AlertForm
    change_form_template = "admin/alerts/form.html"
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
            sets.insert(0, (_("What changes for readers"), {"fields": ["what_changed", "is_material"]}))
        return sets

    def get_urls(self) -> list[Any]:
        steps = {
            "end": require_POST(self.end_view),
            "release": require_POST(self.release_view),
            "withdraw": self.withdraw_view,
            "break-glass": self.break_glass_view,
            "news": self.news_view,
            "extend": self.extend_view,
        }
        pages = [self.page_at(f"{name}/", name, view) for name, view in steps.items()]
        return [
            *pages,
            self.page_at("translate/<slug:language>/", "translate", self.translate_view),
            *super().get_urls(),
        ]

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
        needs_two = settings.ALERT_TWO_PERSON_RELEASE
        is_asked = is_draft and obj is not None and obj.is_ready_for_release()
        return super().form_context(request, obj) | {
            "state": state,
            "is_draft": is_draft,
            "is_asked": is_asked,
            "may_post": may_post and is_draft and not needs_two,
            "may_ask": may_post and is_draft and needs_two,
            "may_release": may_post and needs_two and is_asked and obj.release_asked_by_id != request.user.pk,
            "may_break_glass": may_post and needs_two and is_draft and obj is not None,
            "may_end": state == AlertState.LIVE and may_post,
            "may_extend": state in (AlertState.LIVE, AlertState.SCHEDULED) and may_post,
            "may_withdraw": state not in (AlertState.DRAFT, AlertState.WITHDRAWN) and may_post,
            "step_urls": {step.replace("-", "_"): self.address(step, obj.pk) for step in _STEPS} if obj else {},
            "shown": obj or RecallAlert(slug="new", headline=_("Your headline stands here.")),
            "kinds": Kind.choices,
            "translation_links": translation_links(self, obj) if obj and self.may_post(request) else [],
            "updates": obj.updates.select_related("made_by") if obj else [],
        }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A draft is saved as it is; a posted alert is corrected, once its pages are chosen too."""
        if obj.posted_at is None:
            obj.changed_at = clock.now()
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if form.instance.posted_at is None:
            super().save_related(request, form, formsets, change)
            return
        names = ("what_changed", "is_material", "conditions", "programs")
        form.instance.correct(by=request.user, **{name: form.cleaned_data[name] for name in names})

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._after_save(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._after_save(request, obj)

    def _after_save(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """The rest of the same transaction: post where that was asked for, and say what readers see now."""
        if "_post" in request.POST:
            self._post(request, obj)
        elif "_ask" in request.POST:
            self._ask(request, obj)
        elif obj.posted_at:
            self.message_user(
                request, self._with_link(obj, _("Saved, and corrected on the public site")), messages.SUCCESS
            )
            if said := about_outdated(self, obj):
                self.message_user(request, said, messages.WARNING)
        else:
            self.message_user(request, _("Draft saved. Readers see nothing of it until you post it."), messages.SUCCESS)
            self._say_overlap(request, obj)
        return self.to_form(request, obj)

    def _post(self, request: HttpRequest, obj: Any) -> None:
        try:
            if not self.may_post(request):
                raise Refused(_("Your account may not post alerts. Ask somebody who may."))
            obj.post(by=request.user)
        except Refused as refused:
            text = _("The alert is saved, and it is not posted. %(why)s") % {"why": " ".join(refused.messages)}
            self.message_user(request, text, messages.ERROR)
            return
        self._say_posted(request, obj)

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

    def _say_posted(self, request: HttpRequest, obj: Any) -> None:
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

    def end_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        alert = self._to_step(request, object_id)
        try:
            alert.end(by=request.user)
        except Refused as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
        else:
            text = _("The alert has ended: it is off the pages, and its own page stays.")
            self.message_user(request, text, messages.SUCCESS)
        return self.to_form(request, alert)

    def release_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        alert = self._to_step(request, object_id)
        try:
            alert.release(by=request.user)
        except Refused as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
        else:
            self._say_posted(request, alert)
        return self.to_form(request, alert)

    def withdraw_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        alert = self._to_step(request, object_id)
        context = {
            "title": _("Withdraw “%(headline)s”?") % {"headline": alert},
            "what_happens": _(
                "For an alert that should not have been posted. It leaves all pages at once; its own page says that it "
                "was withdrawn, and the reason you give. It can never be changed again."
            ),
            "button": _("Withdraw"),
            "done": _("The alert is withdrawn."),
        }
        longest = RecallAlert._meta.get_field("withdrawal_reason").max_length or 0
        step = partial(_with_reason, alert.withdraw, request.user)
        return self.reasoned_step(request, alert, step, context, longest)

    def break_glass_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        alert = self._to_step(request, object_id)
        context = {
            "title": _("Post “%(headline)s” alone?") % {"headline": alert},
            "what_happens": _(
                "Here two persons post an alert. Where lives may depend on it and nobody else can be reached, post it "
                "alone: what is saved goes on the site at once. Your name and your reason are kept for ever."
            ),
            "button": _("Post it alone"),
            "done": _("The alert is posted, and the history says that you posted it alone."),
        }
        return self.reasoned_step(request, alert, partial(_with_reason, alert.break_glass, request.user), context)

    def news_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        alert = self._to_step(request, object_id)
        context = {
            "title": _("Tell the news of “%(headline)s”") % {"headline": alert},
            "what_happens": _("It stands on the alert's page under its date. The alert itself stays as it is."),
            "button": _("Tell readers"),
            "done": _("Readers see the news."),
        }
        return self._form_step(request, alert, NewsForm(request.POST or None), alert.report, context)

    def extend_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        alert = self._to_step(request, object_id)
        context = {
            "title": _("Extend “%(headline)s”") % {"headline": alert},
            "what_happens": _("Times are those of %(zone)s.") % {"zone": settings.TIME_ZONE},
            "button": _("Extend"),
            "done": _("The alert holds for longer."),
        }
        return self._form_step(request, alert, LaterForm(request.POST or None), alert.extend, context)

    def translate_view(self, request: HttpRequest, object_id: int, language: str) -> HttpResponse:
        return translation_page(self, request, self._to_step(request, object_id), language)

    def _form_step(
        self, request: HttpRequest, alert: Any, form: forms.Form, step: Callable[..., None], context: dict[str, Any]
    ) -> HttpResponse:
        """A page that explains a step and asks for what it needs; `step` gets that by name, and may raise `Refused`."""
        if request.method == "POST" and form.is_valid():
            try:
                step(by=request.user, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused)
            else:
                self.message_user(request, context["done"], messages.SUCCESS)
                return self.to_form(request, alert)
        page = {**self.admin_site.each_context(request), "form": form, "original": alert, "opts": self.opts, **context}
        return TemplateResponse(request, "admin/editing/reason.html", page)

    def _to_step(self, request: HttpRequest, object_id: int) -> Any:
        alert = self.visible_or_404(request, object_id)
        if not self.may_post(request):
            raise PermissionDenied
        return alert


_STEPS = ("end", "release", "withdraw", "break-glass", "news", "extend")


def _with_reason(step: Callable[..., None], by: Any, reason: str) -> None:
    step(by=by, reason=reason)
