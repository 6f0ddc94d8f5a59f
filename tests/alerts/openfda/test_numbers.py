"""Numbers that families compare with their package: the right ones, or none."""

import json
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.openfda.numbers import gtins_in, lots_in, ndcs_in, use_by_in
from alerts.openfda.shapes import has_valid_check_digit, may_be_lot, range_entry
from alerts.openfda.tokens import tokens_of
from benchmarks.recalls import measure_parsing, records_of
from benchmarks.second_lot_reader import second_lots
from tests.conftest import SHARED

TEXTS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("lots.toml").read_text(encoding="utf-8"))["text"]
UNLIKE_LOTS = ["0378-7110-35", "12345-678-90", "12/31/2026", "2026-12-31", "12312026", "614141999996", "1-800-555-0100"]
"""An NDC, dates, a bar code and a phone number."""


@pytest.mark.parametrize("text", TEXTS, ids=[text["says"][:60] for text in TEXTS])
def test_lots_are_taken_as_they_are_written_or_not_at_all(text: dict[str, Any]) -> None:
    assert lots_in(text["says"]) == text["lots"]


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
        ("UDI 00812345678901, Lot A123", ["A123"]),
    ],
)
def test_lots_that_are_plainly_listed_are_found(text: str, lots: list[str]) -> None:
    assert lots_in(text) == lots


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Lot 12345 and all lots made after it",
        "Serial numbers 12345, 12346",
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


@pytest.mark.parametrize("code", UNLIKE_LOTS)
def test_a_number_of_another_kind_is_never_a_lot(code: str) -> None:
    assert not may_be_lot(code)
    assert code not in lots_in(f"Lot {code}")
    assert code not in lots_in(f"Lots AB1234, {code}, AB1235")


def test_a_number_of_the_description_is_no_lot() -> None:
    name = "Taurinex-50 with OMEGA-3, item 771234"
    assert lots_in("Lot #: Taurinex-50: AB4423", name) == []
    assert lots_in("OMEGA-3, 5040", name) == []
    assert lots_in("Lots AB4423, 771234", name) == []
    assert lots_in("Lots AB4423, 771235", name) == ["AB4423", "771235"]


@given(st.text(max_size=80))
def test_any_text_can_be_asked_for_lots(text: str) -> None:
    assert all(part in text for lot in lots_in(text) if lot != "All lots" for part in lot.split(" to "))


@given(st.lists(st.from_regex(r"[A-D][0-9]{4,8}", fullmatch=True), min_size=1, max_size=20, unique=True))
def test_no_lot_of_a_plain_list_is_lost(lots: list[str]) -> None:
    assert lots_in("Lots: " + ", ".join(lots) + "; Exp. 08/2027") == lots


_PIECES = st.sampled_from(
    [
        "Lot", "Lots:", "LOT #", "#", "exp", "Exp.", "BUD", "NDC", "UPC", "SKU", "to", "-", "and", "all", ",", ";", ".",
        "(", ")", "a)", " ", "\n", "X1234", "17330001", "17330020", "B200", "B250", "20270408@10", "12/31/2026",
        "Feb-27", "08 2027", "0378-7110-35", "614141999996", "13013.013A", "mg", "30", "vial", "except", "S900311",
    ]
)  # fmt: skip


def test_a_date_where_a_code_is_announced_leaves_the_record_to_a_person() -> None:
    assert lots_in("NDC 12/31/2026 X1234 12/31/2026") == []


@given(st.lists(_PIECES, max_size=30).map(" ".join))
def test_whatever_is_taken_for_a_lot_the_second_reader_takes_too(text: str) -> None:
    single = {end for lot in lots_in(text) if lot != "All lots" for end in lot.split(" to ")}
    assert single <= second_lots(text)


@given(st.lists(_PIECES | st.text(max_size=5), max_size=40).map("".join), st.text(max_size=30))
def test_the_tokens_joined_are_the_text(text: str, description: str) -> None:
    assert "".join(token.text for token in tokens_of(text, description)) == text


