"""The staff pages of translations: start one, and say that it now has what its original says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publishing import translating
from publishing.admin.reviewing import ReviewingAdmin, person
from publishing.languages import Language
from publishing.models import Publishable, Revision
from publishing.translating import Behind


class LanguageForm(forms.Form):
    """Into which language."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), help_text=gettext_lazy("The language to translate into. For example: Spanish.")
    )

    def __init__(self, *args: Any, page: Publishable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = {page.language, *page.translations.values_list("language", flat=True)}  # type: ignore[attr-defined]
        offered = [code for code, _name in settings.LANGUAGES]
        choices = [(code, label) for code, label in Language.choices if code in offered and code not in taken]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
        self.has_choice = bool(choices)


class FollowForm(forms.Form):
    """Which parts the translation has now."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("This translation now says the same in"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick what you have brought up to date. For example: “Symptoms & Causes”."),
        error_messages={"required": gettext_lazy("Tick at least one part that the translation now has.")},
    )

    def __init__(self, *args: Any, found: list[Behind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(part.key, _("%(part)s, changed on %(day)s") % _named(part)) for part in found]
        self.fields["parts"].choices = choices  # type: ignore[attr-defined]


class TranslatingAdmin(ReviewingAdmin):
    """A page in several languages, each with its own review."""

    def get_urls(self) -> list[Any]:
        own = [
            self.page_at("translate/", "translate", self.translate_view),
            self.page_at("follow/", "follow", self.follow_view),
        ]
        return own + super().get_urls()

    def translations_context(self, request: HttpRequest, obj: Any, live: Revision | None) -> dict[str, Any]:
        """What the form shows of the page's other languages; `obj` is stored already."""
        may_write = self.has_change_permission(request, obj)
        others = [] if obj.original_id else list(obj.translations.order_by("language"))
        can_have_more = not obj.original_id and len(others) + 1 < len(settings.LANGUAGES)
        return {
            "translates": obj.original,
            "translations": [(other, self.address("change", other.pk)) for other in others],
            "behind": [_named(part) for part in translating.parts_behind(obj)],
            "original_gone_since": translating.original_gone_since(obj) if live else None,
            "may_translate": may_write and can_have_more and live is not None,
            "may_follow": may_write,
            "translation_urls": {
                "original": self.address("change", obj.original_id) if obj.original_id else "",
                "follow": self.address("follow", obj.pk),
                "translate": self.address("translate", obj.pk),
            },
        }

    def translate_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.for_step(request, object_id, "change")
        form = LanguageForm(request.POST or None, page=obj)
        if not form.has_choice:
            said = _("“%(title)s” is there in every language of this site: there is none left to translate it into.")
            self.message_user(request, said % {"title": obj}, messages.INFO)
            return self.to_form(request, obj)
        made: list[Publishable] = []
        context = {
            "title": _("Translate “%(title)s”") % {"title": obj},
            "what_happens": _(
                "A draft is made in the language that you choose, with the text that readers see now for you to "
                "replace. It has its own review, and readers see nothing of it until it is published."
            ),
            "button": _("Make the draft"),
            "done": lambda said: format_html(
                '{} <a href="{}">{}</a>',
                _("The draft is made, with the original's text. Write the translation in its place:"),
                self.address("change", made[0].pk),
                _("open it"),
            ),
        }

        def step(said: dict[str, Any]) -> None:
            made.append(translating.start_translation(obj, said["language"], by=person(request)))

        return self.take_step(request, obj, form, step, context)

    def follow_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        obj = self.for_step(request, object_id, "change")
        found = translating.parts_behind(obj)
        context = {
            "title": _("Bring “%(title)s” up to date with its original") % {"title": obj},
            "what_happens": _(
                "Change the text first, then say here what it has. Families lose the note about these parts when the "
                "page is published again."
            ),
            "see": self._changes_of_original(obj) if found else "",
            "button": _("It has them now"),
            "done": lambda said: (
                ngettext(
                    "%(count)s part is as in the original. Publish, so that families see it.",
                    "%(count)s parts are as in the original. Publish, so that families see it.",
                    len(said["parts"]),
                )
                % {"count": len(said["parts"])}
            ),
        }

        def step(said: dict[str, Any]) -> None:
            translating.follow(obj, said["parts"], by=person(request))

        return self.take_step(request, obj, FollowForm(request.POST or None, found=found), step, context)

    def _changes_of_original(self, obj: Any) -> str:
        """The address of a comparison: what the original said when the translation last followed it, and now."""
        known = min(obj.follows.values(), default="")
        before = obj.original.revisions().live(datetime.fromisoformat(known)).first() if known else None
        address = self.address("compare", obj.original_id)
        return f"{address}?from={before.number}&to=live" if before else address


def _named(part: Behind) -> dict[str, str]:
    return {"part": part.title, "day": date_format(localtime(part.since), "DATE_FORMAT")}
