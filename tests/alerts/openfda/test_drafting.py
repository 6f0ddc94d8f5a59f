"""Draft headlines: product and reason in words for parents, whole sentences, and plainly marked."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.openfda.drafting import LONGEST_HEADLINE, TO_REWRITE, draft_texts
from alerts.openfda.facts import facts_of
from alerts.openfda.naming import name_of, plain_product
from alerts.openfda.reasons import Subject, plain_reason
from alerts.openfda.record import read_record
from tests.alerts.openfda.records import drug

IT = Subject("the medicine", is_plural=False)
TABLETS = Subject("the tablets", is_plural=True)


def headline(*changes: dict[str, Any]) -> str:
    values = [
        drug(recall_number=f"D-{number}-2026", **change) for number, change in enumerate(changes or ({},), start=1)
    ]
    records = [read_record(value, 1) for value in values]
    return draft_texts(records, facts_of(records))["headline"]


def described(description: str, **changes: Any) -> Any:
    return read_record(drug(product_description=description, **changes), 1)


def test_a_headline_names_firm_product_and_reason() -> None:
    assert headline() == (
        "[To be rewritten] Brinewell Laboratories is recalling Potassium chloride extended-release capsules, 750 mg:"
        " the capsules may not dissolve as they should."
    )


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("Zinc Tablets, USP, 10 mg, 100-count Bottle, Rx only", "Zinc Tablets, 10 mg"),
        (
            "Testadone HCl Oral Solution CII, 5 mg/5 mL, Mfg. For/By: Brinewell",
            "Testadone HCl Oral Solution, 5 mg/5 mL",
        ),
        ("Zinc Tablets USP 10 mg NDC 99999-357-01", "Zinc Tablets 10 mg"),
        ("Berry Torte, Ingredients: sugar, flour, eggs, " + "butter, " * 80, "Berry Torte"),
        ("ZINC DROPS, 30 mL bottle", "Zinc drops"),
        ("x" * 400, ""),
    ],
)
def test_a_product_is_named_without_the_words_of_the_trade(description: str, name: str) -> None:
    assert plain_product(described(description)) == name


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("Zinc Tablets, USP, 10 mg, Rx only", ("Zinc Tablets", "10 mg")),
        ("Zinc Oral Solution, 10 mg/5 mL, Rx only", ("Zinc Oral Solution", "10 mg/5 mL")),
        (
            "Zinc Tablets, 10 mg, 100 count; Zinc Tablets, 20 mg",
            ("Zinc Tablets, 10 mg, 100 count; Zinc Tablets, 20 mg", ""),
        ),
        ("Zinc 10 mg Tablets", ("Zinc 10 mg Tablets", "")),
        ("Berry Torte", ("Berry Torte", "")),
    ],
)
def test_a_strength_is_told_apart_only_where_there_is_exactly_one(description: str, name: tuple[str, str]) -> None:
    assert name_of(described(description)) == name


@pytest.mark.parametrize(
    ("reason", "plain"),
    [
        ("Failed Dissolution Specifications", "the tablets may not dissolve as they should"),
        ("Lack of Assurance of Sterility: a leak", "the tablets may not be sterile (free of germs)"),
        ("cGMP Deviations", "the tablets may not have been made under the required quality rules"),
        ("Presence of Foreign Substance", "the tablets may contain something that does not belong in them"),
        ("Labeling: Label Mixup", "the tablets may carry the wrong label"),
        ("Subpotent Drug", "the tablets may be weaker than the label says"),
        ("Marketed without an Approved NDA/ANDA", "the tablets were sold without FDA approval"),
        ("Undeclared milk, soy and wheat.", "the tablets may contain milk, soy and wheat, not named on the label"),
        (
            "Superpotent and Subpotent Drug",
            "the tablets may be stronger than the label says and may be weaker than the label says",
        ),
        ("Possible presence of Listeria", "the tablets may carry Listeria, a germ that can make people seriously ill"),
        ("No Salmonella was found", ""),
        ("Undeclared colours", ""),
        ("Something new", ""),
        ("", ""),
    ],
)
def test_a_usual_reason_is_said_in_plain_words(reason: str, plain: str) -> None:
    assert plain_reason(reason, TABLETS) == plain


def test_the_words_agree_with_one_medicine() -> None:
    assert plain_reason("Failed dissolution", IT) == "the medicine may not dissolve as it should"
    assert plain_reason("Marketed without an approved NDA", IT) == "the medicine was sold without FDA approval"


def test_a_reason_that_is_not_usual_is_quoted() -> None:
    assert "The record gives the reason as “Ink on the strip”." in headline({"reason_for_recall": "Ink on the strip."})


def test_reasons_that_differ_between_records_are_not_given_for_all() -> None:
    both = headline({"reason_for_recall": "Subpotent drug"}, {"reason_for_recall": "Failed dissolution"})
    assert both.endswith("750 mg.")


def test_many_products_are_counted() -> None:
    many = headline(*({"product_description": f"Zinc Tablets {number} mg"} for number in range(10, 19)))
    assert "is recalling Zinc Tablets 10 mg and 8 other products: the products may not dissolve" in many


def test_a_product_that_cannot_be_named_briefly_is_a_medicine() -> None:
    long = headline({"product_description": "x" * 500, "recalling_firm": "y" * 190, "reason_for_recall": "z" * 500})
    assert long == f"[To be rewritten] {'y' * 190} is recalling a medicine."
    assert headline({"product_description": "x" * 500, "recalling_firm": "N/A", "reason_for_recall": ""}).endswith(
        "There is a recall of a medicine."
    )


@given(
    st.fixed_dictionaries(
        {name: st.text(max_size=400) for name in ("product_description", "recalling_firm", "reason_for_recall")}
    )
)
def test_a_headline_is_marked_whole_and_never_too_long(changes: dict[str, str]) -> None:
    text = headline(changes)
    assert text.startswith(TO_REWRITE)
    assert len(text) <= LONGEST_HEADLINE
    assert "…" not in text or any("…" in value for value in changes.values())
