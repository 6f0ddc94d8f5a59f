"""What is missing or broken in the build of a page."""

import pytest

from tests.conditions.checking.pages import content, found

pytestmark = pytest.mark.once


def test_an_empty_tab_is_found() -> None:
    assert [
        finding.part for finding in found("empty-tab", content(tabs={"Causes": "", "Tests": "<p>We ask.</p>"}))
    ] == ["tab-1"]
