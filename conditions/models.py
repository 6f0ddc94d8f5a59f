"""What a condition page is made of: the condition, its tabs, the programs that treat it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from conditions.carrying import with_days_of_news, with_lasting_anchors, with_lasting_ids
from conditions.checking.models import EmergencySymptom, KnownSentence, PlainerWord
from conditions.glossary.models import Term
from conditions.importing.models import IncomingDocument, IncomingPicture, TabName
from conditions.kinds import SectionKind
from conditions.line_rules import validate_codes, validate_sources
from conditions.problems.models import Answer, CheckRun, ExternalLink, LastCheck, Problem
from conditions.versions import label_of, set_those_left, titles_of
from conditions.ways import AgeGroup, BodyArea, Specialty, frozen, places_in
from publishing.anchors import Anchors, prepare
from publishing.comparison import Part
from publishing.fields import (
    LinesField,
    MaxWords,
    PlainCharField,
    PlainTextField,
    RichTextField,
    rich_fields,
    validate_phone,
)
from publishing.html import headings_of, plain_text
from publishing.index.findable import Findable
from publishing.languages import Language
from publishing.models import Publishable, Subject
from publishing.parts import TextPart

__all__ = [
    "Answer",
    "BodyArea",
    "CheckRun",
    "Condition",
    "EmergencySymptom",
    "ExternalLink",
    "IncomingDocument",
    "IncomingPicture",
    "KnownSentence",
    "LastCheck",
    "PlainerWord",
    "Problem",
    "Program",
    "Section",
    "TabName",
    "Term",
]

SUMMARY_WORDS = 40
"""A phone's first screen holds no more beside the name, the call button and the contents."""


_PROGRAM_FACTS = ("summary", "phone", "hours", "location", "referral_url", "appointment_url")


class Program(Publishable):
    """A team of the hospital: whom it treats and how to reach it."""

    summary = PlainTextField(
        _("summary"),
        validators=[MaxWords(SUMMARY_WORDS)],
        help_text=_("One or two sentences, at most 40 words. Lists and condition pages show them."),
    )
    body = RichTextField(
        _("text"), blank=True, help_text=_("Who you are and what a family can expect at the first visit.")
    )
    phone = PlainCharField(
        _("phone"), max_length=40, blank=True, validators=[validate_phone], help_text=_("For example: 555-555-0123.")
    )
    hours = PlainCharField(
        _("hours"),
        max_length=120,
        blank=True,
        help_text=_("When somebody answers. For example: weekdays 8 am to 5 pm."),
    )
    location = PlainCharField(_("location"), max_length=200, blank=True, help_text=_("Building and floor."))
    referral_url = models.URLField(_("referral link"), blank=True, help_text=_("Where another clinic refers a child."))
    appointment_url = models.URLField(
        _("appointment link"), blank=True, help_text=_("Where a family asks for a visit.")
    )
    specialties = models.ManyToManyField(
        Specialty,
        verbose_name=_("specialties"),
        blank=True,
        help_text=_("Your field of medicine, for example “Lungs (pulmonology)”. Families look under these."),
    )

    public_view = "program"

    class Meta(Publishable.Meta):
        verbose_name = _("program")
        ordering = ("title",)
        permissions = [
            ("publish_program", _("Can publish and retire programs")),
            ("correct_program", _("Can publish minor corrections of programs")),
            ("sign_off_program", _("Can sign programs off or send them back")),
        ]

    def content(self) -> dict[str, Any]:
        language = {"language": self.language} if self.language != Language.ENGLISH else {}
        text = {"title": self.title, "slug": self.slug, "body": prepare(self.body, Anchors())}
        return self.card() | text | language | frozen(self.specialties.all()) | self.translation_facts()

    def copy_from(self, original: Program, content: dict[str, Any]) -> None:
        self.restore(content)
        self.specialties.set(original.specialties.all())

    def carry_over(self, content: dict[str, Any], previous: dict[str, Any] | None, at: datetime) -> dict[str, Any]:
        return with_lasting_ids(content, previous) if previous else content

    def parts(self, content: dict[str, Any]) -> list[TextPart]:
        text = {name: content[name] for name in ("title", "summary", "body")}
        return [TextPart("page", str(_("The page")), text, rich_fields(Program))]

    def content_as_signed(self, content: dict[str, Any], signed: Mapping[str, Any]) -> dict[str, Any]:
        around: dict[str, Any] = signed.get("page", {})
        return content | around

    def card(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _PROGRAM_FACTS}

    @classmethod
    def parts_of(cls, content: dict[str, Any]) -> list[Part]:
        facts = [
            Part.plain(name, label_of(cls, name), content.get(name)) for name in ("title", "slug", *_PROGRAM_FACTS)
        ]
        specialties = Part.lines("specialties", label_of(cls, "specialties"), content.get("specialties", []))
        return [*facts, Part.rich("body", label_of(cls, "body"), content.get("body", "")), specialties]

    def restore(self, content: dict[str, Any]) -> list[str]:
        for name in ("title", "body", *_PROGRAM_FACTS):
            setattr(self, name, content.get(name, ""))
        self.save()
        return set_those_left(self.specialties, "name", content.get("specialties", []))

    @classmethod
    def findable(cls, content: dict[str, Any]) -> Findable:
        body = content.get("body", "")
        return Findable(
            title=content["title"],
            summary=content.get("summary", ""),
            headings=headings_of(body),
            text="\n".join([plain_text(body), content.get("location", "")]),
            places=places_in(content),
        )

    def public_text(self) -> str:
        return "\n".join([self.summary, plain_text(self.body)])


