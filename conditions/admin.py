"""Staff pages of conditions, their tabs and programs."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conditions.checking import providers
from conditions.checking.admin import EmergencySymptomAdmin, PlainerWordAdmin
from conditions.glossary.admin import TermAdmin
from conditions.glossary.offering import terms_and_forms
from conditions.importing.admin import BringingAdmin
from conditions.kinds import SectionKind
from conditions.models import Condition, Program, Section
from conditions.page import draft_page, past_page
from conditions.problems.companion import ContentChecks
from conditions.problems.editing import CheckedAdmin
from conditions.problems.links import broken_links
from conditions.problems.report import ProblemAdmin
from conditions.views import condition_context, draft_program, program_context
from conditions.ways_admin import LabelledAdmin
from publishing import companions
from publishing.admin.editing import EditingForm, ReadableFields
from publishing.admin.publishable import PublishableAdmin
from publishing.models import Revision

companions.register(Condition, ContentChecks())
providers.broken.append(broken_links)
providers.terms.append(terms_and_forms)

__all__ = [
    "ConditionAdmin",
    "EmergencySymptomAdmin",
    "LabelledAdmin",
    "PlainerWordAdmin",
    "ProblemAdmin",
    "ProgramAdmin",
    "TermAdmin",
]

_SLUG_HELP = _(
    "The end of the page's web address: “asthma” gives /conditions/asthma/. It follows the title until the page is "
    "published; an empty one is filled in when you save. Where you change it later, the old address leads to the new "
    "one from the next publishing on."
)


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A tab in its condition's form."""

    class Meta:
        help_texts: ClassVar[dict[str, Any]] = {
            "kind": _("For example “Symptoms & Causes”. “Programs & Services” shows the programs chosen below."),
            "title": _("What stands on the tab, for example “Symptoms & Causes”. At most 24 characters fit well."),
            "body": _(
                "Ask the family's questions as headings: “What causes asthma?”. An empty tab is not shown to readers."
            ),
        }
        widgets: ClassVar[dict[str, Any]] = {"order": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "order" in self.fields:
            self.fields["order"].required = False

    def has_changed(self) -> bool:
        """A new tab that only has a place is none."""
        changed = set(self.changed_data)
        return bool(changed - {"order"} if self.instance._state.adding else changed)

    def clean_order(self) -> int:
        """The place that was asked for, or the form's own place on the page."""
        order: int | None = self.cleaned_data["order"]
        return int(str(self.prefix).rpartition("-")[2]) if order is None else order


class _OwnRow(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The hidden key of a row that was read with all the others, and is not asked for one by one."""

    rows: dict[str, Section]

    def to_python(self, value: Any) -> Section | None:
        if value in self.empty_values:
            return None
        if str(value) not in self.rows:
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return self.rows[str(value)]


class SectionFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        key = form.fields["id"]
        own = _OwnRow(key.queryset, required=False, initial=key.initial, widget=forms.HiddenInput)
        own.rows = {str(section.pk): section for section in self.get_queryset()}
        form.fields["id"] = own


class SectionInline(ReadableFields, admin.StackedInline):  # type: ignore[type-arg]
    model = Section
    form = SectionForm
    formset = SectionFormSet
    fields = ("kind", "title", "body", "order")
    extra = 0
    template = "admin/conditions/tabs.html"

    class Media:
        js: ClassVar[list[Any]] = [forms.Script("admin_portal/tabs.js", type="module")]

    @property
    def tab_names(self) -> dict[str, str]:
        """What a kind of tab is called, for proposing the one from the other."""
        return {kind.value: str(kind.label) for kind in SectionKind if kind != SectionKind.OTHER}


class ConditionForm(EditingForm):
    class Meta:
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("The name families search for, for example “Asthma”."),
            "other_names": _("Names families may know it by, one a line. For example: “Reactive airway disease”."),
            "summary": _(
                "What it is, in at most 40 plain words: the first thing a family sees on a phone. "
                "For example: “Asthma makes it hard to breathe out.”"
            ),
            "call_today_when": _("At most five points, one a line, that cannot wait a day: “needs the inhaler twice”."),
            "call_911_when": _("At most five points, one a line, emergencies only: “has blue lips”."),
            "questions_to_ask": _("Questions a family may want to bring, one a line: “Can my child do sports?”."),
            "news": _(
                "May stay empty. When you change something that matters to families, say what, a sentence a line, "
                "newest first: “New: what to do when an attack begins at night.” The day is added when readers first "
                "see it. Take out what is no news any more."
            ),
            "slug": _SLUG_HELP,
            "related": _(
                "Conditions a family may read about next, for example “Allergies”. Only live pages are shown. The "
                "other page does not change: to lead back from it, add this condition there."
            ),
            "body_areas": _("Where in the body it is, for example “Lungs and breathing”. Families look under these."),
            "specialties": _("The fields of medicine, for example “Cancer (oncology)”. Clinics look under these."),
            "ages": _("When it begins or is found, for example “Babies” and “Toddlers”. Families look under these."),
            "language": _("The language this text is written in, for example Spanish."),
        }

    def clean_related(self) -> Any:
        related = self.cleaned_data["related"]
        return related.exclude(pk=self.instance.pk) if self.instance.pk else related


@admin.register(Condition)
class ConditionAdmin(BringingAdmin, CheckedAdmin):
    form = ConditionForm
    change_form_template = "admin/conditions/form.html"
    change_list_template = "admin/conditions/list.html"
    inlines = (SectionInline,)
    list_filter = (*PublishableAdmin.list_filter, "body_areas")
    search_fields = ("title", "summary", "introduction", "sections__title", "sections__body")
    autocomplete_fields = ("programs", "related", "body_areas", "specialties", "ages", "original")
    public_template = "conditions/condition.html"
    fieldsets = (
        (_("Name and summary"), {"fields": ["title", "slug", "other_names", "summary"]}),
        (_("Introduction"), {"fields": ["introduction"]}),
        (
            _("When to get help"),
            {"fields": ["call_us_when", "call_today_when", "call_911_when"], "classes": ["tabs-follow"]},
        ),
        (_("Programs and related conditions"), {"fields": ["programs", "related"]}),
        (_("Questions and sources"), {"fields": ["questions_to_ask", "sources"]}),
        (_("What is new"), {"fields": ["news"]}),
        (_("Classification"), {"fields": ["body_areas", "specialties", "ages", "codes"]}),
        (_("Language"), {"fields": ["language", "original"]}),
        (_("Who looks after it"), {"fields": ["owner", "deputy"]}),
    )

    def get_search_fields(self, request: HttpRequest) -> Any:
        """By title alone where a condition is picked; a word of the text would find nearly all."""
        is_picked = request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
        return ("title",) if is_picked else self.search_fields

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Condition | None:
        """For a form that is only looked at, the lists it stands in are asked for once."""
        found: Condition | None = super().get_object(request, object_id, from_field)
        if found and request.method == "GET":
            prefetch_related_objects([found], "body_areas", "specialties", "ages")
        return found

    def draft_context(self, obj: Condition) -> dict[str, Any]:
        return condition_context(draft_page(obj))

    def revision_context(self, revision: Revision) -> dict[str, Any]:
        return condition_context(past_page(revision))


class ProgramForm(EditingForm):
    class Meta:
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("The name on the door, for example “Asthma Program”."),
            "slug": _SLUG_HELP,
            "summary": _("Whom you treat, in at most 40 words. For example: “We help children breathe easily.”"),
            "body": _("What a family can expect. For example: “At the first visit you meet a doctor and a nurse.”"),
            "location": _("For example: “Pier Building, floor 3”."),
            "referral_url": _("Where another clinic refers a child. For example: https://www.example.org/refer"),
            "appointment_url": _("Where a family asks for a visit. For example: https://www.example.org/visit"),
            "language": _("The language this text is written in, for example Spanish."),
        }


@admin.register(Program)
class ProgramAdmin(PublishableAdmin):
    form = ProgramForm
    autocomplete_fields = ("specialties", "original")
    search_fields = ("title", "summary", "body")
    public_template = "conditions/program.html"
    fieldsets = (
        (_("Name and summary"), {"fields": ["title", "slug", "summary"]}),
        (_("How to reach it"), {"fields": ["phone", "hours", "location", "appointment_url", "referral_url"]}),
        (_("Text"), {"fields": ["body"]}),
        (_("Classification"), {"fields": ["specialties"]}),
        (_("Language"), {"fields": ["language", "original"]}),
        (_("Who looks after it"), {"fields": ["owner", "deputy"]}),
    )

    def draft_context(self, obj: Program) -> dict[str, Any]:
        return program_context(draft_program(obj))

    def revision_context(self, revision: Revision) -> dict[str, Any]:
        return program_context(revision)
