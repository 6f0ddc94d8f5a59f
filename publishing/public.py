"""What every public page declares: it is for everyone, sets no cookie, and is asked after again each time."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]

_READING = ("GET", "HEAD")


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
    return csrf_exempt(sensitive_post_parameters()(_declared(view, (), (*_READING, "POST"))))


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
    @require_http_methods(list(methods))
    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        is_for_everyone = request.method in _READING
        response.headers.setdefault("Cache-Control", "public, no-cache" if is_for_everyone else "no-store")
        return response

    wrapped.public_parameters = parameters  # type: ignore[attr-defined]  # The page cache asks for them.
    return wrapped
