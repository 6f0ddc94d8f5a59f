"""Working copy, revision, audit and the site's version: what every published thing shares."""

from publishing.models.audit import AuditEntry, AuditQuerySet
from publishing.models.publishable import Publishable, PublishableQuerySet, Restored
from publishing.models.revision import Reference, Revision, RevisionQuerySet, digest_of
from publishing.models.subject import State, Subject
from publishing.models.version import SiteVersion, Timed

__all__ = [
    "AuditEntry",
    "AuditQuerySet",
    "Publishable",
    "PublishableQuerySet",
    "Reference",
    "Restored",
    "Revision",
    "RevisionQuerySet",
    "SiteVersion",
    "State",
    "Subject",
    "Timed",
    "digest_of",
]
