"""Staff addresses with a query that no list can answer get 400 instead of an error of the server."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

_LOOKUPS_NOBODY_NEEDS = ("__regex", "__iregex")
"""SQLite tells a broken pattern as it tells a database that is away. No page of ours links to such a filter."""

_OF_A_FILTER = (ValueError, TypeError, OverflowError, IndexError, DataError)

logger = logging.getLogger(__name__)


class StaffQueries:
    """Middleware: refuses NUL characters and patterns, and answers for a list whose filter cannot be applied."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_of_staff(request) and any(map(_is_refused, request.GET.lists())):
            return _bad_request(request)
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Filters such as `changed_at__year=99999` fail only when the rows are read, after the admin checked them."""
        match = request.resolver_match
        is_list = match is not None and (match.url_name or "").endswith("_changelist")
        if not is_list or not _is_of_staff(request) or not isinstance(exception, _OF_A_FILTER):
            return None
        logger.warning("A list could not be filtered.", exc_info=exception)
        return _bad_request(request)


def _is_of_staff(request: HttpRequest) -> bool:
    return bool(request.META.get("QUERY_STRING")) and request.path_info.startswith(reverse("admin:index"))


def _is_refused(parameter: tuple[str, Iterable[object]]) -> bool:
    name, values = parameter
    return name.endswith(_LOOKUPS_NOBODY_NEEDS) or any("\x00" in text for text in (name, *map(str, values)))


def _bad_request(request: HttpRequest) -> HttpResponse:
    return render(request, "400.html", status=400)
