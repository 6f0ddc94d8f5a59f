"""The staff pages that show what changed between two versions, and that bring a version back as the draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from publishing import signing, workflow
from publishing.admin.editing import EditingAdmin
from publishing.changes import compared
from publishing.comparison import ComparedPart, Comparison
from publishing.comparison.document import Stretch, marked
from publishing.comparison.rendering import ShownRow
from publishing.languages import direction_of
from publishing.models import Publishable, Revision

SEEN = "_seen"
"""The form field that says which draft somebody had before their eyes when they chose to restore."""

DRAFT = "draft"
LIVE = "live"
SIGNED = "signed"


@dataclass(frozen=True)
class Version:
    """What a page says or said at one moment; `content` is None where there was no page."""

    label: str
    content: dict[str, Any] | None


def _draft(page: Publishable) -> Version:
    return Version(_("Draft, as it is saved"), page.content())


def _live(page: Publishable) -> Version:
    live = page.revisions().live().first()
    if live is None:
        return Version(_("Nothing: readers do not see this page"), None)
    return Version(_("What readers see (%(version)s)") % {"version": label_of(live)}, live.content)


def _signed(page: Publishable) -> Version:
    content = signing.content_as_signed(page, page.content())
    if content is None:
        return Version(_("Nothing: no part of this page was ever signed off"), None)
    return Version(_("What was signed off last, part by part"), content)


NAMED: dict[str, Callable[[Publishable], Version]] = {DRAFT: _draft, LIVE: _live, SIGNED: _signed}
"""Versions that have a name instead of a number."""


def version_of(page: Publishable, name: str) -> Version | None:
    """The version with a name of `NAMED` or with a revision's number; None where there is none."""
    if name in NAMED:
        return NAMED[name](page)
    revision = page.revisions().filter(number=int(name)).first() if _is_number(name) else None
    return Version(label_of(revision), revision.content) if revision else None


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) < 10


def label_of(revision: Revision) -> str:
    """“Version 3, 2 March 2026, 3 p.m.: checked by the clinic”; what readers never saw says so."""
    moment = revision.created_at if revision.is_never_public else revision.live_from
    facts = {"number": revision.number, "at": formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")}
    label = _("Version %(number)s, %(at)s") % facts
    if revision.is_never_public:
        label = _("Version %(number)s, kept %(at)s, never public") % facts
    return f"{label}: {revision.note}" if revision.note else label


class ComparedPages(EditingAdmin):
    """Adds “Compare” and “Restore” to the staff pages of what has revisions."""

    def get_urls(self) -> list[Any]:
        own = [
            self.page_at("compare/", "compare", self.compare_view),
            self.page_at("revisions/<int:number>/restore/", "restore", self.restore_view),
        ]
        return own + super().get_urls()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        obj = self.get_object(request, object_id)
        may_restore = obj is not None and self.has_change_permission(request, obj)
        context = {"may_compare": True, "may_restore": may_restore} | (extra_context or {})
        return super().history_view(request, object_id, context)

    def compare_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Two versions side by side: what readers see and the draft, unless others are asked for."""
        page: Publishable = self.visible_or_404(request, object_id)
        names = request.GET.get("from", LIVE), request.GET.get("to", DRAFT)
        before, after = (version_of(page, name) for name in names)
        if before is None or after is None:
            raise Http404(_("There is no such version."))
        comparison = compared(self.model, before.content, after.content)
        context = {
            "title": _("What changed in “%(title)s”") % {"title": page},
            "before": before,
            "after": after,
            "chosen": names,
            "choices": self._choices(page),
            "comparison": comparison,
            "parts": _shown_parts(comparison),
            "changes": _linked(comparison),
            "direction": direction_of(page.language),
            "risky": [(part, ShownRow(row)) for part, row in comparison.risky],
        }
        return self._staff_page(request, page, "compare", context)

    def _choices(self, page: Publishable) -> list[tuple[str, str]]:
        named = [
            (DRAFT, _("Draft, as it is saved")),
            (LIVE, _("What readers see")),
            (SIGNED, _("What was signed off last")),
        ]
        revisions = page.revisions().defer("content", "card", "text")
        return named + [(str(revision.number), label_of(revision)) for revision in revisions]

    def restore_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        """One page that says what will happen, with one button."""
        page: Publishable = self.visible_or_404(request, object_id)
        if not self.has_change_permission(request, page):
            raise PermissionDenied
        revision = page.revisions().filter(number=number).first()
        if revision is None:
            raise Http404
        problems: list[str] = []
        if request.method == "POST":
            try:
                return self._restore(request, page, revision)
            except workflow.Refused as refused:
                problems = refused.messages
        context = {
            "title": _("Restore version %(number)s of “%(title)s”?") % {"number": number, "title": page},
            "revision": revision,
            "problems": problems,
            "seen_name": SEEN,
            "is_unkept": not page.revisions().filter(digest=page.draft_digest).exists(),
        }
        return self._staff_page(request, page, "restore", context)

    def _restore(self, request: HttpRequest, page: Publishable, revision: Revision) -> HttpResponse:
        lost = workflow.restore(page, revision, by=request.user, seen=request.POST.get(SEEN))  # type: ignore[arg-type]
        text = _("Version %(number)s is the draft now. Readers see no difference until you publish.")
        self.message_user(request, text % {"number": revision.number}, messages.SUCCESS)
        for sentence in lost:
            self.message_user(request, sentence, messages.WARNING)
        return self.to_form(request, page)

    def _staff_page(self, request: HttpRequest, page: Publishable, name: str, context: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": page, **context}
        context["may_restore"] = self.has_change_permission(request, page)
        return TemplateResponse(request, f"admin/editing/{name}.html", context)


def _shown_parts(comparison: Comparison) -> list[tuple[ComparedPart, list[Stretch]]]:
    return [(part, marked(part)) for part in comparison.parts if part.is_changed]


def _linked(comparison: Comparison) -> list[tuple[int, str, str]]:
    """The number of each change, the part that it is in, and its first words."""
    moved = [(part.number, part.label, _("moved")) for part in comparison.parts if part.number]
    return sorted(moved + [(row.number, part.label, ShownRow(row).excerpt) for part, row in comparison.changes])
