"""A document from an editor's desk to a family's screen, and a picture put into a text by hand."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conditions.models import Condition
from tests.browser.conftest import AXE, DESK, PHONE
from tests.browser.test_editing import Opener, noise_of, sign_in
from tests.conditions.importing.word_documents import SENTENCES, tidal_fever
from tests.factories import signed
from tests.pictures import picture_file

BRING = "/admin/conditions/condition/bring/"
SAMPLE = Path(__file__).parent.parent / "conditions" / "importing" / "documents" / "harbor-cough.docx"
SAID_BY_SAMPLE = [
    "Harbor cough is a made-up illness of these tests. We call it “the barking wave”.",
    "A child with harbor cough may have:",
    "a cough at night",
    "worse after running",
    "better when sitting up",
    "a whistling breath",
    "It isn’t catching from other children.",
    "Read more on the page of the Harbor League.",
    "Listen to the chest.",
    "Measure the breath.",
    "Two, then wait",
    "This is how the spacer looks:",
    "Ask us — we’ll help.",
]


@pytest.fixture
def documents(tmp_path: Path) -> dict[str, tuple[str, list[str]]]:
    made = tmp_path / "tidal-fever.docx"
    made.write_bytes(tidal_fever())
    return {"tidal-fever": (str(made), SENTENCES), "harbor-cough": (str(SAMPLE), SAID_BY_SAMPLE)}


def test_word_documents_go_from_upload_to_live_with_every_sentence(
    changing_site: str, open_page: Opener, documents: dict[str, tuple[str, list[str]]]
) -> None:
    desk = sign_in(open_page, BRING)
    for slug, (path, sentences) in documents.items():
        desk.goto(changing_site + BRING)
        desk.set_input_files("[name=file]", path)
        desk.get_by_role("button", name="Look at it").click()
        desk.get_by_label("Alternative text: what it shows").fill("How it looks")
        desk.get_by_role("button", name="Make the draft").click()
        expect(desk.locator(".messagelist")).to_contain_text("The draft is made.")
        signed(Condition.objects.get(slug=slug))
        desk.reload()
        desk.fill("[name=_reason]", "It is made up, and nobody is named in it.")
        desk.get_by_role("button", name="Publish", exact=True).click()
        expect(desk.locator(".messagelist")).to_contain_text("is live")
        page = open_page(f"/conditions/{slug}/", PHONE)
        text = page.locator("main").inner_text()
        assert [sentence for sentence in sentences if sentence not in " ".join(text.split())] == []
        picture = page.get_by_alt_text("How it looks")
        picture.scroll_into_view_if_needed()
        page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())
    assert noise_of(desk) == []


COPY = """html => navigator.clipboard.write([new ClipboardItem({
    'text/html': new Blob([html], {type: 'text/html'}), 'text/plain': new Blob(['Tidal fever'], {type: 'text/plain'}),
})])"""


def test_a_page_pasted_into_the_box_comes_with_its_headings(changing_site: str, open_page: Opener) -> None:
    desk = sign_in(open_page, BRING)
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.evaluate(COPY, "<h1>Tidal fever</h1><p>Rare.</p><h2>Symptoms &amp; Causes</h2><ul><li>A rash</li></ul>")
    desk.get_by_label("Or paste it here:").focus()
    desk.keyboard.press("Control+v")
    expect(desk.get_by_role("status")).to_contain_text("Pasted with its headings")
    desk.get_by_role("button", name="Look at it").click()
    expect(desk.locator(".is-tab input[type=text]")).to_have_value("Symptoms & Causes")


def test_what_a_document_becomes_can_be_read_and_changed_by_everyone(changing_site: str, open_page: Opener) -> None:
    page = sign_in(open_page, BRING, bypass_csp=True)
    page.set_input_files("[name=file]", str(SAMPLE))
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="Part by part")).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, height in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found = page.evaluate("axe.run('#content').then(found => found.violations.map(one => one.id))")
        assert found == []


def test_a_picture_is_chosen_described_and_stays_after_saving(changing_site: str, open_page: Opener) -> None:
    page = sign_in(open_page, "/admin/conditions/condition/")
    page.get_by_role("link", name="Clubfoot").click()
    _open_chooser(page)
    expect(page.locator("dialog .errornote").filter(visible=True)).to_have_count(0)
    page.set_input_files("dialog [type=file]", {"name": "Boat.png", "mimeType": "image/png", "buffer": picture_file()})
    page.get_by_role("button", name="Put it into the text").click()
    expect(page.get_by_text("Write what the picture shows, or say")).to_be_visible()
    page.get_by_label("What does it show").fill("A small boat")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.locator(".messagelist")).to_contain_text("aved")
    saved = Condition.objects.get(slug="clubfoot").introduction
    assert 'alt="A small boat" width="8" height="6"' in saved
    page.locator(".cke_wysiwyg_div img").first.dblclick()
    expect(page.get_by_label("What does it show")).to_have_value("A small boat")
    page.keyboard.press("Escape")
    assert noise_of(page) == []


def _open_chooser(page: Page) -> None:
    area = page.locator(".field-introduction .cke_wysiwyg_div")
    expect(area).to_be_visible()
    area.click()
    page.locator(".field-introduction .cke_button__picture").click()
    expect(page.get_by_role("dialog", name="A picture in the text")).to_be_visible()
