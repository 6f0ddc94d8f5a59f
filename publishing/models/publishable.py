"""The working copy: what editors change and readers never see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.comparison import Part
from publishing.fields import PlainCharField
from publishing.index.findable import Findable
from publishing.languages import Language, speaking
from publishing.models.draft import SavedDraft
from publishing.models.review import Comment, ReviewRequest, SignOff
from publishing.models.revision import Revision, RevisionQuerySet
from publishing.models.subject import Stage, State, Subject
from publishing.parts import TextPart


class PublishableQuerySet(models.QuerySet[Any]):
    """Working copies, with what readers see of them."""

    def with_state(self, at: datetime | None = None) -> PublishableQuerySet:
        """Annotate `state` (a `State`), and `live_at` and `live_number` of the live revision."""
        at = at or clock.now()
        revisions = Revision.objects.filter(kind=self.model.kind(), subject_id=OuterRef("pk"))
        live = revisions.live(at)
        annotated: PublishableQuerySet = self.annotate(
            live_at=Subquery(live.values("live_from")[:1]),
            live_number=Subquery(live.values("number")[:1]),
            state=models.Case(
                models.When(Exists(live.filter(digest=OuterRef("draft_digest"))), then=models.Value(State.LIVE)),
                models.When(Exists(live), then=models.Value(State.CHANGED)),
                models.When(Exists(revisions.scheduled(at)), then=models.Value(State.SCHEDULED)),
                models.When(Exists(revisions), then=models.Value(State.RETIRED)),
                default=models.Value(State.DRAFT),
                output_field=models.CharField(),
            ),
        )
        return annotated


class Publishable(models.Model):
    """A working copy: what editors change and readers never see. Publishing freezes it into a `Revision`."""

    title = PlainCharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.ENGLISH)
    original = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="translations",
        help_text=_("The page in its first language that this one translates. For example: Asthma."),
    )
    original_id: int | None
    follows = models.JSONField(default=dict, editable=False)
    """Of a translation: for each part, the moment of the original's last change that it has."""

    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("last changed"), null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    draft_digest = models.CharField(max_length=64, default="", editable=False)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.WRITING, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who looks after this page, and is reminded when its review is due. For example: you."),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("deputy"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who is reminded next. For example: a colleague of the same team."),
    )
    reviewers = models.JSONField(default=list, editable=False)
    """Names and credentials of those who signed the text, as `review_facts` shows them; sign-offs alone write it."""

    last_reviewed_on = models.DateField(_("last reviewed"), null=True, editable=False)
    next_review_on = models.DateField(_("next review due"), null=True, editable=False)

    public_view: ClassVar[str]
    """The name of the public view, which takes the slug."""

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_review_on__isnull=True)
                | models.Q(next_review_on__gt=models.F("last_reviewed_on")),
                name="%(class)s_next_review_after_last",
            ),
            models.UniqueConstraint(
                fields=["original", "language"],
                name="one_%(class)s_a_language",
                violation_error_message=_("The page has a translation into this language already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        original = self.original
        if original is None:
            return
        if original.original_id is not None or original.pk == self.pk:
            raise ValidationError({"original": _("Choose the page in its first language, not a translation.")})
        if original.language == self.language:
            raise ValidationError({"language": _("The original is in this language: choose the translation's own.")})

    @classmethod
    def kind(cls) -> str:
        return cls._meta.label_lower

    @classmethod
    def address_of(cls, slug: str, language: str = "") -> str:
        """Where readers find the page with this slug, which is in this language; in the site's own, unless told."""
        with speaking(language):
            return reverse(cls.public_view, args=[slug])

    @property
    def subject(self) -> Subject:
        return Subject(self.kind(), self.pk)

    @property
    def original_subject(self) -> Subject:
        """The page of which this is a translation; itself where it is none."""
        return Subject(self.kind(), self.original_id or self.pk)

    def content(self) -> dict[str, Any]:
        """All that the public page needs, as JSON can hold it."""
        raise NotImplementedError

    def parts(self, content: dict[str, Any]) -> list[TextPart]:
        """What of such a content is signed off, part by part, in the page's order."""
        raise NotImplementedError

    def content_as_signed(self, content: dict[str, Any], signed: Mapping[str, Any]) -> dict[str, Any]:
        """`content`, with what was signed last (by the part's key) in the place of what it says now."""
        raise NotImplementedError

    def card(self) -> dict[str, Any]:
        """The few facts that lists and other pages show of this one."""
        raise NotImplementedError

    def public_text(self) -> str:
        """The words readers see, for search."""
        raise NotImplementedError

    @classmethod
    def findable(cls, content: dict[str, Any]) -> Findable:
        """By which words and in which lists readers find a page of such content, of whatever age."""
        raise NotImplementedError

    @classmethod
    def parts_of(cls, content: dict[str, Any]) -> list[Part]:
        """The parts of such a page as a person would compare them, named as its form names them."""
        raise NotImplementedError

    def restore(self, content: dict[str, Any]) -> list[str]:
        """Make the working copy say what `content` says, and return a sentence for each thing that cannot come back.

        Its address stays. Call it through `workflow.restore`.
        """
        raise NotImplementedError

    def copy_from(self, original: Any, content: dict[str, Any]) -> None:
        """Make a new translation's working copy say what the original's content says, for a translator to replace."""
        raise NotImplementedError

    def translation_facts(self) -> dict[str, Any]:
        """What a revision keeps of a translation; nothing for a page in its first language."""
        return {"original": self.original_id, "follows": self.follows} if self.original_id else {}

    def references(self) -> list[Subject]:
        """The other published things whose facts this page shows."""
        return []

    def review_facts(self) -> dict[str, Any]:
        """What the public page says of its review: from the sign-offs, never from the day of publishing."""
        return {
            "reviewers": self.reviewers,
            "last_reviewed_on": self.last_reviewed_on.isoformat() if self.last_reviewed_on else None,
            "next_review_on": self.next_review_on.isoformat() if self.next_review_on else None,
            "review_lapses_at": lapses_at.isoformat() if (lapses_at := self.review_lapses_at()) else None,
        }

    def review_lapses_at(self) -> datetime | None:
        """The midnight, in the hospital's time zone, from which on families read that the review is overdue."""
        if self.next_review_on is None:
            return None
        return make_aware(datetime.combine(self.next_review_on + timedelta(days=settings.REVIEW_GRACE_DAYS), time.min))

    def carry_over(self, content: dict[str, Any], previous: dict[str, Any] | None, at: datetime) -> dict[str, Any]:
        """`content` as readers get it from a moment on: with what it must keep of the revision before it, if any."""
        return content

    def state(self, at: datetime | None = None) -> State:
        return State(type(self).objects.with_state(at).values_list("state", flat=True).get(pk=self.pk))

    def revisions(self) -> RevisionQuerySet:
        return Revision.objects.filter(kind=self.kind(), subject_id=self.pk)

    def last_public(self, at: datetime | None = None) -> Revision | None:
        """The revision live at a moment (default: now), or the last one that was."""
        return self.revisions().live(at).first() or self.revisions().ended(at).order_by("-live_until", "-pk").first()

    def saved_drafts(self) -> models.QuerySet[SavedDraft]:
        return SavedDraft.objects.filter(kind=self.kind(), subject_id=self.pk)

    def sign_offs(self) -> models.QuerySet[SignOff]:
        return SignOff.objects.filter(kind=self.kind(), subject_id=self.pk)

    def comments(self) -> models.QuerySet[Comment]:
        return Comment.objects.filter(kind=self.kind(), subject_id=self.pk)

    def open_request(self) -> ReviewRequest | None:
        requests = ReviewRequest.objects.filter(kind=self.kind(), subject_id=self.pk, closed_at__isnull=True)
        return requests.select_related("asked_by", "asked_of").first()
