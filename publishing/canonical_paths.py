"""The one spelling of a public address: lower case, with a slash at its end."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, ResolverMatch
from django.utils.encoding import escape_uri_path

from publishing.languages import resolve_path


def match_of(path: str) -> ResolverMatch | None:
    """The view under exactly this path, in any language."""
    try:
        return resolve_path(path)
    except Resolver404:
        return None


def canonical_match(path: str) -> tuple[str, ResolverMatch] | None:
    """The public page that a path means in spite of its capitals or a missing slash, with its own path."""
    for candidate in dict.fromkeys([path, f"{path}/", path.lower(), f"{path.lower()}/"]):
        match = match_of(candidate)
        if match and hasattr(match.func, "public_parameters"):
            return candidate, match
    return None


def lower_case_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: redirect an address with capitals to its lower-case form (301) where nothing else answers.

    The query is kept. An old page whose own address has capitals still answers under it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        path = request.path_info.lower()
        if response.status_code != 404 or path == request.path_info or request.method not in ("GET", "HEAD"):
            return response
        meant = canonical_match(path)
        if meant is None:
            return response
        query = request.META.get("QUERY_STRING", "")
        prefix = request.META.get("SCRIPT_NAME", "")
        return HttpResponsePermanentRedirect(escape_uri_path(prefix + meant[0]) + (f"?{query}" if query else ""))

    return middleware
