"""What the glossary's page shows."""

from __future__ import annotations

from typing import Any

from conditions.glossary.entries import Glossary
from conditions.glossary.models import Term
from conditions.listing import by_letter


def glossary_context(words: Glossary) -> dict[str, Any]:
    rows = [{"title": entry.title, "entry": entry} for entry in words.entries]
    letters = [(letter, [row["entry"] for row in found]) for letter, found in by_letter(rows, words.language)]
    return {"letters": letters, "language": words.language}


def draft_context(term: Term) -> dict[str, Any]:
    """The glossary with nothing in it but the working copy of one term. For staff alone."""
    return glossary_context(Glossary.of(term.language, [term.entry()])) | {"subject": term.subject}
