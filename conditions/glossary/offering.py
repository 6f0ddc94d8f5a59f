"""A term that is missing: where an editor writes it, and what the content checks count as explained."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse

from conditions.glossary.models import Term
from publishing.addresses import slug_from


def terms_and_forms() -> Iterator[str]:
    """Every word that the glossary explains, drafts among them, in all the ways it is written."""
    for title, others in Term.objects.order_by().values_list("title", "other_forms"):
        yield title
        yield from others


def may_add(user: User) -> bool:
    return user.has_perm("conditions.add_term")


def add_address(word: str, language: str) -> str:
    """Where an editor writes the term for a word: the form, filled in as far as it can be."""
    filled = {"title": word[:120], "slug": slug_from(word), "language": language}
    return f"{reverse('admin:conditions_term_add')}?{urlencode(filled)}"
