"""Staff pages of published things. Importing it registers those of revisions, redirects, pictures and the audit."""

from publishing.admin import audit, moves, pictures, records

__all__ = ["audit", "moves", "pictures", "records"]
