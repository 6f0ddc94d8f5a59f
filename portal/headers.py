"""Response headers that no library sets for us."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from publishing.public import permissions_policy

_PERMISSIONS = permissions_policy()


def security_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response

    return middleware


class ContentSecurityPolicy(CSPMiddleware):
    """As its parent, with the site's own policy written out once: hardly an answer asks for another."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self._policy = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_usual = not any(name.startswith("_csp") for name in (*vars(response), *vars(request)))
        if is_usual:
            response.headers.setdefault(HEADER, self._policy)
            return response
        return super().process_response(request, response)
