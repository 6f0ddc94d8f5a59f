"""Which language a page is in: its address says so. `/es/conditions/…` is Spanish; without a prefix it is English."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, resolve, translate_url
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    ARABIC = "ar", _("Arabic")


def language_of(path: str) -> str:
    """The language that an address is in, of those that the site is offered in."""
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE


def other_languages() -> list[str]:
    """Those that the site is offered in besides English."""
    return [code for code, _name in settings.LANGUAGES if code != Language.ENGLISH]


def direction_of(language: str) -> str:
    return "rtl" if language in settings.LANGUAGES_BIDI else "ltr"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it, words, dates and addresses are of this language; of the site's own where it is not offered."""
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        yield


def resolve_path(path: str) -> ResolverMatch:
    """As Django's `resolve`, for an address in any language. Raises `Resolver404`."""
    with translation.override(language_of(path)):
        return resolve(path)


def address_in(path: str, language: str) -> str:
    """The same page's address in another language; the address as it is where it has none."""
    with translation.override(language_of(path)):
        return translate_url(path, language)


def by_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a request is answered in the language of its address, whatever the browser or a cookie asks for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = language_of(request.path_info)
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


@dataclass(frozen=True)
class Words:
    """Words for readers, and the language that they are in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def is_foreign(self) -> bool:
        """Whether they are in another language than the page."""
        return self.language != translation.get_language()