class Condition(Publishable):
    """An illness, injury or difference from birth that the hospital treats, as families read about it."""

    other_names = LinesField(_("other names"), help_text=_("Names families may know it by, one a line."))
    summary = PlainTextField(
        _("summary"),
        blank=True,
        validators=[MaxWords(SUMMARY_WORDS)],
        help_text=_("What it is, in at most 40 plain words: the first thing a family sees on a phone."),
    )
    introduction = RichTextField(
        _("introduction"), blank=True, help_text=_("A few sentences before the tabs: “Asthma is …”.")
    )
    call_us_when = LinesField(
        _("call us if your child…"), most=5, help_text=_("At most five points, one a line: “coughs every night”.")
    )
    call_today_when = LinesField(
        _("call today if your child…"), most=5, help_text=_("At most five points, one a line: what cannot wait a day.")
    )
    call_911_when = LinesField(
        _("call 911 if your child…"), most=5, help_text=_("At most five points, one a line: emergencies only.")
    )
    questions_to_ask = LinesField(
        _("questions to ask your care team"), most=12, help_text=_("Questions a family may want to bring, one a line.")
    )
    sources = LinesField(
        _("sources"), validators=[validate_sources], help_text=_("One a line: name, then address (https://…).")
    )
    news = LinesField(
        _("what is new, for families"), most=5, help_text=_("One sentence a line, newest first. Readers see its day.")
    )
    body_areas = models.ManyToManyField(BodyArea, verbose_name=_("body areas"), blank=True)
    specialties = models.ManyToManyField(Specialty, verbose_name=_("specialties"), blank=True)
    ages = models.ManyToManyField(AgeGroup, verbose_name=_("ages"), blank=True)
    codes = LinesField(
        _("clinical codes"),
        validators=[validate_codes],
        help_text=_("One a line: “ICD-10-CM J45.909” or “SNOMED CT 195967001”."),
    )
    programs = models.ManyToManyField(
        Program,
        verbose_name=_("programs"),
        blank=True,
        help_text=_("Who treats it here. They fill the tab “Programs & Services”; only live programs are shown."),
    )
    related = models.ManyToManyField(
        "self", verbose_name=_("related conditions"), blank=True, symmetrical=False, related_name="+"
    )
    """The conditions that this page leads to. Each page has a list of its own, so that no draft changes another."""

    public_view = "condition"

    class Meta(Publishable.Meta):
        verbose_name = _("condition")
        ordering = ("title",)
        permissions = [
            ("publish_condition", _("Can publish and retire conditions")),
            ("correct_condition", _("Can publish minor corrections of conditions")),
            ("sign_off_condition", _("Can sign conditions off or send them back")),
        ]

    def content(self) -> dict[str, Any]:
        return self.content_of(
            self.ordered_sections(),
            body_areas=[area.name for area in self.body_areas.all()],
            programs=sorted(program.pk for program in self.programs.all()),
            related=sorted(other.pk for other in self.related.all()),
        )

    def content_of(self, tabs: list[Section], **named: list[Any]) -> dict[str, Any]:
        """The content with these tabs and these names of other things, whether or not they are stored."""
        anchors = Anchors()
        sections = [section.outline(anchors) for section in tabs]
        for section in sections:
            section["body"] = prepare(section["body"], anchors)
        return {
            "title": self.title,
            "slug": self.slug,
            **{name: getattr(self, name) for name in _COPIED},
            "introduction": prepare(self.introduction, anchors),
            **named,
            "sections": sections,
            **(frozen(self.specialties.all(), self.ages.all()) if self.pk else {}),
            **self.translation_facts(),
            **({"news": self.news} if self.news else {}),
        }

    def copy_from(self, original: Condition, content: dict[str, Any]) -> None:
        for name in _COPIED:
            if name not in ("language", "other_names"):
                setattr(self, name, content[name])
        self.introduction = content["introduction"]
        self.save()
        for order, outline in enumerate(content["sections"]):
            facts = {name: outline[name] for name in ("kind", "title", "body")}
            original_tab = Section.objects.filter(pk=outline["key"]).first()
            Section.objects.create(condition=self, order=order, original=original_tab, **facts)
        self.body_areas.set(original.body_areas.all())
        self.specialties.set(original.specialties.all())
        self.ages.set(original.ages.all())
        self.programs.set(original.programs.all())
        self.related.set(original.related.all())

    def parts(self, content: dict[str, Any]) -> list[TextPart]:
        """What stands around the tabs, then each tab. Removing a tab is a change of what stands around them."""
        around = {name: content[name] for name in _SIGNED_AROUND_TABS}
        around["tabs"] = sorted(section["key"] for section in content["sections"])
        if content.get("news"):
            around["news"] = content["news"]
        page = TextPart("page", str(_("Name, summary and introduction")), around, rich_fields(Condition))
        return [page, *map(Section.text_part, content["sections"])]

    def content_as_signed(self, content: dict[str, Any], signed: Mapping[str, Any]) -> dict[str, Any]:
        """In the order that the tabs have now; those that were removed since stand last."""
        around = dict(signed.get("page") or dict.fromkeys(_SIGNED_AROUND_TABS, "") | {name: [] for name in _LISTS})
        now = [section["key"] for section in content["sections"]]
        keys = dict.fromkeys([*now, *around.pop("tabs", [])])
        sections = [{"key": key, **signed[f"tab-{key}"]} for key in keys if f"tab-{key}" in signed]
        return content | {"news": []} | around | {"sections": sections}

    def card(self) -> dict[str, Any]:
        return {"summary": self.summary, "other_names": self.other_names, "language": self.language}

    def public_text(self) -> str:
        lists = [getattr(self, name) for name in ("other_names", *_CALLS, "questions_to_ask")]
        parts = [self.summary, plain_text(self.introduction), *(line for lines in lists for line in lines)]
        parts += [text for tab in self.ordered_sections() for text in (tab.title, plain_text(tab.body))]
        return "\n".join(part for part in parts if part)

    @classmethod
    def findable(cls, content: dict[str, Any]) -> Findable:
        bodies = [content["introduction"], *(section["body"] for section in content["sections"])]
        lines = (line for name in (*_CALLS, "questions_to_ask") for line in content[name])
        return Findable(
            title=content["title"],
            names=content["other_names"],
            summary=content["summary"],
            headings=[section["title"] for section in content["sections"]]
            + [one for body in bodies for one in headings_of(body)],
            text="\n".join([*map(plain_text, bodies), *lines]),
            language=content["language"],
            places=places_in(content),
        )

    @classmethod
    def parts_of(cls, content: dict[str, Any]) -> list[Part]:
        plain = {name: content.get(name) for name in ("title", "slug", "summary")}
        plain["language"] = dict(Language.choices).get(content.get("language", ""))
        lines = {name: content.get(name, []) for name in (*_LISTS, "news", "body_areas", "specialties")}
        lines["ages"] = [age["name"] for age in content.get("ages", [])]
        for name, model in (("programs", Program), ("related", Condition)):
            lines[name] = titles_of(model, content.get(name, []))
        parts = {name: Part.plain(name, label_of(cls, name), value) for name, value in plain.items()}
        parts |= {name: Part.lines(name, label_of(cls, name), value) for name, value in lines.items()}
        introduction = Part.rich("introduction", label_of(cls, "introduction"), content.get("introduction", ""))
        tabs = [Section.part_of(section) for section in content.get("sections", [])]
        return [*(parts.pop(name) for name in _BEFORE_TABS), introduction, *tabs, *parts.values()]

    def restore(self, content: dict[str, Any]) -> list[str]:
        for name in ("title", "introduction", *_COPIED):
            setattr(self, name, content[name])
        self.news = content.get("news", [])
        self.save()
        self._restore_sections(content["sections"])
        lost = set_those_left(self.body_areas, "name", content["body_areas"])
        lost += set_those_left(self.specialties, "name", content.get("specialties", []))
        lost += set_those_left(self.ages, "name", [age["name"] for age in content.get("ages", [])])
        lost += set_those_left(self.programs, "pk", content["programs"])
        lost += set_those_left(self.related, "pk", content["related"])
        return lost

    def _restore_sections(self, saved: list[dict[str, Any]]) -> None:
        """A tab that is still there stays the same row; one that was deleted comes back under its old key."""
        kept = {section.pk: section for section in self.sections.all()}
        self.sections.exclude(pk__in=[outline["key"] for outline in saved]).delete()
        for order, outline in enumerate(saved):
            section = kept.get(outline["key"]) or Section(pk=outline["key"], condition=self)
            section.original = Section.objects.filter(pk=outline.get("original") or 0).first()
            section.order = order
            section.kind, section.title, section.body = outline["kind"], outline["title"], outline["body"]
            section.save()

    def references(self) -> list[Subject]:
        programs = [Subject(Program.kind(), pk) for pk in self.programs.values_list("pk", flat=True)]
        return programs + [Subject(Condition.kind(), pk) for pk in self.related.values_list("pk", flat=True)]

    def carry_over(self, content: dict[str, Any], previous: dict[str, Any] | None, at: datetime) -> dict[str, Any]:
        content = with_days_of_news(content, previous or {}, at)
        return with_lasting_anchors(content, previous) if previous else content

    def ordered_sections(self) -> list[Section]:
        return list(self.sections.order_by("order", "pk"))


