"""The names at the head of a description, and the sentences in which pages have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.matching.mentions import mentions_in
from alerts.matching.names import names_in


def said(description: str, firm: str = "", *, is_drug: bool = True) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    names = names_in(description, firm=firm, is_drug=is_drug)
    return [(part.words, part.salts) for name in names for part in name.parts]


@pytest.mark.parametrize(
    ("description", "parts"),
    [
        ("Magnesium Chloride, 6-Hydrate, Crystal, 500G per bottle", [(("magnesium",), ("chloride",))]),
        ("AMLODIPINE BESYLATE TABLETS USP, 10 mg*", [(("amlodipine",), ("besylate",))]),
        ("Klor-Brine (potassium citrate) Tablets", [(("klor-brine",), ()), (("potassium",), ("citrate",))]),
        ("Vitamin D3 Oral Drops", [(("vitamin", "d3"), ())]),
        ("Tablets, 10 mg", []),
        ("", []),
        ("0.9% Injection", []),
    ],
)
def test_a_name_ends_where_form_and_strength_begin(description: str, parts: list[object]) -> None:
    assert said(description) == parts


def test_the_firm_is_no_part_of_the_medicines_name() -> None:
    assert said("Kelpway albuterol sulfate inhalation aerosol", "Kelpway Inhalers") == [(("albuterol",), ("sulfate",))]


def test_an_element_alone_names_a_product_only_with_its_form() -> None:
    names = names_in("Zinc Tablets, 50 mg")
    assert mentions_in("Zinc tablets are sold in shops.", names)
    assert not mentions_in("Zinc is a metal.", names)


def test_the_sentence_is_given_with_the_name_apart() -> None:
    names = names_in("Amlodipine tablets")
    text = "First words. Is   amlodipine\nsafe? “Yes.” Amlodipine and amlodipine again."
    first, second = mentions_in(text, names)
    assert (first.before, first.name, first.after) == ("Is ", "amlodipine", " safe?")
    assert second.sentence == "Amlodipine and amlodipine again."


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_description_and_any_passage_can_be_compared(description: str, passage: str) -> None:
    for mention in mentions_in(passage, names_in(description)):
        assert mention.name


@given(st.text(max_size=30), st.sampled_from([" ", "\n", "\u00a0", "-", "\u2011"]))
def test_the_name_is_found_among_any_words(words: str, gap: str) -> None:
    assert mentions_in(f"{words} . Potassium{gap}chloride!", names_in("Potassium chloride capsules"))
