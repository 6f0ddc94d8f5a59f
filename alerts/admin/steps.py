"""The staff pages of an alert's steps. Each asks clearly, calls one verb, and says what readers see now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.admin.assisting import assist
from alerts.admin.forms import LaterForm, NewsForm
from alerts.models import AlertState, RecallAlert
from alerts.reversing import copy_as_draft, may_undo_end, may_undo_post, post_again, undo_end, undo_post
from publishing import clock
from publishing.workflow import Refused

if TYPE_CHECKING:
    from alerts.admin.alert import RecallAlertAdmin

Step = Callable[["RecallAlertAdmin", HttpRequest, Any], HttpResponse]


class NothingToFill(forms.Form):
    """A step that asks for nothing but the button."""


def _nothing(request: HttpRequest) -> NothingToFill:
    """Bound where it was sent, although it has no field."""
    return NothingToFill(request.POST if request.method == "POST" else None)


def readers_or_exercise(alert: RecallAlert, for_readers: str) -> str:
    """A sentence about readers; of an exercise, that no reader sees it."""
    return _("This is an exercise: no reader sees any of it.") if alert.is_exercise else for_readers


def end(staff: RecallAlertAdmin, request: HttpRequest, alert: Any) -> HttpResponse:
    context = {
        "title": _("End “%(headline)s” now?") % {"headline": alert},
        "what_happens": readers_or_exercise(alert, f"{_leaves(alert)} {_('You can undo this for 60 seconds.')}"),
        "button": _("End now"),
        "done": _("The exercise has ended.") if alert.is_exercise else _("The alert has ended. Its own page stays."),
    }
    return staff.form_step(request, alert, _nothing(request), alert.end, context)


def _leaves(alert: RecallAlert) -> str:
    """Names the pages that an alert leaves when it ends."""
    serious = _("It is a Class I recall: serious harm or death is possible.") if alert.never_ends_by_itself else ""
    if alert.is_everywhere:
        return (
            f"{_('It leaves every page of the site at once; its own page stays, marked as ended.')} {serious}".strip()
        )
    number = len(alert.chosen_subjects())
    pages = ngettext(
        "It leaves %(number)s page, in every language, at once; its own page stays, marked as ended.",
        "It leaves %(number)s pages, in every language, at once; its own page stays, marked as ended.",
        number,
    ) % {"number": number}
    return f"{pages} {serious}".strip()


def undo(staff: RecallAlertAdmin, request: HttpRequest, alert: Any) -> HttpResponse:
    """Undo the posting or the end of the last 60 seconds."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        if may_undo_end(alert):
            undo_end(alert, by=request.user)  # type: ignore[arg-type]
            text = _("The exercise goes on.") if alert.is_exercise else _("The alert is live again, as it was.")
            staff.message_user(request, text, messages.SUCCESS)
            return staff.to_form(request, alert)
        draft = undo_post(alert, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        staff.message_user(request, " ".join(refused.messages), messages.ERROR)
        return staff.to_form(request, alert)
    text = _("The exercise is taken back.")
    if not alert.is_exercise:
        text = _("The alert is off the site. Its page and the feeds say that it was posted by mistake.")
    again = _("This draft has the same words: correct it, then post it.")
    staff.message_user(request, f"{text} {again}", messages.SUCCESS)
    return staff.to_form(request, draft)


def again(staff: RecallAlertAdmin, request: HttpRequest, alert: Any) -> HttpResponse:
    context = {
        "title": _("Post “%(headline)s” again?") % {"headline": alert},
        "what_happens": readers_or_exercise(
            alert, _("It goes back on its pages at once, and readers are told that it applies again.")
        ),
        "button": _("Post exercise again") if alert.is_exercise else _("Post again"),
        "done": _("The alert is live again. Set its end, or the time to review it, below."),
    }
    return staff.form_step(request, alert, _nothing(request), partial(post_again, alert), context)


def copy(staff: RecallAlertAdmin, request: HttpRequest, alert: Any) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    draft = copy_as_draft(alert, by=request.user)  # type: ignore[arg-type]
    staff.message_user(request, _("This draft has the words of the alert, and no times."), messages.SUCCESS)
    return staff.to_form(request, draft)


def release(staff: RecallAlertAdmin, request: HttpRequest, alert: Any) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        alert.release(by=request.user)
    except Refused as refused:
        staff.message_user(request, " ".join(refused.messages), messages.ERROR)
    else:
        staff.say_posted(request, alert)
    return staff.to_form(request, alert)


def withdraw(staff: RecallAlertAdmin, request: HttpRequest, alert: Any) -> HttpResponse:
    context = {
        "title": _("Withdraw “%(headline)s”?") % {"headline": alert},
        "what_happens": readers_or_exercise(
            alert,
            _(
                "For an alert that should not have been posted. It leaves all pages at once; its own page says that it "
                "was withdrawn, and the reason you give. It can never be changed again."
            ),
        ),
        "button": _("Withdraw"),
        "done": _("The alert is withdrawn."),
    }
    longest = RecallAlert._meta.get_field("withdrawal_reason").max_length or 0
    return staff.reasoned_step(request, alert, partial(_with_reason, alert.withdraw, request.user), context, longest)


def break_glass(staff: RecallAlertAdmin, request: HttpRequest, alert: Any) -> HttpResponse:
    context = {
        "title": _("Post “%(headline)s” alone?") % {"headline": alert},
        "what_happens": readers_or_exercise(
            alert,
            _(
                "Two people post an alert here. If lives may depend on it and nobody else can be reached, post it "
                "alone: what is saved goes on the site at once. Your name and your reason are kept."
            ),
        ),
        "button": _("Post alone"),
        "done": _("The alert is posted. The history says that you posted it alone, and why."),
    }
    return staff.reasoned_step(request, alert, partial(_with_reason, alert.break_glass, request.user), context)


def news(staff: RecallAlertAdmin, request: HttpRequest, alert: Any) -> HttpResponse:
    context = {
        "title": _("Add news to “%(headline)s”") % {"headline": alert},
        "what_happens": readers_or_exercise(
            alert, _("Readers see it on the alert's page with its date. The alert itself stays as it is.")
        ),
        "button": _("Add news"),
        "done": _("The news is in the exercise.") if alert.is_exercise else _("Readers see the news."),
    }
    return staff.form_step(request, alert, NewsForm(request.POST or None), alert.report, context)


def extend(staff: RecallAlertAdmin, request: HttpRequest, alert: Any) -> HttpResponse:
    context = {
        "title": _("Extend “%(headline)s”") % {"headline": alert},
        "what_happens": _("Times are those of %(zone)s.") % {"zone": settings.TIME_ZONE},
        "button": _("Extend"),
        "done": _("The alert stays for longer."),
    }
    return staff.form_step(request, alert, LaterForm(request.POST or None), alert.extend, context)


STEPS: Mapping[str, Step] = {
    "assist": assist,
    "end": end,
    "undo": undo,
    "post-again": again,
    "copy": copy,
    "release": release,
    "withdraw": withdraw,
    "break-glass": break_glass,
    "news": news,
    "extend": extend,
}
"""Each step's page, by the last part of its address."""


def form_step_page(
    staff: RecallAlertAdmin,
    request: HttpRequest,
    alert: Any,
    form: forms.Form,
    step: Callable[..., object],
    context: dict[str, Any],
) -> HttpResponse:
    """A page that explains a step and asks for what it needs; `step` gets that by name, and may raise `Refused`."""
    if request.method == "POST" and form.is_valid():
        try:
            step(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            staff.message_user(request, context["done"], messages.SUCCESS)
            return staff.to_form(request, alert)
    page = {**staff.admin_site.each_context(request), "form": form, "original": alert, "opts": staff.opts, **context}
    return TemplateResponse(request, "admin/editing/reason.html", page)


def steps_context(alert: RecallAlert | None, state: AlertState, *, may_post: bool) -> dict[str, Any]:
    """Steps that the form offers now."""
    needs_two = settings.ALERT_TWO_PERSON_RELEASE
    is_draft = state == AlertState.DRAFT
    return {
        "may_post": may_post and is_draft and not needs_two,
        "may_ask": may_post and is_draft and needs_two,
        "may_break_glass": may_post and needs_two and is_draft and alert is not None,
        "may_end": state == AlertState.LIVE and may_post,
        "may_extend": state in (AlertState.LIVE, AlertState.SCHEDULED) and may_post,
        "may_withdraw": state not in (AlertState.DRAFT, AlertState.WITHDRAWN) and may_post,
        "may_post_again": state == AlertState.ENDED and may_post and not needs_two,
        "may_copy": state in (AlertState.ENDED, AlertState.WITHDRAWN) and may_post,
        "undo": _undo(alert) if alert and may_post else None,
    }


def _undo(alert: RecallAlert) -> dict[str, Any] | None:
    """The step that can be undone, and the seconds left."""
    for is_possible, moment, name in (
        (may_undo_end(alert), alert.ended_at, _("Ended just now.")),
        (may_undo_post(alert), alert.posted_at, _("Posted just now.")),
    ):
        if is_possible and moment is not None:
            return {"name": name, "seconds": 60 - int((clock.now() - moment).total_seconds())}
    return None


def _with_reason(step: Callable[..., None], by: Any, reason: str) -> None:
    step(by=by, reason=reason)
