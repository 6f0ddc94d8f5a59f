"""“My work” for the admin's first page."""

from typing import Any

from django import template
from django.contrib.auth.models import User

from portal.desk import piles

register = template.Library()


@register.inclusion_tag("admin/desk/_my_work.html", takes_context=True)
def my_work(context: dict[str, Any]) -> dict[str, Any]:
    user = context["request"].user
    return {"piles": piles(user) if isinstance(user, User) else []}
