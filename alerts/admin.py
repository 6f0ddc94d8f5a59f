"""Staff pages of alerts. Each button is a verb of the model, which knows when it may be taken and writes the audit."""

from datetime import datetime
from itertools import chain, count
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from alerts import record_admin
from alerts.advice import about_recalls
from alerts.models import AlertState, RecallAlert
from publishing import clock
from publishing.admin import advice
from publishing.admin.editing import EditingAdmin, EditingForm, state_mark
from publishing.workflow import Refused

__all__ = ["RecallAlertAdmin", "record_admin"]
advice.register(about_recalls)
_IN_ZONE = gettext_lazy("%(help)s Times are those of %(zone)s.")
_LONGEST_SLUG = 80


class AlertForm(EditingForm):
    mark = "changed_at"

    class Meta:
        help_texts: ClassVar[dict[str, Any]] = {
            "slug": gettext_lazy(
                "The end of its page's address. Made from the headline, where empty; fixed once it is posted."
            ),
            "kind": gettext_lazy(
                "“Recall” for a product, “Warning” for a danger, “Notice” for a closed entrance, say."
            ),
            "what_happened": gettext_lazy(
                "The facts, in plain words. For example: “The firm found broken seals in some bottles.”"
            ),
            "what_to_do": gettext_lazy(
                "What a family does now. For example: “Look at the lot number, and call us before you stop it.”"
            ),
            "product": gettext_lazy("As printed on the package. For example: “Potassium chloride capsules, 10 mEq”."),
            "firm": gettext_lazy("Who takes it back. For example: “Harbor Pharma, Inc.”."),
            "classification": gettext_lazy("As the FDA gives it; leave it empty until it does. For example: Class II."),
            "initiative": gettext_lazy("Who decided on it. For example: voluntary."),
            "source_url": gettext_lazy("Where the firm or the FDA says so. For example: https://www.fda.gov/…"),
            "conditions": gettext_lazy("The pages that show it, for example “Asthma”, where it is not for every page."),
            "programs": gettext_lazy("The programs whose pages show it, for example “Asthma Program”."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        return slug or _free_slug(self.cleaned_data.get("headline", ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("starts_at", "ends_at"):
            cleaned[name] = self._to_the_second(name, cleaned.get(name))
        if self.instance.posted_at and not cleaned.get("starts_at"):
            cleaned["starts_at"] = self.instance.posted_at
        return cleaned

    def _to_the_second(self, name: str, typed: datetime | None) -> datetime | None:
        """The form shows whole minutes; a moment that nobody changed keeps its seconds."""
        kept: datetime | None = self.initial.get(name)
        return kept if kept and typed == kept.replace(second=0, microsecond=0) else typed


def _free_slug(headline: str) -> str:
    """An address no alert has: the headline's first words, with a number where they are taken."""
    words = slugify(headline)
    slug = (words if len(words) <= _LONGEST_SLUG else words[: _LONGEST_SLUG + 1].rpartition("-")[0]) or "alert"
    taken = set(RecallAlert.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    candidates = chain([slug], (f"{slug}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)


class AlertStateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in AlertState]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(state=self.value()) if self.value() in AlertState.values else queryset


@admin.register(RecallAlert)
class RecallAlertAdmin(EditingAdmin):
    form = AlertForm
    change_form_template = "admin/alerts/form.html"
    list_display = ("headline", "kind", "shown_state", "starts_at", "ends_at", "is_everywhere")
    list_filter = (AlertStateFilter, "kind", "is_everywhere", "starts_at")
    search_fields = ("headline", "what_happened", "what_to_do", "product", "firm", "recall_number")
    autocomplete_fields = ("conditions", "programs")
    formfield_overrides: ClassVar[Any] = EditingAdmin.formfield_overrides | {
        models.DateTimeField: {
            "form_class": forms.DateTimeField,
            "widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }
    }
    fieldsets = (
        (None, {"fields": ["headline", "kind", "label", "what_to_do", "is_everywhere", "conditions", "programs"]}),
        (gettext_lazy("When"), {"fields": ["starts_at", "ends_at"]}),
        (
            gettext_lazy("More about it"),
            {"fields": ["link_text", "what_happened", "whom_to_call", "slug"], "classes": ["collapse"]},
        ),
        (
            gettext_lazy("The recalled product"),
            {
                "fields": [
                    "product", "lots", "ndcs", "firm", "recall_number", "classification", "initiative", "source_url",
                ],
                "classes": ["collapse"],
            },
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        alerts: Any = super().get_queryset(request)
        return alerts.with_state()

    @admin.display(description=gettext_lazy("state"))
    def shown_state(self, obj: Any) -> str:
        return state_mark(obj.state, AlertState(obj.state).label)

    def get_urls(self) -> list[Any]:
        own = [self.page_at("end/", "end", self.end_view), self.page_at("withdraw/", "withdraw", self.withdraw_view)]
        return own + super().get_urls()

    def was_public(self, obj: Any) -> bool:
        return obj.posted_at is not None

    def may_post(self, request: HttpRequest) -> bool:
        return request.user.has_perm("alerts.post_recallalert")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was withdrawn is fixed; what is posted is changed before readers' eyes, which takes more."""
        if obj is None or obj.posted_at is None:
            return super().has_change_permission(request, obj)
        return obj.withdrawn_at is None and self.may_post(request) and super().has_change_permission(request, obj)

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
        return super().form_context(request, obj) | {
            "state": state,
            "is_draft": state == AlertState.DRAFT,
            "may_end": state == AlertState.LIVE and self.may_post(request),
            "may_withdraw": state not in (AlertState.DRAFT, AlertState.WITHDRAWN) and self.may_post(request),
            "may_post": self.may_post(request),
            "end_url": self.address("end", obj.pk) if obj else "",
            "withdraw_url": self.address("withdraw", obj.pk) if obj else "",
        }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A draft is saved as it is; a posted alert is corrected, once its pages are chosen too."""
        if obj.posted_at is None:
            obj.changed_at = clock.now()
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.instance.posted_at is not None:
            form.instance.correct(by=request.user)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._after_save(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._after_save(request, obj)

    def _after_save(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """The rest of the same transaction: post where that was asked for, and say what readers see now."""
        if "_post" in request.POST:
            self._post(request, obj)
        elif obj.posted_at:
            self.message_user(
                request, self._with_link(obj, _("Saved, and corrected on the public site")), messages.SUCCESS
            )
        else:
            self.message_user(request, _("Draft saved. Readers see nothing of it until you post it."), messages.SUCCESS)
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
        if obj.current_state() == AlertState.LIVE:
            self.message_user(request, self._with_link(obj, _("The alert is on the public site")), messages.SUCCESS)
        else:
            self.message_user(
                request, _("The alert is scheduled and appears by itself at its start."), messages.SUCCESS
            )

    def _with_link(self, obj: Any, text: str) -> str:
        address = self.view_on_site(obj)
        return format_html('{}: <a href="{}">{}</a>.', text, address, _("see its page")) if address else f"{text}."

    def end_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return require_POST(self._end)(request, object_id)

    def _end(self, request: HttpRequest, object_id: int) -> HttpResponse:
        alert = self._to_step(request, object_id)
        try:
            alert.end(by=request.user)
        except Refused as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
        else:
            text = _("The alert has ended: it is off the pages, and its own page stays.")
            self.message_user(request, text, messages.SUCCESS)
        return self.to_form(request, alert)

    def withdraw_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        alert = self._to_step(request, object_id)

        def withdraw(reason: str) -> None:
            alert.withdraw(by=request.user, reason=reason)

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
        return self.reasoned_step(request, alert, withdraw, context, longest)

    def _to_step(self, request: HttpRequest, object_id: int) -> Any:
        alert = self.visible_or_404(request, object_id)
        if not self.may_post(request):
            raise PermissionDenied
        return alert
