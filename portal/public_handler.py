"""Django for public pages alone, which know no reader: a shorter way than the one that staff need."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.utils.module_loading import import_string

from publishing.languages import resolve_path

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import ResolverMatch

_resolved = lru_cache(maxsize=2_000)(resolve_path)  # A tenth of what a page costs that is made of kept pieces.


class PublicHandler(WSGIHandler):
    """As its parent, through `PUBLIC_MIDDLEWARE` alone. Only for requests by nobody, as the page cache makes them.

    There is no session, no user and nothing to forge, so what tells them is not asked: a fifth of such a page's cost.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        handler = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]  # Not in its stubs.
        for name in reversed(settings.PUBLIC_MIDDLEWARE):
            handler = convert_exception_to_response(import_string(name)(handler))
        self._middleware_chain = handler
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        request.resolver_match = _resolved(request.path_info)
        return request.resolver_match
