"""What every public page declares: it is for everyone, sets no cookie, and is asked after again each time."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def public(view: View[Parameters]) -> View[Parameters]:
    """A view of the public site: GET and HEAD alone, the same for everyone, asked after again each time."""
    return public_with()(view)


def public_with(*parameters: str) -> Callable[[View[Parameters]], View[Parameters]]:
    """As `public`, for a page that reads these query parameters; no other reaches it."""

    def decorate(view: View[Parameters]) -> View[Parameters]:
        @require_safe
        @wraps(view)
        def wrapped(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "public, no-cache")
            return response

        wrapped.public_parameters = parameters  # type: ignore[attr-defined]  # The page cache asks for them.
        return wrapped

    return decorate
