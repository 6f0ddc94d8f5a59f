"""Staff pages of recall records: upload them, see what they say now, and take a fact into a draft or only note it."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alerts.admin.scope import naming_pages
from alerts.importing import Outcome, import_values
from alerts.models import RecallAlert, RecallRecord
from alerts.openfda.files import read_at_most, too_large
from alerts.openfda.reading import read_values
from alerts.openfda.remarks import Unreadable
from publishing.admin.records import ReadOnlyAdmin
from publishing.workflow import Refused


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("The JSON of openFDA's enforcement reports: drug, device or food."),
    )
    dry_run = forms.BooleanField(
        label=gettext_lazy("Only look"),
        required=False,
        help_text=gettext_lazy("Say what would be done; write nothing."),
    )
    is_too_large = False
    """The file was not kept, because of its size."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if self.is_too_large:
            raise ValidationError(too_large())
        if not file:
            raise ValidationError(_("Choose a file first."))
        return file


@admin.register(RecallRecord)
class RecallRecordAdmin(ReadOnlyAdmin):
    """Who may see alerts sees the records; who may write alerts uploads them and settles what they propose."""

    list_display = ("recall_number", "its_alert", "product", "classification", "status", "changed_at")
    list_filter = ("product_type", "changed_at")
    list_select_related = ("event__alert",)
    list_per_page = 50
    search_fields = ("recall_number", "raw")
    fields = ("recall_number", "product_type", "its_alert", "first_seen_at", "changed_at", "sha256", "as_it_came")
    change_list_template = "admin/alerts/record_list.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("alerts.view_recallalert")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("alerts.add_recallalert")

    def get_urls(self) -> list[Any]:
        about, pages = self.admin_site.admin_view(self.about_view), self.admin_site.admin_view(naming_pages)
        return [
            path("about/<int:alert_id>/", about, name="alerts_recallrecord_about"),
            path("pages/<int:alert_id>/", pages, name="alerts_recallrecord_pages"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("product"))
    def product(self, record: RecallRecord) -> str:
        return Truncator(record.read().description).chars(80)

    @admin.display(description=gettext_lazy("class"))
    def classification(self, record: RecallRecord) -> str:
        return record.read().classification

    @admin.display(description=gettext_lazy("status"))
    def status(self, record: RecallRecord) -> str:
        return record.read().status

    @admin.display(description=gettext_lazy("alert"))
    def its_alert(self, record: RecallRecord) -> str:
        alert = record.event.alert
        if alert is None:
            return _("deleted")
        return format_html('<a href="{}">{}</a>', reverse("admin:alerts_recallalert_change", args=[alert.pk]), alert)

    @admin.display(description=gettext_lazy("as it came"))
    def as_it_came(self, record: RecallRecord) -> str:
        return format_html("<pre>{}</pre>", json.dumps(json.loads(record.raw), indent=2))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Upload instead of typing."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        form.is_too_large = hasattr(request, "too_large")
        outcome = self._import(request, form) if request.method == "POST" and form.is_valid() else None
        context = {"title": _("Upload recall records"), "form": form, "outcome": outcome}
        return self._page(request, "admin/alerts/upload.html", context)

    def _import(self, request: HttpRequest, form: UploadForm) -> Outcome | None:
        dry_run = form.cleaned_data["dry_run"]
        try:
            values = read_values(read_at_most(form.cleaned_data["file"]))
            outcome = import_values(values, by=request.user, dry_run=dry_run)  # type: ignore[arg-type]
        except Unreadable as error:
            form.add_error("file", str(error))
            return None
        if outcome.rejected:
            text = ngettext(
                "%(number)s record cannot be taken in and is left out; the list below says why.",
                "%(number)s records cannot be taken in and are left out; the list below says why.",
                len(outcome.rejected),
            )
            self.message_user(request, text % {"number": len(outcome.rejected)}, messages.ERROR)
        if dry_run:
            self.message_user(request, _("This was only a look: nothing was written."), messages.INFO)
        else:
            text = _("The records are in. Drafts made: %(drafts)s. Nothing is public until somebody posts it.")
            self.message_user(request, text % {"drafts": outcome.drafts}, messages.SUCCESS)
        return outcome

    def about_view(self, request: HttpRequest, alert_id: int) -> HttpResponse:
        """What the records say now beside what the alert says."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        alert = get_object_or_404(RecallAlert, pk=alert_id)
        event = getattr(alert, "recall_event", None)
        if request.method == "POST" and event is not None:
            try:
                event.settle(request.POST.get("name", ""), by=request.user, take=request.POST.get("step") == "take")
            except Refused as refused:
                self.message_user(request, " ".join(refused.messages), messages.ERROR)
            return redirect("admin:alerts_recallrecord_about", alert_id)
        context = {
            "title": _("What the record says"),
            "alert": alert,
            "event": event,
            "proposals": event.proposals() if event else [],
            "records": [record.read() for record in event.records.all()] if event else [],
            "may_change": request.user.has_perm("alerts.change_recallalert"),
            "may_read_lots": request.user.has_perm("alerts.post_recallalert") and not alert.withdrawn_at,
        }
        return self._page(request, "admin/alerts/records.html", context)

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts, **context}
        )
