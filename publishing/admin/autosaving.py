"""Text is kept while it is typed, and whoever opens a form sees who else has it open."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from publishing import clock
from publishing.admin import together
from publishing.admin.editing import SHOW, EditingAdmin
from publishing.admin.reviewing import person
from publishing.models import Autosave, Editing

BEAT = "_beat"
"""The field of a request that only says: the form is still open."""

SHEET = "_sheet"
"""The field that tells opened forms apart, so that one never overwrites what was typed into another."""

SINCE = "_since"
"""The field of a beat that says when the form was opened."""

_SAVED = "saved_sheets"
_MOST_OFFERED = 5

_NOT_KEPT = frozenset({"csrfmiddlewaretoken", BEAT, SHOW, together.STALE})


class AutosavingAdmin(EditingAdmin):
    """Forms that keep what is typed into them."""

    def get_urls(self) -> list[Any]:
        own = [
            self.page_at("working/", "working", require_POST(self.working_view)),
            self.page_at("throw-away/", "throw_away", require_POST(self.throw_away_view)),
        ]
        return own + super().get_urls()

    def working_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What an open form sends by itself: its text after a pause, or that it is still open."""
        obj = self.theirs_to_write(request, object_id)
        is_beat = BEAT in request.POST
        if not is_beat and not self._is_stored(request, obj, request.POST):
            self._keep(request, object_id)
        others = self._open(request, object_id, typed=not is_beat)
        is_overtaken = obj is not None and self._is_overtaken(request, obj)
        return JsonResponse(
            {
                "saved": "" if is_beat else date_format(localtime(clock.now()), "TIME_FORMAT"),
                "others": others,
                "overtaken": _("Somebody else has saved this meanwhile. When you save, you will see both texts.")
                if is_overtaken
                else "",
            }
        )

    def throw_away_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        self.theirs_to_write(request, object_id)
        self._unsaved(request, object_id).filter(sheet=_sheet_of(request)).delete()
        return redirect(self._form_address(object_id))

    def _is_overtaken(self, request: HttpRequest, obj: Any) -> bool:
        if BEAT in request.POST:
            return bool(self.saves_since(obj, request.POST.get(SINCE, "")))
        return together.is_overtaken(request.POST, self._snapshot(request, obj))

    def working_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the form shows of text that was not saved, and of others who have it open."""
        object_id = obj.pk if obj else 0
        is_posted = request.method == "POST"
        return {
            "working_url": self.address("working", object_id),
            "throw_away_url": self.address("throw_away", object_id),
            "form_url_to_show": self._form_address(object_id),
            "show_name": SHOW,
            "sheet": _sheet_of(request) or get_random_string(20),
            "unsaved": [] if is_posted else self._offered(request, object_id, obj),
            "saved_sheets": "" if is_posted else " ".join(request.session.pop(_SAVED, [])),
            "others": self._open(request, object_id, typed=is_posted) if obj else [],
        }

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What is saved need no longer be kept beside."""
        super().save_related(request, form, formsets, change)
        if sheet := _sheet_of(request):
            Autosave.objects.filter(kind=self._kind(), user=person(request), sheet=sheet).delete()
            request.session[_SAVED] = [*request.session.get(_SAVED, []), sheet][-_MOST_OFFERED:]

    def theirs_to_write(self, request: HttpRequest, object_id: int) -> Any:
        """The stored thing, or None for a new one. Raises `PermissionDenied` for who may not write it."""
        if object_id == 0:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        obj = self.visible_or_404(request, object_id)
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        return obj

    @transaction.atomic
    def _keep(self, request: HttpRequest, object_id: int) -> None:
        fields = [[name, value] for name, values in request.POST.lists() if name not in _NOT_KEPT for value in values]
        Autosave.objects.update_or_create(
            kind=self._kind(),
            subject_id=object_id,
            user=person(request),
            sheet=_sheet_of(request),
            defaults={"fields": fields, "saved_at": clock.now()},
        )

    def _open(self, request: HttpRequest, object_id: int, *, typed: bool) -> list[str]:
        """Note that the person has the form open; a sentence for each of the others who have."""
        now = clock.now()
        about = {"kind": self._kind(), "subject_id": object_id}
        opened = {one.user_id: one for one in Editing.objects.now(now).filter(**about).select_related("user")}
        own = opened.pop(person(request).pk, None) or Editing(**about, user=person(request), opened_at=now)
        own.pk, own.seen_at, own.typed_at = None, now, now if typed else own.typed_at
        Editing.objects.bulk_create(
            [own],
            update_conflicts=True,
            unique_fields=["kind", "subject_id", "user"],
            update_fields=["opened_at", "seen_at", "typed_at"],
        )
        return [_sentence(one) for one in sorted(opened.values(), key=lambda one: one.opened_at)] if object_id else []

    def _offered(self, request: HttpRequest, object_id: int, obj: Any) -> list[Autosave]:
        """The newest of what was typed and not saved; what was sent just before it was saved is no news."""
        found = list(self._unsaved(request, object_id).order_by("-saved_at", "-pk")[:_MOST_OFFERED])
        return [one for one in found if not self._is_stored(request, obj, one.as_posted())]

    def _is_stored(self, request: HttpRequest, obj: Any, data: QueryDict) -> bool:
        return obj is not None and together.is_stored(data, self._snapshot(request, obj))

    def _unsaved(self, request: HttpRequest, object_id: int) -> Any:
        return Autosave.objects.filter(kind=self._kind(), subject_id=object_id, user=person(request))

    def _kind(self) -> str:
        return str(self.model._meta.label_lower)

    def _form_address(self, object_id: int) -> str:
        if object_id:
            return self.address("change", object_id)
        return reverse(f"{self.admin_site.name}:{self.url_name('add')}")


def _sheet_of(request: HttpRequest) -> str:
    return request.POST.get(SHEET, "")[:36]


def _sentence(editing: Editing) -> str:
    facts = {"who": editing.user, "at": date_format(localtime(editing.opened_at), "TIME_FORMAT")}
    if editing.typed_at and editing.typed_at >= editing.opened_at:
        facts["typed"] = date_format(localtime(editing.typed_at), "TIME_FORMAT")
        return _("%(who)s has had this open since %(at)s, and typed at %(typed)s.") % facts
    return _("%(who)s has had this open since %(at)s.") % facts
