"""What is missing or broken in the build of a page. These alone are errors."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.checking.finding import Level
from conditions.checking.page import CheckedPage
from conditions.checking.rule import Problem, about, rule
from conditions.checking.site import Site
from conditions.kinds import SectionKind


@rule(
    "empty-tab",
    level=Level.ERROR,
    title=gettext_lazy("Empty tab"),
    why=gettext_lazy("A family that looks for this tab finds nothing; empty tabs are not shown to readers."),
    source="GOV.UK Design System, tabs https://design-system.service.gov.uk/components/tabs/",
)
def empty_tab(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for tab in page.tabs:
        is_filled = tab.kind == SectionKind.PROGRAMS_SERVICES and bool(page.content.get("programs"))
        if not tab.prose and not tab.images and not is_filled:
            yield about(tab, _("This tab is empty. Write its text, or delete the tab."), field="body")
