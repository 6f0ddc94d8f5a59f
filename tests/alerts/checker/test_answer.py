"""The answer to what a family typed: “no” only where it is sure, and a helpful “ask” otherwise."""

import pytest

from alerts.checker.answer import Answer, Outcome, Reason, check
from alerts.packages import Package

CAPSULES = Package(
    product="Potassium capsules",
    strength="750 mg",
    ndcs=("99999-357-01", "99999-357-05"),
    gtins=("399999357012",),
    lots=("BW26A014", "BW26A015", "KX4401 to KX4420"),
    is_list_complete=True,
)
SYRUP = Package(
    product="Cough syrup", ndcs=("99998-020-20",), gtins=("399998020207",), lots=("SY-77120",), is_list_complete=True
)
RECALL = [CAPSULES, SYRUP]


def answer(typed: str, *packages: Package) -> Answer:
    """After the question “Is this exactly what is printed?”."""
    return check(typed, packages or RECALL, is_confirmed=True)


def plain(typed: str, *packages: Package) -> tuple[str, Reason]:
    found = answer(typed, *packages)
    return found.outcome.value, found.reason


@pytest.mark.parametrize(
    "typed", ["BW26A014", "bw26a014", "BW 26 A 014", "BW.26.A.014", "BW/26/A/014", "LOT BW26A014", "ＢＷ２６Ａ０１４"]
)
def test_a_listed_lot_is_yes_in_every_spelling_and_names_its_row(typed: str) -> None:
    found = answer(typed)
    assert (found.outcome, found.reason, found.package) == (Outcome.YES, Reason.LOT_LISTED, CAPSULES)
    assert found.listed == "BW26A014"


def test_yes_needs_no_confirmation() -> None:
    assert check("SY77120", RECALL).outcome is Outcome.YES


def test_a_lot_in_a_range_is_yes() -> None:
    assert plain("KX4411") == ("yes", Reason.LOT_IN_RANGE)
    assert answer("KX4411").listed == "KX4401 to KX4420"


def test_two_rows_with_the_same_lot_are_both_named() -> None:
    other = Package(product="Potassium powder", lots=("BW26A014",), is_list_complete=True)
    found = answer("BW26A014", CAPSULES, other)
    assert (found.package, list(found.others)) == (CAPSULES, [other])


def test_before_a_no_a_person_is_asked_whether_the_number_is_exactly_what_is_printed() -> None:
    found = check("ZR8830712", RECALL)
    assert (found.outcome, found.reason, found.groups) == (Outcome.ASK, Reason.CONFIRM, ["ZR88", "3071", "2"])
    assert plain("ZR8830712") == ("no", Reason.NOT_LISTED)


@pytest.mark.parametrize(
    "typed",
    [
        "BW26A041", "BW26AO14", "BW26A0145", "BW26A01", "26A014", "XBW26A014", "8W2GAO1A", "BW26A0I5", "VW26A014",
        "SY77210", "5Y77120", "SV77120", "KX4421", "KX4400", "KX441", "KX44111", "4411", "KY4411", "KX4B11", "XK4411",
        "KXA4411", "AKX4411Z", "99KX441177", "BW26A013", "BVV26A014",
    ],
)  # fmt: skip
def test_a_slip_a_look_alike_or_a_part_is_asked_about(typed: str) -> None:
    if typed == "BVV26A014":  # Two slips: V V for W. A person confirms.
        assert plain(typed)[0] == "no"
        return
    found = answer(typed)
    assert (found.outcome, found.reason) == (Outcome.ASK, Reason.SIMILAR)
    assert found.listed


def test_a_near_miss_shows_both_numbers_with_the_difference_marked() -> None:
    typed, listed = answer("BW26A041").pieces
    assert "".join(piece.text for piece in typed) == "BW26A041"
    assert "".join(piece.text for piece in listed) == "BW26A014"
    assert any(piece.is_different for piece in typed)
    assert not typed[0].is_different


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("04/2028", Reason.DATE),
        ("EXP 0428", Reason.DATE),
        ("I do not know", Reason.WORDS),
        ("Potassium capsules", Reason.WORDS),
        ("1-800-555-0123", Reason.PHONE),
        ("5024204062", Reason.DIGITS),
        ("399999357013", Reason.SIMILAR),
        ("036000291453", Reason.BAD_BAR_CODE),
        ("Z9", Reason.SHORT),
        ("", Reason.UNREADABLE),
        ("~~~", Reason.UNREADABLE),
        ("9" * 201, Reason.UNREADABLE),
    ],
)
def test_what_is_no_lot_is_never_no(typed: str, reason: Reason) -> None:
    assert plain(typed) == ("ask", reason)


