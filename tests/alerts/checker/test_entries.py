"""Entries of a list of lots: what is clear is read, what is unclear is refused with a suggestion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.checker.characters import fold
from alerts.checker.entries import EntryKind, canonical_entry, problem_with, read_entry

SINGLE = [
    "KX4471",
    "kx-4471",
    "17.220.001",
    "12-345",
    "7AB/19",
    "lot 4471-4490",
    "Batch No. 88412",
    "90210",
    "ＫＸ４４７１",
]
RANGES = {
    "KX4401 to KX4420": ("KX4401", "KX4410", "KX4420"),
    "kx4401 through kx4420": ("KX4401", "KX4420"),
    "88-10001 – 88-10050": ("8810001", "8810037"),
    "100A to 120A": ("100A", "111A", "120A"),
    "A0098 .. A0103": ("A0099", "A0100"),
}
UNCLEAR = [
    "KX4401-KX4420",
    "KX4401-420",
    "KX4401-20",
    "4401-4420",
    "9000-1000",
    "KX4401 to KX14420",
    "KX4401 to KY4420",
    "KX4420 to KX4401",
    "KX1-4401 to KX2-4420",
    "All lots with a date before May",
    "every bottle",
    "KX44 71",
    "KX4471, KX4472",
    "KX44**",
    "KX44XX",
    "0781-1506-10",
    "04/2028",
    "036000291452",
    "лот семь",
    "potassium",
    "",
]


@pytest.mark.parametrize("line", SINGLE)
def test_a_single_lot_is_read(line: str) -> None:
    assert read_entry(line).kind is EntryKind.SINGLE
    assert problem_with(line) == ""


@pytest.mark.parametrize("line", RANGES)
def test_a_range_contains_its_ends_and_what_lies_between(line: str) -> None:
    entry = read_entry(line)
    assert entry.kind is EntryKind.RANGE
    assert all(entry.contains(number) for number in RANGES[line])


def test_a_range_contains_nothing_outside_it_and_nothing_of_another_shape() -> None:
    entry = read_entry("KX4401 to KX4420")
    assert not any(map(entry.contains, ["KX4400", "KX4421", "KY4410", "4410", "KX44101", "KX441A", "KX44١٠"]))


@pytest.mark.parametrize("line", ["All lots", "all", "ALL BATCHES", "all lots."])
def test_all_lots_is_read_and_stored_in_one_spelling(line: str) -> None:
    assert read_entry(line).kind is EntryKind.ALL
    assert canonical_entry(line) == "All lots"


@pytest.mark.parametrize("line", UNCLEAR)
def test_whatever_is_not_surely_a_lot_a_range_or_all_lots_is_unclear_and_has_a_suggestion(line: str) -> None:
    assert read_entry(line).kind is EntryKind.UNCLEAR
    assert problem_with(line)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("17230001-17230020", "Is this the range 17230001 to 17230020?"),
        ("KX4401-20", "Is this the range KX4401 to KX4420?"),
        ("AB12-CD34", "Are these two lots?"),
        ("0781-1506-10", "looks like an NDC"),
        ("04/2028", "looks like a date"),
        ("036000291452", "looks like a bar code"),
        ("KX44 71", "Is “KX4471” one lot?"),
        ("KX4401 to KX14420", "must differ in their last digits alone"),
        ("KX4471; KX4472", "Write one lot a line."),
    ],
)
def test_a_suggestion_says_what_to_write(line: str, words: str) -> None:
    assert words in problem_with(line)


@pytest.mark.parametrize("line", UNCLEAR[:8])
def test_the_word_lot_before_it_makes_a_hyphenated_number_one_lot(line: str) -> None:
    if " " not in line:
        assert read_entry(f"lot {line}").kind is EntryKind.SINGLE


@given(st.text(max_size=80))
def test_any_line_is_read_and_its_canonical_spelling_is_read_alike(line: str) -> None:
    entry = read_entry(line)
    again = read_entry(canonical_entry(line))
    assert (again.kind, again.folded, again.low, again.high) == (entry.kind, entry.folded, entry.low, entry.high)
    assert bool(problem_with(line)) is (entry.kind is EntryKind.UNCLEAR)


@given(
    st.text("ABKX", max_size=3),
    st.integers(1, 9),
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.text("RS", max_size=2),
    st.integers(0, 10**9),
)
def test_a_range_contains_exactly_the_numbers_between(
    prefix: str, width: int, one: int, other: int, suffix: str, tried: int
) -> None:
    low, high = sorted((one % 10**width, other % 10**width))
    entry = read_entry(f"{prefix}{low:0{width}}{suffix} to {prefix}{high:0{width}}{suffix}")
    assert entry.kind is EntryKind.RANGE
    number = tried % 10**width
    assert entry.contains(fold(f"{prefix}{number:0{width}}{suffix}")) is (low <= number <= high)
