"""The page on which a clinician reads what changed, signs it part by part, and says what should change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import signing
from publishing.changes import compared
from publishing.comparison import ComparedPart, Comparison
from publishing.comparison.document import as_it_stands, marked
from publishing.models import Comment, Publishable
from publishing.signing import Signature

LONGEST_COMMENT = Comment._meta.get_field("text").max_length


class SignOffForm(forms.Form):
    """Form for signing parts and commenting on them.

    Each box carries the digest of the very words that were shown.
    """

    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("For the editors and the history. For example: “as in the guideline of this year”."),
    )

    def __init__(self, *args: Any, found: list[Signature], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        for signature in found:
            self.fields[f"comment-{signature.part.key}"] = forms.CharField(
                required=False,
                max_length=LONGEST_COMMENT,
                label=_("Comment on “%(part)s”") % {"part": signature.part.title},
                widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
                help_text=_("What should change here. For example: “@editor, is this 5 mg?”."),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        keys = [signature.part.key for signature in self.found]
        cleaned["seen"] = {key: self.data[f"sign-{key}"] for key in keys if self.data.get(f"sign-{key}")}
        texts = {key: cleaned.get(f"comment-{key}", "").strip() for key in keys}
        cleaned["comments"] = {key: text for key, text in texts.items() if text}
        return cleaned

    @property
    def kept(self) -> str:
        """The query that brings back what is ticked and the note, for the page after a comment is stored."""
        query = QueryDict(mutable=True)
        query.update({f"sign-{key}": digest for key, digest in self.cleaned_data["seen"].items()})
        if note := self.cleaned_data["note"]:
            query["note"] = note
        return query.urlencode()


def parts_to_review(
    obj: Publishable, form: SignOffForm, comments: Iterable[Comment], ticked: QueryDict
) -> list[dict[str, Any]]:
    """Each part as the page shows it, the digest of just these words, what changed since it was signed, and comments.

    Comments on a part that is gone stand at the first.
    """
    content = obj.content()
    before = signing.content_as_signed(obj, content) or content
    keys = [signature.part.key for signature in form.found]
    places = _by_part(compared(type(obj), before, content), keys)
    said: defaultdict[str, list[Comment]] = defaultdict(list)
    for comment in sorted(comments, key=lambda comment: comment.pk):
        said[comment.part if comment.part in keys else keys[0]].append(comment)
    return [
        {
            "key": (key := signature.part.key),
            "title": signature.part.title,
            "digest": signature.part.digest,
            "status": _status(signature),
            "is_signed": signature.is_signed,
            "is_as_it_stands": signature.is_signed or signature.last is None,
            "texts": [_text(part, signature) for part in places.get(key, []) if part.rows],
            "open_comments": [comment for comment in said[key] if not comment.resolved_at],
            "resolved_comments": [comment for comment in said[key] if comment.resolved_at],
            "comment": form[f"comment-{key}"],
            "is_ticked": ticked.get(f"sign-{key}") == signature.part.digest,
        }
        for signature in form.found
    ]


def progress(found: Iterable[Signature]) -> dict[str, Any]:
    """The number of signed parts, and the keys and titles of those left."""
    found = list(found)
    left = [(signature.part.key, signature.part.title) for signature in found if not signature.is_signed]
    return {"signed": len(found) - len(left), "all": len(found), "left": left}


def progress_told(found: Iterable[Signature]) -> str:
    """The message after signing."""
    facts = progress(found)
    if not facts["left"]:
        return _("Signed off. Thank you.")
    titles = ", ".join(f"“{title}”" for _key, title in facts["left"])
    return _("Signed %(signed)s of %(all)s. Still to sign: %(titles)s.") % (facts | {"titles": titles})


def _text(part: ComparedPart, signature: Signature) -> dict[str, Any]:
    if signature.is_signed or signature.last is None:
        return {"label": part.label, "html": as_it_stands(part)}
    return {"label": part.label, "stretches": marked(part)}


def _status(signature: Signature) -> str:
    if signature.last is None:
        return _("Never signed off.")
    facts = {
        "who": signature.last.reviewer_name,
        "day": date_format(localtime(signature.last.signed_at), "DATE_FORMAT"),
    }
    if signature.is_signed:
        return _("Signed off by %(who)s on %(day)s, and not changed since.") % facts
    return _("Changed since %(who)s signed it off on %(day)s.") % facts


def _by_part(comparison: Comparison, keys: list[str]) -> dict[str, list[ComparedPart]]:
    """The fields and tabs of a comparison under the part that they are signed with."""
    places: dict[str, list[ComparedPart]] = {}
    for part in comparison.parts:
        places.setdefault(part.key if part.key in keys else keys[0], []).append(part)
    return places
