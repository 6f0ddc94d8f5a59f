"""What a file says, read as a condition page."""

from dataclasses import dataclass

from conditions.importing.report import Report
from conditions.kinds import SectionKind


@dataclass(frozen=True)
class SectionOutline:
    """One tab. An empty body is kept: the tab has its place."""

    kind: SectionKind
    title: str
    body: str
    """HTML."""


@dataclass(frozen=True)
class AlertOutline:
    """A banner that stood above the page. It belongs to the whole site, so it is only offered."""

    label: str
    headline: str
    link_text: str = ""
    link: str = ""


@dataclass(frozen=True)
class Outline:
    title: str
    language: str
    """`en`, `es` or `ar`."""
    introduction: str
    """HTML."""
    sections: tuple[SectionOutline, ...]
    alerts: tuple[AlertOutline, ...]
    report: Report
