"""What was typed is recognized, and only a well-formed number is called one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.checker.codes import is_hyphenated_ndc, read_element_string, read_gtin, read_ndc
from alerts.checker.typed import LONGEST_TYPED, Kind, read_typed

KINDS = {
    Kind.LOT: ["KX4471", "kx-4471", "Lot # KX4471", "LOTE: KX4471", "KX 4471", "(KX4471)", "KX4471 EXP 4/28"],
    Kind.NDC: ["0781-1506-10", "NDC 50242-040-62", "NDC50242004062", "50242\u2011040\u201162", "NDC: 54868-5282-1"],
    Kind.BAR_CODE: ["036000291452", "0 36000 29145 2", "4006381333931", "96385074", "UPC 036000291452"],
    Kind.ELEMENT_STRING: [
        "(01)00036000291452(17)280430(10)KX4471",
        "(01) 00036000291452 (10) KX4471",
        "010003600029145217280430" + "10KX4471",
        "]d2010003600029145210KX4471\x1d17280430",
        "https://id.example.org/01/00036000291452/10/KX4471?17=280430",
    ],
    Kind.BAD_BAR_CODE: [
        "036000291453", "4006381333932", "(01)00036000291453(10)KX4471", "010003600029145310KX4471", "]d2KX4471",
    ],
    Kind.DIGITS: ["5024204062", "50242004062", "8005550123", "50242-040", "50242-040-6", "NDC 5024"],
    Kind.DATE: [
        "04/2028", "4/28", "04-30-2028", "2028-04-30", "30.04.2028", "Apr 2028", "APR-28", "30 April 2028", "30APR2028",
        "2028 APR", "2027", "20280430", "04302028", "042028", "280430", "EXP 0428", "Exp. date: KX", "BUD 04/30/28",
        "use by April 30, 2028", "lot 04/2028",
    ],
    Kind.PHONE: ["1-800-555-0123", "(617) 555-0123", "617.555.0123", "+1 617 555 0123", "555-0123"],
    Kind.WORDS: [
        "I do not know", "I don't know", "no sé", "لا أعرف", "acetaminophen", "potassium 750 mg",
        "I took 3", "750mg",
        "5 ml", "I am 5", "125-count", "mg/60", "1.5MG/ML", "0.05gm", "10x10", "17th",
        "???a", "KX44ع71", "a" * 60, "7 days",
    ],
    Kind.SHORT: ["A1", "7", "480"],
    Kind.UNREADABLE: ["", " ", "-", "🙂", "\x00", "A1" * LONGEST_TYPED],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_what_was_typed_is_recognized(kind: Kind, text: str) -> None:
    assert read_typed(text).kind is kind


@pytest.mark.parametrize("text", KINDS[Kind.ELEMENT_STRING])
def test_product_code_and_lot_are_read_from_a_scanned_code(text: str) -> None:
    typed = read_typed(text)
    assert (typed.gtin, typed.folded) == ("00036000291452", "KX4471")


def test_the_expiry_is_read_from_a_scanned_code() -> None:
    assert read_typed("(01)00036000291452(17)280430(10)KX4471").expiry == "280430"


@pytest.mark.parametrize(
    "text",
    ["lot kx4471", "KX_44_71", "KX.44.71", "kx:4471", "КХ4471", "ΚΧ4471", "ＫＸ４４７１", "KX٤٤٧١", "KX\u200b4471"],
)
def test_case_separators_scripts_and_labels_make_no_other_number(text: str) -> None:
    assert read_typed(text).folded == "KX4471"


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("0781-1506-10", {"00781150610"}),
        ("50242-040-62", {"50242004062"}),
        ("54868-5282-1", {"54868528201"}),
        ("54868-5282-01", {"54868528201"}),
        ("54868528201", {"54868528201"}),
        ("0781150610", {"00781150610", "07811050610", "07811506100"}),
        ("50242-040", {"502420040"}),
        ("50242-40-62", set()),
        ("50242-040-6A", set()),
        ("1234", set()),
    ],
)
def test_an_ndc_is_read_in_each_of_its_forms(text: str, digits: set[str]) -> None:
    assert read_ndc(text) == digits


def test_only_whole_ndcs_with_hyphens_count_as_such() -> None:
    assert is_hyphenated_ndc("50242-040-62")
    assert not is_hyphenated_ndc("50242-040")
    assert not is_hyphenated_ndc("5024204062")


@given(st.integers(0, 10**13 - 1))
def test_a_bar_code_is_read_only_with_the_right_check_digit(number: int) -> None:
    digits = f"{number:013}"
    right = [last for last in "0123456789" if read_gtin(digits + last)]
    assert len(right) == 1


@given(st.text(max_size=LONGEST_TYPED + 20))
def test_any_text_is_recognized_as_something(text: str) -> None:
    typed = read_typed(text)
    assert typed.kind is not Kind.LOT or (typed.folded.isascii() and any(map(str.isdigit, typed.folded)))
    read_element_string(text)
