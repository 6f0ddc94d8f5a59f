"""What a public page says of its review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from publishing import clock


@dataclass(frozen=True)
class ReviewLine:
    """Who checked the text and when, when it is due again, and whether that is too long ago."""

    reviewers: list[dict[str, str]]
    last_on: date | None
    next_on: date | None
    is_overdue: bool

    @property
    def names(self) -> str:
        """Name and credentials of each: “Dana Reyes, MD; Robin Hale, RN”."""
        people = (f"{person['name']}, {person['credentials']}".rstrip(", ") for person in self.reviewers)
        return "; ".join(people)


def review_line(content: dict[str, Any], has_lapsed: bool | None = None) -> ReviewLine:
    """The line of a revision's content; `has_lapsed` is whether its review is overdue: at this moment, unless told."""
    return ReviewLine(
        reviewers=content.get("reviewers") or ([content["reviewer"]] if content.get("reviewer") else []),
        last_on=_date(content.get("last_reviewed_on")),
        next_on=_date(content.get("next_review_on")),
        is_overdue=_has_lapsed(content.get("review_lapses_at")) if has_lapsed is None else has_lapsed,
    )


def _has_lapsed(at: str | None) -> bool:
    return at is not None and datetime.fromisoformat(at) <= clock.now()


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
