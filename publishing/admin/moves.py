"""The staff pages of redirects, and the form field that takes the address of a live page."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import clock, redirects
from publishing.admin.records import ReadOnlyAdmin
from publishing.models import Moved, Publishable, Revision
from publishing.moves import address_of, fate_of, read_address


class LivePageField(forms.CharField):
    """The address of a live page, as one copies it from the browser; cleaned to the page's live revision."""

    widget = forms.TextInput(attrs={"class": "vTextField"})

    def clean(self, value: Any) -> Revision | None:
        address: str = super().clean(value)
        if not address:
            return None
        model, slug = read_address(address)
        live = Revision.objects.live().of(model).filter(slug=slug).first()
        if live is None:
            raise ValidationError(_("No page is live at %(address)s.") % {"address": address})
        return live


class MovedForm(forms.ModelForm):  # type: ignore[type-arg]
    old_address = forms.CharField(
        label=gettext_lazy("Old address"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("An address at which no page is live, for example /conditions/wheezing/."),
    )
    new_address = LivePageField(
        label=gettext_lazy("Leads to"),
        help_text=gettext_lazy("A live page, for example /conditions/asthma/. The redirect follows it when it moves."),
    )

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=redirects.LONGEST_REDIRECT_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("For example: “its address on the old site”."),
    )

    class Meta:
        model = Moved
        fields = ("reason",)

    def clean_old_address(self) -> tuple[type[Publishable], str]:
        model, slug = read_address(self.cleaned_data["old_address"])
        redirects.refuse_address_in_use(model, slug)
        return model, slug


@admin.register(Moved)
class MovedAdmin(ReadOnlyAdmin):
    """Redirects: made when a page moves or is retired for another, and by hand. They are never changed."""

    form = MovedForm
    list_display = ("old_address", "leads_to", "moves_at", "made_by", "reason")
    list_display_links = None
    list_filter = ("moves_at",)
    list_select_related = ("made_by",)
    list_per_page = 50
    search_fields = ("slug", "reason")
    fields = ("old_address", "new_address", "reason")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publishing.add_moved")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("old_address", "leads_to", "moves_at", "made_by", "reason")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj is None else self.get_readonly_fields(request, obj)

    @admin.display(description=gettext_lazy("old address"), ordering="slug")
    def old_address(self, moved: Moved) -> str:
        return address_of(moved.kind, moved.slug)

    @admin.display(description=gettext_lazy("leads to"))
    def leads_to(self, moved: Moved) -> str:
        now = clock.now()
        if Revision.objects.live(now).filter(kind=moved.kind, slug=moved.slug).exists():
            return _("A page is live here again")
        live = fate_of(moved.kind, moved.slug, now).leads_to
        if live is None:
            return _("Nowhere now")
        return format_html('<a href="{}">{}</a>', address_of(live.kind, live.slug, live.language), live.title)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        model, slug = form.cleaned_data["old_address"]
        moved = redirects.redirect_address(
            model,
            slug,
            form.cleaned_data["new_address"],
            by=cast(User, request.user),
            reason=form.cleaned_data["reason"],
        )
        obj.pk, obj.slug = moved.pk, moved.slug
