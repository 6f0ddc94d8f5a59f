"""“My work”: what waits for somebody on the first page of the admin. A set number of queries, however much there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet, Window
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.models import AlertState, RecallAlert
from conditions.checking.finding import Level
from conditions.models import Condition, Program, Term
from publishing import clock
from publishing.languages import Language
from publishing.mentions import names_in
from publishing.models import Comment, Publishable, ReviewRequest, Revision, Stage, State

LONGEST = 10
"""Rows of one list; the rest is a link away."""

MOST_COMMENTS = 50
"""Of one kind of page, that are looked through for those that are for somebody."""

SOON = timedelta(days=14)
PAGES: tuple[type[Publishable], ...] = (Condition, Program, Term)


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Pile:
    """One list of the desk."""

    title: str
    empty: str
    rows: list[Row] = field(default_factory=list)
    total: int = 0


def piles(user: User) -> list[Pile]:
    """What the person's roles make theirs, most urgent first."""
    found = []
    if any(user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}") for model in PAGES):
        found += [_waiting(user), *_without_original(), _mine(user), _comments(user), _overdue(user), _soon()]
    if user.has_perm("conditions.view_problem"):
        found.append(_errors(user))
    if user.has_perm("alerts.view_recallalert"):
        found.append(_alerts())
    return found


def _waiting(user: User) -> Pile:
    """Reviews asked of me; texts of mine that were sent back, or approved and not public yet."""
    rows: list[Row] = []
    for model in PAGES:
        if user.has_perm(f"{model._meta.app_label}.sign_off_{model._meta.model_name}"):
            rows += _asked_of(user, model)
        if user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"):
            rows += _come_back_to(user, model)
    return _pile(_("Waiting for me"), _("Nothing waits for you."), rows)


def _asked_of(user: User, model: type[Publishable]) -> list[Row]:
    requests = ReviewRequest.objects.filter(Q(asked_of=user) | Q(asked_of=None), kind=model.kind(), closed_at=None)
    asked = {request.subject_id: request for request in requests.exclude(asked_by=user).select_related("asked_by")}
    pages = model.objects.filter(pk__in=list(asked)).only("title")
    return [
        Row(
            page.title,
            _admin(page, "review"),
            _("%(who)s asks for a review. %(note)s") % {"who": asked[page.pk].asked_by, "note": asked[page.pk].note},
        )
        for page in pages
    ]


def _come_back_to(user: User, model: type[Publishable]) -> list[Row]:
    mine = Q(owner=user) | Q(changed_by=user)
    back = model.objects.with_state().filter(mine).exclude(stage=Stage.APPROVED, state=State.LIVE)
    pages = back.filter(stage__in=[Stage.SENT_BACK, Stage.APPROVED]).exclude(state=State.SCHEDULED)
    return [Row(page.title, _admin(page, "change"), str(Stage(page.stage).label)) for page in pages[:LONGEST]]


def _mine(user: User) -> Pile:
    rows: list[Row] = []
    total = 0
    for model in PAGES:
        pages: QuerySet[Any] = model.objects.with_state().filter(Q(owner=user) | Q(changed_by=user))
        pages = pages.exclude(state=State.LIVE).order_by("-changed_at", "-pk")
        first, count = _first(pages)
        total += count
        rows += [Row(page.title, _admin(page, "change"), _standing(page)) for page in first]
    title, empty = _("Mine, and not public as it stands"), _("You have no unfinished texts.")
    return Pile(title, empty, rows[:LONGEST], total)


def _comments(user: User) -> Pile:
    rows: list[Row] = []
    for model in PAGES:
        open_ = Comment.objects.filter(kind=model.kind(), resolved_at=None).exclude(made_by=user)
        name = user.get_username()
        named = open_.filter(text__icontains=f"@{name}")
        mine = Q(owner=user) | Q(changed_by=user)
        read = model.objects.filter(mine, pk__in=open_.values("subject_id")) | model.objects.filter(
            pk__in=named.values("subject_id")
        )
        pages = {page.pk: page for page in read[:LONGEST]}
        for comment in open_.filter(subject_id__in=list(pages)).select_related("made_by")[:MOST_COMMENTS]:
            page = pages[comment.subject_id]
            if user.pk not in (page.owner_id, page.changed_by_id) and name.casefold() not in names_in(comment.text):
                continue
            said = f"{comment.made_by}, {comment.part_title}: {comment.text[:80]}"
            rows.append(Row(page.title, _admin(page, "change") + "#comments", said))
    return _pile(_("Comments for me"), _("No open comments."), rows)


