"""The page shown when a form fails the CSRF check, most often because its sender signed in again in another tab.

What a form of our own sent is handed back: as the form again, with nothing saved, or as text to copy. What another
site sent is neither shown nor sent on, so this page is no way around the check.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.admin.editing import SHOW, EditingAdmin, EditingForm

_NOT_TYPED = frozenset({"csrfmiddlewaretoken", SHOW})
_LONGEST_WORD = 40  # Characters; what is longer and holds no space is a digest or a key, and nobody typed it.


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with what was kept and how to go on; `reason` is for the log, which has it already."""
    editing = _editing_admin(request) if is_from_our_own_page(request) else None
    posted = _posted(request) if editing else []
    context = {
        **admin.site.each_context(request),
        "title": _("Nothing was saved"),
        "is_own": is_from_our_own_page(request),
        "posted": posted if editing and _can_show(request, editing) else [],
        "typed": [(_label(name), value) for name, value in posted if _is_typed(name, value)],
        "has_files": bool(editing and request.FILES),
        "form_address": request.get_full_path(),
        "back_address": _form_of(request),
        "show_name": SHOW,
    }
    response = render(request, "admin/csrf_failure.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def is_from_our_own_page(request: HttpRequest) -> bool:
    """True where the browser itself says that a page of this site sent the request; false where it says nothing."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    try:
        own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    except DisallowedHost:
        return False
    return bool(site or origin) and site in (None, "same-origin") and (origin is None or origin in own)


def _editing_admin(request: HttpRequest) -> EditingAdmin | None:
    """The admin of pages or alerts whose form was sent; their forms hold no password."""
    match = request.resolver_match
    found = getattr(match.func, "model_admin", None) if match else None
    return found if isinstance(found, EditingAdmin) else None


def _can_show(request: HttpRequest, editing: EditingAdmin) -> bool:
    """True where the address shows what is posted to it as unsaved, to this person."""
    match = request.resolver_match
    is_form = match is not None and match.url_name in (editing.url_name("change"), editing.url_name("add"))
    return is_form and issubclass(editing.form, EditingForm) and admin.site.has_permission(request)


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    fields = request.POST.lists()
    return [(name, str(value)) for name, values in fields if name not in _NOT_TYPED for value in values]


def _is_typed(name: str, value: str) -> bool:
    is_of_the_form = name.startswith("_") or name.endswith(("_FORMS", "-id"))
    return not is_of_the_form and bool(value.strip()) and (" " in value or len(value) <= _LONGEST_WORD)


def _label(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _form_of(request: HttpRequest) -> str:
    """Where to go on: the form of the thing that the address names, or the first staff page."""
    editing, match = _editing_admin(request), request.resolver_match
    if editing is None or match is None:
        return reverse("admin:index")
    if pk := match.kwargs.get("object_id"):
        return editing.address("change", pk)
    return request.path if match.url_name == editing.url_name("add") else editing.address("changelist")
