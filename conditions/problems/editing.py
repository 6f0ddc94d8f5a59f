"""The content checks in the form of a condition: shown beside the text, asked again while it is typed, answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conditions.checking.finding import Level
from conditions.checking.rule import RULES
from conditions.glossary import offering
from conditions.problems import answering, panel
from conditions.problems.gate import reason_wanted
from conditions.problems.keeping import problems_in
from conditions.problems.models import LONGEST_REASON, Answer, Problem
from conditions.problems.panel import PAGE, Layout, Place
from conditions.problems.typed import Typed, typed
from publishing.admin.publishable import PublishableAdmin
from publishing.admin.review_page import SignOffForm
from publishing.admin.reviewing import person
from publishing.models import Comment
from publishing.workflow import Refused

TYPED = "_typed"
"""The field that says: the whole form is sent along, and a script waits for what the checks say of it."""

TAKE_BACK = "_take_back"
WHY = "_why"


class CheckedAdmin(PublishableAdmin):
    """Conditions with what the content checks find in them."""

    review_template = "admin/conditions/review.html"

    class Media:
        css: ClassVar[dict[str, Any]] = {"all": ["admin_portal/checks.css"]}
        js: ClassVar[list[Any]] = [forms.Script("admin_portal/checks.js", type="module")]

    def get_urls(self) -> list[Any]:
        own = [
            self.page_at("check/", "check", require_POST(self.check_view)),
            self.page_at("problems/<slug:key>/", "problem", self.problem_view),
        ]
        return own + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("last_check")

    # The form

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        context = super().form_context(request, obj)
        if not panel.may_see(person(request)):
            return context
        stored = list(_stored(obj)) if obj else []
        warnings = sum(problem.level == Level.WARNING and problem.answer is None for problem in stored)
        return context | {
            "problems": stored,
            "check_url": self.address("check", obj.pk if obj else 0),
            "last_check": getattr(obj, "last_check", None) if obj else None,
            "problems_status": panel.status(stored) if obj else "",
            "reason_wanted": reason_wanted(warnings) if warnings else "",
        }

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """After the form's context is whole: put each problem where its text is."""
        response: Any = super().render_change_form(request, context, *args, **kwargs)
        context = response.context_data
        if "problems" in context:
            rows = [row for inline in context["inline_admin_formsets"] for row in inline.formset.forms]
            prefixes = {f"tab-{row.instance.pk}": str(row.prefix) for row in rows if row.instance.pk}
            found = self._places(request, context.get("original"), context["problems"], prefixes)
            for row in rows:
                row.place = found.get(str(row.prefix))
            context["fieldset_places"] = [
                (fieldset, found.get(f"fields-{number}")) for number, fieldset in enumerate(context["adminform"])
            ]
            context["places"] = list(found.values())
            context["page_place"] = found.get(PAGE)
        return response

    def _places(
        self, request: HttpRequest, obj: Any, problems: list[Problem], prefixes: Mapping[str, str]
    ) -> dict[str, Place]:
        groups = [(str(title), [str(name) for name in options["fields"]]) for title, options in self.fieldsets or ()]
        layout = Layout(groups, prefixes, _("The page as a whole"))
        to_term = self._term_url_of(request, obj)
        return panel.places(problems, layout, self._field_name, self._url_of(request, obj), to_term)

    def _field_name(self, problem: Problem) -> str:
        model = self.model if problem.part == PAGE else self.model._meta.get_field("sections").related_model
        names = {field.name: getattr(field, "verbose_name", "") for field in model._meta.get_fields()}
        return capfirst(str(names.get(problem.field, "")))

    def _url_of(self, request: HttpRequest, obj: Any) -> Callable[[Problem], str]:
        user = person(request)
        may = {level.value: answering.may_answer(user, level) for level in Level}

        def url(problem: Problem) -> str:
            return self.address("problem", obj.pk, problem.key) if obj and may[problem.level] else ""

        return url

    def _term_url_of(self, request: HttpRequest, obj: Any) -> Callable[[Problem], str]:
        """An abbreviation that is explained nowhere may be a word for the glossary: its form, filled in."""
        may = offering.may_add(person(request))
        language = obj.language if obj else self.model().language

        def url(problem: Problem) -> str:
            is_missing = may and problem.rule == "unexplained-abbreviation" and problem.word
            return offering.add_address(problem.word, language) if is_missing else ""

        return url

    # While it is typed

    def check_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What the checks say of the form as it is typed. Nothing is stored."""
        obj = self.theirs_to_write(request, object_id)
        said = self._typed(request, obj)
        return said if isinstance(said, HttpResponse) else self._answer_in_pieces(request, obj, said)

    def _typed(self, request: HttpRequest, obj: Any) -> Typed | HttpResponse:
        condition = obj or self.model()
        form = self.get_form(request, obj, change=bool(obj))(request.POST, instance=condition)
        for formset, inline in self.get_formsets_with_inlines(request, obj):
            prefix = formset.get_default_prefix()
            tabs = formset(request.POST, instance=condition, prefix=prefix, queryset=inline.get_queryset(request))
            try:
                return typed(form, tabs)
            except ValidationError as error:
                return JsonResponse({"error": " ".join(error.messages)}, status=400)
        raise PermissionDenied

    def _answer_in_pieces(self, request: HttpRequest, obj: Any, said: Typed) -> JsonResponse:
        problems = problems_in(obj or self.model(), said.content)
        found = self._places(request, obj, problems, said.prefixes)
        pieces = {
            key: render_to_string("admin/conditions/_problems.html", {"place": place}, request)
            for key, place in found.items()
        }
        overview = render_to_string("admin/conditions/_overview.html", {"places": list(found.values())}, request)
        return JsonResponse({"status": panel.status(problems), "places": pieces, "overview": overview})

    # Answers

    def problem_view(self, request: HttpRequest, object_id: int, key: str) -> HttpResponse:
        """Dismiss or override one problem, or take that back. A script sends the unsaved form along for it."""
        obj = self.theirs_to_write(request, object_id)
        if request.method == "POST" and TYPED in request.POST:
            return self._answer_while_typing(request, obj, key)
        problem = _stored(obj).filter(key=key).first()
        if problem is None:
            self.message_user(request, _("This problem is gone: the text has changed."), messages.INFO)
            return self.to_form(request, obj)
        if not answering.may_answer(person(request), problem.level):
            raise PermissionDenied
        return self._take_back(request, obj, problem) if problem.answer else self._ask_why(request, obj, problem)

    def _answer_while_typing(self, request: HttpRequest, obj: Any, key: str) -> HttpResponse:
        said = self._typed(request, obj)
        if isinstance(said, HttpResponse):
            return said
        problem = next((one for one in problems_in(obj, said.content) if one.key == key), None)
        try:
            if problem is None:
                raise Refused(_("This problem is gone: the text has changed."))
            self._answer(request, obj, problem)
        except Refused as refused:
            return JsonResponse({"error": " ".join(refused.messages)}, status=400)
        return self._answer_in_pieces(request, obj, said)

    def _answer(self, request: HttpRequest, obj: Any, problem: Problem) -> None:
        if TAKE_BACK in request.POST:
            given = Answer.objects.filter(condition=obj, pk=request.POST[TAKE_BACK]).select_related("condition").first()
            if given is None:
                raise Http404
            answering.take_back(given, by=person(request))
        else:
            answering.answer(obj, problem, by=person(request), reason=request.POST.get(WHY, ""))

    def _ask_why(self, request: HttpRequest, obj: Any, problem: Problem) -> HttpResponse:
        is_error = problem.level == Level.ERROR
        context = {
            "title": _("Let the page go live with this error?") if is_error else _("Dismiss this?"),
            "what_happens": _(
                "It holds for this sentence alone: when the sentence changes, the checks look at it again. "
                "Your name and your reason are kept, and anybody may see them."
            ),
            "items": _told(problem),
            "button": _("Override") if is_error else _("Dismiss"),
            "done": _("Your reason is kept. It holds until the sentence changes."),
        }

        def step(reason: str) -> None:
            answering.answer(obj, problem, by=person(request), reason=reason)

        return self.reasoned_step(request, obj, step, context, longest=LONGEST_REASON)

    def _take_back(self, request: HttpRequest, obj: Any, problem: Problem) -> HttpResponse:
        given = problem.answer
        if given is None:
            raise Http404
        context = {
            "title": _("Take the answer back?"),
            "what_happens": _("%(who)s wrote: %(reason)s")
            % {"who": given.made_by or _("command line"), "reason": given.reason},
            "items": _told(problem),
            "button": _("Take back"),
            "done": _("The problem counts again."),
        }
        form = forms.Form(request.POST or None)
        return self.take_step(request, obj, form, lambda _said: answering.take_back(given, by=person(request)), context)

    # The review

    def parts_to_review(
        self, request: HttpRequest, obj: Any, form: SignOffForm, comments: list[Comment]
    ) -> list[dict[str, Any]]:
        """With the errors and warnings in each part, so that the clinician sees them beside the words."""
        parts = super().parts_to_review(request, obj, form, comments)
        pressing = [problem for problem in _stored(obj) if problem.level != Level.ADVICE]
        for part in parts:
            part["problems"] = [
                panel.Shown(problem, self._field_name(problem), "", "")
                for problem in pressing
                if problem.part == part["key"]
            ]
        return parts


def _stored(obj: Any) -> Any:
    """What was found in what is saved, in the page's order."""
    known = Problem.objects.there().filter(condition=obj, rule__in=RULES)
    return known.select_related("answer__made_by", "answer__condition").in_order()


def _told(problem: Problem) -> list[str]:
    return [text for text in (f"{problem.part_title}: {problem.message}", problem.quote) if text]
