"""The staff pages of what has revisions: “Save draft”, “Preview”, “Publish”, “Retire”.

Each button is a verb of `publishing.workflow`, called with `by=request.user`, so the rules are the same everywhere.
"""

from typing import Any, ClassVar

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import workflow
from publishing.admin.advice import advice_about
from publishing.admin.editing import EditingAdmin, state_mark
from publishing.models import PublishableQuerySet, Revision, SiteVersion, State
from publishing.workflow import Refused

EDITOR_POLICY = {"style-src": [SELF, UNSAFE_INLINE], "script-src-attr": [UNSAFE_INLINE]}
"""What CKEditor needs besides the strict policy, on its forms alone (docs/decisions/0002)."""


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in State]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset


class _StatedList(ChangeList):
    """The list knows each copy's state from its one query. The form's copy must keep its method of that name."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        self.root_queryset: PublishableQuerySet = self.root_queryset.with_state()
        return super().get_queryset(request, exclude_parameters)


class PublishableAdmin(EditingAdmin):
    """Working copies with the buttons “Save draft”, “Preview” and “Publish”."""

    change_form_template = "admin/editing/publishable_form.html"
    list_display = ("title", "shown_state", "changed_by", "changed_at")
    list_filter: ClassVar[Any] = (StateFilter, ("changed_by", admin.RelatedOnlyFieldListFilter), "changed_at")
    list_select_related = ("changed_by",)
    list_per_page = 50
    public_view: str
    """The name of the public view, which takes the slug."""

    public_template: str

    def draft_context(self, obj: Any) -> dict[str, Any]:
        """What the public template needs to show the working copy."""
        raise NotImplementedError

    def revision_context(self, revision: Revision) -> dict[str, Any]:
        """What the public template needs to show a revision as it looked."""
        raise NotImplementedError

    @admin.display(description=gettext_lazy("state"))
    def shown_state(self, obj: Any) -> str:
        return state_mark(obj.state, State(obj.state).label)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _StatedList

    def get_urls(self) -> list[Any]:
        own = [
            self.page_at("preview/", "preview", self.preview_view),
            self.page_at("retire/", "retire", self.retire_view),
            self.page_at("revisions/<int:number>/", "revision", self.revision_view),
        ]
        return own + super().get_urls()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """The address follows the title until readers know it."""
        return {} if obj and self.was_public(obj) else {"slug": ("title",)}

    def was_public(self, obj: Any) -> bool:
        return bool(obj.revisions().exists())

    def may_publish(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.publish_{self.opts.model_name}")

    def view_on_site(self, obj: Any) -> str | None:
        live = obj.revisions().live().first()
        return reverse(self.public_view, args=[live.slug]) if live else None

    @method_decorator(csp_replace(EDITOR_POLICY))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        state = obj.state() if obj else State.DRAFT
        return super().form_context(request, obj) | {
            "state": state,
            "is_public": state in (State.LIVE, State.CHANGED, State.SCHEDULED),
            "live": obj.revisions().live().select_related("published_by").first() if obj else None,
            "may_publish": self.may_publish(request),
            "reason": request.POST.get("_reason") or request.session.pop("reason", ""),
            "preview_url": self.address("preview", obj.pk) if obj else "",
            "retire_url": self.address("retire", obj.pk) if obj else "",
        }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if "_publish" in request.POST:
            SiteVersion.bump()  # The one lock, taken first: two publishings wait for each other, and never in a circle.
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        workflow.save_draft(form.instance, by=request.user)  # type: ignore[arg-type]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._after_save(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return super().response_change(request, obj) if "_popup" in request.POST else self._after_save(request, obj)

    def _after_save(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """The rest of the same transaction: publish where that was asked for, and say what readers see now."""
        if "_publish" in request.POST:
            self._publish(request, obj)
        elif "_preview" in request.POST:
            return redirect(self.address("preview", obj.pk))
        else:
            self.message_user(request, self._saved(obj), messages.SUCCESS)
            self._warn_of_a_move(request, obj)
        for said in advice_about(obj):
            self.message_user(request, said, messages.WARNING)
        return self.to_form(request, obj)

    def _publish(self, request: HttpRequest, obj: Any) -> None:
        reason = request.POST.get("_reason", "").strip()
        try:
            revision = self._published(request, obj, reason)
        except Refused as refused:
            request.session["reason"] = reason
            text = _("Your draft is saved, and it is not published. %(why)s") % {"why": " ".join(refused.messages)}
            self.message_user(request, text, messages.ERROR)
            return
        text = format_html(
            _('Version {} is live: <a href="{}">see it as readers do</a>.'),
            revision.number,
            reverse(self.public_view, args=[revision.slug]),
        )
        self.message_user(request, text, messages.SUCCESS)

    def _published(self, request: HttpRequest, obj: Any, reason: str) -> Revision:
        if not self.may_publish(request):
            raise Refused(_("Your account may not publish. Ask somebody who may."))
        longest = Revision._meta.get_field("note").max_length or 0
        if len(reason) > longest:
            raise Refused(_("The reason is too long: at most %(most)s characters.") % {"most": longest})
        if obj.state() == State.LIVE:
            raise Refused(_("Readers see exactly this already."))
        return workflow.publish(obj, by=request.user, note=reason)  # type: ignore[arg-type]

    def _saved(self, obj: Any) -> str:
        live = obj.revisions().live().first()
        texts = {
            State.LIVE: _("Saved. It says the same as version %(number)s, which readers see."),
            State.CHANGED: _("Draft saved. Readers see version %(number)s until you publish."),
            State.RETIRED: _("Draft saved. The page is off the public site until you publish."),
        }
        text = texts.get(obj.state(), _("Draft saved. Readers see nothing of it until you publish."))
        return text % {"number": live.number if live else ""}

    def _warn_of_a_move(self, request: HttpRequest, obj: Any) -> None:
        live = obj.revisions().live().first()
        if live and live.slug != obj.slug:
            text = _("Publishing will move this page from %(old)s to %(new)s, and links to the old address will fail.")
            old, new = (reverse(self.public_view, args=[slug]) for slug in (live.slug, obj.slug))
            self.message_user(request, text % {"old": old, "new": new}, messages.WARNING)

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The public page with the working copy in it."""
        obj = self.visible_or_404(request, object_id)
        context = {"is_draft": True, "edit_url": self.address("change", obj.pk)}
        return self._as_readers_see(request, self.draft_context(obj) | context)

    def revision_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        """The public page with a revision in it, as it looked when that went live."""
        obj = self.visible_or_404(request, object_id)
        revision = obj.revisions().filter(number=number).first()
        if revision is None:
            raise Http404
        context = {"revision": revision, "edit_url": self.address("history", obj.pk)}
        return self._as_readers_see(request, self.revision_context(revision) | context)

    def _as_readers_see(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        response = render(request, self.public_template, context)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def retire_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.visible_or_404(request, object_id)
        if not self.may_publish(request):
            raise PermissionDenied

        def retire(reason: str) -> None:
            workflow.retire(obj, by=request.user, reason=reason)  # type: ignore[arg-type]

        context = {
            "title": _("Retire “%(title)s”?") % {"title": obj},
            "what_happens": _(
                "The page leaves the public site at once, and its address says that it is gone. "
                "Nothing is deleted: publish it again to bring it back."
            ),
            "button": _("Retire"),
            "done": _("“%(title)s” is off the public site.") % {"title": obj},
        }
        return self.reasoned_step(request, obj, retire, context)
