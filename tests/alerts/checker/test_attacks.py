"""Texts that families and staff write, and that must never lead to a “no” for a package that may be recalled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from alerts.checker.answer import Outcome, check
from alerts.checker.entries import EntryKind, canonical_entry, problem_with, read_entry
from alerts.packages import Package

WHOLE = Package(
    product="Zinc drops",
    ndcs=("68462-357-01",),
    gtins=("036000291452",),
    lots=("BW26A014", "17230001 to 17230020", "AB7766"),
    is_list_complete=True,
)


def outcome_of(typed: str, **changes: Any) -> Outcome:
    return check(typed, [replace(WHOLE, **changes)], is_confirmed=True).outcome


@pytest.mark.parametrize("typed", ["BW99K777", "Lote: BW99K777", "LOT BW99K777 EXP 10/27", "55430017", "KX 4471902"])
def test_another_lot_is_still_no(typed: str) -> None:
    assert outcome_of(typed) is Outcome.NO


@pytest.mark.parametrize(
    "typed",
    [
        "EXP10/2027",
        "EXP1027",
        "CAD10/27",
        "Exp10-2027",
        "VTO 10/2027",
        "E 10/27",
        "V: 10/2027",
        "ENE 2027",
        "ENE2027",
        "31 DIC 2027",
        "DIC-27",
        "15ABR2027",
        "SEPTIEMBRE2027",
        "1O/2027",
        "1I.12.2O27",
    ],
)
def test_a_date_in_any_spelling_is_never_no(typed: str) -> None:
    assert outcome_of(typed) is Outcome.ASK


@pytest.mark.parametrize(
    "typed",
    [
        "250mg/5mL",
        "160mg/5mL",
        "160 mg/5mL",
        "30TABS",
        "100CAPS",
        "20-25C",
        "20°-25°C",
        "68-77F",
        "12.4OZ(351g)",
        "USP 2000",
        "10000 per",
        "WT 850",
        "NJ 08540",
        "4000 can",
    ],
)
def test_a_measure_and_an_address_are_never_no(typed: str) -> None:
    assert outcome_of(typed) is Outcome.ASK


@pytest.mark.parametrize("typed", ["1-800-FDA-1088", "1800FDA1088", "800 FDA 1088", "+44 20 7946 0958", "+34600123456"])
def test_a_phone_number_with_letters_or_a_country_code_is_never_no(typed: str) -> None:
    assert outcome_of(typed) is Outcome.ASK


@pytest.mark.parametrize("typed", ["www.fda.gov/1234", "http://x.co/ab12", "fda.gov/ab12"])
def test_a_web_address_is_never_no(typed: str) -> None:
    assert outcome_of(typed) is Outcome.ASK


@pytest.mark.parametrize(
    "typed",
    [
        "BW26A015 10/2027",
        "BW26A015/10/27",
        "LOT BW26A041 QTY 2",
        "N° AB7767",
        "LOTAB7767",
        "10AB7767",
        "AB7767-02-27",
        "NDC 68462-357-01 LOT BW26A015",
        "LOT17230051",
        "AB7767EXP1027",
    ],
)
def test_a_slip_beside_another_number_or_a_label_is_asked_about(typed: str) -> None:
    assert outcome_of(typed) is Outcome.ASK


@pytest.mark.parametrize(
    "typed",
    ["68462-0357-10", "NDC 68462-0375-01", "6846O-357-01", "N0C 68462-357-01", "36000", "29145", "357-01", "68462"],
)
def test_a_code_of_the_recall_with_a_slip_or_in_part_is_asked_about(typed: str) -> None:
    assert outcome_of(typed) is Outcome.ASK


@pytest.mark.parametrize("typed", ["04252614", "0 425261 4", "425261"])
def test_the_short_bar_code_of_a_small_package_is_the_listed_one(typed: str) -> None:
    assert outcome_of(typed, gtins=("042100005264",)) is Outcome.ASK


def test_the_bar_code_of_a_case_is_that_of_its_product() -> None:
    assert outcome_of("10036000291459") is Outcome.ASK
    assert outcome_of("10036000291459", lots=("All lots",)) is Outcome.YES


@pytest.mark.parametrize("typed", ["ABC10O0", "ABC-100", "REF ABC1000 SN 44"])
def test_a_model_with_a_slip_is_asked_about(typed: str) -> None:
    assert outcome_of(typed, model_numbers=("ABC-1000",)) is Outcome.ASK


@pytest.mark.parametrize(
    "typed",
    [
        "(01)00036000291452(10)LOTA77(21)SER12345",
        "010003600029145210LOTA77\x1d21SER12345",
        "https://id.gs1.org/01/00036000291452/10/LOTA77/21/SER12345",
        "(21)SER12345(10)LOTA77(01)00036000291452",
    ],
)
def test_the_serial_number_of_a_scanned_code_is_compared_beside_its_lot(typed: str) -> None:
    assert outcome_of(typed, lots=("SER12345", "SER99888")) is Outcome.YES
    assert outcome_of(typed, lots=("SER12346", "SER99888")) is Outcome.ASK
    assert outcome_of(typed, lots=("QQ998877",)) is Outcome.NO


def test_a_scanned_serial_number_alone_is_never_no() -> None:
    assert outcome_of("(01)00036000291452(21)SER12345", lots=("QQ998877",)) is Outcome.ASK


@pytest.mark.parametrize("typed", ["96385074", "042100005264", "12345-678-90"])
def test_no_code_is_no_where_an_entry_is_unclear(typed: str) -> None:
    assert outcome_of(typed, lots=("lots of May", "QQ998877")) is Outcome.ASK


def test_eight_digits_are_no_only_where_lots_are_complete_too() -> None:
    assert outcome_of("96385074", lots=()) is Outcome.ASK
    assert outcome_of("96385074") is Outcome.NO


@pytest.mark.parametrize(
    ("line", "member"),
    [
        ("Lot 17230001 to 17230020", "17230010"),
        ("Lot 17230001-17230020", "17230010"),
        ("lot: A100 through A150", "A120"),
        ("Lot 12345/46", "12346"),
        ("A100~A150", "A120"),
        ("A100/A150", "A120"),
        ("A100>A150", "A120"),
        ("A100_A150", "A120"),
        ("A100:A150", "A120"),
        ("A100thruA150", "A120"),
        ("A100toA150", "A120"),
        ("A100TO150", "A120"),
        ("A100(1-5)", "A1003"),
        ("A100A-F", "A100C"),
        ("A-100-150", "A120"),
        ("10-100-10-150", "10120"),
        ("12345-46-50", "12348"),
        ("17230001-20A", "17230010A"),
        ("24Bxx", "24B17"),
        ("24BXXX", "24B171"),
        ("24Bnn", "24B17"),
        ("Lot BW26A014 exp 10/27", "BW26A041"),
        ("Lot 12345, 12388", "12398"),
    ],
)
def test_a_number_that_a_line_of_staff_may_mean_is_never_no(line: str, member: str) -> None:
    assert outcome_of(member, lots=(line, "QQ998877")) is not Outcome.NO


@pytest.mark.parametrize(
    "lot", ["13013.013A", "168.944", "20150408@10", "02182019:79", "02-05-2020:86@14", "SN-48122", "lot 12-34"]
)
def test_a_lot_with_separators_is_still_one_lot(lot: str) -> None:
    assert read_entry(lot).kind is EntryKind.SINGLE


def test_a_range_after_the_word_lot_is_stored_as_a_range() -> None:
    assert canonical_entry("Lot A100 to A150") == "A100 to A150"
    assert outcome_of("A120", lots=("Lot A100 to A150",)) is Outcome.YES


def test_two_numbers_after_the_word_lot_are_refused() -> None:
    assert problem_with("Lot 12345, 12388") == "Write one lot a line."


@pytest.mark.parametrize("lot", ["0XX0", "XX24B", "1TO2", "12TO34"])
def test_letters_inside_a_listed_lot_are_no_placeholder(lot: str) -> None:
    assert outcome_of(lot, lots=(lot,)) is Outcome.YES
