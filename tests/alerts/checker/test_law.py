"""The law of the checker: “no” only where a plain model, which shares no code with it, finds nothing against it.

The model lists every number of a recall, one by one, and compares letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.checker.answer import Outcome, check
from alerts.packages import Package

GROUPS = ["O0QD", "I1L", "S5", "Z2", "B8", "G6", "T7", "UV"]
ALPHABET = "ABGKOSTUXZ0123456789"


@dataclass(frozen=True)
class Known:
    """A package whose numbers the model knows, whatever the checker reads in its entries."""

    package: Package
    numbers: tuple[str, ...]
    is_countable: bool
    """Every entry is a single lot or a range."""


def one_of_each_group(text: str) -> str:
    letters = [character for character in text.upper() if character.isalnum()]
    return "".join(next((group[0] for group in GROUPS if character in group), character) for character in letters)


def differs_by_more_than_a_slip(one: str, other: str) -> bool:
    """Written as a list of all slips, so that it is plain: leave out, put in, change, swap."""
    if one in other or other in one:
        return False
    if abs(len(one) - len(other)) > 1:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) != len(longer):
        return all(longer[:place] + longer[place + 1 :] != shorter for place in range(len(longer)))
    places = [place for place, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs]
    is_swap = (
        len(places) == 2
        and places[1] == places[0] + 1
        and one[places[0]] + one[places[1]] == (other[places[1]] + other[places[0]])
    )
    return len(places) > 1 and not is_swap


def may_be_no(typed: str, recall: list[Known]) -> bool:
    mine = one_of_each_group(typed)
    return (
        bool(recall)
        and len(mine) >= 3
        and any(character.isdigit() for character in typed)
        and all(known.package.is_list_complete and known.is_countable and known.numbers for known in recall)
        and all(
            differs_by_more_than_a_slip(mine, one_of_each_group(number)) for known in recall for number in known.numbers
        )
    )


def lots() -> st.SearchStrategy[str]:
    return st.text(ALPHABET, min_size=4, max_size=10).filter(
        lambda text: any(map(str.isdigit, text)) and any(map(str.isalpha, text)) and not text.endswith("XX")
    )


@st.composite
def packages(draw: st.DrawFn) -> Known:
    entries: list[str] = []
    numbers: list[str] = []
    is_countable = True
    for kind in draw(st.lists(st.sampled_from(["lot", "lot", "lot", "range", "all", "unclear"]), max_size=4)):
        if kind == "lot":
            lot = draw(lots())
            entries.append(lot)
            numbers.append(lot)
        elif kind == "range":
            prefix, low, count = draw(st.text("ABKX", max_size=2)), draw(st.integers(0, 900)), draw(st.integers(0, 90))
            entries.append(f"{prefix}{low:04} to {prefix}{low + count:04}")
            numbers += [f"{prefix}{number:04}" for number in range(low, low + count + 1)]
        else:
            entries.append(
                "All lots" if kind == "all" else draw(st.sampled_from(["lots of May", "A100-A150", "K10, K11"]))
            )
            is_countable = False
    return Known(Package(lots=tuple(entries), is_list_complete=draw(st.booleans())), tuple(numbers), is_countable)


def slips(number: str) -> Iterator[str]:
    yield number[: len(number) // 2 + 1]
    yield number[len(number) // 2 - 1 :]
    yield f"K7{number}9A"
    for place in range(len(number)):
        yield number[:place] + number[place + 1 :]
        yield number[:place] + "7" + number[place:]
        yield number[:place] + "K" + number[place + 1 :]
        yield number[:place] + number[place : place + 2][::-1] + number[place + 2 :]


@st.composite
def typed_about(draw: st.DrawFn, recall: list[Known]) -> str:
    """Something near the recall, or far from it."""
    numbers = [number for known in recall for number in known.numbers]
    if numbers and draw(st.integers(0, 3)):
        number = draw(st.sampled_from(numbers))
        number = draw(st.sampled_from([*slips(number), number]))
        return draw(st.sampled_from(["", " ", "-", ".", "/", "_"])).join(number)
    return draw(st.one_of(lots(), st.text(max_size=12), st.text("0123456789-/. ", max_size=14)))


@settings(max_examples=600)
@given(st.data())
def test_no_is_given_only_where_the_plain_model_agrees(data: st.DataObject) -> None:
    recall = data.draw(st.lists(packages(), max_size=3))
    typed = data.draw(typed_about(recall))
    answer = check(typed, [known.package for known in recall], is_confirmed=True)
    if answer.outcome is Outcome.NO:
        assert may_be_no(typed, recall)


@given(st.data())
def test_no_is_never_given_without_confirmation(data: st.DataObject) -> None:
    recall = data.draw(st.lists(packages(), max_size=3))
    typed = data.draw(typed_about(recall))
    assert check(typed, [known.package for known in recall]).outcome is not Outcome.NO


@given(st.lists(packages(), min_size=1, max_size=3), st.data())
def test_every_listed_number_is_yes(recall: list[Known], data: st.DataObject) -> None:
    numbers = [number for known in recall for number in known.numbers]
    if numbers:
        typed = data.draw(st.sampled_from(numbers))
        answer = check(typed, [known.package for known in recall])
        assert answer.outcome in (Outcome.YES, Outcome.ASK)
        if typed.isalnum() and not typed.isdigit():
            assert answer.outcome is Outcome.YES


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
FORMS = [
    "%m/%Y",
    "%m/%d/%Y",
    "%m-%d-%y",
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%b %Y",
    "%d %b %Y",
    "%d%b%Y",
    "%Y%m%d",
    "%B %d, %Y",
    "%m/%y",
]


@given(packages(), st.one_of(
    st.builds(lambda day, form: day.strftime(form), DAYS, st.sampled_from(FORMS)),
    st.from_regex(r"\(?[2-9]\d\d\)?[ .-][2-9]\d\d[ .-]\d{4}", fullmatch=True),
    st.from_regex(r"\d{12}|\d{13}|\d{14}", fullmatch=True),
    st.from_regex(r"[A-Za-z]{4,9}( [a-z]{2,8}){0,3}", fullmatch=True),
    st.from_regex(r"\d{1,3} ?(mg|ml|mcg|oz)", fullmatch=True),
))  # fmt: skip
def test_a_date_a_phone_number_a_bar_code_and_words_are_never_no(known: Known, typed: str) -> None:
    whole = Package(lots=(*known.package.lots, "ZZ900001"), is_list_complete=True)
    assert check(typed, [whole], is_confirmed=True).outcome is not Outcome.NO
