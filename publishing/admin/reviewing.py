"""The staff pages of a review: ask, take back, sign off, send back, comment. Each is one page with one button."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from publishing import review, signing, workflow
from publishing.admin.editing import EditingAdmin
from publishing.admin.review_page import SignOffForm, parts_to_review, progress, progress_told
from publishing.languages import direction_of
from publishing.mentions import unknown_in
from publishing.models import Comment, Publishable, Stage
from publishing.notices import who_may
from publishing.signing import Signature
from publishing.workflow import Refused

MOST_COMMENTS = 200
_ONE_LINE = forms.TextInput(attrs={"class": "vTextField"})


class AskForm(forms.Form):
    """Whom to ask for a review, and what to tell them."""

    of = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Reviewer"),
        required=False,
        empty_label=gettext_lazy("Any clinical reviewer"),
        help_text=gettext_lazy(
            "Who gets the mail, for example the doctor who leads the team. Nobody approves what they wrote themselves."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=500,
        widget=_ONE_LINE,
        help_text=gettext_lazy("What to look at first. For example: “the new doses under Treatments”."),
    )

    def __init__(self, *args: Any, model: type[Publishable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [person.pk for person in who_may("sign_off", model)]
        self.fields["of"].queryset = User.objects.filter(pk__in=people)  # type: ignore[attr-defined]


class SendBackForm(forms.Form):
    """What should change: in one line, and at the parts."""

    reason = forms.CharField(
        label=gettext_lazy("In one line"),
        required=False,
        max_length=500,
        widget=_ONE_LINE,
        help_text=gettext_lazy("For example: “two doses to check, then it is fine”."),
    )

    def __init__(self, *args: Any, found: list[Signature], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [signature.part.key for signature in found]
        for signature in found:
            self.fields[signature.part.key] = forms.CharField(
                label=_("About “%(part)s”") % {"part": signature.part.title},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
                help_text=_("What should change here. For example: “Is this 5 mg a day?”."),
            )


class ReviewingAdmin(EditingAdmin):
    """The way of a text from its writer to a clinician and back."""

    review_template = "admin/editing/review.html"

    def get_urls(self) -> list[Any]:
        own: list[URLPattern] = [
            self.page_at("ask/", "ask", self.ask_view),
            self.page_at("take-back/", "take_back", self.take_back_view),
            self.page_at("review/", "review", self.review_view),
            self.page_at("send-back/", "send_back", self.send_back_view),
            self.page_at("comment/", "comment", require_POST(self.comment_view)),
            self.page_at("comments/<int:comment_id>/resolve/", "resolve", require_POST(self.resolve_view)),
        ]
        return own + super().get_urls()

    def may(self, request: HttpRequest, action: str) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.{action}_{self.opts.model_name}")

    def for_step(self, request: HttpRequest, object_id: int, action: str) -> Any:
        """The thing, for somebody who may look at it and take the step; else raises `PermissionDenied`."""
        obj = self.visible_or_404(request, object_id)
        if not self.may(request, action):
            raise PermissionDenied
        return obj

    def review_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the form shows of the review; `obj` is stored already."""
        found = signing.signatures(obj)
        may_write = self.has_change_permission(request, obj)
        return {
            "stage": Stage(obj.stage),
            "signatures": found,
            "is_signed": signing.is_signed(found),
            "review_request": obj.open_request(),
            "comments": self.comments_of(obj),
            "may_comment": request.user.has_perm("publishing.add_comment"),
            "may_ask": may_write and obj.stage != Stage.IN_REVIEW,
            "may_take_back": may_write and obj.stage == Stage.IN_REVIEW,
            "may_sign_off": self.may(request, "sign_off"),
            "comment_routes": {"resolve": f"{self.admin_site.name}:{self.url_name('resolve')}"},
            "urls": {name: self.address(name, obj.pk) for name in ("ask", "take_back", "review", "comment")},
        }

    def comments_of(self, obj: Any) -> list[Comment]:
        """The open ones in their order, then the latest of those that are resolved."""
        rows = obj.comments().select_related("made_by", "resolved_by")
        return list(rows.order_by(F("resolved_at").desc(nulls_first=True), "pk")[:MOST_COMMENTS])

    def ask_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.for_step(request, object_id, "change")
        unsigned = [found.part.title for found in signing.signatures(obj) if not found.is_signed]
        context = {
            "title": _("Ask for a review of “%(title)s”") % {"title": obj},
            "what_happens": _("A clinician reads what is new and signs it off, or sends it back with comments."),
            "items": unsigned,
            "blockers": workflow.blockers(obj),
            "button": _("Ask for review"),
            "done": _("“%(title)s” is in review. You will get a mail when there is an answer.") % {"title": obj},
        }
        form = AskForm(request.POST or None, model=self.model)
        return self.take_step(request, obj, form, lambda said: review.ask(obj, by=person(request), **said), context)

    def take_back_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.for_step(request, object_id, "change")
        context = {
            "title": _("Take “%(title)s” back from review?") % {"title": obj},
            "what_happens": _("Nobody need review it for now. What is signed already stays signed."),
            "button": _("Take back"),
            "done": _("“%(title)s” is no longer in review.") % {"title": obj},
        }
        return self.reasoned_step(
            request, obj, lambda reason: review.take_back(obj, by=person(request), reason=reason), context
        )

    def review_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What a clinician reads and signs: each part as it stands, and what changed since it was last signed."""
        obj = self.for_step(request, object_id, "sign_off")
        found = signing.signatures(obj)
        form = SignOffForm(request.POST or None, found=found, initial={"note": request.GET.get("note", "")})
        if "_comment" in request.POST and form.is_valid():
            return self._comment_while_reviewing(request, obj, form)
        comments = self.comments_of(obj)
        context = {
            "title": _("Review “%(title)s”") % {"title": obj},
            "template": self.review_template,
            "parts": self.parts_to_review(request, obj, form, comments),
            "progress": progress(found),
            "blockers": workflow.blockers(obj),
            "review_request": obj.open_request(),
            "may_comment": request.user.has_perm("publishing.add_comment"),
            "direction": direction_of(obj.language),
            "button": _("Sign off selected parts"),
            "send_back_url": self.address("send_back", obj.pk),
            "preview_url": self.address("preview", obj.pk),
            "done": lambda _said: progress_told(signing.signatures(obj)),
            "then": lambda: self._after_signing(request, obj),
        }
        return self.take_step(request, obj, form, lambda said: self._sign_off(request, obj, said), context)

    def parts_to_review(
        self, request: HttpRequest, obj: Any, form: SignOffForm, comments: list[Comment]
    ) -> list[dict[str, Any]]:
        return parts_to_review(obj, form, comments, request.POST if request.method == "POST" else request.GET)

    @transaction.atomic
    def _sign_off(self, request: HttpRequest, obj: Any, said: dict[str, Any]) -> None:
        """Store typed comments together with the sign-off."""
        for key, text in said["comments"].items():
            review.comment(obj, by=person(request), part=key, text=text)
        review.sign_off(obj, by=person(request), seen=said["seen"], note=said["note"])

    def _after_signing(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Back to the parts that are left; to the form where none is."""
        if signing.is_signed(signing.signatures(obj)):
            return self.to_form(request, obj)
        return redirect(self.address("review", obj.pk))

    def _comment_while_reviewing(self, request: HttpRequest, obj: Any, form: SignOffForm) -> HttpResponse:
        """Keep what was typed at the parts, and go on with the same boxes ticked."""
        comments = form.cleaned_data["comments"]
        try:
            if not comments:
                raise Refused(_("Write a comment first, at the part that it is about."))
            with transaction.atomic():
                for key, text in comments.items():
                    review.comment(obj, by=person(request), part=key, text=text)
        except Refused as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
        else:
            self.message_user(request, _("Your comment is kept. Nothing is signed yet."), messages.SUCCESS)
            self._warn_of_unknown_names(request, obj, " ".join(comments.values()))
        key = next(iter(comments), "")
        return redirect(f"{self.address('review', obj.pk)}?{form.kept}#{key}")

    def send_back_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.for_step(request, object_id, "sign_off")
        form = SendBackForm(request.POST or None, found=signing.signatures(obj))
        context = {
            "title": _("Send “%(title)s” back") % {"title": obj},
            "what_happens": _("The editors get your comments by mail and in their form. Nothing is signed."),
            "button": _("Send back"),
            "done": _("“%(title)s” is sent back.") % {"title": obj},
        }

        def send_back(said: dict[str, Any]) -> None:
            comments = {key: said[key] for key in form.keys}
            review.send_back(obj, by=person(request), reason=said["reason"], comments=comments)

        return self.take_step(request, obj, form, send_back, context)

    def comment_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.visible_or_404(request, object_id)
        text = request.POST.get("text", "")
        longest = Comment._meta.get_field("text").max_length or 0
        try:
            if len(text) > longest:
                raise Refused(_("A comment has at most %(most)s characters.") % {"most": longest})
            review.comment(obj, by=person(request), part=request.POST.get("part", ""), text=text)
        except Refused as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
        else:
            self._warn_of_unknown_names(request, obj, text)
        return redirect(self.address("change", obj.pk) + "#comments")

    def _warn_of_unknown_names(self, request: HttpRequest, obj: Any, text: str) -> None:
        if unknown := unknown_in(text, obj):
            said = _("Your comment is kept. Nobody who may see the page is called %(names)s, so nobody was told there.")
            names = ", ".join(f"@{name}" for name in unknown)
            self.message_user(request, said % {"names": names}, messages.WARNING)

    def resolve_view(self, request: HttpRequest, object_id: int, comment_id: int) -> HttpResponse:
        obj = self.visible_or_404(request, object_id)
        found = obj.comments().filter(pk=comment_id).first()
        if found is None:
            raise Http404
        try:
            review.resolve(found, by=person(request))
        except Refused as refused:
            self.message_user(request, " ".join(refused.messages), messages.WARNING)
        return redirect(self.address("change", obj.pk) + "#comments")


def person(request: HttpRequest) -> User:
    """Who asks; the admin lets in nobody without an account."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
