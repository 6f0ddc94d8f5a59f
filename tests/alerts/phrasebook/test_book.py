"""The phrase book: every language says everything that the English says, with the same numbers and blanks."""

import tomllib
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from alerts.models import RecallAlert
from alerts.phrasebook.book import PHRASES, BlankType, parsed, phrase_book
from alerts.phrasebook.validation import check_phrase_book, problems_of

WANTED = {
    "visitor-restrictions", "weather-closing", "phones-down", "respiratory-season", "boil-water", "recall", "shortage",
}  # fmt: skip
VALUES: dict[str, Any] = tomllib.loads(PHRASES.read_text(encoding="utf-8"))


def blank(values: dict[str, Any], key: str) -> dict[str, Any]:
    return next(entry for entry in values["blank"] if entry["key"] == key)


def template(values: dict[str, Any], key: str) -> dict[str, Any]:
    return next(entry for entry in values["template"] if entry["key"] == key)


def test_the_book_is_sound() -> None:
    assert list(problems_of(phrase_book())) == []
    assert check_phrase_book() == []


def test_each_wanted_template_is_there_with_at_most_three_fields() -> None:
    assert {template.key for template in phrase_book().templates} == WANTED
    assert all(1 <= len(template.asked) <= 3 for template in phrase_book().templates)


def test_each_template_sets_a_phone_that_families_can_call() -> None:
    for found in phrase_book().templates:
        assert {BlankType.PHONE, BlankType.HOSPITAL_PHONE} & {blank.type for blank in found.blanks}, found.key
        assert all("{" in text for text in found.texts["whom_to_call"].values())


def test_phones_that_do_not_work_are_never_filled_in_beforehand() -> None:
    down = phrase_book().template("phones-down")
    assert down is not None
    assert not any(blank.starts_with_hospital_phone for blank in down.blanks)


def test_unsafe_water_has_no_end_that_comes_by_itself() -> None:
    water = phrase_book().template("boil-water")
    assert water is not None
    assert BlankType.MOMENT not in {blank.type for blank in water.blanks}


def test_a_template_is_unreviewed_until_each_of_its_words_is_reviewed() -> None:
    values = deepcopy(VALUES)
    template(values, "boil-water")["reviewed"] = {"es": "A. Rivas, 2027-01-14", "ar": ""}
    found = parsed(values).template("boil-water")
    assert found is not None
    assert found.unreviewed() == ["es", "ar"]
    blank(values, "water_area")["reviewed"] = {"es": "A. Rivas, 2027-01-14", "ar": ""}
    found = parsed(values).template("boil-water")
    assert found is not None
    assert found.unreviewed() == ["ar"]


def _without_spanish(values: dict[str, Any]) -> None:
    del template(values, "recall")["headline"]["es"]


def _without_phrase(values: dict[str, Any]) -> None:
    blank(values, "closed_place")["phrases"][0]["ar"] = " "


def _without_blank(values: dict[str, Any]) -> None:
    template(values, "recall")["headline"]["es"] = "Se retira del mercado un producto."


def _other_blank(values: dict[str, Any]) -> None:
    template(values, "recall")["headline"]["ar"] += " {phone}"


def _other_number(values: dict[str, Any]) -> None:
    text = template(values, "phones-down")["what_to_do"]
    text["es"] = text["es"].replace("911", "112")


def _phone_among_arabic(values: dict[str, Any]) -> None:
    template(values, "recall")["whom_to_call"]["ar"] = "اتصل على {phone}"


def _unused_blank(values: dict[str, Any]) -> None:
    template(values, "recall")["blanks"].append("until")


def _four_blanks(values: dict[str, Any]) -> None:
    found = template(values, "recall")
    found["blanks"].append("until")
    for text in ("en", "es", "ar"):
        found["what_to_do"][text] += " {until}"


def _too_long(values: dict[str, Any]) -> None:
    blank(values, "closed_place")["phrases"][0]["es"] = "las clínicas " * 25


def _no_field(values: dict[str, Any]) -> None:
    blank(values, "product")["sets"] = "nothing"


def _twice(values: dict[str, Any]) -> None:
    values["template"].append(deepcopy(values["template"][0]))


def _stray_brace(values: dict[str, Any]) -> None:
    template(values, "recall")["label"]["es"] = "Retiro {"


def _no_kind(values: dict[str, Any]) -> None:
    template(values, "recall")["kind"] = "rumor"


def _no_review(values: dict[str, Any]) -> None:
    template(values, "recall")["reviewed"] = {"es": ""}


def _missing_field(values: dict[str, Any]) -> None:
    del template(values, "recall")["link_text"]


@pytest.mark.parametrize(
    ("break_it", "complaint"),
    [
        (_without_spanish, "write it in en, es, ar; look at es"),
        (_without_phrase, "the text in ar is empty"),
        (_without_blank, "the blanks in es are not those of the English"),
        (_other_blank, "the blanks in ar are not those of the English"),
        (_other_number, "the numbers in es are not those of the English"),
        (_phone_among_arabic, "in ar a phone number stands in a paragraph of its own"),
        (_unused_blank, "the blank “until” stands in the texts or in `blanks`, and not in both"),
        (_four_blanks, "it asks for 4 blanks"),
        (_too_long, "is too long by"),
        (_no_field, "an alert has no field “nothing”"),
        (_twice, "template “visitor-restrictions” is there 2 times"),
        (_stray_brace, "a brace in es belongs to no blank"),
        (_no_kind, "“rumor” is no kind of alert"),
        (_no_review, "`reviewed` names each language but English"),
        (_missing_field, "“link_text” is missing"),
    ],
)
def test_a_book_that_lacks_something_is_refused(break_it: Callable[[dict[str, Any]], None], complaint: str) -> None:
    values = deepcopy(VALUES)
    break_it(values)
    assert complaint in " ".join(problems_of(parsed(values)))


def test_a_book_that_cannot_be_read_is_reported_and_raises_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KeyError("blank")

    monkeypatch.setattr("alerts.phrasebook.validation.phrase_book", broken)
    (error,) = check_phrase_book()
    assert "cannot be read" in error.msg


def test_the_fields_that_a_blank_sets_are_fields_of_an_alert() -> None:
    fields = {field.name for field in RecallAlert._meta.get_fields()}
    assert {blank.sets for blank in phrase_book().blanks if blank.sets} <= fields
