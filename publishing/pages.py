"""A live page and the cards of all it mentions, in one query."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from publishing import clock
from publishing.models import Publishable

# Written out: building it from querysets takes several times as long as the database takes to answer it.
_PAGE_AND_MENTIONED = """
WITH page AS (
    SELECT id, kind, subject_id, slug, title, card, content, review_lapses_at FROM publishing_revision
    WHERE kind = %(kind)s AND slug = %(slug)s
      AND live_from <= %(at)s AND (live_until IS NULL OR live_until > %(at)s)
)
SELECT kind, subject_id, slug, title, card, content, COALESCE(review_lapses_at <= %(at)s, %(no)s),
       (SELECT number FROM publishing_siteversion WHERE id = 1)
FROM page
UNION ALL
SELECT other.kind, other.subject_id, other.slug, other.title, other.card, NULL, %(no)s, NULL
FROM page
JOIN publishing_reference AS reference ON reference.revision_id = page.id
JOIN publishing_revision AS other ON other.kind = reference.kind AND other.subject_id = reference.subject_id
 AND other.live_from <= %(at)s AND (other.live_until IS NULL OR other.live_until > %(at)s)
"""


class Row(NamedTuple):
    """What the database holds of a live revision, as it holds it: `card` and `content` are JSON."""

    kind: str
    subject_id: int
    slug: str
    title: str
    card: str
    content: str
    has_lapsed: bool
    """Its review was due too long ago."""


class Found(NamedTuple):
    """A page's row and those of what it mentions: all that the page is made from. And the site's version then."""

    page: Row
    mentioned: tuple[Row, ...]
    site_version: int

    @property
    def rows(self) -> tuple[tuple[object, ...], ...]:
        return (tuple(self.page), *map(tuple, self.mentioned))


def live_page_and_mentioned(model: type[Publishable], slug: str, at: datetime | None = None) -> Found | None:
    """The revision that readers see under an address at a moment (now, unless told), and those it mentions.

    The mentioned ones come without `content`. None where nothing is live under the address.
    """
    moment = connection.ops.adapt_datetimefield_value(at or clock.now())
    with connection.cursor() as cursor:
        cursor.execute(_PAGE_AND_MENTIONED, {"kind": model.kind(), "slug": slug, "at": moment, "no": False})
        rows = cursor.fetchall()
    if not rows:
        return None
    # In one order, whatever the database's: the page comes first, as it alone has content.
    rows.sort(key=lambda row: (row[5] is None, row[3], row[:2]))
    return Found(Row(*rows[0][:7]), tuple(Row(*row[:7]) for row in rows[1:]), rows[0][7] or 0)
