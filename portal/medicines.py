"""The names of medicines and products that the site knows, for marking them where texts are compared."""

import re

from alerts.models import Kind, RecallAlert

_NAME = re.compile(r"[^\W\d_]{4,}")
_FORMS = frozenset(
    {"oral", "suspension", "solution", "syrup", "drops", "tablet", "tablets", "capsule", "capsules", "injection"}
    | {"infant", "infants", "child", "children", "pediatric", "strength", "concentrated", "liquid", "chewable"}
    | {"bottle", "bottles", "pack", "spray", "cream", "ointment", "formula", "powder", "from", "made", "sold", "with"}
)
"""Words of a product's name that name no medicine."""


def known_names() -> frozenset[str]:
    """The words of the names of products that were recalled, in lower case."""
    products = RecallAlert.objects.filter(kind=Kind.RECALL).exclude(product="").values_list("product", flat=True)
    words = {word.casefold() for product in products.distinct() for word in _NAME.findall(product)}
    return frozenset(words - _FORMS)
