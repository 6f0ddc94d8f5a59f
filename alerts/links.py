"""The web addresses in an alert, checked before readers see them."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.urls import Resolver404, ResolverMatch
from django.utils.translation import gettext as _

from conditions.models import Condition, Program
from publishing.languages import resolve_path
from publishing.models import Publishable, Revision

_ADDRESS = re.compile(
    r"""(?<![\w/])(?:
        [a-z][a-z0-9+.-]*://[^\s<>"]+ |
        (?:javascript|vbscript|data|blob|file|mailto|tel):[^\s<>"]+ |
        /(?:[\w.-]+/)+[^\s<>"]*
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER = ".,;:!?)]}’”'"
_PAGES: dict[str, type[Publishable]] = {"condition": Condition, "program": Program}


def addresses_in(text: str) -> Iterator[str]:
    """Addresses with a scheme, and those of our own pages such as `/conditions/asthma/`."""
    for found in _ADDRESS.finditer(text):
        yield found[0].rstrip(_AFTER)


def complaint_about(address: str) -> str:
    """Why an address may not be posted, as a sentence; empty where it may. Other sites' pages are not asked for."""
    if address.startswith("/"):
        return _complaint_about_own(address)
    scheme = address.partition(":")[0].lower()
    if scheme in ("mailto", "tel"):
        return _complaint_about_contact(address)
    if scheme not in ("http", "https"):
        return _("“%(address)s” is no web address: it must start with https://.") % {"address": address}
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return _("“%(address)s” is not a whole web address.") % {"address": address}
    parts = urlsplit(address)
    return _complaint_about_own(parts.path) if parts.netloc == urlsplit(settings.SITE_URL).netloc else ""


def _complaint_about_contact(address: str) -> str:
    scheme, _colon, rest = address.partition(":")
    if scheme.lower() == "tel":
        is_well_formed = bool(re.fullmatch(r"\+?[\d().-]{7,}", rest))
    else:
        try:
            validate_email(rest)
            is_well_formed = True
        except ValidationError:
            is_well_formed = False
    return "" if is_well_formed else _("“%(address)s” is no phone number or e-mail address.") % {"address": address}


def _complaint_about_own(address: str) -> str:
    path = urlsplit(address).path or "/"
    try:
        match = resolve_path(path)
    except Resolver404:
        return _("“%(address)s” leads to no page of this site.") % {"address": address}
    if not _is_live(match):
        return _("“%(address)s” leads to a page that readers cannot see.") % {"address": address}
    return ""


def _is_live(match: ResolverMatch) -> bool:
    if getattr(match.func, "public_parameters", None) is None:
        return False
    if match.url_name == "alert":
        alerts = apps.get_model("alerts", "RecallAlert")
        return bool(alerts.objects.begun().filter(slug=match.kwargs["slug"]).exists())
    model = _PAGES.get(match.url_name or "")
    return model is None or Revision.objects.live().of(model).filter(slug=match.kwargs["slug"]).exists()
