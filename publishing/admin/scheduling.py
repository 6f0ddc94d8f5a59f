"""The staff pages of what will happen by itself: go live at, retire at, cancel."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import clock, workflow
from publishing.admin.moves import LivePageField
from publishing.admin.reviewing import ReviewingAdmin, person
from publishing.hospital_time import HospitalTimeField
from publishing.models import Revision, State

_REASON = forms.TextInput(attrs={"class": "vTextField"})


class ScheduleForm(forms.Form):
    """When approved text goes live, and when it leaves again."""

    at = HospitalTimeField(label=gettext_lazy("Go live"))
    until = HospitalTimeField(label=gettext_lazy("Retire"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=400,
        widget=_REASON,
        help_text=gettext_lazy("Kept in the history. For example: “the new guideline holds from that day on”."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        at, until = cleaned.get("at"), cleaned.get("until")
        if at and at <= clock.now():
            self.add_error("at", ValidationError(_("This moment has passed. To go live at once, press “Publish”.")))
        if at and until and until <= at:
            self.add_error("until", ValidationError(_("The page would leave before it comes.")))
        return cleaned


class RetireForm(forms.Form):
    """Why a page leaves, and when."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=400,
        widget=_REASON,
        help_text=gettext_lazy("One line, kept in the history. For example: “replaced by the page on asthma”."),
    )
    successor = LivePageField(
        label=gettext_lazy("Leads to"),
        required=False,
        help_text=gettext_lazy(
            "The address of the page that takes its place, for example /conditions/asthma/. Readers are sent there. "
            "Leave it empty where none does: they are then told that the page is gone, and what they can do."
        ),
    )
    at = HospitalTimeField(
        label=gettext_lazy("When"),
        required=False,
        help_text=gettext_lazy("At once, where empty. In the hospital's time, for example: 2026-03-03, 14:05."),
    )

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at and at <= clock.now():
            raise ValidationError(_("This moment has passed. Leave it empty to retire the page at once."))
        return at


class SchedulingAdmin(ReviewingAdmin):
    """What will happen by itself, because its time comes: no command need run for it."""

    def get_urls(self) -> list[Any]:
        own = [
            self.page_at("schedule/", "schedule", self.schedule_view),
            self.page_at("retire/", "retire", self.retire_view),
            self.page_at("cancel-plan/", "cancel_plan", self.cancel_plan_view),
        ]
        return own + super().get_urls()

    def plans_context(self, request: HttpRequest, obj: Any, state: State, live: Revision | None) -> dict[str, Any]:
        """What the form shows of the plans; `obj` is stored already."""
        coming = obj.revisions().scheduled().order_by("live_from").first()
        last = coming or live
        may_publish = self.may(request, "publish")
        return {
            "coming": coming,
            "leaves_at": last.live_until if last else None,
            "may_schedule": may_publish and state != State.LIVE,
            "may_retire": may_publish and state in (State.LIVE, State.CHANGED, State.SCHEDULED),
            "may_cancel_plan": may_publish and bool(coming or (live and live.live_until)),
            "plan_urls": {name: self.address(name, obj.pk) for name in ("schedule", "retire", "cancel_plan")},
        }

    def schedule_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.for_step(request, object_id, "publish")
        context = {
            "title": _("When does “%(title)s” go live?") % {"title": obj},
            "what_happens": _(
                "The approved text, as it is saved now, goes live at that moment by itself. "
                "What is planned already for this page is replaced."
            ),
            "button": _("Schedule"),
            "done": lambda said: _at(_("“%(title)s” goes live by itself (%(moment)s)."), obj, said["at"]),
        }

        def schedule(said: dict[str, Any]) -> None:
            workflow.publish(obj, by=person(request), note=said["reason"], at=said["at"], until=said["until"])

        return self.take_step(request, obj, ScheduleForm(request.POST or None), schedule, context)

    def retire_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.for_step(request, object_id, "publish")
        context = {
            "title": _("Retire “%(title)s”?") % {"title": obj},
            "what_happens": _(
                "The page leaves the public site. Its address says that it is gone, or leads to the page that takes "
                "its place. Nothing is deleted: publish it again to bring it back."
            ),
            "button": _("Retire"),
            "done": lambda said: (
                _at(_("“%(title)s” retires by itself (%(moment)s)."), obj, said["at"])
                if said["at"]
                else _("“%(title)s” is off the public site.") % {"title": obj}
            ),
        }

        def retire(said: dict[str, Any]) -> None:
            workflow.retire(obj, by=person(request), **said)

        return self.take_step(request, obj, RetireForm(request.POST or None), retire, context)

    def cancel_plan_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.for_step(request, object_id, "publish")
        context = {
            "title": _("Cancel what is planned for “%(title)s”?") % {"title": obj},
            "what_happens": _("What readers see now stays as it is. The text stays approved."),
            "button": _("Cancel the plan"),
            "done": _("Nothing is planned any more for “%(title)s”.") % {"title": obj},
        }
        return self.reasoned_step(
            request,
            obj,
            lambda reason: workflow.cancel_plan(obj, by=person(request), reason=reason),
            context,
            longest=400,
        )


def _at(text: str, obj: Any, moment: datetime) -> str:
    return text % {"title": obj, "moment": date_format(localtime(moment), "DATETIME_FORMAT")}
