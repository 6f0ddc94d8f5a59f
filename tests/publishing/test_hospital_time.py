"""Times as the hospital's clocks show them: New York's go forward on 8 March 2026 and back on 1 November 2026."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.forms import Form
from hypothesis import given
from hypothesis import strategies as st

from publishing.hospital_time import HospitalTimeField, as_typed, moments_of


class WhenForm(Form):
    at = HospitalTimeField()


def moment(typed: str, which: str = "") -> datetime | None:
    return HospitalTimeField(required=False).clean([typed, which])


def test_a_time_is_the_hospitals() -> None:
    assert moment("2026-03-03T14:05") == datetime(2026, 3, 3, 19, 5, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_refused_with_the_next_that_exists() -> None:
    with pytest.raises(ValidationError, match=r"so 2:30 a\.m\. does not exist\. Did you mean 3:30 a\.m\.\?"):
        moment("2026-03-08T02:30")


def test_of_a_time_that_comes_twice_it_asks_which() -> None:
    with pytest.raises(ValidationError, match=r"show 1:30 a\.m\. twice"):
        moment("2026-11-01T01:30")


@pytest.mark.parametrize(("which", "hour"), [("first", 5), ("second", 6)])
def test_the_answer_decides(which: str, hour: int) -> None:
    assert moment("2026-11-01T01:30", which) == datetime(2026, 11, 1, hour, 30, tzinfo=UTC)


def test_the_question_stands_in_the_form_only_when_it_is_needed() -> None:
    asked, plain = (WhenForm({"at": typed}) for typed in ("2026-11-01T01:30", "2026-11-02T01:30"))
    assert "the second one" in str(asked["at"])
    assert "the second one" not in str(plain["at"])


@pytest.mark.parametrize("typed", ["tomorrow", "2026-02-30T10:00", "2026-03-03T14:05+00:00", "9" * 400])
def test_what_is_no_time_is_refused_and_shown(typed: str) -> None:
    with pytest.raises(ValidationError, match="is no day and time"):
        moment(typed)


def test_nothing_typed_is_nothing() -> None:
    assert moment("") is None


@given(st.integers(0, 70_000_000))
def test_every_moment_is_one_of_those_that_its_typed_form_means(minutes: int) -> None:
    minute = datetime(1990, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert minute in moments_of(datetime.fromisoformat(as_typed(minute)))
