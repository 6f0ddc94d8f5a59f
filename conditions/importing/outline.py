"""What a file says, read as a condition page."""

from dataclasses import dataclass, field

from conditions.importing.blocks import Block
from conditions.importing.pictures import FoundPicture
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
    blocks: tuple[Block, ...] = field(default=(), compare=False)
    """What introduction and tabs were put together of, in their order."""
    pictures: tuple[FoundPicture, ...] = ()
