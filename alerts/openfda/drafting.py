"""The words of a draft made from records. A person rewrites them for families before the alert can be posted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.openfda.naming import plain_product
from alerts.openfda.reasons import Subject, plain_reason
from alerts.openfda.record import POSTING, Record

TO_REWRITE = "[To be rewritten]"
"""Stands before what was made of a record, until a person has said it for families. Such an alert cannot be posted."""

LONGEST_HEADLINE = 300
_LONGEST_QUOTE = 140
_PLURAL_FORMS = re.compile(
    r"\b(tablets|capsules|caplets|softgels|gummies|lozenges|patches|suppositories|drops|wipes|bars|cookies|eggs)\b",
    re.IGNORECASE,
)
_SUBJECTS = {"medicine": "the medicine", "food": "the food", "formula": "the formula", "device": "the device"}


def draft_texts(records: Sequence[Record], facts: dict[str, Any]) -> dict[str, str]:
    """Headline and account for a draft, plainly marked as words that no family should read yet."""
    happened = _("The record says: %(reason)s") % facts if facts["reason"] else ""
    room = LONGEST_HEADLINE - len(TO_REWRITE) - 1
    headline = next(text for text in _headlines(records, facts) if len(text) <= room)
    return {"headline": f"{TO_REWRITE} {headline}", "what_happened": f"{TO_REWRITE} {happened}".strip()}


def _headlines(records: Sequence[Record], facts: dict[str, Any]) -> Iterator[str]:
    """Ever shorter sentences, the last of which always fits. None is cut."""
    ordered = sorted(records, key=lambda record: record.key)
    first, firm = ordered[0], facts["firm"]
    if first.product_type == POSTING and first.description:
        yield first.description
    products = list(dict.fromkeys(name for record in ordered if (name := plain_product(record))))
    reasons = [*_reasons(records, _subject(products, facts["product_type"])), ""]
    for product in [*_product_words(products), _anything(facts["product_type"])]:
        for reason in reasons:
            if firm:
                yield _("%(firm)s is recalling %(product)s") % {"firm": firm, "product": product} + (reason or ".")
            yield _("There is a recall of %(product)s") % {"product": product} + (reason or ".")


def _product_words(products: Sequence[str]) -> Iterator[str]:
    """All products, the first and a number, or the first alone with the word “others”."""
    if len(products) <= 2 and products:
        yield _(" and ").join(products)
    if len(products) > 1:
        more = len(products) - 1
        words = {"product": products[0], "more": more}
        yield (
            ngettext("%(product)s and %(more)s other product", "%(product)s and %(more)s other products", more) % words
        )
    if len(products) == 1 and (shorter := products[0].partition(",")[0]) != products[0]:
        yield shorter


def _reasons(records: Sequence[Record], subject: Subject) -> Iterator[str]:
    """The reason in plain words; quoted where it is not a usual one.

    Nothing where the records give different reasons.
    """
    quotes = {record.reason for record in records}
    plain = {plain_reason(quote, subject) for quote in quotes}
    if len(plain) == 1 and (words := plain.pop()):
        yield f": {words}."
    elif len(quotes) == 1 and 0 < len(quote := quotes.pop()) <= _LONGEST_QUOTE:
        yield _(". The record gives the reason as “%(reason)s”.") % {"reason": quote.rstrip(". ")}


def _subject(products: Sequence[str], product_type: str) -> Subject:
    form = _PLURAL_FORMS.search(products[0]) if len(products) == 1 else None
    if form:
        return Subject(f"the {form[1].lower()}", is_plural=True)
    if len(products) > 1:
        return Subject(_("the products"), is_plural=True)
    return Subject(_SUBJECTS.get(product_type, "the product"), is_plural=False)


def _anything(product_type: str) -> str:
    names = {
        "medicine": _("a medicine"),
        "food": _("a food"),
        "formula": _("an infant formula"),
        "device": _("a device"),
    }
    return names.get(product_type, _("a product"))
