"""What of a request decides which page it gets: nothing else of it reaches the page."""

from __future__ import annotations

from functools import cache, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http.request import split_domain_port, validate_host

from publishing.canonical_paths import canonical_match, match_of
from publishing.page_cache.answers import BROTLI, GZIP, IDENTITY

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LONGEST_HOST = 300
LONGEST_PATH = 500
LONGEST_QUERY = 2000
LONGEST_ACCEPTED = 500
_READING = frozenset({"GET", "HEAD"})


class Key(NamedTuple):
    """Scheme, host (no port), path and the declared query parameters: two readers with one key get one page."""

    scheme: str
    host: str
    path: str
    query: str


class Asked(NamedTuple):
    """What a request asks for."""

    key: Key
    encoding: str
    """The smallest of ours that its sender can unpack."""


def asked_of(environ: WSGIEnvironment) -> Asked | None:
    """The page that is asked for; None for what is none of the cache's business and goes to Django as it is."""
    if environ["REQUEST_METHOD"] not in _READING or "HTTP_AUTHORIZATION" in environ:
        return None
    header = environ.get("HTTP_HOST", "")
    path = environ.get("PATH_INFO", "")
    query = environ.get("QUERY_STRING", "")
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY or len(header) > LONGEST_HOST:
        return None
    if len(accepted) > LONGEST_ACCEPTED:
        accepted = ""
    if query:
        return _understood(_scheme(environ), header, path, accepted, query)
    return _understood_without_query(_scheme(environ), header, path, accepted)


def _understood(scheme: str, header: str, path: str, accepted: str, query: str = "") -> Asked | None:
    host = _allowed_host(header)
    if not host:
        return None
    parameters = _declared(path)
    if parameters is None:
        return None
    known = _declared_query(query, parameters) if query and parameters else ""
    return Asked(Key(scheme, host, path, known), best_encoding(accepted)) if len(known) <= LONGEST_QUERY else None


# Nearly every reader asks in words that another has used: they are understood once. Their length is bounded.
_understood_without_query = lru_cache(maxsize=5_000)(_understood)


def bare_environ(environ: WSGIEnvironment, key: Key) -> WSGIEnvironment:
    """A request for the page by nobody: no cookie, no header but the host, no query that the page does not know."""
    bare = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": environ.get("SCRIPT_NAME", ""),
        "PATH_INFO": key.path,
        "QUERY_STRING": key.query,
        "SERVER_NAME": environ.get("SERVER_NAME", "localhost"),
        "SERVER_PORT": environ.get("SERVER_PORT", "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": key.host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": key.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": environ["wsgi.errors"],
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        bare[settings.SECURE_PROXY_SSL_HEADER[0]] = key.scheme
    return bare


def _scheme(environ: WSGIEnvironment) -> str:
    forwarded = _scheme_header()
    if forwarded is None:
        scheme: str = environ["wsgi.url_scheme"]
        return scheme
    header, secure = forwarded
    return "https" if str(environ.get(header, "")).partition(",")[0].strip() == secure else "http"


@cache
def _scheme_header() -> tuple[str, str] | None:
    """The header in which a proxy tells the scheme, and what it says of HTTPS; asked for once, as it costs time."""
    return settings.SECURE_PROXY_SSL_HEADER


@lru_cache(maxsize=256)
def _allowed_host(header: str) -> str:
    """The name that a `Host` header names, without the port, which any reader may make up; empty if not ours."""
    domain, _port = split_domain_port(header)
    return domain if domain and validate_host(domain, settings.ALLOWED_HOSTS) else ""


@lru_cache(maxsize=10_000)
def _declared(path: str) -> tuple[str, ...] | None:
    """The query parameters that the page under a path declares; none where there is no page; None if not public.

    A path with capitals or without its last slash is redirected with the parameters of the page that it means.
    """
    text = get_path_info({"PATH_INFO": path})
    if text.startswith(settings.STATIC_URL):
        return None
    match = match_of(text)
    if match is None:
        meant = canonical_match(text)
        return meant[1].func.public_parameters if meant else ()  # type: ignore[attr-defined]
    parameters: tuple[str, ...] | None = getattr(match.func, "public_parameters", None)
    return parameters


def _declared_query(query: str, parameters: tuple[str, ...]) -> str:
    pairs = parse_qsl(query)
    return urlencode(sorted((name, value) for name, value in dict(pairs).items() if name in parameters))


@lru_cache(maxsize=1024)
def best_encoding(accepted: str) -> str:
    """Of the encodings we have, the smallest that an `Accept-Encoding` allows (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _semicolon, parameters = part.strip().partition(";")
        weights[name.strip()] = _weight(parameters)
    return next((name for name in (BROTLI, GZIP) if weights.get(name, weights.get("*", 0.0)) > 0), IDENTITY)


def _weight(parameters: str) -> float:
    name, _equals, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
