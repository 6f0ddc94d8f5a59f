"""Who may be named as a page's owner or deputy: asked once for both fields of a form."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

FIELDS = ("owner", "deputy")


def offer(field: Any, request: HttpRequest, model: type[Any]) -> None:
    """Let a form's field offer active staff, and whoever is named already, even without an active account."""
    people = getattr(request, "people", None)
    if people is None:
        people = list(_people(request, model))
        request.people = people  # type: ignore[attr-defined]
    field.queryset = User.objects.filter(pk__in=[person.pk for person in people])
    field.choices = [("", field.empty_label), *((person.pk, _name(person)) for person in people)]


def _people(request: HttpRequest, model: type[Any]) -> Any:
    known = str(request.resolver_match.kwargs.get("object_id", "")) if request.resolver_match else ""
    named = Q()
    if known.isdecimal():
        page = model._default_manager.filter(pk=known)
        named = Q(pk__in=page.values("owner")) | Q(pk__in=page.values("deputy"))
    return User.objects.filter(Q(is_active=True, is_staff=True) | named).order_by("username")


def _name(person: User) -> str:
    return str(person) if person.is_active else _("%(who)s (no active account)") % {"who": person}
