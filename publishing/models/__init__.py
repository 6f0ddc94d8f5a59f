"""Working copy, revision, audit and the site's version: what every published thing shares."""

from publishing.models.audit import AuditEntry, AuditQuerySet
from publishing.models.draft import SavedDraft
from publishing.models.index import Posting, Shelf, Word
from publishing.models.moved import Moved
from publishing.models.picture import Picture, picture_html
from publishing.models.preview import PreviewLink
from publishing.models.publishable import Publishable, PublishableQuerySet
from publishing.models.reminder import Reminder, Rung
from publishing.models.review import Comment, Outcome, Reviewer, ReviewRequest, SignOff
from publishing.models.revision import Reference, Revision, RevisionQuerySet, digest_of
from publishing.models.subject import Stage, State, Subject
from publishing.models.version import SiteVersion, Timed
from publishing.models.working import Autosave, Editing

__all__ = [
    "AuditEntry",
    "AuditQuerySet",
    "Autosave",
    "Comment",
    "Editing",
    "Moved",
    "Outcome",
    "Picture",
    "Posting",
    "PreviewLink",
    "Publishable",
    "PublishableQuerySet",
    "Reference",
    "Reminder",
    "ReviewRequest",
    "Reviewer",
    "Revision",
    "RevisionQuerySet",
    "Rung",
    "SavedDraft",
    "Shelf",
    "SignOff",
    "SiteVersion",
    "Stage",
    "State",
    "Subject",
    "Timed",
    "Word",
    "digest_of",
    "picture_html",
]
