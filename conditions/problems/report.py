"""The report over the whole site: every problem with filters, how many of each kind, and how that went over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.checking.finding import Level
from conditions.checking.rule import RULES
from conditions.models import BodyArea, Condition
from conditions.problems.models import AnswerKind, LastCheck, Problem
from publishing import clock
from publishing.admin.records import ReadOnlyAdmin
from publishing.languages import Language
from publishing.models import Revision

WEEKS = 12
"""How far back the trend goes."""

_WIDTH, _HEIGHT, _EDGE = 480, 140, 28


class RuleFilter(admin.SimpleListFilter):
    title = gettext_lazy("rule")
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(((rule.id, str(rule.title)) for rule in RULES.values()), key=lambda named: named[1])

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(rule=self.value()) if self.value() else queryset


class AnswerFilter(admin.SimpleListFilter):
    """Open, dismissed, overridden, gone: what became of it. Open ones, unless told."""

    title = gettext_lazy("what became of it")
    parameter_name = "became"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("dismissed", AnswerKind.DISMISSED.label),
            ("overridden", AnswerKind.OVERRIDDEN.label),
            ("gone", gettext_lazy("Gone from the text")),
            ("all", gettext_lazy("All that are there")),
        ]

    def choices(self, changelist: Any) -> Any:
        all_, *others = super().choices(changelist)
        return [{**all_, "display": _("Open")}, *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "dismissed" | "overridden":
                return queryset.there().filter(answer__kind=self.value())
            case "gone":
                return queryset.filter(gone_at__isnull=False)
            case "all":
                return queryset.there()
            case _:
                return queryset.open()


class PublicFilter(admin.SimpleListFilter):
    """Whether readers see the page that the problem is in (as it is, or an older text of it)."""

    title = gettext_lazy("page")
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("public", gettext_lazy("Public")), ("draft", gettext_lazy("Not public"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        public = Q(condition__in=Revision.objects.live().of(Condition).values("subject_id"))
        wanted = {"public": public, "draft": ~public}.get(self.value() or "")
        return queryset.filter(wanted) if wanted else queryset


class LanguageFilter(admin.SimpleListFilter):
    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Language.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(condition__language=self.value()) if self.value() else queryset


class AreaFilter(admin.SimpleListFilter):
    title = gettext_lazy("body area")
    parameter_name = "area"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(area.pk), area.name) for area in BodyArea.objects.all()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        return queryset.filter(condition__body_areas=int(value)) if value.isdecimal() else queryset


class OwnerFilter(admin.SimpleListFilter):
    title = gettext_lazy("owner")
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        owners = User.objects.filter(pk__in=Condition.objects.values("owner")).order_by("username")
        return [(str(owner.pk), owner.get_username()) for owner in owners] + [("none", _("Nobody"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        if value == "none":
            return queryset.filter(condition__owner=None)
        return queryset.filter(condition__owner=int(value)) if value.isdecimal() else queryset


@admin.register(Problem)
class ProblemAdmin(ReadOnlyAdmin):
    """Every problem of the whole site; it is answered in its condition's form."""

    change_list_template = "admin/conditions/report.html"
    list_display = ("page", "told", "shown_level", "its_rule", "found_at", "checked", "its_answer")
    list_display_links = None
    list_filter = ("level", RuleFilter, AnswerFilter, PublicFilter, OwnerFilter, AreaFilter, LanguageFilter)
    list_select_related = ("condition__last_check", "answer__made_by")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("condition__title", "quote", "message")
    ordering = ("condition__title", "place", "pk")
    fields = ("page", "told", "shown_level", "its_rule", "found_at", "gone_at", "its_answer")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(rule__in=RULES)

    @admin.display(description=gettext_lazy("page"), ordering="condition__title")
    def page(self, problem: Problem) -> str:
        place = "fields" if problem.part == "page" else "sections"
        address = reverse(f"{self.admin_site.name}:conditions_condition_change", args=[problem.condition_id])
        anchor = "second-look-title" if place == "fields" else f"{place}-group"
        return format_html('<a href="{}#{}">{}</a>', address, anchor, problem.condition.title)

    @admin.display(description=gettext_lazy("problem"))
    def told(self, problem: Problem) -> str:
        quote = Truncator(problem.quote).chars(160)
        said = f"{problem.part_title}: {problem.message}"
        return format_html("{}<br><q>{}</q>", said, quote) if quote else said

    @admin.display(description=gettext_lazy("level"), ordering="level")
    def shown_level(self, problem: Problem) -> str:
        return format_html('<b class="problem-level problem-{}">{}</b>', problem.level, problem.get_level_display())

    @admin.display(description=gettext_lazy("rule"), ordering="rule")
    def its_rule(self, problem: Problem) -> str:
        return str(RULES[problem.rule].title)

    @admin.display(description=gettext_lazy("page checked"), ordering="condition__last_check__checked_at")
    def checked(self, problem: Problem) -> str:
        return date_format(localtime(problem.condition.last_check.checked_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("answer"))
    def its_answer(self, problem: Problem) -> str:
        given = problem.answer
        if given is None:
            return "-"
        who = given.made_by or _("command line")
        return f"{given.get_kind_display()}: {given.reason} ({who}, {date_format(localtime(given.made_at))})"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        about = {"title": _("What the checks say of the whole site"), "rules": by_rule(), "trend": trend(clock.now())}
        return super().changelist_view(request, about | checked_pages() | (extra_context or {}))


def by_rule() -> list[dict[str, Any]]:
    """How many problems of each rule are open and how many answered, on how many pages; the heaviest first."""
    counted = (
        Problem.objects.there()
        .filter(rule__in=RULES)
        .values("rule", "level")
        .annotate(
            open=Count("pk", filter=Q(answer__isnull=True)),
            answered=Count("answer"),
            pages=Count("condition", distinct=True, filter=Q(answer__isnull=True)),
        )
    )
    levels = list(Level)
    rows = [row | {"title": str(RULES[row["rule"]].title), "name": Level(row["level"]).label} for row in counted]
    return sorted(rows, key=lambda row: (levels.index(Level(row["level"])), -row["open"], row["title"]))


def checked_pages() -> dict[str, Any]:
    """How much of the site was checked, and how old the results are."""
    facts = LastCheck.objects.aggregate(checked=Count("pk"), oldest=Min("checked_at"), newest=Max("checked_at"))
    return facts | {"pages": Condition.objects.count()}


@dataclass(frozen=True)
class Moment:
    """How many problems were open at a moment of the trend."""

    at: datetime
    error: int
    warning: int
    advice: int


@dataclass(frozen=True)
class Trend:
    moments: list[Moment]

    @property
    def most(self) -> int:
        return max((max(moment.error, moment.warning, moment.advice) for moment in self.moments), default=0)

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """Of each level its name, what it is called, and its path in the drawing."""
        return [(level.value, str(level.label), self._path(level)) for level in Level]

    def _path(self, level: Level) -> str:
        step = (_WIDTH - 2 * _EDGE) / (len(self.moments) - 1)
        room = _HEIGHT - 2 * _EDGE
        points = (
            (_EDGE + number * step, _HEIGHT - _EDGE - room * getattr(moment, level) / (self.most or 1))
            for number, moment in enumerate(self.moments)
        )
        return "M" + " L".join(f"{x:.0f} {y:.0f}" for x, y in points)


def trend(now: datetime) -> Trend:
    """What was open at the end of each of the last weeks, and now; one question to the database."""
    moments = [now - timedelta(weeks=week) for week in range(WEEKS, -1, -1)]
    counts = {
        f"{level}_{number}": Count("pk", filter=_was_open(at) & Q(level=level))
        for number, at in enumerate(moments)
        for level in Level.values
    }
    since: QuerySet[Problem] = Problem.objects.filter(Q(gone_at__isnull=True) | Q(gone_at__gt=moments[0]))
    found = since.filter(rule__in=RULES).aggregate(**counts)
    return Trend(
        [Moment(at, *(found[f"{level}_{number}"] for level in Level.values)) for number, at in enumerate(moments)]
    )


def _was_open(at: datetime) -> Q:
    is_there = Q(found_at__lte=at) & (Q(gone_at__isnull=True) | Q(gone_at__gt=at))
    return is_there & (Q(answer__isnull=True) | Q(answer__made_at__gt=at))
