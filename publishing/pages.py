"""A live page and the cards of all it mentions, in one query."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from publishing import clock
from publishing.models import Publishable, Revision

# Written out: building it from querysets takes several times as long as the database takes to answer it.
_PAGE_AND_MENTIONED = """
WITH page AS (
    SELECT id, kind, subject_id, slug, title, card, content FROM publishing_revision
    WHERE kind = %(kind)s AND slug = %(slug)s
      AND live_from <= %(at)s AND (live_until IS NULL OR live_until > %(at)s)
)
SELECT id, kind, subject_id, slug, title, card, content FROM page
UNION ALL
SELECT other.id, other.kind, other.subject_id, other.slug, other.title, other.card, NULL
FROM page
JOIN publishing_reference AS reference ON reference.revision_id = page.id
JOIN publishing_revision AS other ON other.kind = reference.kind AND other.subject_id = reference.subject_id
 AND other.live_from <= %(at)s AND (other.live_until IS NULL OR other.live_until > %(at)s)
"""


def live_page_and_mentioned(
    model: type[Publishable], slug: str, at: datetime | None = None
) -> tuple[Revision, list[Revision]] | None:
    """The revision that readers see under an address at a moment (now, unless told), and those it mentions.

    The mentioned ones come without `content`. None where nothing is live under the address.
    """
    moment = connection.ops.adapt_datetimefield_value(at or clock.now())
    rows = list(Revision.objects.raw(_PAGE_AND_MENTIONED, {"kind": model.kind(), "slug": slug, "at": moment}))
    if not rows:
        return None
    return rows[0], rows[1:]