_CALLS = ("call_us_when", "call_today_when", "call_911_when")
_SIGNED_AROUND_TABS = (
    "title", "other_names", "summary", "introduction", *_CALLS, "questions_to_ask", "sources", "codes", "language",
)  # fmt: skip
_LISTS = ("other_names", "call_us_when", "call_today_when", "call_911_when", "questions_to_ask", "sources", "codes")
_COPIED = ("summary", "language", *_LISTS)
_BEFORE_TABS = ("title", "slug", "other_names", "summary", *_CALLS)


class Section(models.Model):
    """One tab of a condition page."""

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(_("kind"), max_length=30, choices=SectionKind.choices, default=SectionKind.OTHER)
    title = PlainCharField(_("tab"), max_length=60, help_text=_("Short: at most 24 characters fit well on a tab."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    original = models.ForeignKey("self", null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    """Of a translation: the tab that this one translates."""
    body = RichTextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("tab")
        verbose_name_plural = _("tabs")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def part_of(outline: dict[str, Any]) -> Part:
        kind = _("Kind of tab: %(kind)s") % {"kind": dict(SectionKind.choices).get(outline["kind"], "?")}
        return Part.tab(f"tab-{outline['key']}", outline["title"], kind, outline["body"])

    @staticmethod
    def text_part(outline: dict[str, Any]) -> TextPart:
        signed = {name: outline[name] for name in ("kind", "title", "body")}
        return TextPart(f"tab-{outline['key']}", outline["title"], signed, rich_fields(Section))

    def outline(self, anchors: Anchors) -> dict[str, Any]:
        """The tab as a revision keeps it. Tabs claim their addresses before the headings inside them do."""
        return {
            "key": self.pk,
            "kind": self.kind,
            "title": self.title,
            "anchor": anchors.claim(self.title, otherwise=f"section-{self.order + 1}"),
            "former_anchors": [],
            "body": self.body,
        } | ({"original": self.original_id} if self.original_id else {})
