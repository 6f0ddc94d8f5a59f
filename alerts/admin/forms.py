"""What staff fill in: an alert, news about it, a later end."""

import re
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.addresses import free_slug
from alerts.admin.moments import MomentField
from alerts.models import LOOK_AGAIN_AFTER, RecallAlert, settle_correction
from alerts.models.readiness import duplicate_text, same_headline
from publishing import clock
from publishing.admin.editing import EditingForm
from publishing.hospital_time import HospitalTimeField
from publishing.workflow import Refused

FORM_KEY = "_form_key"
"""The form field that tells two sendings of one new alert's form from two alerts."""
_PAST = timedelta(minutes=5)
"""A start so long ago is asked about before posting."""
_ASKED = "asked"
_WORD = re.compile(r"\w+")
_SAYS_NOTHING = {
    "click", "click here", "details", "find out more", "here", "info", "information", "learn more", "link", "more",
    "more details", "more info", "more information", "read", "read more", "see here", "see more", "this link",
}  # fmt: skip
"""Read alone, as a screen reader lists links, these name no page."""
_BEGIN_OF_WORK = 9
"""The hour at which somebody looks at an alert again, unless another is chosen."""


class NewsForm(forms.Form):
    """What is known now; no fact of the alert changes."""

    text = forms.CharField(
        label=gettext_lazy("News"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Shown with its date. For example: “The pharmacy has other capsules now.”"),
    )


class LaterForm(forms.Form):
    """Until when an alert holds, in the hospital's time."""

    until = HospitalTimeField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("Somebody looks at it again by then. For example: tomorrow at noon."),
    )


class AlertForm(EditingForm):
    what_changed = forms.CharField(
        label=gettext_lazy("What changed"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Shown under “Updated”. For example: “Two more lots are recalled.” "
            "Where empty, it names the facts that changed."
        ),
    )
    is_material = forms.BooleanField(
        label=gettext_lazy("It matters to everybody who has read the alert"),
        required=False,
        help_text=gettext_lazy("Brings the banner back where it was folded away. Not for a typing mistake."),
    )

    allow_duplicate = forms.BooleanField(label=gettext_lazy("Post a second alert with this headline"), required=False)
    allow_past_start = forms.BooleanField(label=gettext_lazy("The start in the past is right"), required=False)

    class Meta:
        widgets: ClassVar[dict[str, Any]] = {
            "headline": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField", "data-advised": 160}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "slug": gettext_lazy(
                "The end of its page's address, for example “potassium-capsules”. Made from the headline, where empty; "
                "fixed once it is posted."
            ),
            "label": gettext_lazy(
                "Shown in bold before the headline, for example “Medicine recall”; the kind's name, where empty."
            ),
            "whom_to_call": gettext_lazy("The number and its hours. For example: “Pharmacy, 555-555-0123, all day.”"),
            "starts_at": gettext_lazy("When it is posted, where empty. For example: tomorrow at 6 a.m."),
            "ends_at": gettext_lazy(
                "The first moment it is gone, for example Sunday at midnight; where empty, the moment to look at it "
                "again. A Class I recall has no end: it stays until somebody ends it."
            ),
            "review_due_at": gettext_lazy(
                "For example: in a week. Past it, a Class I recall stays up, and we write to you and to the site "
                "managers. Any other alert leaves the pages then, unless it has an end of its own."
            ),
            "kind": gettext_lazy(
                "“Recall” for a product, “Warning” for a danger, “Notice” for a closed entrance, say."
            ),
            "what_happened": gettext_lazy(
                "The facts, in plain words. For example: “The firm found broken seals in some bottles.”"
            ),
            "what_to_do": gettext_lazy(
                "What a family does now. For example: “Look at the lot number, and call us before you stop it.”"
            ),
            "product_type": gettext_lazy("Decides which numbers families are asked for. For example: Medicine."),
            "product": gettext_lazy("As printed on the package. For example: “Potassium chloride capsules, 10 mEq”."),
            "firm": gettext_lazy("Who takes it back. For example: “Harbor Pharma, Inc.”."),
            "classification": gettext_lazy("As the FDA gives it; leave it empty until it does. For example: Class II."),
            "initiative": gettext_lazy("Who decided on it. For example: voluntary."),
            "source_url": gettext_lazy("Where the firm or the FDA says so. For example: https://www.fda.gov/…"),
            "conditions": gettext_lazy("The pages that show it, for example “Asthma”, where it is not for every page."),
            "programs": gettext_lazy("The programs whose pages show it, for example “Asthma Program”."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, MomentField):
                field.stored = getattr(self.instance, name)
        if not self.instance.review_due_at:
            day = localtime(clock.now() + LOOK_AGAIN_AFTER)
            self.initial["review_due_at"] = day.replace(hour=_BEGIN_OF_WORK, minute=0, second=0, microsecond=0)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        return slug or free_slug(self.cleaned_data.get("headline", ""))

    def clean_link_text(self) -> str:
        text: str = self.cleaned_data["link_text"]
        if " ".join(_WORD.findall(text.casefold())) in _SAYS_NOTHING:
            raise ValidationError(
                _("“%(text)s” does not say what the link opens. Leave it empty, or write it like “%(better)s”.")
                % {"text": text, "better": _("Check your child's capsules")}
            )
        return text

    def clean_headline(self) -> str:
        return " ".join(str(self.cleaned_data["headline"]).split())

    @property
    def questions(self) -> list[BoundField]:
        """The boxes to tick before an alert goes live that somebody should look at once more."""
        asked = (("headline", "allow_duplicate"), ("starts_at", "allow_past_start"))
        return [self[box] for field, box in asked if self.has_error(field, _ASKED) or self.data.get(box)]

    def _ask_before_posting(self, cleaned: dict[str, Any]) -> None:
        """Ask about a headline that is live already, and about a start in the past."""
        if not {"_post", "_ask"} & set(self.data) or self.instance.posted_at or cleaned.get("is_exercise"):
            return
        if (same := same_headline(self.instance, cleaned.get("headline", ""))) and not cleaned["allow_duplicate"]:
            self.add_error("headline", ValidationError(duplicate_text(same), code=_ASKED))
        start = cleaned.get("starts_at")
        if start and start < clock.now() - _PAST and not cleaned["allow_past_start"]:
            text = _("This start is in the past. Clear it to start now, or tick “%(box)s”.")
            words = {"box": self.fields["allow_past_start"].label}
            self.add_error("starts_at", ValidationError(text % words, code=_ASKED))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._ask_before_posting(cleaned)
        if self.instance.posted_at and not cleaned.get("starts_at"):
            cleaned["starts_at"] = self.instance.posted_at
        return cleaned

    def _post_clean(self) -> None:
        """A posted alert is corrected before readers' eyes, so what cannot be corrected is refused here, in words."""
        super()._post_clean()  # type: ignore[misc]
        if self.instance.posted_at and not self.errors:
            try:
                settle_correction(self.instance, RecallAlert.objects.get(pk=self.instance.pk))
            except Refused as refused:
                self.add_error(None, refused)
