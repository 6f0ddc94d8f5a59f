"""Small things that public templates need."""

import json
import re
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def tel(phone: str) -> str:
    """A phone number as the address that dials it: `tel:5555550100`, with an extension after a pause."""
    number, *extension = re.split(r"ext\.?|x", phone, maxsplit=1)
    return ",".join(["tel:" + re.sub(r"[^\d+]", "", number), *(re.sub(r"\D", "", digits) for digits in extension)])


@register.filter
def unbroken(number: str) -> SafeString:
    """A number that stands among words: never in two lines, and read from left to right in every language."""
    return format_html('<bdi class="unbroken">{}</bdi>', number)


_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def json_ld(data: Any) -> SafeString:
    """Structured data as a script element that no text in it can leave."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))
