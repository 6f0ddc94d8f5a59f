"""Staff pages of published things. Importing the package registers those of revisions, redirects and the audit."""

from publishing.admin import audit, moves, records

__all__ = ["audit", "moves", "records"]
