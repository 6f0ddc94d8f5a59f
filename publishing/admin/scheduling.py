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

from publishing import clock, translating, workflow
from publishing.admin.moves import LivePageField
from publishing.admin.reviewing import ReviewingAdmin, person
from publishing.hospital_time import HospitalTimeField
from publishing.languages import Language
from publishing.models import Publishable, Revision, State

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

    translations = forms.MultipleChoiceField(
        label=gettext_lazy("Retire these too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "The page is public in these languages. One that you do not tick stays, and tells families since when its "
            "original is gone. Publishing the original again takes that note away."
        ),
        error_messages={
            "invalid_choice": gettext_lazy(
                "One of the translations that you ticked is not on the public site any more. Look at the list again."
            )
        },
    )

    def __init__(self, *args: Any, translations: list[Publishable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered = {str(page.pk): page for page in translations}
        choices = [(pk, _named(page)) for pk, page in self._offered.items()]
        self.fields["translations"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["translations"]

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at and at <= clock.now():
            raise ValidationError(_("This moment has passed. Leave it empty to retire the page at once."))
        return at

    def clean_translations(self) -> list[Publishable]:
        return [self._offered[pk] for pk in self.cleaned_data["translations"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        successor, chosen = cleaned.get("successor"), cleaned.setdefault("translations", [])
        if successor and (successor.kind, successor.subject_id) in [page.subject for page in chosen]:
            self.add_error("successor", ValidationError(_("This page retires too. Name one that stays.")))
        return cleaned

    def staying(self) -> list[str]:
        """The translations that were offered and not ticked."""
        chosen = self.cleaned_data["translations"]
        return [_named(page) for page in self._offered.values() if page not in chosen]


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
            "done": lambda said: (
                _("“%(title)s” goes live by itself (%(moment)s).") % {"title": obj, "moment": _moment(said["at"])}
            ),
        }

        def schedule(said: dict[str, Any]) -> None:
            workflow.publish(obj, by=person(request), note=said["reason"], at=said["at"], until=said["until"])

        return self.take_step(request, obj, ScheduleForm(request.POST or None), schedule, context)

    def retire_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.for_step(request, object_id, "publish")
        form = RetireForm(request.POST or None, translations=translating.public_translations(obj))
        context = {
            "title": _("Retire “%(title)s”?") % {"title": obj},
            "what_happens": _(
                "The page leaves the public site. Its address says that it is gone, or leads to the page that takes "
                "its place. Nothing is deleted: publish it again to bring it back."
            ),
            "button": _("Retire"),
            "done": lambda said: _retired(obj, said, form.staying()),
        }

        def retire(said: dict[str, Any]) -> None:
            translating.retire_with_translations(obj, by=person(request), **said)

        return self.take_step(request, obj, form, retire, context)

    def cancel_plan_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.for_step(request, object_id, "publish")
        plans = _plans_of_translations(obj)
        kept = _("What is planned for its translations stays planned:") if plans else ""
        context = {
            "title": _("Cancel what is planned for “%(title)s”?") % {"title": obj},
            "what_happens": f"{_('What readers see now stays as it is. The text stays approved.')} {kept}",
            "items": plans,
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


def _named(page: Publishable) -> str:
    """A translation with its language, as people choose it."""
    return f"{Language(page.language).label}: {page.title}"


def _retired(obj: Any, said: dict[str, Any], staying: list[str]) -> str:
    """Result of retiring a page: translations retired with it, and those that stay."""
    leaving = ", ".join(f"“{page}”" for page in (obj, *said["translations"]))
    text = (
        _("Retires at %(moment)s by itself: %(titles)s.") if said["at"] else _("Off the public site: %(titles)s.")
    ) % {"titles": leaving, "moment": _moment(said["at"]) if said["at"] else ""}
    if staying:
        text += " " + _("Still public, with a note to families: %(titles)s.") % {"titles": ", ".join(staying)}
    return text


def _plans_of_translations(obj: Publishable) -> list[str]:
    """A sentence for each translation that retires by itself."""
    ends = [(page, page.revisions().live().first()) for page in translating.public_translations(obj)]
    return [
        _("%(title)s retires by itself (%(moment)s).") % {"title": _named(page), "moment": _moment(live.live_until)}
        for page, live in ends
        if live and live.live_until
    ]


def _moment(moment: datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
