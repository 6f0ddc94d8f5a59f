"""The staff page of preview links: make one for a clinician without an account, see and revoke those there are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from publishing import clock, workflow
from publishing.admin.reviewing import ReviewingAdmin, person
from publishing.models import PreviewLink

DAYS = [(1, gettext_lazy("one day")), (7, gettext_lazy("a week")), (30, gettext_lazy("a month"))]

_DAYS_HELP = gettext_lazy("No longer than they need. For example: a week, for one reading.")


class LinkForm(forms.ModelForm):  # type: ignore[type-arg]
    """For whom, and for how long."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("It works for"), coerce=int, choices=DAYS, initial=7, help_text=_DAYS_HELP
    )

    class Meta:
        model = PreviewLink
        fields = ("whom",)
        widgets = {"whom": forms.TextInput(attrs={"class": "vTextField"})}


class SharingAdmin(ReviewingAdmin):
    """Drafts shown to people without an account, by a link that ends."""

    def get_urls(self) -> list[Any]:
        own = [
            self.page_at("share/", "share", self.share_view),
            self.page_at("share/<int:link_id>/revoke/", "revoke", require_POST(self.revoke_view)),
        ]
        return own + super().get_urls()

    def share_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.for_step(request, object_id, "change")
        form = LinkForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self._make(request, obj, form)
            return redirect(self.address("share", obj.pk))
        context = {
            "title": _("Show the draft of “%(title)s” to somebody without an account") % {"title": obj},
            "form": form,
            "original": obj,
            "opts": self.opts,
            "links": [(link, _address(link)) for link in self._links(obj)],
            "revoke_route": f"{self.admin_site.name}:{self.url_name('revoke')}",
        }
        return TemplateResponse(request, "admin/editing/share.html", self.admin_site.each_context(request) | context)

    @transaction.atomic
    def _make(self, request: HttpRequest, obj: Any, form: LinkForm) -> None:
        link = form.instance
        link.kind, link.subject_id = obj.subject
        link.made_by = person(request)
        link.expires_at = clock.now() + timedelta(days=form.cleaned_data["days"])
        form.save()
        self._audit(request, obj, "share", link)

    @transaction.atomic
    def revoke_view(self, request: HttpRequest, object_id: int, link_id: int) -> HttpResponse:
        obj = self.for_step(request, object_id, "change")
        link = self._links(obj).filter(pk=link_id).first()
        if link is None:
            raise Http404
        self._links(obj).filter(pk=link_id).update(revoked_at=clock.now(), revoked_by=person(request))
        self._audit(request, obj, "revoke_share", link)
        self.message_user(request, _("The link for %(whom)s works no more.") % {"whom": link}, messages.SUCCESS)
        return redirect(self.address("share", obj.pk))

    def _links(self, obj: Any) -> Any:
        return PreviewLink.objects.open().filter(kind=obj.kind(), subject_id=obj.pk).select_related("made_by")

    def _audit(self, request: HttpRequest, obj: Any, action: str, link: PreviewLink) -> None:
        workflow.write_audit(
            action, obj.subject, obj.title, by=person(request), before=obj.stage, after=obj.stage, reason=link.whom
        )


def _address(link: PreviewLink) -> str:
    return settings.SITE_URL + reverse("shared_draft", args=[link.token])
