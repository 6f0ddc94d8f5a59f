"""How often the checks are right: `make measure-checks` prints it, and a test keeps it.

The labelled passages were written by us for this; see docs/content-checks.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from conditions.checking.finding import Level
from conditions.checking.naming import folded
from conditions.checking.page import CheckedPage
from conditions.checking.rule import RULES
from conditions.checking.run import SUBJECTS
from conditions.checking.site import Site
from conditions.checking.starting_lists import EMERGENCIES, PLAINER
from tests.conditions.checking.pages import content

FOLDER = Path(__file__).resolve().parent / "labelled"
LATER = FOLDER / "later"
"""Passages written when the rules stood, and not looked at while they were improved."""
LEAST_PRECISION = {Level.ERROR: 0.90, Level.WARNING: 0.80, Level.ADVICE: 0.80}
LEAST_RECALL = 0.80
FEWEST = 60

RULES_OF = {"dated": ("stale-time", "dated-claim")}
"""Where one problem has two rules; all other files are named as their rule."""

assert SUBJECTS


@dataclass
class Measure:
    problem: str
    level: Level
    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return len(self.found) / max(1, len(self.found) + len(self.false))

    @property
    def recall(self) -> float:
        return len(self.found) / max(1, len(self.found) + len(self.missed))


def labelled(problem: str, folder: Path = FOLDER) -> Iterator[tuple[bool, str]]:
    """Each passage of a file, with whether a person sees the problem in it."""
    has_problem = False
    for line in (folder / f"{problem}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            has_problem = line == "## with"
        elif line and not line.startswith("# "):
            yield has_problem, line


def problems() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def measured(problem: str, folder: Path = FOLDER) -> Measure:
    rules = [RULES[name] for name in RULES_OF.get(problem, (problem,))]
    result = Measure(problem, rules[0].level)
    site = known_site()
    for has_problem, text in labelled(problem, folder):
        page = CheckedPage.of(PAGES.get(problem, _paragraph)(text))
        is_found = any(True for rule in rules for _finding in rule.findings(page, site))
        lists = {(True, True): result.found, (True, False): result.missed, (False, True): result.false}
        lists.get((has_problem, is_found), result.left).append(text)
    return result


def known_site() -> Site:
    """A site with pages on the conditions that the passages name, and the lists as a site begins with them."""
    titles = {text.split(" | ")[0] for _has, text in labelled("other-condition")} | _MORE_TITLES
    return Site(
        today=date(2026, 3, 2),
        names={folded(title): frozenset({title}) for title in titles},
        plainer={"en": {folded(words): plain for words, plain in PLAINER.items()}},
        emergencies={"en": {folded(words): words for words in EMERGENCIES}},
    )


_MORE_TITLES = {
    *("Hip Dysplasia", "Tetralogy of Fallot", "Meningitis", "Pancreatitis", "Scarlet Fever", "Tourette Syndrome"),
    *("Bronchiolitis", "Glaucoma", "Craniosynostosis", "Type 2 Diabetes", "Obesity", "Anxiety", "Fever", "Cough"),
    *("Lymphoma", "Stroke"),
    *("Osteosarcoma", "Medulloblastoma", "Gastritis", "Von Willebrand Disease", "Osteogenesis Imperfecta", "Headache"),
    *("Juvenile Arthritis", "Hay Fever", "Food Allergies", "Diabetes", "Heart Defects", "Thyroid Disease"),
}  # fmt: skip


def _paragraph(text: str) -> dict[str, Any]:
    return content(f"<p>{text}</p>")


def _html(text: str) -> dict[str, Any]:
    return content(text)


def _link(text: str) -> dict[str, Any]:
    return content(f'<p>Before <a href="/conditions/">{text}</a> after.</p>')


def _of_a_page(text: str) -> dict[str, Any]:
    title, heading, paragraph = (piece.strip() for piece in text.split("|"))
    above = f"<h3>{heading}</h3>" if heading else ""
    return content(f"{above}<p>{paragraph}</p>", title=title, slug=title)


PAGES: dict[str, Callable[[str], dict[str, Any]]] = {
    "lead-in-without-list": _html,
    "vague-link-text": _link,
    "other-condition": _of_a_page,
}
"""How a passage of a file becomes a page; most are paragraphs."""


def table(folder: Path = FOLDER) -> str:
    """As docs/content-checks.md has it."""
    rows = ["| problem | level | with | without | precision | recall |", "| --- | --- | --- | --- | --- | --- |"]
    for one in (measured(problem, folder) for problem in problems()):
        counts = (len(one.found) + len(one.missed), len(one.false) + len(one.left))
        numbers = f"{counts[0]} | {counts[1]} | {one.precision:.2f} | {one.recall:.2f}"
        rows.append(f"| `{one.problem}` | {one.level} | {numbers} |")
    return "\n".join(rows)
