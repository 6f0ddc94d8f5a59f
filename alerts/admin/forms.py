"""What staff fill in: an alert, news about it, a later end."""

import re
from itertools import chain, count
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.admin.moments import MomentField
from alerts.models import LOOK_AGAIN_AFTER, RecallAlert, settle_correction
from publishing import clock
from publishing.addresses import slug_from
from publishing.admin.editing import EditingForm
from publishing.hospital_time import HospitalTimeField
from publishing.workflow import Refused

_LONGEST_SLUG = 80
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
        help_text=gettext_lazy("Readers see it with its date. For example: “The pharmacy has other capsules now.”"),
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
            "Readers see this line under “Updated”. For example: “Two more lots are recalled.” "
            "Where empty, it names the facts that changed."
        ),
    )
    is_material = forms.BooleanField(
        label=gettext_lazy("It matters to everybody who has read the alert"),
        required=False,
        help_text=gettext_lazy("Brings the banner back for readers who folded it away. Not for a typing mistake."),
    )

    class Meta:
        help_texts: ClassVar[dict[str, Any]] = {
            "slug": gettext_lazy(
                "The end of its page's address, for example “potassium-capsules”. Made from the headline, where empty; "
                "fixed once it is posted."
            ),
            "label": gettext_lazy(
                "Shown in bold before the headline, for example “Medicine recall”; the kind's name, where empty."
            ),
            "lots": gettext_lazy("One lot number a line, as printed on the package. For example: AB1234."),
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
        return slug or _free_slug(self.cleaned_data.get("headline", ""))

    def clean_link_text(self) -> str:
        text: str = self.cleaned_data["link_text"]
        if " ".join(_WORD.findall(text.casefold())) in _SAYS_NOTHING:
            raise ValidationError(
                _("“%(text)s” does not say what the link opens. Leave it empty, or write it like “%(better)s”.")
                % {"text": text, "better": _("Check your child's capsules")}
            )
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
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


def _free_slug(headline: str) -> str:
    """An address no alert has: the headline's first words, with a number where they are taken."""
    slug = slug_from(headline, longest=_LONGEST_SLUG, otherwise="alert")
    taken = set(RecallAlert.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    candidates = chain([slug], (f"{slug}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)
