"""The staff page that makes an alert from a template: at most three fields, and a preview in every language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.admin.forms import FORM_KEY
from alerts.admin.overlap import about_overlap
from alerts.models import LOOK_AGAIN_AFTER, RecallAlert
from alerts.phrasebook.book import AlertTemplate, Blank, BlankType, phrase_book
from alerts.phrasebook.creation import create_from_template
from alerts.phrasebook.filling import LONGEST_NAME, LONGEST_PHRASE, FilledTemplate, preview
from publishing.fields import validate_phone
from publishing.hospital_time import HospitalTimeField
from publishing.languages import Language, Words, direction_of, other_languages
from publishing.models import SiteVersion
from publishing.workflow import Refused

if TYPE_CHECKING:
    from alerts.admin.alert import RecallAlertAdmin

OTHER = "other"
"""The choice of a phrase that staff type themselves."""
PREVIEW = "_preview"
"""The button that shows the page again with what was typed; nothing is saved."""
_PAGE = "from_template"
_KEY_LENGTH = 24
_WIDE = {"class": "vTextField"}


@dataclass(frozen=True)
class Row:
    """One blank of the form. `typed` holds the fields for a phrase that the list lacks."""

    field: BoundField
    typed: list[BoundField]


@dataclass(frozen=True)
class Preview:
    """The alert in one language as families will read it."""

    language: str
    name: str
    direction: str
    texts: dict[str, Words]
    untranslated: list[str]
    """The names of the fields that stay English."""
    is_reviewed: bool


class TemplateForm(forms.Form):
    """The blanks of one template."""

    is_exercise = forms.BooleanField(
        label=gettext_lazy("Exercise: no reader sees it"),
        required=False,
        help_text=gettext_lazy("For a drill. Every step works, and the alert stays invisible to families."),
    )

    def __init__(self, *args: Any, template: AlertTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        for blank in template.asked:
            field = _field_of(blank)
            field.label = _("%(label)s (optional)") % {"label": blank.label} if blank.is_optional else blank.label
            field.help_text = blank.help or field.help_text
            field.required = not blank.is_optional
            self.fields[blank.key] = field
            if blank.may_be_typed:
                self._add_typed(blank)

    def _add_typed(self, blank: Blank) -> None:
        for language in (Language.ENGLISH.value, *other_languages()):
            attributes = _WIDE | {"lang": language, "dir": direction_of(language)}
            self.fields[f"{blank.key}_{language}"] = forms.CharField(
                label=Language(language).label,
                required=False,
                max_length=LONGEST_PHRASE,
                widget=forms.TextInput(attributes),
            )

    @property
    def rows(self) -> list[Row]:
        return [Row(self[blank.key], self._typed_fields(blank)) for blank in self.template.asked]

    def _typed_fields(self, blank: Blank) -> list[BoundField]:
        languages = (Language.ENGLISH.value, *other_languages()) if blank.may_be_typed else ()
        return [self[f"{blank.key}_{language}"] for language in languages]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for blank in self.template.asked:
            if blank.may_be_typed and self._typed(blank) and cleaned.get(blank.key) not in (None, OTHER):
                text = _("Choose a phrase from the list, or choose “Something else” and type it; not both.")
                self.add_error(blank.key, text)
        return cleaned

    def values(self) -> dict[str, Any]:
        """The values typed so far, as `create_from_template` and `preview` take them."""
        values = {blank.key: self.cleaned_data.get(blank.key) for blank in self.template.asked}
        typed = {blank.key: self._typed(blank) for blank in self.template.asked if values[blank.key] == OTHER}
        return values | typed

    def _typed(self, blank: Blank) -> dict[str, str]:
        texts = {
            language: self.cleaned_data.get(f"{blank.key}_{language}", "")
            for language in (Language.ENGLISH.value, *other_languages())
        }
        return {language: text for language, text in texts.items() if text}

    def add_problems(self, problems: ValidationError) -> None:
        """Beside the blanks they belong to."""
        by_blank = problems.message_dict if hasattr(problems, "error_dict") else {None: problems.messages}
        for key, complaints in by_blank.items():
            self.add_error(key if key in self.fields else None, complaints)


def template_urls(staff: RecallAlertAdmin) -> list[URLPattern]:
    def view(request: HttpRequest, key: str) -> HttpResponse:
        return template_page(staff, request, key)

    route = "from-template/<slug:key>/"
    return [path(route, staff.admin_site.admin_view(view), name=staff.url_name(_PAGE))]


def template_links(staff: RecallAlertAdmin, request: HttpRequest) -> list[tuple[str, str]]:
    """The name and the address of each template's page, for those who may use it."""
    if not _may_use(staff, request):
        return []
    return [(template.name, staff.address(_PAGE, template.key)) for template in phrase_book().templates]


