"""The staff page that shows a public page as the public saw it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.replay import NotReplayable, ShownTwice, about, moment, replay
from publishing import clock


@require_safe
def replay_page(request: HttpRequest) -> HttpResponse:
    """A form for an address and a moment, and the page in a frame in which nothing runs."""
    if not (request.user.has_perm("publishing.view_revision") or request.user.has_perm("publishing.view_auditentry")):
        raise PermissionDenied
    path, at = request.GET.get("path", "/").strip(), request.GET.get("at", "").strip()
    context = {
        **admin.site.each_context(request),
        "title": _("What the public saw"),
        "path": path,
        "at": at or _typed(clock.now()),
        "zone": settings.TIME_ZONE,
        **(_replayed(path, at) if at else {}),
    }
    response = TemplateResponse(request, "admin/replay.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _replayed(path: str, at: str) -> dict[str, Any]:
    try:
        then = moment(at)
        answer = replay(path, then)
    except ShownTwice as twice:
        return {"refusal": str(twice), "choices": {moment: _address(path, moment) for moment in twice.moments}}
    except NotReplayable as reason:
        return {"refusal": str(reason)}
    return {
        "answer": answer,
        "then": then,
        "is_to_come": then > clock.now(),
        "clock": localtime(then).tzname(),  # The template's own sign for it is silent when the clocks are put back.
        "at": _typed(then),
        "about": about(then),
        "onward": _address(answer.location, at) if answer.location else "",
    }


def _address(path: str, at: str) -> str:
    return reverse("replay", query={"path": path, "at": at})


def _typed(at: datetime) -> str:
    """As the browser's picker takes it."""
    return localtime(at).strftime("%Y-%m-%dT%H:%M:%S")
