"""A clinician reads and signs in a real browser what families see."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from conditions.models import Condition, Section
from publishing import workflow
from publishing.models import SignOff
from tests.browser.conftest import AXE, DESK, PHONE
from tests.browser.test_editing import noise_of, sign_in
from tests.factories import make_condition, signed
from tests.pictures import make_picture

Opener = Callable[..., Page]

TABLE = """<table><caption>Doses by age</caption>
<thead><tr><th rowspan="2" scope="col">Age</th><th colspan="2" scope="colgroup">Dose</th></tr>
<tr><th scope="col">Morning</th><th scope="col">Night</th></tr></thead>
<tbody><tr><td>1 to 3 years</td><td>5 mg</td><td>10 mg</td></tr>
<tr><td rowspan="2">4 to 8 years</td><td>10 mg</td><td>15 mg</td></tr>
<tr><td colspan="2">No more than 2 tablets a day</td></tr></tbody></table>"""
TEXT = f"""<p>Before the table.</p><h3>How much?</h3><p>Give it at night.</p>{TABLE}
<ul><li>a cough<ul><li>at night<ol><li>rest</li><li>call us</li></ol></li></ul></li></ul>
<blockquote><p>Rest helps.</p></blockquote>"""
COMPARED: dict[str, list[str]] = {
    "h3 + p": ["font-size", "font-family", "line-height", "margin-top"],
    "h3": ["font-family", "font-weight", "margin-bottom"],
    "caption": ["font-weight", "text-align", "padding-bottom"],
    "th": [
        "font-weight",
        "text-align",
        "padding-right",
        "border-bottom-width",
        "border-bottom-color",
        "background-color",
    ],
    "td": ["text-align", "vertical-align", "padding-right", "padding-top", "border-bottom-width", "background-color"],
    "ul": ["list-style-type", "padding-left"],
    "ul ul": ["list-style-type", "padding-left"],
    "ol": ["list-style-type", "padding-left"],
    "ul li": ["font-size", "list-style-type", "margin-bottom"],
    "blockquote": ["border-left-width", "padding-left"],
    "img": ["display", "border-top-left-radius", "width"],
}


@pytest.fixture
def condition(changing_site: str) -> Condition:
    """A page whose only change since the sign-off is a number in a cell."""
    picture = make_picture()
    body = TEXT + f'<p><img src="{picture.address}" alt="A spacer" width="8" height="6"></p>'
    condition = signed(make_condition({"Treatment": body, "Care": TEXT}, title="Fever", slug="fever"))
    workflow.publish(condition, by=None, note="As tests are")
    tab = Section.objects.get(condition=condition, title="Treatment")
    tab.body = tab.body.replace("15 mg", "50 mg")
    tab.save()
    workflow.save_draft(condition, by=User.objects.get(username="editor"))
    return condition


def review_of(condition: Condition) -> str:
    return f"/admin/conditions/condition/{condition.pk}/review/"


def styles(page: Page, root: str) -> dict[str, list[str]]:
    """The computed values of `COMPARED`; of a list of families the first."""
    script = (
        """(element, names) => names.map((name) => getComputedStyle(element).getPropertyValue(name).split(",")[0])"""
    )
    return {tag: page.locator(f"{root} {tag}").first.evaluate(script, names) for tag, names in COMPARED.items()}


def test_a_reviewed_text_has_the_type_and_lines_of_the_public_page(condition: Condition, open_page: Opener) -> None:
    review = sign_in(open_page, review_of(condition), PHONE, name="reviewer")
    for folded in review.locator(".part-to-review details:not(.write-comment)").all():
        folded.evaluate("(details) => { details.open = true; }")
    tab = Section.objects.get(condition=condition, title="Treatment")
    shown = styles(review, f"section[aria-labelledby=tab-{tab.pk}] .page-text")
    assert shown == styles(open_page("/conditions/fever/", PHONE), "section.part .text")


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_number_changed_in_a_cell_is_seen_in_its_table_and_signed(
    condition: Condition, open_page: Opener, size: tuple[int, int]
) -> None:
    page = sign_in(open_page, review_of(condition), size, name="reviewer")
    cell = page.locator("td:has(ins)")
    expect(cell).to_have_count(1)
    expect(cell.locator("del")).to_contain_text("15")
    expect(cell.locator("ins")).to_contain_text("50")
    night = page.locator("table:has(ins) th", has_text="Night").bounding_box()
    box = cell.bounding_box()
    assert night
    assert box
    assert abs(night["x"] - box["x"]) < 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator(".review-progress")).to_contain_text("Signed 2 of 3")
    page.get_by_label("I have read “Treatment” and it is right").check()
    page.get_by_role("button", name="Sign off selected parts").click()
    expect(page.locator(".messagelist")).to_contain_text("Signed off. Thank you.")
    assert SignOff.objects.filter(part_title="Treatment").count() == 2
    assert noise_of(page) == []


def test_a_comment_is_written_at_its_tab_and_the_tick_stays(condition: Condition, open_page: Opener) -> None:
    page = sign_in(open_page, review_of(condition), name="reviewer")
    page.get_by_label("I have read “Treatment” and it is right").check()
    part = page.locator("section.part-to-review", has=page.get_by_role("heading", name="Treatment", exact=True)).first
    part.get_by_text("Write a comment").click()
    part.get_by_label("Comment on “Treatment”").fill("Is 50 mg right?")
    part.get_by_role("button", name="Add comment").click()
    expect(page.locator("section.part-to-review", has_text="Is 50 mg right?")).to_have_count(1)
    expect(page.get_by_label("I have read “Treatment” and it is right")).to_be_checked()


def test_the_review_and_the_comparison_have_no_barrier(condition: Condition, open_page: Opener) -> None:
    if not AXE.exists():
        pytest.skip("needs var/tools/axe.min.js, which `make test` fetches")
    page = sign_in(open_page, review_of(condition), name="reviewer", bypass_csp=True)
    for address in (page.url, page.url.replace("/review/", "/compare/?from=signed&to=draft")):
        page.goto(address)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run('#content-main').then((done) => done.violations.map((one) => one.id))")
        assert found == []
