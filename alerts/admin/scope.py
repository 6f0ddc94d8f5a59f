"""The staff page “Pages that name it”: which live pages name a recalled product, and whether they are in the scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alerts.matching.mentions import Mention
from alerts.matching.pages import NamingPage, names_of, pages_naming
from alerts.models import RecallAlert, ScopeDecision
from conditions.models import Condition, Program
from publishing.models import Revision, Subject
from publishing.workflow import Refused

_VIEWS = {Condition.kind(): "condition", Program.kind(): "program"}
_LONGEST_REASON = 300


@dataclass(frozen=True)
class Row:
    """One live page: what it says of the product, whether it is in the scope, and what was last decided."""

    revision: Revision
    is_in_scope: bool
    decision: ScopeDecision | None
    mentions: list[Mention] = field(default_factory=list)

    @property
    def page(self) -> str:
        """What the form sends back."""
        return f"{self.revision.kind} {self.revision.subject_id}"

    @property
    def address(self) -> str:
        return reverse(_VIEWS[self.revision.kind], args=[self.revision.slug])

    @property
    def has_changed_since(self) -> bool:
        """The page was published anew after the decision: its words may be others."""
        return self.decision is not None and self.revision.live_from > self.decision.decided_at


def rows_about(alert: RecallAlert, naming: Iterable[NamingPage]) -> list[Row]:
    """The pages that name the product, and then those of the scope that do not (or no longer)."""
    decisions = {Subject(made.kind, made.subject_id): made for made in reversed(alert.scope_decisions.all())}
    scope = alert.chosen_subjects()
    rows = []
    for page in naming:
        subject = Subject(page.revision.kind, page.revision.subject_id)
        is_shown = page.revision.original_subject in scope
        rows.append(Row(page.revision, is_shown, decisions.get(subject), page.mentions))
    named = {Subject(row.revision.kind, row.revision.subject_id) for row in rows}
    live = Revision.objects.live().of(Condition, Program).order_by("title").defer("content", "text")
    rest = scope - named
    others = [revision for revision in live if Subject(revision.kind, revision.subject_id) in rest] if rest else []
    return rows + [Row(page, True, decisions.get(Subject(page.kind, page.subject_id))) for page in others]


@require_http_methods(["GET", "HEAD", "POST"])
def naming_pages(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Look at the pages; take one into the scope or leave it out."""
    if not request.user.has_perm("alerts.view_recallalert"):
        raise PermissionDenied
    alert = get_object_or_404(RecallAlert, pk=alert_id)
    names = names_of(alert)
    rows = rows_about(alert, pages_naming(names))
    if request.method == "POST":
        _decide(request, alert, rows)
        return redirect("admin:alerts_recallrecord_pages", alert_id)
    context = {
        "title": _("Pages that name it"),
        "alert": alert,
        "rows": rows,
        "has_names": bool(names),
        "may_decide": request.user.has_perm("alerts.change_recallalert") and not alert.withdrawn_at,
    }
    return TemplateResponse(request, "admin/alerts/pages.html", {**admin.site.each_context(request), **context})


def _decide(request: HttpRequest, alert: RecallAlert, rows: Iterable[Row]) -> None:
    row = next((row for row in rows if row.page == request.POST.get("page")), None)
    if row is None:
        messages.error(request, _("That page has changed meanwhile. Look at the list again."))
        return
    is_taken = request.POST.get("step") == "take"
    reason = request.POST.get("reason", "").strip()[:_LONGEST_REASON] or _usual_reason(row)
    subject = Subject(row.revision.kind, row.revision.subject_id)
    try:
        ScopeDecision.make(alert, subject, is_taken=is_taken, reason=reason, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
        return
    text = _("“%(page)s” is in the scope.") if is_taken else _("“%(page)s” is left out.")
    messages.success(request, text % {"page": row.revision.title})


def _usual_reason(row: Row) -> str:
    """Kept where nobody typed one: what the page said then."""
    if not row.mentions:
        return _("The page does not name it.")
    return Truncator(_("The page said: %(sentence)s") % {"sentence": row.mentions[0].sentence}).chars(_LONGEST_REASON)
