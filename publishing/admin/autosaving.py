"""Autosave of what is typed into a form, and presence of others who have it open."""

from __future__ import annotations

from dataclasses import dataclass
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
from publishing.admin import questions, together
from publishing.admin.editing import SHOW, EditingAdmin
from publishing.admin.reviewing import person
from publishing.models import Autosave, Editing
from publishing.models.working import SAVED_FORMS_KEPT

BEAT = "_beat"
"""The field of a request that only says: the form is still open."""

SHEET = "_sheet"
"""The field that tells opened forms apart, so that one never overwrites what was typed into another."""

SINCE = "_since"
"""The field of a beat that says when the form was opened."""

NUMBER = "_number"
"""The field that numbers what a form sends, so that nothing older overwrites what is newer or saved."""

_MOST_OFFERED = 5
_LARGEST_NUMBER = 2**53

_NOT_KEPT = frozenset({"csrfmiddlewaretoken", BEAT, SHOW, together.STALE})


@dataclass(frozen=True)
class Offer:
    """Unsaved text that can be restored."""

    autosave: Autosave
    excerpt: str


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
        is_stored = is_beat or self._is_stored(request, obj, request.POST)
        if not is_beat:
            self._keep(request, object_id, is_stored=is_stored)
        others = self._open(request, object_id, typed=not is_beat)
        return JsonResponse(
            {
                "saved": "" if is_stored else date_format(localtime(clock.now()), "TIME_FORMAT"),
                "others": others,
                "overtaken": self._overtaken(request, obj) if obj is not None else "",
            }
        )

    def throw_away_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        self.theirs_to_write(request, object_id)
        own = Autosave.objects.filter(kind=self._kind(), subject_id=object_id, user=person(request), is_saved=False)
        own.filter(sheet=_sheet_of(request)).delete()
        return redirect(self._form_address(object_id))

    def _overtaken(self, request: HttpRequest, obj: Any) -> str:
        """The sentence for somebody whose form is older than what is stored; empty where it is not."""
        if BEAT in request.POST:
            saves = self.saves_since(obj, request.POST.get(SINCE, ""))
            is_overtaken = bool(saves)
        else:
            saves = self.saves_since(obj, together.opened_at(request.POST))
            is_overtaken = together.is_overtaken(request.POST, self._snapshot(request, obj))
        if not is_overtaken:
            return ""
        sentence = questions.Saves(saves, request.user).sentence
        return _("%(who)s Your changes will be merged with those when you save.") % {"who": sentence}

    def working_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the form shows of text that was not saved, and of others who have it open."""
        object_id = obj.pk if obj else 0
        is_posted = request.method == "POST"
        unsaved, saved_forms = Autosave.objects.of_form(person(request), self._kind(), object_id, clock.now())
        return {
            "working_url": self.address("working", object_id),
            "throw_away_url": self.address("throw_away", object_id),
            "form_url_to_show": self._form_address(object_id),
            "show_name": SHOW,
            "sheet": _sheet_of(request) or get_random_string(20),
            "unsaved": [] if is_posted else self._offered(request, unsaved[:_MOST_OFFERED], obj),
            "saved_forms": saved_forms,
            "others": self._open(request, object_id, typed=is_posted) if obj else [],
        }

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A saved form has no unsaved text: neither what is kept of it nor what is still on its way."""
        super().save_related(request, form, formsets, change)
        if sheet := _sheet_of(request):
            subject_id, now = form.instance.pk if change else 0, clock.now()
            own = Autosave.objects.filter(kind=self._kind(), user=person(request))
            own.filter(sheet=sheet).exclude(subject_id=subject_id).delete()
            own.filter(is_saved=True, saved_at__lt=now - SAVED_FORMS_KEPT).delete()
            Autosave.objects.update_or_create(
                kind=self._kind(),
                user=person(request),
                subject_id=subject_id,
                sheet=sheet,
                defaults={"number": _number_of(request), "is_saved": True, "fields": [], "saved_at": now},
            )

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
    def _keep(self, request: HttpRequest, object_id: int, *, is_stored: bool) -> None:
        """Keep what was typed, unless something newer of this form is kept or saved already."""
        fields = [[name, value] for name, values in request.POST.lists() if name not in _NOT_KEPT for value in values]
        facts = {"kind": self._kind(), "subject_id": object_id, "user": person(request), "sheet": _sheet_of(request)}
        number = _number_of(request)
        kept = Autosave.objects.select_for_update().filter(**facts).first()
        if is_stored:
            if kept is not None and not kept.is_saved and number >= kept.number:
                kept.delete()
            return
        if kept is None:
            kept, _is_new = Autosave.objects.get_or_create(**facts, defaults={"number": number, "fields": fields})
        if number > kept.number or (number == kept.number and not kept.is_saved):
            kept.fields, kept.number, kept.is_saved, kept.saved_at = fields, number, False, clock.now()
            kept.save()

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

    def _offered(self, request: HttpRequest, unsaved: list[Autosave], obj: Any) -> list[Offer]:
        """The unsaved texts that say something the stored text does not."""
        if not unsaved:
            return []
        stored = self._snapshot(request, obj)
        news = [one for one in unsaved if obj is None or not together.is_stored(one.as_posted(), stored)]
        return [Offer(one, questions.first_words(one.as_posted(), stored)) for one in news]

    def _is_stored(self, request: HttpRequest, obj: Any, data: QueryDict) -> bool:
        return obj is not None and together.is_stored(data, self._snapshot(request, obj))

    def _kind(self) -> str:
        return str(self.model._meta.label_lower)

    def _form_address(self, object_id: int) -> str:
        if object_id:
            return self.address("change", object_id)
        return reverse(f"{self.admin_site.name}:{self.url_name('add')}")


def _sheet_of(request: HttpRequest) -> str:
    return request.POST.get(SHEET, "")[:36]


def _number_of(request: HttpRequest) -> int:
    """The number of what a form sends; 0 where it has none."""
    number = request.POST.get(NUMBER, "")
    return min(int(number), _LARGEST_NUMBER) if number.isascii() and number.isdecimal() and len(number) < 20 else 0


def _sentence(editing: Editing) -> str:
    facts = {"who": editing.user, "at": date_format(localtime(editing.opened_at), "TIME_FORMAT")}
    if editing.typed_at and editing.typed_at >= editing.opened_at:
        facts["typed"] = date_format(localtime(editing.typed_at), "TIME_FORMAT")
        return _("%(who)s has this open (since %(at)s, last typed at %(typed)s).") % facts
    return _("%(who)s has this open (since %(at)s).") % facts
