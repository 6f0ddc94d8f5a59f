"""Numbers that families compare with their package: all of them, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.openfda.numbers import lots_in, ndcs_in


@pytest.mark.parametrize(
    ("text", "lots"),
    [
        ("Lot 23G3161005, Exp 9/21/2027", ["23G3161005"]),
        ("Lot T018H14A, Exp 08/16", ["T018H14A"]),
        ("Lot #: 17221478, Exp. 05/24; 17221479, Exp. 06/24", ["17221478", "17221479"]),
        ("Lots: A123, A124 and A125, Expiration date: Jan 2027", ["A123", "A124", "A125"]),
        ("lot numbers: 123456 (exp 10/2026), 123457 (exp 11/2026)", ["123456", "123457"]),
        ("a) Lot AB123, Exp 08/26; b) Lot AB124, Exp 09/26", ["AB123", "AB124"]),
        ("Batch No. 4X-119 EXP 31-JAN-2027", ["4X-119"]),
        ("LOT# 100200 LOT# 100300 Expiry 2027-05-31", ["100200", "100300"]),
        ("Lot(s) X1234, X1234", ["X1234"]),
    ],
)
def test_lots_that_are_plainly_listed_are_found(text: str, lots: list[str]) -> None:
    assert lots_in(text) == lots


@pytest.mark.parametrize(
    "text",
    [
        "",
        "All lots within expiry",
        "Lots A100 through A120",
        "Lots A100 to A120",
        "Lots 10231-10240",
        "Lot 12345 and all lots made after it",
        "UDI 00812345678901, Lot A123",
        "Serial numbers 12345, 12346",
        "123456, 123457",
        "Lot A12*",
        "Lot 08/2026",
        "Lot ABCDEF",
        "Lot 1/2345",
        "Lot 12 - 19",
        "Lot A1234 Exp soon",
    ],
)
def test_where_a_word_is_not_understood_there_are_no_lots(text: str) -> None:
    assert lots_in(text) == []


@given(st.text(max_size=80))
def test_any_text_can_be_asked_for_lots(text: str) -> None:
    assert all(lot in text for lot in lots_in(text))


@given(st.lists(st.from_regex(r"[A-Z][0-9]{4,8}", fullmatch=True), min_size=1, max_size=20, unique=True))
def test_no_lot_of_a_plain_list_is_lost(lots: list[str]) -> None:
    assert lots_in("Lots: " + ", ".join(lots) + "; Exp. 08/2027") == lots


@pytest.mark.parametrize(
    ("text", "ndcs"),
    [
        ("500G per bottle, NDC 10106-2448-1", ["10106-2448-1"]),
        ("1000 count (NDC 0603-2110-32)", ["0603-2110-32"]),
        ("100 (NDC 99999-357-01) and 500 (NDC 99999-357-05)", ["99999-357-01", "99999-357-05"]),
        ("NDC 12345-6789-01; NDC 12345-6789-01", ["12345-6789-01"]),
        ("NDC 99999-357", []),
        ("UPC 3 68462-357-01 9", []),
        ("UPC 368462357014", []),
        ("call 1-800-555-0100 or 555-555-0100", []),
        ("model 123456-789-01", []),
    ],
)
def test_hyphenated_ndcs_are_found_in_the_description(text: str, ndcs: list[str]) -> None:
    assert ndcs_in(text) == ndcs
