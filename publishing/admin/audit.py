"""The staff pages of the audit: who did what, as a list to filter and to take away, and whether it is whole."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import clock, csv_export
from publishing.admin.records import ReadOnlyAdmin
from publishing.chain import verify
from publishing.history import action_name, state_name
from publishing.models import AuditEntry

_COLUMNS = (
    gettext_lazy("Number"),
    gettext_lazy("When"),
    gettext_lazy("Who"),
    gettext_lazy("What"),
    gettext_lazy("Kind"),
    gettext_lazy("Of"),
    gettext_lazy("From state"),
    gettext_lazy("To state"),
    gettext_lazy("Why"),
    gettext_lazy("Digest"),
)


class ActionFilter(admin.SimpleListFilter):
    title = gettext_lazy("what")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        actions = AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()
        return [(action, action_name(action)) for action in actions]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(action=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind of thing")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = AuditEntry.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, _kind_name(kind)) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    change_list_template = "admin/audit/list.html"
    list_display = ("at", "actor_name", "shown_action", "shown_kind", "subject_title", "states", "reason")
    list_display_links = ("at",)
    list_filter = ("at", ("actor", admin.RelatedOnlyFieldListFilter), ActionFilter, KindFilter)
    search_fields = ("subject_title", "actor_name", "reason")
    date_hierarchy = "at"
    fields = ("number", "at", "actor_name", "shown_action", "shown_kind", "subject_title", "states", "reason", "digest")

    @admin.display(description=gettext_lazy("what"), ordering="action")
    def shown_action(self, entry: AuditEntry) -> str:
        return action_name(entry.action)

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def shown_kind(self, entry: AuditEntry) -> str:
        return _kind_name(entry.kind)

    @admin.display(description=gettext_lazy("state"))
    def states(self, entry: AuditEntry) -> str:
        names = (state_name(state) for state in (entry.from_state, entry.to_state) if state)
        return " → ".join(names) or "-"

    def get_urls(self) -> list[Any]:
        own = [
            path("export/", self.admin_site.admin_view(self.export_view), name="publishing_auditentry_export"),
            path("verify/", self.admin_site.admin_view(self.verify_view), name="publishing_auditentry_verify"),
        ]
        return own + super().get_urls()

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """The list as a file: the entries that its filters leave, in the list's order."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            raise Http404 from None
        return csv_export.response(_rows(entries.iterator(chunk_size=2000)), f"audit-{clock.today()}.csv")

    def verify_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        title = _("Is the audit whole?")
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "verdict": verify()}
        return TemplateResponse(request, "admin/audit/verify.html", context)


def _kind_name(kind: str) -> str:
    return capfirst(str(apps.get_model(kind)._meta.verbose_name))


def _rows(entries: Iterable[AuditEntry]) -> Iterator[list[object]]:
    yield list(_COLUMNS)
    for entry in entries:
        yield [
            entry.number,
            localtime(entry.at).isoformat(timespec="seconds"),
            entry.actor_name,
            action_name(entry.action),
            _kind_name(entry.kind),
            entry.subject_title,
            state_name(entry.from_state),
            state_name(entry.to_state),
            entry.reason,
            entry.digest,
        ]
