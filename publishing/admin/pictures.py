"""Staff pages of pictures: add one, say what it shows, and choose one for a text."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.admin.reviewing import person
from publishing.models import Picture
from publishing.pictures import Encoded, encode

SHOWN = 30
"""Pictures in the chooser; the search finds the others."""


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Picture
        fields = ("name", "alternative_text", "is_decorative")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_decorative") and cleaned.get("alternative_text"):
            raise ValidationError(_("A decorative picture has no alternative text: leave one of the two out."))
        return cleaned


class NewPictureForm(PictureForm):
    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=gettext_lazy(
            "A PNG, JPEG or WebP file, for example a photograph of the clinic's door. It is made smaller and written "
            "anew; where and when it was taken is not kept."
        ),
    )
    field_order = ("picture", "name", "alternative_text", "is_decorative")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def clean_picture(self) -> Encoded:
        self._file_name: str = self.cleaned_data["picture"].name
        return encode(self.cleaned_data["picture"].read())

    def added(self, request: HttpRequest) -> Picture:
        """The picture, and where it was there already, that one."""
        cleaned = self.cleaned_data
        name = cleaned["name"] or self._file_name.rpartition(".")[0] or self._file_name
        picture = Picture.add(
            cleaned["picture"], by=person(request), name=name, alternative_text=cleaned["alternative_text"]
        )
        if picture.alt is None and cleaned["is_decorative"]:
            picture.is_decorative = True
            picture.save(update_fields=["is_decorative"])
        return picture


class DecidedFilter(admin.SimpleListFilter):
    title = gettext_lazy("alternative text")
    parameter_name = "alternative"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", gettext_lazy("Missing"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.undecided() if self.value() == "missing" else queryset


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = PictureForm
    list_display = ("name", "shown", "said", "added_by", "added_at")
    list_filter: ClassVar[Any] = (DecidedFilter, "added_at")
    list_select_related = ("added_by",)
    list_per_page = 50
    search_fields = ("name", "alternative_text")
    readonly_fields = ("shown",)
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions of pages show it for ever."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = ("name", "alternative_text", "is_decorative")
        return ("shown", *own) if obj else ("picture", *own)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **(kwargs if obj else kwargs | {"form": NewPictureForm}))

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        typed = super().save_form(request, form, change)
        return typed if change else form.added(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("picture"))
    def shown(self, picture: Picture) -> str:
        return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', picture.address)

    @admin.display(description=gettext_lazy("alternative text"))
    def said(self, picture: Picture) -> str:
        if picture.is_decorative:
            return _("decorative")
        return picture.alternative_text or format_html('<strong class="missing">{}</strong>', _("missing"))

    def get_urls(self) -> list[Any]:
        choose = self.admin_site.admin_view(self.choose_view)
        return [path("choose/", choose, name="publishing_picture_choose"), *super().get_urls()]

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """The inside of the editor's dialogue; a picture that is posted to it is added."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._add_chosen(request)
        asked = request.GET.get("q", "").strip()
        found = Picture.objects.filter(Q(name__icontains=asked) | Q(alternative_text__icontains=asked))
        context = {"pictures": found[:SHOWN], "asked": asked, "may_add": self.has_add_permission(request)}
        return TemplateResponse(request, "admin/pictures/choose.html", context)

    def _add_chosen(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewPictureForm(request.POST, request.FILES)
        if not form.is_valid():
            said = [str(text) for errors in form.errors.values() for text in errors]
            return JsonResponse({"error": " ".join(said)}, status=400)
        picture = form.added(request)
        self.log_addition(request, picture, [{"added": {}}])
        return JsonResponse(
            {
                "src": picture.address,
                "alt": picture.alt,
                "width": picture.width,
                "height": picture.height,
                "name": picture.name,
            }
        )
