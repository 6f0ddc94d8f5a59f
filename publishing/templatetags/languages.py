"""The same page in other languages: what search engines are told, and what a reader may choose."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from publishing.languages import Language, address_in, direction_of, speaking

register = template.Library()


@dataclass(frozen=True)
class Choice:
    """Another language, by its own name, and where it leads."""

    code: str
    name: str
    address: str


@register.simple_tag(takes_context=True)
def alternates(context: Context) -> list[tuple[str, str]]:
    """Language and full address of every version of a page that is there in several languages."""
    addresses = _addresses(context)
    versions = [(code, settings.SITE_URL + address) for code, address in addresses.items()]
    default = [("x-default", settings.SITE_URL + addresses["en"])] if "en" in addresses else []
    return versions + default if len(versions) > 1 else []


@register.simple_tag(takes_context=True)
def other_languages(context: Context) -> list[Choice]:
    """The languages that a reader may change to. Where this page is not there in one, its first page is."""
    addresses = _addresses(context)
    return [
        Choice(code, name, addresses.get(code) or _home(code))
        for code, name in settings.LANGUAGES
        if code != get_language()
    ]


@register.simple_tag
def in_english() -> SafeString:
    """The attributes of an element whose words are English whatever language the page is in."""
    return in_language(Language.ENGLISH)


@register.simple_tag
def in_language(language: str) -> SafeString:
    """The attributes of an element whose words are in a language: none where that is the page's, or is not known."""
    if not language or language == get_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language, direction_of(language))


def _addresses(context: Context) -> dict[str, str]:
    """By language, in the order of the setting."""
    known: dict[str, str] | None = context.get("addresses")
    if known is None:
        known = {code: address_in(context["request"].path, code) for code, _name in settings.LANGUAGES}
    return {code: known[code] for code, _name in settings.LANGUAGES if code in known}


def _home(language: str) -> str:
    with speaking(language):
        return reverse("home")
