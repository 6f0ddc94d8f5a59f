"""Staff pages of the glossary's terms."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from conditions.glossary.entries import Glossary
from conditions.glossary.models import Term, entry_of
from conditions.glossary.page import draft_context, glossary_context
from publishing.admin.editing import EditingForm
from publishing.admin.publishable import PublishableAdmin
from publishing.models import Revision


class TermForm(EditingForm):
    class Meta:
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("The word as it stands in a sentence, for example “biopsy”."),
            "slug": _("Its place in the glossary: “biopsy” gives /glossary/#biopsy. It follows the word."),
            "language": _("The language of the pages that show it, for example Spanish."),
        }


@admin.register(Term)
class TermAdmin(PublishableAdmin):
    form = TermForm
    search_fields = ("title", "definition", "other_forms")
    autocomplete_fields = ("original",)
    public_template = "conditions/glossary.html"
    fieldsets = (
        (_("Word"), {"fields": ["title", "slug", "other_forms", "pronunciation"]}),
        (_("Meaning"), {"fields": ["definition"]}),
        (_("Language"), {"fields": ["language", "original"]}),
        (_("Who looks after it"), {"fields": ["owner", "deputy"]}),
    )

    def draft_context(self, obj: Term) -> dict[str, Any]:
        return draft_context(obj)

    def revision_context(self, revision: Revision) -> dict[str, Any]:
        term = entry_of(revision.subject_id, revision.slug, revision.title, revision.language, revision.content)
        return glossary_context(Glossary.of(revision.language, [term]))
