"""The staff pages of what has revisions: “Save draft”, “Preview”, “Publish”, “Retire”.

Each button is a verb of `publishing.workflow`, called with `by=request.user`, so the rules are the same everywhere.
"""

from datetime import timedelta
from typing import Any, ClassVar

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from publishing import clock, workflow
from publishing.admin import people
from publishing.admin.advice import advice_about
from publishing.admin.autosaving import AutosavingAdmin
from publishing.admin.comparing import ComparedPages
from publishing.admin.editing import state_mark
from publishing.admin.reviewing import person
from publishing.admin.scheduling import SchedulingAdmin
from publishing.admin.sharing import SharingAdmin
from publishing.admin.translating import TranslatingAdmin
from publishing.languages import speaking
from publishing.models import PublishableQuerySet, Revision, SiteVersion, Stage, State
from publishing.workflow import Refused

EDITOR_POLICY = {"style-src": [SELF, UNSAFE_INLINE], "script-src-attr": [UNSAFE_INLINE], "frame-src": [SELF]}
"""What CKEditor needs besides the strict policy, on its forms alone (docs/decisions/0002); and the preview's frame."""


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in State]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset


class StageFilter(admin.SimpleListFilter):
    title = gettext_lazy("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(stage.value, str(stage.label)) for stage in Stage]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(stage=self.value()) if self.value() in Stage.values else queryset


class ReviewFilter(admin.SimpleListFilter):
    """Which public pages a clinician should look at."""

    title = gettext_lazy("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("soon", gettext_lazy("Due in 30 days")),
            ("overdue", gettext_lazy("Overdue")),
            ("never", gettext_lazy("Public, and not signed off")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = clock.today()
        wanted = {
            "soon": Q(next_review_on__gte=today, next_review_on__lt=today + timedelta(days=30)),
            "overdue": Q(next_review_on__lt=today),
            "never": Q(next_review_on=None),
        }.get(self.value() or "")
        return queryset.filter(wanted, state__in=[State.LIVE, State.CHANGED]) if wanted else queryset


class _StatedList(ChangeList):
    """The list knows each copy's state from its one query. The form's copy must keep its method of that name."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        self.root_queryset: PublishableQuerySet = self.root_queryset.with_state()
        return super().get_queryset(request, exclude_parameters)


class PublishableAdmin(SchedulingAdmin, SharingAdmin, TranslatingAdmin, ComparedPages, AutosavingAdmin):
    """Working copies with the buttons “Save draft”, “Preview” and “Publish”."""

    change_form_template = "admin/editing/publishable_form.html"

    class Media:
        js: ClassVar[list[Any]] = [
            forms.Script("admin_portal/address.js", type="module"),
            forms.Script("admin_portal/preview.js", type="module"),
            forms.Script("admin_portal/working.js", type="module"),
        ]

    list_display = ("title", "language", "shown_state", "shown_stage", "next_review_on", "changed_by", "changed_at")
    list_filter: ClassVar[Any] = (
        StateFilter,
        StageFilter,
        ReviewFilter,
        "language",
        ("owner", admin.RelatedOnlyFieldListFilter),
        ("changed_by", admin.RelatedOnlyFieldListFilter),
        "changed_at",
    )
    list_select_related = ("changed_by",)
    list_per_page = 50
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

    @admin.display(description=gettext_lazy("stage"), ordering="stage")
    def shown_stage(self, obj: Any) -> str:
        is_settled = obj.state == State.LIVE and obj.stage in (Stage.WRITING, Stage.APPROVED)
        return "" if is_settled else state_mark(f"stage-{obj.stage}", Stage(obj.stage).label)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("changed_by")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name in people.FIELDS:
            people.offer(field, request, self.model)
        return field

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _StatedList

    def get_urls(self) -> list[Any]:
        own = [
            self.page_at("preview/", "preview", self.preview_view),
            self.page_at("revisions/<int:number>/", "revision", self.revision_view),
        ]
        return own + super().get_urls()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """The address follows the title until readers know it."""
        return {} if obj and self.was_public(obj) else {"slug": ("title",)}

    def was_public(self, obj: Any) -> bool:
        """Whether any version of it exists; asked once of each copy that was read."""
        if "was_public" not in obj.__dict__:
            obj.was_public = obj.revisions().exists()
        return bool(obj.was_public)

    def view_on_site(self, obj: Any) -> str | None:
        live = obj.revisions().live().values_list("slug", "language").first()
        return obj.address_of(*live) if live else None

    @method_decorator(csp_replace(EDITOR_POLICY))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        context = super().form_context(request, obj) | self.working_context(request, obj)
        if obj is None:
            return context | {"state": State.DRAFT}
        state = obj.state()
        live = obj.revisions().live().select_related("published_by").first()
        review, plans = self.review_context(request, obj), self.plans_context(request, obj, state, live)
        is_new = state != State.LIVE
        has_live = state in (State.LIVE, State.CHANGED)
        own = {
            "state": state,
            "live": live,
            "may_publish": self.may(request, "publish") and review["is_signed"] and is_new,
            "may_correct": self.may(request, "correct") and has_live and not review["review_request"],
            "reason": request.POST.get("_reason") or request.session.pop("reason", ""),
            "preview_url": self.address("preview", obj.pk),
            "share_url": self.address("share", obj.pk),
            "compare_url": self.address("compare", obj.pk),
        }
        return context | review | plans | self.translations_context(request, obj, live) | own

    def goes_to_readers(self, request: HttpRequest, obj: Any) -> bool:
        return bool({"_publish", "_correct"} & request.POST.keys())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if self.goes_to_readers(request, obj):
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
        if {"_publish", "_correct"} & request.POST.keys():
            self._publish(request, obj)
        elif "_preview" in request.POST:
            return redirect(self.address("preview", obj.pk))
        elif "_ask" in request.POST:
            return redirect(self.address("ask", obj.pk))
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
            obj.address_of(revision.slug, revision.language),
        )
        self.message_user(request, text, messages.SUCCESS)

    def _published(self, request: HttpRequest, obj: Any, reason: str) -> Revision:
        action = "correct" if "_correct" in request.POST else "publish"
        if not self.may(request, action):
            raise Refused(_("Your account may not publish. Ask somebody who may."))
        longest = Revision._meta.get_field("note").max_length or 0
        if len(reason) > longest:
            raise Refused(_("The reason is too long: at most %(most)s characters.") % {"most": longest})
        if obj.state() == State.LIVE:
            raise Refused(_("Readers see exactly this already."))
        step = workflow.correct if action == "correct" else workflow.publish
        return step(obj, by=person(request), note=reason)

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
            text = _(
                "Publishing will move this page from %(old)s to %(new)s. The old address then leads to the new one."
            )
            old, new = (obj.address_of(slug, obj.language) for slug in (live.slug, obj.slug))
            self.message_user(request, text % {"old": old, "new": new}, messages.INFO)

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_replace({"frame-ancestors": [SELF]}))
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
        with speaking(context["language"]):
            response = render(request, self.public_template, context)
        response.headers["X-Robots-Tag"] = "noindex"
        return response
