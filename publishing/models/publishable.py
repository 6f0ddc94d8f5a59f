"""The working copy: what editors change and readers never see."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.comparison import Part
from publishing.models.revision import Revision, RevisionQuerySet
from publishing.models.subject import State, Subject


class Restored(NamedTuple):
    """What came of it: a sentence for each thing that cannot come back, and the other copies that changed with it."""

    lost: list[str]
    touched: list[Publishable]


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

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
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

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @classmethod
    def kind(cls) -> str:
        return cls._meta.label_lower

    @property
    def subject(self) -> Subject:
        return Subject(self.kind(), self.pk)

    def content(self) -> dict[str, Any]:
        """All that the public page needs, as JSON can hold it."""
        raise NotImplementedError

    def card(self) -> dict[str, Any]:
        """The few facts that lists and other pages show of this one."""
        raise NotImplementedError

    def public_text(self) -> str:
        """The words readers see, for search."""
        raise NotImplementedError

    @classmethod
    def parts_of(cls, content: dict[str, Any]) -> list[Part]:
        """The parts of such a page as a person would compare them, named as its form names them."""
        raise NotImplementedError

    def restore(self, content: dict[str, Any]) -> Restored:
        """Make the working copy say what `content` says. Its address stays. Call it through `workflow.restore`."""
        raise NotImplementedError

    def references(self) -> list[Subject]:
        """The other published things whose facts this page shows."""
        return []

    def carry_over(self, content: dict[str, Any], previous: dict[str, Any]) -> dict[str, Any]:
        """`content`, with what the page must keep from the revision before it (old addresses, say)."""
        return content

    def state(self, at: datetime | None = None) -> State:
        return State(type(self).objects.with_state(at).values_list("state", flat=True).get(pk=self.pk))

    def revisions(self) -> RevisionQuerySet:
        return Revision.objects.filter(kind=self.kind(), subject_id=self.pk)
