"""Decorators of public views: the same page for everyone, no cookie, revalidated each time, GET and HEAD alone."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]

_READING = ("GET", "HEAD")
_READING_AND_FORM = (*_READING, "POST")


def reading_only(view: View[Parameters]) -> View[Parameters]:
    """A view without a form: anything but GET, HEAD and OPTIONS is answered 405, with our own page."""
    return _answering(view, _READING)


def _answering(view: View[Parameters], methods: tuple[str, ...]) -> View[Parameters]:
    """A view of the public site that answers these methods, OPTIONS, and all others with 405.

    It is exempt from the CSRF check, which would answer 403 first: no method that it lets through changes anything.
    """
    allow = ", ".join((*methods, "OPTIONS"))

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        if request.method in methods:
            return view(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": allow})
        response = render(request, "405.html", status=405)
        response.headers["Allow"] = allow
        return response

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]  # Read by Django's middleware.
    return wrapped


def public(view: View[Parameters]) -> View[Parameters]:
    """A view of the public site: GET and HEAD alone, the same for everyone, asked after again each time."""
    return public_with()(view)


def public_with(*parameters: str) -> Callable[[View[Parameters]], View[Parameters]]:
    """As `public`, for a page that reads these query parameters; no other reaches it."""

    def decorate(view: View[Parameters]) -> View[Parameters]:
        return _declared(view, parameters, _READING)

    return decorate


def public_form(view: View[Parameters]) -> View[Parameters]:
    """As `public`, for a page with a form that readers send to its own address by POST, and that changes nothing.

    The answer is for its reader alone: neither the page cache nor a browser stores it. There is no CSRF token, as it
    would need a cookie; a forged POST could do no more than show its victim an answer.
    """
    return sensitive_post_parameters()(_declared(view, (), _READING_AND_FORM))


def readable_anywhere(view: View[Parameters]) -> View[Parameters]:
    """A public view whose answers scripts of any other site may read (CORS), for data without a reader's own."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        is_question = request.method == "OPTIONS"
        response = HttpResponse(status=204, headers=_PREFLIGHT) if is_question else view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return wrapped


_PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


def permissions_policy(*, has_camera: bool = False) -> str:
    """The `Permissions-Policy` of a page; a page that scans codes on the device may use the camera."""
    camera = "(self)" if has_camera else "()"
    return f"camera={camera}, geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=(), browsing-topics=()"


def _declared(view: View[Parameters], parameters: tuple[str, ...], methods: tuple[str, ...]) -> View[Parameters]:
    @wraps(view)
    def uncached(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        is_for_everyone = request.method in _READING
        response.headers.setdefault("Cache-Control", "public, no-cache" if is_for_everyone else "no-store")
        return response

    wrapped = _answering(uncached, methods)
    wrapped.public_parameters = parameters  # type: ignore[attr-defined]  # The page cache asks for them.
    return wrapped
