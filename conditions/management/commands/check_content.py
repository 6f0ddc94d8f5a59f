"""`manage.py check_content`: what the content checks say of some pages, or of all."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.formats import date_format
from django.utils.timezone import localtime
from tqdm import tqdm

from conditions.checking.finding import Level
from conditions.checking.knowledge import site_now
from conditions.checking.rule import RULES
from conditions.models import Condition, Problem
from conditions.problems.keeping import check_again, problems_in
from conditions.problems.whole_site import check_all, left_of, open_run
from publishing.models import Revision

Found = Iterable[tuple[Condition, list[Problem]]]
_WEIGHT = {Level.ERROR: 2, Level.WARNING: 1, Level.ADVICE: 0}


class Command(BaseCommand):
    help = (
        "Check conditions and keep what is found: those named, or all, going on where such a run was interrupted. "
        "Ends with 1 where --fail-on asks for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="the end of a page's address; all pages without")
        parser.add_argument("--live", action="store_true", help="what readers see, instead of drafts; kept nowhere")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="of what is written out")
        parser.add_argument(
            "--fail-on",
            choices=[level.value for level in Level],
            help="end with 1 where a problem of this level, or a worse one, is open",
        )
        parser.add_argument("--restart", action="store_true", help="begin anew where a run was interrupted")

    def handle(self, *args: Any, **options: Any) -> None:
        is_whole = not options["slugs"] and not options["live"]
        found, done, total = self._live(options) if options["live"] else self._drafts(options)
        bar = tqdm(found, desc="Checking", unit="page", total=total, initial=done, disable=total < 2, leave=False)
        open_levels: Counter[str] = Counter()
        write = self._write_json if options["format"] == "json" else self._write_text
        write(_counted(bar, open_levels))
        if is_whole:  # Also of what an interrupted run found.
            open_levels = Counter(Problem.objects.open().filter(rule__in=RULES).values_list("level", flat=True))
        if options["format"] == "text":
            self.stdout.write(_summary(total, open_levels))
        failing = [level for level in Level if options["fail_on"] and _is_as_bad(level, Level(options["fail_on"]))]
        if any(open_levels[level] for level in failing):
            raise CommandError(f"The checks find what --fail-on {options['fail_on']} forbids.")

    def _drafts(self, options: dict[str, Any]) -> tuple[Found, int, int]:
        """What is found, how many pages are done already, and how many there are."""
        if options["slugs"]:
            site = site_now()
            pages = _named(options["slugs"])
            return ((page, check_again(page, site)) for page in pages), 0, len(pages)
        run, goes_on = open_run(restart=options["restart"])
        left, total = left_of(run).count(), Condition.objects.count()
        if goes_on:
            begun = date_format(localtime(run.started_at), "DATETIME_FORMAT")
            self.stderr.write(f"Going on with the check begun {begun}: {left} pages are left. --restart begins anew.")
        return check_all(run), total - left, total

    def _live(self, options: dict[str, Any]) -> tuple[Found, int, int]:
        slugs = options["slugs"]
        live = Revision.objects.live().of(Condition).order_by("slug")
        if slugs:
            live = live.filter(slug__in=slugs)
            _refuse_unknown(slugs, set(live.values_list("slug", flat=True)), "No live page has the address")
        return _problems_of(live), 0, live.count()

    def _write_text(self, found: Found) -> None:
        for condition, problems in found:
            lines = [_line(condition, problem) for problem in problems if problem.level != Level.ADVICE]
            if lines:
                with tqdm.external_write_mode():
                    self.stdout.write("\n".join(lines))

    def _write_json(self, found: Found) -> None:
        """One list; written page by page, so that no more than one is in memory."""
        opening = "["
        for condition, problems in found:
            facts = {"slug": condition.slug, "title": condition.title, "problems": [_facts(one) for one in problems]}
            with tqdm.external_write_mode():
                self.stdout.write(opening + json.dumps(facts, ensure_ascii=False), ending="")
            opening = ",\n"
        self.stdout.write("[]" if opening == "[" else "]")


def _problems_of(live: Any) -> Iterator[tuple[Condition, list[Problem]]]:
    site = site_now()
    for revision in live.iterator(chunk_size=100):
        condition = Condition.objects.get(pk=revision.subject_id)
        condition.slug, condition.title = revision.slug, revision.title
        yield condition, problems_in(condition, revision.content, site)


def _named(slugs: list[str]) -> list[Condition]:
    pages = list(Condition.objects.filter(slug__in=slugs).order_by("slug"))
    _refuse_unknown(slugs, {page.slug for page in pages}, "No condition has the address")
    return pages


def _refuse_unknown(slugs: list[str], known: set[str], why: str) -> None:
    if unknown := [slug for slug in dict.fromkeys(slugs) if slug not in known]:
        raise CommandError(f"{why} {', '.join(unknown)}. Nothing was checked.")


def _counted(found: Found, levels: Counter[str]) -> Iterator[tuple[Condition, list[Problem]]]:
    for condition, problems in found:
        levels.update(problem.level for problem in problems if problem.answer is None)
        yield condition, problems


def _is_as_bad(level: Level, limit: Level) -> bool:
    return _WEIGHT[level] >= _WEIGHT[limit]


def _line(condition: Condition, problem: Problem) -> str:
    said = f"{condition.slug}: {_state(problem) or problem.level}: {problem.part_title}: {problem.message}"
    return f"{said}\n    “{problem.quote}”" if problem.quote else said


def _state(problem: Problem) -> str:
    return f"{problem.level} ({problem.answer.kind}: {problem.answer.reason})" if problem.answer else ""


def _facts(problem: Problem) -> dict[str, Any]:
    given = problem.answer
    return {
        "rule": problem.rule,
        "level": str(problem.level),
        "part": problem.part,
        "where": problem.part_title,
        "field": problem.field,
        "quote": problem.quote,
        "message": problem.message,
        "answer": {"kind": given.kind, "reason": given.reason, "at": given.made_at.isoformat()} if given else None,
    }


def _summary(pages: int, levels: Counter[str]) -> str:
    counts = ", ".join(f"{levels[level]} {_name(level, levels[level])}" for level in Level)
    return f"{pages} {'page' if pages == 1 else 'pages'} checked; open: {counts}."


def _name(level: Level, count: int) -> str:
    return level.value if count == 1 or level == Level.ADVICE else f"{level}s"
