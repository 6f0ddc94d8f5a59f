"""A live page, the cards of all it mentions, and the same page in other languages, in one query."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection

from publishing import clock
from publishing.models import Publishable

_OWN = "kind, subject_id, slug, language, original_id, title, card"
_CARD = ", ".join(f"other.{name}" for name in _OWN.split(", "))
_IS_LIVE = "live_from <= %(at)s AND (live_until IS NULL OR live_until > %(at)s)"
_OTHER_IS_LIVE = "other.live_from <= %(at)s AND (other.live_until IS NULL OR other.live_until > %(at)s)"
# Written out: building it from querysets takes several times as long as the database takes to answer it.
_PAGE_AND_MENTIONED = f"""
WITH page AS (
    SELECT id, {_OWN}, content, review_lapses_at FROM publishing_revision
    WHERE kind = %(kind)s AND slug = %(slug)s AND {_IS_LIVE}
)
SELECT 0, {_OWN}, content, COALESCE(review_lapses_at <= %(at)s, %(no)s),
       (SELECT CAST(MAX(before.live_until) AS TEXT) FROM publishing_revision AS before
        WHERE before.kind = page.kind AND before.subject_id = page.original_id
          AND before.live_until <= %(at)s AND before.live_until > before.live_from),
       (SELECT number FROM publishing_siteversion WHERE id = 1)
FROM page
UNION ALL
SELECT 1, {_CARD}, NULL, %(no)s, NULL, NULL
FROM page
JOIN publishing_reference AS reference ON reference.revision_id = page.id
JOIN publishing_revision AS other ON other.kind = reference.kind AND {_OTHER_IS_LIVE}
 AND other.subject_id = reference.subject_id
UNION ALL
SELECT 1, {_CARD}, NULL, %(no)s, NULL, NULL
FROM page
JOIN publishing_reference AS reference ON reference.revision_id = page.id
JOIN publishing_revision AS other ON other.kind = reference.kind AND {_OTHER_IS_LIVE}
 AND other.original_id = reference.subject_id AND other.language = page.language
UNION ALL
SELECT 2, {_CARD}, NULL, %(no)s, NULL, NULL
FROM page
JOIN publishing_revision AS other ON other.kind = page.kind AND {_OTHER_IS_LIVE}
 AND other.original_id = COALESCE(page.original_id, page.subject_id) AND other.subject_id <> page.subject_id
UNION ALL
SELECT 2, {_CARD}, NULL, %(no)s, NULL, NULL
FROM page
JOIN publishing_revision AS other ON other.kind = page.kind AND {_OTHER_IS_LIVE}
 AND other.subject_id = page.original_id
"""  # noqa: S608 - made of its own parts alone
_MENTIONED, _TRANSLATION = 1, 2


class Row(NamedTuple):
    """What the database holds of a live revision, as it holds it: `card` and `content` are JSON."""

    kind: str
    subject_id: int
    slug: str
    language: str
    original_id: int | None
    title: str
    card: str
    content: str
    has_lapsed: bool
    """Its review was due too long ago."""
    original_ended: str | None
    """Of a translation: when a revision of its original ended last, in UTC; it may be public again."""


class Found(NamedTuple):
    """All that a page is made from: its row and those of others that it shows. And the site's version then."""

    page: Row
    mentioned: tuple[Row, ...]
    """Each as its translation into the page's language, where there is one."""
    translations: tuple[Row, ...]
    """The same page in other languages, its original among them."""
    site_version: int

    @property
    def original_gone_since(self) -> datetime | None:
        """Since when the page that this one translates is off the public site; None where it is there."""
        ended = self.page.original_ended
        if ended is None or any(row.subject_id == self.page.original_id for row in self.translations):
            return None
        moment = datetime.fromisoformat(ended)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    @property
    def rows(self) -> tuple[tuple[object, ...], ...]:
        return (tuple(self.page), *map(tuple, self.mentioned), (), *map(tuple, self.translations))


def live_page_and_mentioned(model: type[Publishable], slug: str, at: datetime | None = None) -> Found | None:
    """The revision that readers see under an address at a moment (now, unless told), and those it mentions.

    All but the page come without `content`. None where nothing is live under the address.
    """
    moment = connection.ops.adapt_datetimefield_value(at or clock.now())
    with connection.cursor() as cursor:
        cursor.execute(_PAGE_AND_MENTIONED, {"kind": model.kind(), "slug": slug, "at": moment, "no": False})
        rows = cursor.fetchall()
    if not rows:
        return None
    rows.sort(key=lambda row: (row[0], row[3], row[1:3]))  # In one order, whatever the database's.
    mentioned, translations = (
        [Row(*row[1:-1]) for row in rows if row[0] == which] for which in (_MENTIONED, _TRANSLATION)
    )
    return Found(Row(*rows[0][1:-1]), tuple(in_one_language(mentioned)), tuple(translations), rows[0][-1] or 0)


def in_one_language(mentioned: list[Row]) -> list[Row]:
    """Each thing once: its translation, where that is among them, instead of its original."""
    translated = {(row.kind, row.original_id) for row in mentioned if row.original_id}
    return [row for row in dict.fromkeys(mentioned) if (row.kind, row.subject_id) not in translated]
