"""Staff pages of published things. Importing the package registers those of revisions and the audit."""

from publishing.admin import audit, records

__all__ = ["audit", "records"]