def test_tokens_have_the_kind_of_what_they_are() -> None:
    text = "NDC 99999-011-01 Lots AB1200 to AB1250, AB1300, exp 08/2027, UPC 6 14141 99999 6, Style A12*"
    kinds = [(token.kind, token.value or token.text) for token in tokens_of(text) if token.kind != "word"]
    assert kinds == [
        ("ndc", "99999-011-01"), ("range", "AB1200 to AB1250"), ("lot", "AB1300"), ("date", "08/2027"),
        ("gtin", "614141999996"), ("unknown", "A12"), ("unknown", "*"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "unit", ["a", "1", "a-", "1-", "a1/", ".", "Lot ", "1a.", "exp ", "12/", "A1 to ", "@", "a:1", "(a) ", "UPC 1 2 3 "]
)
def test_a_long_text_is_read_in_linear_time(unit: str) -> None:
    def once(text: str) -> float:
        began = time.process_time()
        lots_in(text, text)
        return time.process_time() - began

    def seconds(length: int) -> float:
        return min(once(unit * (length // len(unit))) for _try in range(3))

    assert seconds(200_000) < 40 * max(seconds(20_000), 0.01)


@pytest.mark.parametrize(
    ("first", "last", "entry"),
    [
        ("17330001", "17330020", "17330001 to 17330020"),
        ("AB1200", "AB1250", "AB1200 to AB1250"),
        ("AB1250", "AB1200", ""),
        ("AB1200", "AB1200", ""),
        ("AB99", "AB150", ""),
        ("AB1200", "AC1250", ""),
        ("AB1200X", "AB1250X", ""),
        ("10000001", "99999999", ""),
        ("12", "19", ""),
    ],
)
def test_only_a_range_of_one_prefix_and_length_is_an_entry(first: str, last: str, entry: str) -> None:
    assert range_entry(first, last) == entry


@pytest.mark.parametrize(
    ("text", "use_by"),
    [
        ("Lots X1234, X1235, Exp 9/21/2027", "9/21/2027"),
        ("Lot X1234, Exp 9/2027; X1235, Exp. 9/2027", "9/2027"),
        ("Lot X1234, Exp 9/2027; X1235, Exp. 10/2027", ""),
        ("Lot X1234, Exp 9/2027; X1235, 10/2027", ""),
        ("Best By: 01/03/2027", "01/03/2027"),
        ("Lot X1234, Batch Date: 10/13/2026, Exp 9/2027", "9/2027"),
        ("Lot X1234, Exp soon or 9/2027", ""),
        ("Lot X1234", ""),
    ],
)
def test_one_clear_date_is_the_use_by_date(text: str, use_by: str) -> None:
    assert use_by_in(tokens_of(text)) == use_by


@pytest.mark.parametrize(
    ("text", "gtins"),
    [
        ("UPC 614141999996", ["614141999996"]),
        ("UPC 6 14141 99999 6; UPC: 6-14141-99999-6", ["614141999996"]),
        ("Case EAN code: 4006381333931", ["4006381333931"]),
        ("UPC Codes: 614141999996 and 4006381333931", ["614141999996", "4006381333931"]),
        ("UPC 614141999990", []),
        ("Item 614141999996", []),
        ("UPC 614141999996-1", []),
    ],
)
def test_only_a_bar_code_with_its_check_digit_is_taken(text: str, gtins: list[str]) -> None:
    assert gtins_in(text) == gtins


@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_exactly_one_last_digit_makes_a_bar_code(digits: str) -> None:
    assert sum(has_valid_check_digit(f"{digits}{last}") for last in range(10)) == 1


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


def test_the_known_faulty_texts_are_read_right() -> None:
    path = SHARED / "cases" / "recalls" / "lots.json"
    if not path.exists():
        pytest.skip("needs ../shared/cases, which is not there")
    for case in json.loads(path.read_bytes())["lots_in"]:
        assert lots_in(case["code_info"]) in ([case["right"], []] if case.get("or_empty") else [case["right"]])


def test_of_real_records_three_quarters_are_parsed_with_no_wrong_lot() -> None:
    records = list(records_of(SHARED / "data"))
    if not records:
        pytest.skip("needs ../shared/data, which is not there")
    measured = measure_parsing(records)
    assert measured.wrong == []
    assert measured.share >= 0.75


def test_a_list_of_case_numbers_leaves_the_lots_to_a_person() -> None:
    """The numbers on a recalled case are recalled, too: a row without them would not be the whole list."""
    assert lots_in("Batch No. 35518N200, 39471N200 Case No. 38484XK00, 39471N200 Best By 04/01/27") == []
