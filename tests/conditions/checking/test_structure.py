"""What is missing or broken in the build of a page."""

from tests.conditions.checking.pages import content, found


def test_an_empty_tab_is_found() -> None:
    assert [
        finding.part for finding in found("empty-tab", content(tabs={"Causes": "", "Tests": "<p>We ask.</p>"}))
    ] == ["tab-1"]
