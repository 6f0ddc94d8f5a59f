"""Small things that public templates need."""

import json
import re
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html, urlize
from django.utils.safestring import SafeString

from publishing import hospital_time

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


_GAP = r"[ \u00a0.\u2010-\u2013-]"
_PHONE = re.compile(
    r"(?<![\w/.=&?#%@+-])"  # Not within an address or another number.
    rf"(?:\+\d{{1,3}}(?:{_GAP}?\d{{2,4}}){{2,5}}"
    rf"|(?:\+?1{_GAP})?(?:\([2-9]\d\d\) ?|[2-9]\d\d{_GAP})[2-9]\d\d{_GAP}\d{{4}}(?:,? (?:ext\.?|x) ?\d{{1,6}})?)"
    r"(?![\w/-]|\.\d)"
)
"""A phone number in running text: ten digits as Americans group them, or an international number with its plus sign."""


@register.filter
def linked(text: object) -> SafeString:
    """Text with its web addresses and phone numbers as links; a phone number never breaks across lines."""
    said, parts, end = str(text), [], 0
    for found in _PHONE.finditer(said):
        parts.append(urlize(said[end : found.start()], nofollow=True, autoescape=True))
        parts.append(format_html('<a class="unbroken" href="{}"><bdi dir="ltr">{}</bdi></a>', tel(found[0]), found[0]))
        end = found.end()
    return SafeString("".join([*parts, urlize(said[end:], nofollow=True, autoescape=True)]))


@register.filter
def in_hospital_time(moment: datetime) -> str:
    """Day and time of day, with the time zone."""
    return hospital_time.in_words(moment)


@register.filter
def day_and_time(moment: datetime) -> str:
    """As `in_hospital_time`, without the year."""
    return hospital_time.in_words(moment, "MONTH_DAY_FORMAT", "TIME_FORMAT")


@register.filter
def at_a_word(text: str, most: int) -> str:
    """The text, cut after a whole word where it has more than `most` characters."""
    if len(text) <= most:
        return text
    kept = text[:most].rpartition(" ")[0] or text[: most - 1]
    return kept.rstrip(" ,;:–-") + "…"


_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def json_ld(data: Any) -> SafeString:
    """Structured data as a script element that no text in it can leave."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))
