"""Decorators of public views: the same page for everyone, no cookie, revalidated each time, GET and HEAD alone."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


_READING = ("GET", "HEAD")
_ALLOW = "GET, HEAD, OPTIONS"


def reading_only(view: View[Parameters]) -> View[Parameters]:
    """A view without a form: anything but GET, HEAD and OPTIONS is answered 405, with our own page.

    It is exempt from the CSRF check, which would answer 403 first: no other method reaches the view.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        if request.method in _READING:
            return view(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": _ALLOW})
        response = render(request, "405.html", status=405)
        response.headers["Allow"] = _ALLOW
        return response

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]  # Read by Django's middleware.
    return wrapped


def public(view: View[Parameters]) -> View[Parameters]:
    """A view of the public site: GET and HEAD alone, the same for everyone, asked after again each time."""
    return public_with()(view)


def public_with(*parameters: str) -> Callable[[View[Parameters]], View[Parameters]]:
    """As `public`, for a page that reads these query parameters; no other reaches it."""

    def decorate(view: View[Parameters]) -> View[Parameters]:
        @reading_only
        @wraps(view)
        def wrapped(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "public, no-cache")
            return response

        wrapped.public_parameters = parameters  # type: ignore[attr-defined]  # The page cache asks for them.
        return wrapped

    return decorate
