"""Django for public pages alone, which know no reader: a shorter way than the one that staff need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.module_loading import import_string

from publishing.languages import language_of
from publishing.page_cache.store import Store

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase
    from django.urls import ResolverMatch

_MOST_BYTES = 4_000_000
_WITH_IT = 1500  # Bytes that an address and what is known of it take.
_OF_ONE_ANSWER = {"Content-Length"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the first answer under an address told of those that follow."""

    match: ResolverMatch
    language: str
    headers: tuple[tuple[str, str], ...]
    """Those that middleware set."""
    generation: int = 0
    size: int = _WITH_IT


class PublicHandler(WSGIHandler):
    """As its parent, through `PUBLIC_MIDDLEWARE` alone. Only for requests by nobody, as the page cache makes them.

    There is no session, no user and nothing to forge; and of every page under one address middleware says the same.
    So the first answer goes all the way, and after that the view alone is asked for as long as it has a page to give.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: Store[Known] = Store(_MOST_BYTES)
        self._ask_view = convert_exception_to_response(_ask_view)

    def load_middleware(self, is_async: bool = False) -> None:
        handler = convert_exception_to_response(self._get_response)
        for name in reversed(settings.PUBLIC_MIDDLEWARE):
            handler = convert_exception_to_response(import_string(name)(handler))
        self._middleware_chain = handler
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        environ = request.META
        key = (request.scheme, environ["HTTP_HOST"], request.path_info)
        known = self._known.get(key)
        if known is not None and (page := self._short_way(request, known)):
            return page
        response = super().get_response(request)
        if response.status_code == 200 and type(response) is HttpResponse:
            self._known.put(key, _told(request, response))
        return response

    def _short_way(self, request: HttpRequest, known: Known) -> HttpResponse | None:
        """The page, or the error that its making ends with; None where there is none any more, or it is elsewhere."""
        request.resolver_match = known.match
        with translation.override(known.language):
            response = self._ask_view(request)
        if not isinstance(response, HttpResponse):
            return None
        if response.status_code != 200 and response.status_code < 500:
            return None
        for name, value in known.headers:
            response.headers.setdefault(name, value)
        response.headers["Content-Length"] = str(len(response.content))
        return response

    def _get_response(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = super()._get_response(request)  # type: ignore[misc]  # Not in its stubs.
        request.META[_OWN] = frozenset(response.headers)
        return response


_OWN = "portal.public_handler"


def _ask_view(request: HttpRequest) -> HttpResponseBase:
    match = request.resolver_match
    assert match is not None  # noqa: S101 - _short_way() has set it
    response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return response


def _told(request: HttpRequest, response: HttpResponse) -> Known:
    left_out = request.META[_OWN] | _OF_ONE_ANSWER
    headers = tuple(pair for pair in response.items() if pair[0] not in left_out)
    assert request.resolver_match is not None  # noqa: S101 - a view has answered
    return Known(request.resolver_match, language_of(request.path_info), headers)
