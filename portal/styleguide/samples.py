"""Examples of what pages are built from, as unsaved things: the parts of the site show them as they show real ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from alerts.checker.answer import Answer, check
from alerts.models import Classification, Kind, RecallAlert
from alerts.packages import Package
from conditions.glossary.entries import Entry
from conditions.listing import Letter, Slice
from conditions.models import Condition, Program
from conditions.page import Card, ConditionPage, Tab
from publishing.models import Subject
from publishing.review_line import ReviewLine

TEAM = {
    "summary": "Doctors and nurses who help children breathe with ease.",
    "phone": "555-555-0110",
    "hours": "Monday to Friday, 8 a.m. to 5 p.m.",
    "location": "Garden Building, floor 2",
    "appointment_url": "https://www.example.org/appointments",
    "referral_url": "https://www.example.org/referrals",
}
ENTRY = Entry(1, "airway", "airway", "The way that air takes into the lungs.", "AIR-way", ("airways",), "en")
TEXT = """
<p>A paragraph with <strong>strong</strong> and <em>stressed</em> words, <a href="/conditions/">a link</a>, and
<button type="button" class="term" popovertarget="_w-airway">airway</button>, a word that is explained.</p>
<h3>A question as a heading</h3>
<ul><li>A point</li><li>Another one<ul><li>A point within it</li></ul></li></ul>
<h4>A smaller heading</h4>
<ol><li>The first step</li><li>The second step</li></ol>
"""
TABLE = """
<div class="table" role="region" aria-label="What each zone means" tabindex="0">
<table><caption>What each zone means</caption>
<thead><tr><th scope="col">Zone</th><th scope="col">What you see</th><th scope="col">What to do</th></tr></thead>
<tbody><tr><th scope="row">Green</th><td>Breathing is easy.</td><td>Go on as before.</td></tr>
<tr><th scope="row">Yellow</th><td>Coughing at night.</td><td>Call us today.</td></tr></tbody></table></div>
"""


def page(changed_at: datetime) -> ConditionPage:
    """A condition page with three tabs: text, a table with a note of a changed original, and a team."""
    team = Card(Program.kind(), 0, "asthma-program", "A team of ours", TEAM, "en")
    return ConditionPage(
        subject=Subject(Condition.kind(), 0),
        slug="asthma",
        title="A condition",
        content={
            "language": "en",
            "introduction": TEXT,
            "sections": [],
            "news": ["We say more about sports at school."],
            "news_on": {"We say more about sports at school.": changed_at.date().isoformat()},
            "call_us_when": ["coughs more than before", "wakes up at night"],
            "call_today_when": ["needs quick-relief medicine again after four hours"],
            "call_911_when": ["fights for breath", "has blue lips"],
            "questions_to_ask": ["What may my child do at school?", "When do we come again?"],
            "sources": ["A public source https://www.example.org/source"],
            "body_areas": ["Lungs and breathing"],
            "specialties": [],
            "ages": [],
        },
        tabs=[
            Tab("text", "Text", TEXT),
            Tab("table", "Table", TABLE, behind_since=changed_at),
            Tab("team", "Team", "", programs=[team]),
        ],
        programs=[team],
        related=[Card(Condition.kind(), 0, "epilepsy", "A related condition", {}, "en")],
        words=[ENTRY],
    )


def notices(now: datetime) -> list[RecallAlert]:
    """One of each kind and class, as the banner shows them."""
    recalls = {
        Classification.CLASS_I: "A Class I recall: it may cause serious harm. It cannot be folded away.",
        Classification.CLASS_II: "A Class II recall: harm that passes or can be treated.",
        Classification.CLASS_III: "A Class III recall: not likely to cause harm. It can be folded away.",
    }
    return [
        *(_alert(Kind.RECALL, headline, now, classification=level) for level, headline in recalls.items()),
        _alert(Kind.RECALL, "A recall that has been corrected.", now, updated_at=now),
        _alert(Kind.WARNING, "A warning with a label of its own.", now, label="Product", link_text="What to look for"),
        _alert(Kind.NOTICE, "A notice, such as a closed entrance. It can be folded away.", now),
    ]


def recall(now: datetime) -> RecallAlert:
    """A recall with one row, for the checker's answers."""
    alert = _alert(Kind.RECALL, "A recalled inhaler.", now, product_type="medicine", phone="555-555-0110")
    alert.package_list = [
        Package(
            product="Kelpway albuterol sulfate", strength="90 micrograms a puff", ndcs=("99998-020-20",),
            lots=("KW6117", "KW6118"), use_by="03/2027", is_list_complete=True,
        )
    ]  # fmt: skip
    return alert


def answers(alert: RecallAlert) -> list[Answer]:
    """Answers of the recall checker: one of each outcome, and the usual slips."""
    typed = ("KW6118", "KW6119", "ZZ998877", "03/2027", "99998-020-20", "I don't know")
    said = [check(text, alert.package_list) for text in typed]
    return [*said, check("ZZ998877", alert.package_list, is_confirmed=True)]


def reviews(today: date) -> list[ReviewLine]:
    """Checked by somebody, by nobody who is named, never, and too long ago."""
    people = [{"name": "Dana Reyes", "credentials": "MD"}, {"name": "Robin Hale", "credentials": "RN"}]
    next_on = today + timedelta(days=300)
    return [
        ReviewLine(people, today, next_on, is_overdue=False),
        ReviewLine([], today, next_on, is_overdue=False),
        ReviewLine([], None, None, is_overdue=False),
        ReviewLine(people, today - timedelta(days=900), today - timedelta(days=170), is_overdue=True),
    ]


def letters() -> list[Letter]:
    return [Letter(name, 3, "#letters") for name in "ABCD"]


def part() -> Slice:
    return Slice([], 2, "#letters", "#letters")


def _alert(kind: Kind, headline: str, now: datetime, **facts: Any) -> RecallAlert:
    return RecallAlert(kind=kind, slug="example", headline=headline, starts_at=now, **facts)
