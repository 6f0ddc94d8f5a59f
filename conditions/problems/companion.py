"""Conditions are checked whenever they are saved, and what was found is heard before they go live."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from conditions.checking.knowledge import site_now
from conditions.models import Condition, Section
from conditions.problems.gate import errors_of, what_stands_in_the_way
from conditions.problems.keeping import check_again, check_draft
from publishing.models import Publishable


class ContentChecks:
    def saved(self, subject: Condition, content: dict[str, Any]) -> None:
        check_draft(subject, content)

    def stands_in_the_way(self, subject: Condition, *, by: User | None, reason: str) -> list[str]:
        return what_stands_in_the_way(subject, by=by, reason=reason)

    def errors(self, subject: Condition) -> list[str]:
        return errors_of(subject)

    def addresses_changed(self, model: type[Publishable], slugs: set[str]) -> None:
        """What leads there is checked again: a link may be mended by it, or broken."""
        pages = leading_to({model.address_of(slug) for slug in slugs})
        if pages:
            site = site_now()
            for condition in pages:
                check_again(condition, site)


def leading_to(addresses: set[str]) -> list[Condition]:
    """The conditions whose drafts link an address, in any language's; perhaps some more that link a longer one."""
    tabs, around = Q(), Q()
    for path in (address.strip("/") for address in addresses):
        tabs |= Q(body__contains=path)
        around |= Q(introduction__contains=path) | Q(sources__icontains=path)
    in_tabs = Section.objects.filter(tabs).values("condition")
    return list(Condition.objects.filter(around | Q(pk__in=in_tabs)))