@pytest.mark.parametrize("lots", [("All lots made in May",), ("A100-A150",), ("A100 - A1500",), ("A 100",), ("??",)])
def test_a_list_with_an_unclear_entry_is_never_no(lots: tuple[str, ...]) -> None:
    package = Package(lots=("ZZ900001", *lots), is_list_complete=True)
    assert plain("QRS55123", package) == ("ask", Reason.INCOMPLETE)


def test_a_list_that_nobody_called_whole_is_never_no() -> None:
    loose = Package(product="Drops", lots=("DR5501",))
    assert plain("QQ88123") == ("no", Reason.NOT_LISTED)
    assert plain("QQ88123", CAPSULES, loose) == ("ask", Reason.INCOMPLETE)
    assert plain("QQ88123", CAPSULES, Package(product="Drops", is_list_complete=True)) == ("ask", Reason.INCOMPLETE)
    assert check("QQ88123", [], is_confirmed=True).reason is Reason.INCOMPLETE


def test_a_product_code_asks_for_the_lot() -> None:
    for typed in (
        "99999-357-05",
        "NDC 99999-357-05",
        "NDC99999-357-05",
        "NDC99999035705",
        "99999035705",
        "9999935705",
        "99999-357",
        "399999357012",
    ):
        found = answer(typed)
        assert (found.outcome, found.reason, found.package) == (Outcome.ASK, Reason.WHICH_LOT, CAPSULES), typed


def test_every_lot_of_a_listed_product_code_is_yes() -> None:
    whole = Package(product="Eye drops", ndcs=("99997-111-15",), lots=("All lots",))
    assert plain("99997-111-15", whole) == ("yes", Reason.WHOLE_PRODUCT)
    assert plain("QQ88123", CAPSULES, whole) == ("ask", Reason.COMPARE_PRODUCT)


def test_a_product_code_is_no_only_where_all_rows_list_all_codes() -> None:
    assert plain("50242-040-62") == ("no", Reason.NOT_LISTED)
    assert plain("50242-040-62", CAPSULES, Package(lots=("A77881",), is_list_complete=True)) == ("ask", Reason.NDC)
    assert plain("036000291452") == ("no", Reason.NOT_LISTED)
    no_bar_codes = Package(ndcs=("99998-020-20",), lots=("A77881",), is_list_complete=True)
    assert plain("036000291452", no_bar_codes) == ("ask", Reason.BAR_CODE)


def test_a_product_code_one_slip_away_is_asked_about() -> None:
    assert plain("99999-375-01") == ("ask", Reason.SIMILAR)
    assert plain("99999-357-1") == ("ask", Reason.SIMILAR)


SCANNED = "(01)00399999357012(17)280430(10)"


def test_a_scanned_code_is_answered_by_product_and_lot_together() -> None:
    assert plain(f"{SCANNED}BW26A014") == ("yes", Reason.LOT_LISTED)
    assert plain(f"{SCANNED}BW26A041") == ("ask", Reason.SIMILAR)
    assert plain(f"{SCANNED}ZZ991122") == ("no", Reason.NOT_LISTED)
    assert plain("(01)00036000291452(10)BW26A014") == ("ask", Reason.OTHER_PRODUCT)
    assert plain("(01)00036000291453(10)ZZ991122") == ("ask", Reason.BAD_BAR_CODE)


def test_a_lot_that_looks_like_a_date_is_yes_only_as_it_is_listed() -> None:
    package = Package(lots=("lot 042028",), is_list_complete=True)
    assert plain("lot 042028", package)[0] == "yes"
    assert plain("04/2028", package) == ("ask", Reason.SIMILAR)


def test_a_model_number_asks_for_the_serial_number() -> None:
    pump = Package(product="Pump", model_numbers=("MX-200",), lots=("SN10001 to SN10900",), is_list_complete=True)
    assert plain("MX200", pump) == ("ask", Reason.WHICH_LOT)
    assert plain("SN10450", pump) == ("yes", Reason.LOT_IN_RANGE)


def test_two_thousand_lots_and_ranges_are_compared() -> None:
    lots = [f"QA{number:06}" for number in range(0, 100_000, 100)]
    ranges = [f"RB{number:06} to RB{number + 5:06}" for number in range(0, 100_000, 100)]
    package = Package(lots=(*lots, *ranges), is_list_complete=True)
    assert plain("RB000703", package) == ("yes", Reason.LOT_IN_RANGE)
    assert plain("ZX44T1W9", package)[0] == "no"
