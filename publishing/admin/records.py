"""Staff pages of what is written once, and those of revisions."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import workflow
from publishing.admin.reviewing import person
from publishing.models import Reviewer, Revision, Subject


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that are written once: staff may look, nobody may touch."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    change_list_template = "admin/revisions/list.html"
    list_display = ("title", "number", "shown_from", "shown_until", "published_by", "note")
    list_filter = ("live_from", "kind")
    list_select_related = ("published_by",)
    search_fields = ("title", "text", "note")
    ordering = ("-live_from", "-pk")
    fields = ("title", "number", "slug", "shown_from", "shown_until", "published_by", "note", "as_it_looked", "text")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("content", "card")

    @admin.display(description=gettext_lazy("live from"), ordering="live_from")
    def shown_from(self, revision: Revision) -> datetime | str:
        return _("never public") if revision.is_never_public else revision.live_from

    @admin.display(description=gettext_lazy("live until"), ordering="live_until")
    def shown_until(self, revision: Revision) -> datetime | None:
        return None if revision.is_never_public else revision.live_until

    @admin.display(description=gettext_lazy("the page"))
    def as_it_looked(self, revision: Revision) -> str:
        name = f"{self.admin_site.name}:{revision.kind.replace('.', '_')}_revision"
        address = reverse(name, args=[revision.subject_id, revision.number])
        return format_html('<a href="{}">{}</a>', address, _("See it as it looked"))


@admin.register(Reviewer)
class ReviewerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "credentials", "user")
    list_select_related = ("user",)
    search_fields = ("name", "credentials")
    autocomplete_fields = ("user",)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Reviewer, form: Any, change: bool) -> None:
        """Whose account signs under which name is in the audit: it decides whose word a sign-off is."""
        before = Reviewer.objects.get(pk=obj.pk).user if change else None
        super().save_model(request, obj, form, change)
        accounts = {"before": before or _("none"), "now": obj.user or _("none")}
        reason = _("The account that signs under this name: %(now)s (before: %(before)s)") % accounts
        subject = Subject(obj._meta.label_lower, obj.pk)
        workflow.write_audit("reviewer", subject, str(obj), by=person(request), before="", after="", reason=reason)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        text = _("Who signs texts off under this name, for example “dreyes”. Without an account, nobody can.")
        return super().formfield_for_foreignkey(db_field, request, help_text=text, **kwargs)