def _errors(user: User) -> Pile:
    """What keeps my pages from going live, the page with the most first."""
    is_open = Q(problems__gone_at=None, problems__answer=None, problems__level=Level.ERROR)
    pages = Condition.objects.filter(Q(owner=user) | Q(changed_by=user)).filter(is_open)
    counted = pages.annotate(errors=Count("problems")).order_by("-errors", "title")

    def note(count: int) -> str:
        return ngettext("%(count)s error", "%(count)s errors", count) % {"count": count}

    rows = [Row(page.title, _admin(page, "change"), note(page.errors)) for page in counted[:LONGEST]]
    return Pile(_("Errors on my pages"), _("The checks find no error."), rows, counted.count())


def _overdue(user: User) -> Pile:
    rows: list[Row] = []
    total = 0
    for model in PAGES:
        pages = model.objects.with_state().filter(state__in=[State.LIVE, State.CHANGED])
        pages = pages.filter(next_review_on__lt=clock.today()).order_by("next_review_on")
        first, count = _first(pages)
        total += count
        rows += [
            Row(page.title, _admin(page, "change"), _("due %(day)s") % {"day": date_format(page.next_review_on)})
            for page in first
        ]
    return Pile(_("Review overdue"), _("No public page's review is overdue."), rows[:LONGEST], total)


def _without_original() -> list[Pile]:
    """Public translations whose original is not public any more; no list where there is none."""
    gone: Any = Revision.objects.live().of(*PAGES).whose_original_is_gone()
    first, count = _first(gone.order_by("original_ended_at", "pk").defer("content", "card", "text"))
    note = _("%(language)s; the original left the public site on %(day)s")
    rows = [
        Row(
            row.title,
            address_of(row.kind, row.subject_id),
            note % {"language": Language(row.language).label, "day": date_format(localtime(row.original_ended_at))},
        )
        for row in first
    ]
    return [Pile(_("Translations whose original is gone"), "", rows, count)] if rows else []


def _soon() -> Pile:
    coming = Revision.objects.scheduled().of(*PAGES).filter(live_from__lte=clock.now() + SOON)
    first, count = _first(coming.order_by("live_from").only("kind", "subject_id", "title", "live_from"))
    rows = [Row(row.title, address_of(row.kind, row.subject_id), _when(row.live_from)) for row in first]
    return Pile(_("Going live soon"), _("Nothing is scheduled for the next two weeks."), rows, count)


def _alerts() -> Pile:
    """Live alerts, and running exercises, which their titles name."""
    alerts: Any = RecallAlert.objects.with_state()
    first, count = _first(alerts.filter(state=AlertState.LIVE).most_serious_first())
    rows = [
        Row(
            str(alert),
            reverse("admin:alerts_recallalert_change", args=[alert.pk]),
            _("until %(moment)s") % {"moment": _when(alert.ends_at)} if alert.ends_at else _("no end set"),
        )
        for alert in first
    ]
    return Pile(_("Live alerts"), _("No alert is live."), rows, count)


def _first(found: QuerySet[Any]) -> tuple[list[Any], int]:
    """The first rows, and how many there are in all: one query."""
    rows = list(found.annotate(how_many=Window(Count("pk")))[:LONGEST])
    return rows, rows[0].how_many if rows else 0


def _pile(title: str, empty: str, rows: list[Row]) -> Pile:
    return Pile(title, empty, rows[:LONGEST], len(rows))


def _standing(page: Any) -> str:
    state, stage = State(page.state), Stage(page.stage)
    return f"{state.label}, {stage.label}" if stage != Stage.WRITING else str(state.label)


def _when(moment: datetime) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")


def _admin(page: Publishable, name: str) -> str:
    return reverse(f"admin:{page._meta.app_label}_{page._meta.model_name}_{name}", args=[page.pk])


def address_of(kind: str, pk: int) -> str:
    """The form of a published thing, by its kind and key."""
    return reverse(f"admin:{kind.replace('.', '_')}_change", args=[pk])
