"""Is yours one of them? In doubt the answer is to ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.lots import Answer, Numbers, Outcome, is_mine, plain_lot, read_ndc

LOTS = ("BW26A014", "BW26-B 003", "KO1Z8")
NDCS = ("68462-357-01", "1234-5678-90")
RECALL = Numbers(LOTS, NDCS, is_complete=True)
WHOLE = Numbers((), NDCS, is_complete=True)
PARTIAL = RECALL._replace(is_complete=False)
UPC = "368462357019"


def said(typed: str, recall: Numbers = RECALL) -> str:
    return is_mine(typed, recall).outcome.value


@pytest.mark.parametrize(
    "typed",
    ["BW26A014", "bw26a014", " bw 26-a014 ", "Lot: BW26A014", "LOT NO. BW26A014", "BW26–A014", "batch bw26b003"],
)
def test_a_listed_lot_is_found_however_it_is_typed(typed: str) -> None:
    assert said(typed) == "yes"


@pytest.mark.parametrize("typed", ["BW26A015X", "BW27A014", "99-88-77-66", "ZZTOP12345"])
def test_a_lot_that_is_not_on_a_whole_list_is_not_in_the_recall(typed: str) -> None:
    assert said(typed) == "no"


@pytest.mark.parametrize("typed", ["BW26AO14", "BW26A0I4", "K01Z8", "BW26A01", "XBW26A014", "26A014"])
def test_what_is_easily_misread_is_asked_about_and_never_guessed(typed: str) -> None:
    answer = is_mine(typed, RECALL)
    assert answer.outcome == Outcome.ASK
    assert answer.listed in LOTS


@pytest.mark.parametrize("typed", ["", "?", "-- --", "A", "9" * 61, "\u0661\u0662\u0663"])
def test_what_cannot_be_read_is_asked_about(typed: str) -> None:
    assert said(typed) == "ask"


@pytest.mark.parametrize(
    "lots", [(), ("A100-A150",), ("all lots",), ("BW26A014", "and others"), ("lots made after May",), ("100 – 150",)]
)
def test_without_a_list_of_single_lots_nobody_is_told_no(lots: tuple[str, ...]) -> None:
    assert said("A120", Numbers(lots, (), is_complete=True)) == "ask"


def test_an_incomplete_list_never_says_no() -> None:
    assert said("ZZ12345", PARTIAL) == "ask"
    assert said("55555-555-55", PARTIAL) == "ask"


@pytest.mark.parametrize(
    ("written", "eleven"),
    [
        ("1234-5678-90", "01234567890"),
        ("12345-678-90", "12345067890"),
        ("12345-6789-0", "12345678900"),
        ("12345-6789-01", "12345678901"),
        ("12345678901", "12345678901"),
        ("NDC 12345-678-90", "12345067890"),
        ("ndc: 12345 678 90", "12345067890"),
    ],
)
def test_an_ndc_is_read_in_each_of_its_forms(written: str, eleven: str) -> None:
    assert read_ndc(written) == {eleven}


def test_ten_bare_digits_may_be_any_of_three() -> None:
    assert read_ndc("1234567890") == {"01234567890", "12345067890", "12345678900"}


def test_the_digits_under_a_drugs_bar_code_hold_its_ndc() -> None:
    assert "68462035701" in read_ndc(UPC)
    assert read_ndc(f"00{UPC}") == read_ndc("3 68462 35701 9") == read_ndc(UPC)


@pytest.mark.parametrize(
    "code", ["368462357018", "468462357017", "123456789", "12345-67-890", "a2345-678-90", "1" * 15]
)
def test_other_digits_are_no_ndc(code: str) -> None:
    assert not read_ndc(code)


@pytest.mark.parametrize("typed", ["68462-357-01", "68462-0357-01", "68462035701", "6846235701", UPC, "68462-357"])
def test_the_right_product_asks_for_the_lot_unless_every_lot_is_recalled(typed: str) -> None:
    assert said(typed) == "ask"
    assert said(typed, WHOLE) == "yes"


def test_another_product_is_not_in_the_recall() -> None:
    assert said("55555-555-55") == said("55555-555-55", WHOLE) == "no"


def test_bare_digits_may_be_a_lot_and_every_lot_may_be_recalled() -> None:
    assert said("5555555555", WHOLE) == "ask"


@given(st.sampled_from(LOTS), st.lists(st.sampled_from([" ", "-", "–"]), max_size=8), st.booleans())
def test_spaces_hyphens_and_case_change_nothing(lot: str, marks: list[str], is_small: bool) -> None:
    letters = list(plain_lot(lot))
    for place, mark in enumerate(marks):
        letters.insert(2 * place + 1, mark)
    typed = "".join(letters)
    assert said(typed.lower() if is_small else typed) == "yes"


@given(st.text(max_size=80))
def test_anything_at_all_gets_an_answer_and_nothing_listed_gets_a_no(typed: str) -> None:
    answer = is_mine(typed, RECALL)
    assert isinstance(answer, Answer)
    assert (answer.outcome == Outcome.YES) == (plain_lot(typed) in map(plain_lot, LOTS))


@given(st.sampled_from(NDCS), st.text(alphabet="0123456789 -", max_size=4))
def test_a_listed_ndc_is_never_denied(ndc: str, tail: str) -> None:
    assert said(ndc) != "no"
    assert said(ndc.replace("-", "")) != "no"
