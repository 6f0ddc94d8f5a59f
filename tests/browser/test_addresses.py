"""Addresses of pages and of places on them, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from conditions.models import Condition
from publishing import workflow
from tests.browser.conftest import DESK
from tests.browser.test_editing import ADD, noise_of, sign_in

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]


def test_the_address_follows_a_latin_title_and_is_made_of_any_other_when_it_is_saved(
    changing_site: str, open_page: Opener
) -> None:
    page = sign_in(open_page, ADD)
    page.locator("#id_title").press_sequentially("Łask é fever")
    expect(page.locator("#id_slug")).to_have_value("lask-e-fever")
    page.fill("#id_title", "")
    page.locator("#id_title").press_sequentially("β-Dravosis")
    expect(page.locator("#id_slug")).to_have_value("")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#id_slug")).to_have_value("beta-dravosis")
    assert noise_of(page) == []


def test_old_addresses_of_headings_open_the_tab_and_the_place_where_they_are_now(
    changing_site: str, open_page: Opener
) -> None:
    condition = Condition.objects.get(slug="asthma")
    section = next(one for one in condition.ordered_sections() if "<h3>" in one.body and one.order > 0)
    frozen = condition.revisions().live().get().content
    body = next(one["body"] for one in frozen["sections"] if one["key"] == section.pk)
    first, second = (part.partition('"')[0] for part in body.split('<h3 id="')[1:3])
    words = section.body.partition("<h3>")[2].partition("</h3>")[0]
    removed = section.body[: section.body.index("<h3>", section.body.index("<h3>") + 1)]
    section.body = removed.replace(f"<h3>{words}", "<h3>سؤال جديد</h3><p>New.</p><h3>In other words?")
    section.save()
    workflow.publish(condition, by=None)
    for old in (first, second):
        page = open_page(f"/conditions/asthma/#{old}", DESK)
        expect(page.get_by_role("tab", selected=True)).to_have_text(section.title)
    expect(page.locator(f"#{first}")).to_have_text("In other words?")
    page = open_page("/conditions/asthma/#swal-jdyd", DESK)
    expect(page.get_by_role("tab", selected=True)).to_have_text(section.title)
    expect(page.locator("#swal-jdyd")).to_be_in_viewport()