def template_page(staff: RecallAlertAdmin, request: HttpRequest, key: str) -> HttpResponse:
    """Shows the blanks and the preview; saves a draft, and posts it or asks for its release."""
    if not _may_use(staff, request):
        raise PermissionDenied
    template = phrase_book().template(key)
    if template is None:
        raise Http404
    form = TemplateForm(request.POST if request.method == "POST" else None, template=template)
    is_complete = form.is_valid()
    is_preview = PREVIEW in request.POST
    if is_complete and not is_preview and (response := _take_step(staff, request, form)):
        return response
    shown = preview(template, form.values() if form.is_bound else _initial(template))
    context = {
        **staff.admin_site.each_context(request),
        "title": template.name,
        "opts": staff.opts,
        "template": template,
        "form": form,
        "shows_errors": not is_preview,
        "previews": _previews(template, shown),
        "needs_two": settings.ALERT_TWO_PERSON_RELEASE,
        "days": LOOK_AGAIN_AFTER.days,
        "beside": about_overlap(RecallAlert()),
        "form_key": request.POST.get(FORM_KEY) or get_random_string(_KEY_LENGTH),
    }
    return TemplateResponse(request, "admin/alerts/from_template.html", context)


def _may_use(staff: RecallAlertAdmin, request: HttpRequest) -> bool:
    return staff.has_add_permission(request) and staff.may_post(request)


def _take_step(staff: RecallAlertAdmin, request: HttpRequest, form: TemplateForm) -> HttpResponse | None:
    """Save, and post or ask for release in one transaction. None where nothing was saved; the form says why."""
    form_key = request.POST.get(FORM_KEY) or None
    try:
        with transaction.atomic():
            SiteVersion.hold()
            if sent := RecallAlert.objects.filter(form_key=form_key).exclude(form_key=None).first():
                text = _("This form was sent before. Nothing was saved or posted twice.")
                staff.message_user(request, text, messages.WARNING)
                return staff.to_form(request, sent)
            alert = create_from_template(
                by=request.user,  # type: ignore[arg-type]
                template=form.template,
                values=form.values(),
                is_exercise=form.cleaned_data["is_exercise"],
                form_key=form_key,
            )
            _release(request, alert)
    except Refused as refused:
        form.add_error(None, refused)
        return None
    except ValidationError as problems:
        form.add_problems(problems)
        return None
    _tell(staff, request, alert)
    return staff.to_form(request, alert)


def _release(request: HttpRequest, alert: RecallAlert) -> None:
    if "_post" in request.POST:
        alert.post(by=request.user)  # type: ignore[arg-type]
    elif "_ask" in request.POST:
        alert.ask_for_release(by=request.user)  # type: ignore[arg-type]


def _tell(staff: RecallAlertAdmin, request: HttpRequest, alert: RecallAlert) -> None:
    if alert.posted_at:
        staff.say_posted(request, alert)
    elif alert.release_asked_at:
        text = _("Saved. Now another person who may post alerts opens this page and releases it.")
        staff.message_user(request, text, messages.SUCCESS)
    else:
        staff.message_user(request, _("Draft saved. It is not public until you post it."), messages.SUCCESS)


def _field_of(blank: Blank) -> forms.Field:
    if blank.type == BlankType.PHRASE:
        choices = [("", _("Choose…")), *((phrase.key, phrase.texts[Language.ENGLISH]) for phrase in blank.phrases)]
        other = [(OTHER, _("Something else…"))] if blank.may_be_typed else []
        return forms.ChoiceField(choices=[*choices, *other])
    if blank.type == BlankType.MOMENT:
        return HospitalTimeField()
    if blank.type == BlankType.NUMBER:
        return forms.IntegerField(min_value=blank.least, max_value=blank.most)
    if blank.type == BlankType.PHONE:
        widget = forms.TextInput(_WIDE | {"type": "tel", "autocomplete": "off"})
        return forms.CharField(max_length=40, widget=widget, validators=[validate_phone], initial=_first(blank))
    return forms.CharField(max_length=LONGEST_NAME, widget=forms.TextInput(_WIDE))


def _first(blank: Blank) -> str:
    return settings.HOSPITAL_PHONE if blank.starts_with_hospital_phone else ""


def _initial(template: AlertTemplate) -> dict[str, Any]:
    return {blank.key: _first(blank) for blank in template.asked if blank.type == BlankType.PHONE}


def _language_of(name: str, texts: dict[str, str], language: str) -> str:
    return language if name in texts else Language.ENGLISH.value


def _previews(template: AlertTemplate, shown: FilledTemplate) -> list[Preview]:
    unreviewed = template.unreviewed()
    return [
        Preview(
            language,
            str(Language(language).label),
            direction_of(language),
            {
                name: Words(texts.get(name, english), _language_of(name, texts, language))
                for name, english in shown.english.items()
            },
            [str(RecallAlert._meta.get_field(name).verbose_name) for name in shown.untranslated(language)],  # type: ignore[union-attr]
            language not in unreviewed,
        )
        for language, texts in shown.texts.items()
    ]
