"""Staff pages for documents that come in: bring one, look at what it would become, change that, make the draft."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_slug
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.checking.knowledge import site_now
from conditions.checking.run import check
from conditions.importing import incoming
from conditions.importing.blocks import BlockKind
from conditions.importing.incoming import CHANGEABLE, OUT, arranged, kind_chosen
from conditions.importing.models import IncomingDocument, IncomingPicture, TabName
from conditions.importing.outline import Outline
from conditions.importing.pictures import PLACE
from conditions.importing.report import Fate
from conditions.importing.source import read_content, read_words
from conditions.importing.titles import LONGEST_TITLE
from conditions.importing.unreadable import Unreadable
from conditions.importing.word.package import MAX_BYTES as MAX_WORD_BYTES
from conditions.kinds import SectionKind, kind_of
from conditions.models import Condition
from publishing.addresses import slug_from
from publishing.admin.editing import EditingAdmin
from publishing.admin.reviewing import person
from publishing.html import clean
from publishing.languages import Language

PASTED = "pasted text"


class BringForm(forms.Form):
    """A file, or what was pasted."""

    file = forms.FileField(
        label=gettext_lazy("A file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".docx,.md,.markdown,.txt,.html,.htm"}),
        help_text=gettext_lazy("A Word document (.docx), a web page (HTML), Markdown or plain text: one page in each."),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste it here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "From another site, Word or Google Docs, for example the whole page with its name on the first line. "
            "Headings, lists, tables and links come along."
        ),
    )
    markup = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    """What was pasted, as HTML: filled in by the browser."""
    too_large = ""
    """The name of a file that was not even kept (`portal.uploads`)."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        has_text = bool((cleaned.get("pasted") or "").strip())
        if "file" not in self.errors and bool(cleaned.get("file")) == has_text:
            raise ValidationError(
                _("Choose a file or paste a text: one of the two.")
                if has_text
                else _("Choose a file, or paste a text.")
            )
        return cleaned

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if self.too_large:
            raise ValidationError(_("“%(name)s” is too large to be taken.") % {"name": self.too_large})
        if file and (file.size or 0) > MAX_WORD_BYTES:
            raise ValidationError(
                _("The file is larger than %(most)s MB. Divide it into pages, or make its pictures smaller.")
                % {"most": MAX_WORD_BYTES // 1_000_000}
            )
        return file

    def read(self) -> tuple[str, Outline]:
        """The document's name and what it says. Raises `Unreadable`."""
        file = self.cleaned_data["file"]
        with TabName.in_use():
            if file:
                return file.name, read_content(file.read(), file.name)
            markup = self.cleaned_data["markup"]
            return _(PASTED), read_words(markup or self.cleaned_data["pasted"], ".html" if markup else "")


class AcceptForm(forms.Form):
    """What is decided about the page as a whole."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("The name families search for, for example “Asthma”."),
    )
    slug = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=Condition._meta.get_field("slug").max_length,
        validators=[validate_slug],
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("The end of the page's web address: “asthma” gives /conditions/asthma/."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=Language.choices,
        help_text=gettext_lazy("The language the text is written in, for example Spanish."),
    )
    may_exist = forms.BooleanField(
        label=gettext_lazy("Bring the draft of the page at this address up to date"),
        required=False,
        help_text=gettext_lazy(
            "Title, language, introduction and tabs become those of this document; tabs that it does not have stay, "
            "after the others. Readers see no difference until somebody publishes."
        ),
    )


@dataclass(frozen=True)
class Row:
    """A block in the form, with the choices for it."""

    number: int
    stored: dict[str, Any]
    chosen: str
    text: str
    tab_kind: str
    pictures: list[IncomingPicture]

    @property
    def choices(self) -> list[tuple[str, str]]:
        same = {kind.value: label for kind, label in _KINDS.items()}
        if self.stored["kind"] in CHANGEABLE:
            names = [(kind.value, str(same[kind.value])) for kind in CHANGEABLE]
            return [*names[:2], ("smaller", _("Smaller heading")), *names[2:], (OUT, _("Leave it out"))]
        return [(self.stored["kind"], str(same[self.stored["kind"]])), (OUT, _("Leave it out"))]

    @property
    def shape(self) -> SafeString:
        """A list, a table or a quotation as it will look, without its pictures."""
        return SafeString(clean(self.stored["html"])) if self.stored["kind"] not in CHANGEABLE else SafeString("")

    @property
    def has_name(self) -> bool:
        return self.chosen in (BlockKind.TAB, BlockKind.HEADING, "smaller")

    @property
    def is_tab(self) -> bool:
        return self.chosen == BlockKind.TAB

    @property
    def is_out(self) -> bool:
        return self.chosen == OUT


_KINDS = {
    BlockKind.TAB: gettext_lazy("Tab"),
    BlockKind.HEADING: gettext_lazy("Heading"),
    BlockKind.TEXT: gettext_lazy("Paragraph"),
    BlockKind.LIST: gettext_lazy("List"),
    BlockKind.TABLE: gettext_lazy("Table"),
    BlockKind.QUOTE: gettext_lazy("Quotation"),
    BlockKind.PICTURE: gettext_lazy("Picture"),
}


def rows_of(document: IncomingDocument) -> list[Row]:
    pictures = {found.number: found for found in document.pictures.defer("content")}
    decisions = document.decisions
    for found in pictures.values():
        found.alt = (
            "" if decisions.get(f"decorative-{found.number}") else decisions.get(f"alt-{found.number}", found.alt)
        )
    return [
        Row(
            number,
            stored,
            kind_chosen(document, number),
            _named(document, number),
            decisions.get(f"kind-{number}") or kind_of(_named(document, number)) or SectionKind.OTHER,
            [pictures[place] for place in map(int, PLACE.findall(stored["html"])) if place in pictures],
        )
        for number, stored in enumerate(document.blocks)
    ]


def _named(document: IncomingDocument, number: int) -> str:
    return document.decisions.get(f"text-{number}") or str(document.blocks[number]["text"])


def decisions_in(posted: Any, document: IncomingDocument) -> dict[str, str]:
    """What a form says about each block, where it says something that may be said."""
    found: dict[str, str] = {name: posted[name].strip() for name in ("title", "slug", "language") if name in posted}
    for row in rows_of(document):
        chosen, kind = posted.get(f"as-{row.number}", ""), posted.get(f"kind-{row.number}", "")
        text = " ".join(posted.get(f"text-{row.number}", "").split())
        if chosen in dict(row.choices):
            found[f"as-{row.number}"] = chosen
        if kind in SectionKind.values:
            found[f"kind-{row.number}"] = kind
        if text:
            found[f"text-{row.number}"] = text
        for picture in row.pictures:
            found[f"alt-{picture.number}"] = posted.get(f"alt-{picture.number}", "").strip()[:250]
            if f"decorative-{picture.number}" in posted:
                found[f"decorative-{picture.number}"] = "on"
    return found


class BringingAdmin(EditingAdmin):
    """The steps from a document to a draft. Nothing of it is on the page, or saved as one, before the last of them."""

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        own = [
            path("bring/", wrap(self.bring_view), name=self.url_name("bring")),
            path("bring/<int:document_id>/", wrap(self.arrange_view), name=self.url_name("arrange")),
            path(
                "bring/<int:document_id>/<int:number>.webp",
                wrap(self.incoming_picture_view),
                name=self.url_name("incoming_picture"),
            ),
        ]
        return own + super().get_urls()

    def bring_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BringForm(request.POST, request.FILES) if request.method == "POST" else BringForm()
        form.too_large = getattr(request, "too_large", "")
        if request.method == "POST" and form.is_valid():
            try:
                name, outline = form.read()
                document = incoming.keep(outline, name=name, by=person(request))
            except Unreadable as error:
                said = str(error)
                form.add_error(None, said[:1].upper() + said[1:])
            else:
                return redirect(self.address("arrange", document.pk))
        waiting = IncomingDocument.objects.filter(made_by=person(request), accepted_at=None).defer("blocks", "report")
        return self._shown(request, "bring", {"title": _("Bring a document in"), "form": form, "waiting": waiting})

    def arrange_view(self, request: HttpRequest, document_id: int) -> HttpResponse:
        document = self._own(request, document_id)
        if document is None:
            text = _("This document is no longer here: it was thrown away, or waited too long. Bring it in again.")
            self.message_user(request, text, messages.WARNING)
            return redirect(self.address("bring"))
        if document.accepted_at:
            return self._made_before(request, document)
        if "_throw_away" in request.POST:
            document.delete()
            self.message_user(request, _("“%(name)s” was thrown away.") % {"name": document.name}, messages.SUCCESS)
            return redirect(self.address("bring"))
        form = AcceptForm(request.POST or None, initial=_initial(document))
        if request.method == "POST":
            document.decisions = decisions_in(request.POST, document)
            document.save(update_fields=["decisions"])
            if "_accept" in request.POST and form.is_valid() and (made := self._accept(request, document, form)):
                return made
            if "_accept" not in request.POST:
                return redirect(self.address("arrange", document.pk))
        return self._shown(request, "arrange", self._arranged_context(document, form))

    def _accept(self, request: HttpRequest, document: IncomingDocument, form: AcceptForm) -> HttpResponse | None:
        cleaned = form.cleaned_data
        if cleaned["may_exist"] and not self.has_change_permission(request):
            raise PermissionDenied
        try:
            with TabName.in_use():
                draft = incoming.accept(
                    document, by=person(request), slug=cleaned["slug"], may_exist=cleaned["may_exist"]
                )
        except ValidationError as error:
            form.add_error(None, error)
            return None
        if draft is None:
            return self._made_before(request, document)
        told = _("made from “%(name)s”") % {"name": document.name}
        self.log_addition(request, draft.condition, told)
        self.message_user(
            request, _("The draft is made. Readers see nothing of it until you publish."), messages.SUCCESS
        )
        return self.to_form(request, draft.condition)

    def _made_before(self, request: HttpRequest, document: IncomingDocument) -> HttpResponse:
        if document.condition is None:
            text = _("The page that was made of this document is deleted. Bring the document in again.")
            self.message_user(request, text, messages.WARNING)
            return redirect(self.address("bring"))
        text = _("The draft was made before: here it is. It was not made twice.")
        self.message_user(request, text, messages.INFO)
        return self.to_form(request, document.condition)

    def _arranged_context(self, document: IncomingDocument, form: AcceptForm) -> dict[str, Any]:
        with TabName.in_use():
            outline, rows = arranged(document), rows_of(document)
        left_out = [_said(entry) for entry in document.report if entry[2] == Fate.LEFT_OUT]
        left_out.sort(key=lambda entry: str(entry[4]))
        return {
            "title": _("What “%(name)s” would become") % {"name": document.name},
            "document": document,
            "form": form,
            "outline": outline,
            "rows": rows,
            "kinds": SectionKind.choices,
            "left_out": [(why, list(alike)) for why, alike in groupby(left_out, key=lambda entry: entry[4])],
            "doubts": [_said(entry) for entry in document.report if entry[2] == Fate.UNCERTAIN],
            "findings": findings_about(outline),
            "existing": Condition.objects.filter(slug=form["slug"].value() or "").first(),
        }

    def incoming_picture_view(self, request: HttpRequest, document_id: int, number: int) -> HttpResponse:
        document = self._own(request, document_id)
        found = get_object_or_404(IncomingPicture, document=document, number=number)
        answer = HttpResponse(bytes(found.content), content_type="image/webp")
        answer.headers["Cache-Control"] = "private, max-age=3600"
        return answer

    def _own(self, request: HttpRequest, document_id: int) -> IncomingDocument | None:
        """What somebody brought in is for that person alone, until it is a draft."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return IncomingDocument.objects.filter(pk=document_id, made_by=person(request)).first()

    def _shown(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        page = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/conditions/{name}.html", page)


def _said(entry: list[Any]) -> list[Any]:
    """An entry of the report, in which a picture is called one."""
    line, text, *others = entry
    return [line, str(text).replace("<img>", _("picture")), *others]


_LISTS = (
    *("other_names", "call_us_when", "call_today_when", "call_911_when", "questions_to_ask", "sources", "codes"),
    *("body_areas", "programs", "related"),
)


def findings_about(outline: Outline) -> list[dict[str, str]]:
    """What the content checks say, each with the name of its tab."""
    names = {f"tab-{number}": section.title for number, section in enumerate(outline.sections, start=1)}
    content = {
        "title": outline.title,
        "slug": slug_from(outline.title),
        "language": outline.language,
        "introduction": outline.introduction,
        "summary": "",
        **dict.fromkeys(_LISTS, ()),
        "sections": [
            {"kind": section.kind, "title": section.title, "anchor": slug_from(section.title), "body": section.body}
            for section in outline.sections
        ],
    }
    return [
        {
            "level": finding.level.value,
            "name": str(finding.level.label),
            "message": finding.message,
            "quote": finding.quote,
            "where": names.get(finding.part, ""),
        }
        for finding in check(content, site_now())
    ]


def _initial(document: IncomingDocument) -> dict[str, Any]:
    title = document.decisions.get("title") or document.title
    return {
        "title": title,
        "slug": document.decisions.get("slug") or slug_from(title),
        "language": document.decisions.get("language") or document.language,
    }


@admin.register(TabName)
class TabNameAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "tab_kind", "is_whole")
    list_filter = ("tab_kind",)
    search_fields = ("name",)
    list_per_page = 200
