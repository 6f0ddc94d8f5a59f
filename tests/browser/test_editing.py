"""An editor at work in a real browser: writing, moving, pasting, previewing, publishing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, Response, expect

from conditions.models import Condition
from portal.demonstration import PASSWORD
from tests.browser.conftest import ALL_STILL, AXE, DESK, PHONE
from tests.factories import signed

Opener = Callable[..., Page]
PUBLIC = "/conditions/clubfoot/"
ADD = "/admin/conditions/condition/add/"


def sign_in(
    open_page: Opener, next_page: str, size: tuple[int, int] = DESK, name: str = "editor", **options: object
) -> Page:
    """The page after signing in; from then on every error of the browser and every failed request is noted."""
    page = open_page(f"/admin/login/?next={next_page}", size, **options)
    page.noise = noise = []  # type: ignore[attr-defined]

    def heard(said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            noise.append(said.text)

    def answered(response: Response) -> None:
        if response.status >= 400:
            noise.append(f"{response.status} {response.url}")

    page.on("console", heard)
    page.on("response", answered)
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url(lambda address: "/login/" not in address)
    return page


def noise_of(page: Page) -> list[str]:
    return page.noise  # type: ignore[attr-defined, no-any-return]


@pytest.fixture
def form(open_page: Opener) -> Page:
    """The form of a page, on a site where nothing is saved."""
    return _form_of_clubfoot(open_page, DESK)


@pytest.fixture
def phone(open_page: Opener) -> Page:
    return _form_of_clubfoot(open_page, PHONE, has_touch=True)


@pytest.fixture
def desk(changing_site: str, open_page: Opener) -> Page:
    """The form of a page, to be saved."""
    return _form_of_clubfoot(open_page, DESK)


def _form_of_clubfoot(open_page: Opener, size: tuple[int, int], **options: object) -> Page:
    page = sign_in(open_page, "/admin/conditions/condition/", size, **options)
    page.get_by_role("link", name="Clubfoot").click()
    expect(editor(page, 0)).to_be_visible()
    return page


def tab(page: Page, number: int) -> Locator:
    return page.locator(f"#sections-{number}")


def editor(page: Page, number: int) -> Locator:
    return tab(page, number).locator(".cke_wysiwyg_div")


def names(page: Page) -> list[str]:
    return page.locator("[data-tab-name]").all_inner_texts()


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def write(area: Locator, text: str) -> None:
    area.click()
    area.press("Control+End")
    area.press_sequentially(text)


def test_an_editor_changes_adds_and_moves_tabs_and_readers_see_it_once_published(
    desk: Page, changing_site: str
) -> None:
    write(editor(desk, 0), " Words by the editor.")
    desk.get_by_role("button", name="Add another tab").click()
    added = desk.locator("[data-tab]").last
    added.get_by_label("Tab:").fill("At school")
    write(added.locator(".cke_wysiwyg_div"), "Shoes are worn at night.")
    added.get_by_role("button", name="Move up").click()
    press(desk, "Save draft")
    reader = desk.context.browser.new_page()  # type: ignore[union-attr]
    reader.goto(changing_site + PUBLIC)
    expect(reader.locator("main")).not_to_contain_text("Words by the editor.")
    signed(Condition.objects.get(slug=PUBLIC.split("/")[2]))
    desk.reload()
    desk.fill("#id_reason", "The clinic asked for it.")
    press(desk, "Publish")
    reader.reload()
    shown = reader.locator("main").text_content() or ""
    assert "Words by the editor." in shown
    assert "Shoes are worn at night." in shown
    assert [name.strip() for name in reader.locator("main section > h2").all_text_contents()].count("At school") == 1
    assert noise_of(desk) == []
    reader.close()


def test_a_preview_shows_the_draft_and_leads_back(desk: Page) -> None:
    write(editor(desk, 0), " Words by the editor.")
    press(desk, "Preview")
    assert "Words by the editor." in (desk.locator("main").text_content() or "")
    desk.get_by_role("link", name="Back to editing").click()
    expect(editor(desk, 0)).to_contain_text("Words by the editor.")
    assert noise_of(desk) == []


def test_a_tab_is_moved_by_keyboard_alone_and_the_move_is_told(form: Page) -> None:
    before = names(form)
    form.get_by_role("button", name=f"Move down: {before[0]}").focus()
    form.keyboard.press("Enter")
    assert names(form) == [before[1], before[0], *before[2:]]
    expect(form.locator("[data-tabs-status]")).to_have_text(f"{before[0]} is now tab 2 of {len(before)}.")
    expect(form.get_by_role("button", name=f"Move down: {before[0]}")).to_be_focused()


def test_a_tab_is_dragged_with_the_mouse_and_its_editor_goes_on(form: Page) -> None:
    before = names(form)
    handle = tab(form, 1).locator("[data-tab-handle]")
    handle.scroll_into_view_if_needed()
    handle.hover()
    form.mouse.down()
    above = tab(form, 0).bounding_box()
    assert above is not None
    form.mouse.move(above["x"] + 20, above["y"] + 10, steps=8)
    form.mouse.up()
    assert names(form) == [before[1], before[0], *before[2:]]
    write(editor(form, 1), " Still writing.")
    assert "Still writing." in form.evaluate("CKEDITOR.instances['id_sections-1-body'].getData()")


def test_a_tab_is_dragged_with_a_finger_on_a_phone(phone: Page) -> None:
    before = names(phone)
    handle = tab(phone, 0).locator("[data-tab-handle]")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + 10, box["y"] + 10
    fingers = phone.context.new_cdp_session(phone)
    fingers.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 16):
        fingers.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y + step * 10}]})
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert names(phone)[:2] == [before[1], before[0]]


def test_giving_up_a_drag_puts_the_tabs_back(form: Page) -> None:
    before = names(form)
    handle = tab(form, 1).locator("[data-tab-handle]")
    handle.scroll_into_view_if_needed()
    handle.hover()
    form.mouse.down()
    above = tab(form, 0).bounding_box()
    assert above is not None
    form.mouse.move(above["x"] + 20, above["y"] + 10, steps=8)
    assert names(form) != before
    form.keyboard.press("Escape")
    assert names(form) == before


def test_a_removed_tab_is_folded_away_and_can_be_brought_back_before_saving(form: Page) -> None:
    remove = tab(form, 0).get_by_label("Remove", exact=True)
    remove.check()
    expect(editor(form, 0)).to_be_hidden()
    expect(tab(form, 0)).to_contain_text("This tab goes when you save.")
    remove.uncheck()
    expect(editor(form, 0)).to_be_visible()


def test_a_kind_proposes_its_title_and_a_title_its_kind(form: Page) -> None:
    form.get_by_role("button", name="Add another tab").click()
    added = form.locator("[data-tab]").last
    added.get_by_label("Kind:").select_option("research_innovation")
    expect(added.get_by_label("Tab:")).to_have_value("Research & Innovation")
    added.get_by_label("Tab:").fill("symptoms & causes")
    expect(added.get_by_label("Kind:")).to_have_value("symptoms_causes")


def test_a_title_of_ones_own_is_never_replaced(form: Page) -> None:
    form.get_by_role("button", name="Add another tab").click()
    added = form.locator("[data-tab]").last
    added.get_by_label("Tab:").fill("At school")
    added.get_by_label("Kind:").select_option("research_innovation")
    expect(added.get_by_label("Tab:")).to_have_value("At school")


def test_leaving_with_unsaved_words_asks_first(form: Page) -> None:
    asked = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    write(editor(form, 0), " Unsaved.")
    form.goto(form.url.replace("change/", "history/"))
    assert asked == ["beforeunload"]


def test_saving_does_not_ask(desk: Page) -> None:
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    write(editor(desk, 0), " Saved.")
    press(desk, "Save draft")
    assert asked == []


def test_a_failed_save_puts_the_focus_on_what_is_wrong_and_leads_there(form: Page) -> None:
    form.get_by_label("Title:").fill("")
    write(editor(form, 0), " Half a sentence.")
    press(form, "Save draft")
    expect(form.locator("[data-error-summary]")).to_be_focused()
    expect(editor(form, 0)).to_contain_text("Half a sentence.")
    form.locator("[data-error-summary]").get_by_role("link", name="Title").click()
    expect(form.get_by_label("Title:")).to_be_focused()


KEPT = [
    "<p>a <strong>b</strong> <em>c</em> <sub>d</sub> <sup>e</sup><br />f</p>",
    "<h3>Question?</h3><h4>Part</h4>",
    "<ul><li>one<ol><li>two</li></ol></li></ul>",
    '<p><a href="https://www.example.org/a?b=c&amp;d">l</a> <a href="tel:5555550100">t</a> <a href="/x/">p</a></p>',
    "<blockquote><p>Words.</p></blockquote>",
    '<p><abbr title="magnetic resonance imaging">MRI</abbr> café “quoted” ß</p>',
    "<table><caption>c</caption><thead><tr>"
    '<th scope="col">h</th></tr></thead><tbody><tr><td colspan="2" rowspan="2">d</td></tr></tbody></table>',
]
SET_AND_GET = """html => new Promise(resolve => {
    const editor = CKEDITOR.instances.id_introduction;
    editor.setData(html, {callback: () => resolve(editor.getData().replace(/[\\n\\t]/g, ''))});
})"""


def test_what_the_door_keeps_the_editor_keeps(form: Page) -> None:
    assert [form.evaluate(SET_AND_GET, html) for html in KEPT] == KEPT


BULLET = "<span style='mso-list:Ignore'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span>"
ITEM = "text-indent:-.25in;mso-list:l0 level1 lfo1"
INNER = "margin-left:1.0in;text-indent:-.25in;mso-list:l0 level2 lfo1"
WORD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"></head><body><h1>Heading<o:p></o:p></h1>
<p class=MsoNormal style='color:red'>Some <b>bold</b> <a href="https://www.example.org/">link</a><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='{ITEM}'><span style='font-family:Symbol'>{BULLET}</span>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='{INNER}'><span style='font-family:Symbol'>{BULLET}</span>Inner</p>
<p class=MsoListParagraphCxSpLast style='{ITEM}'><span style='font-family:Symbol'>{BULLET}</span>Second<o:p></o:p></p>
<h3>Smaller<o:p></o:p></h3>
<table border=1><tr><td width=100><p class=MsoNormal>Cell<o:p></o:p></p></td></tr></table></body></html>"""
THIN, BOLD = '<span style="font-weight:400">', '<span style="font-weight:700">'
GOOGLE = f"""<b style="font-weight:normal;" id="docs-internal-guid-0a1b">
<h2 dir="ltr" style="line-height:1.38"><span style="font-size:16pt">Heading</span></h2>
<p dir="ltr" style="line-height:1.38">{THIN}Some </span>{BOLD}bold</span>
<a href="https://www.example.org/" style="color:red">{THIN}link</span></a></p><ul style="margin-top:0">
<li dir="ltr" style="list-style-type:disc"><p dir="ltr" style="line-height:1.38">{THIN}First</span></p></li>
<ul style="margin-top:0"><li dir="ltr" aria-level="2"><p dir="ltr">{THIN}Inner</span></p></li></ul>
<li dir="ltr" style="list-style-type:disc"><p dir="ltr" style="line-height:1.38">{THIN}Second</span></p></li>
</ul><h5 dir="ltr"><span style="font-size:12pt">Smaller</span></h5><div dir="ltr"><table style="border:none">
<colgroup><col width="100"></colgroup><tbody><tr style="height:0"><td><p dir="ltr">{THIN}Cell</span></p></td></tr>
</tbody></table></div></b><script>alert(1)</script><img src="x" onerror="alert(1)">"""
COPY = """html => navigator.clipboard.write([new ClipboardItem({
    'text/html': new Blob([html], {type: 'text/html'}), 'text/plain': new Blob(['text'], {type: 'text/plain'}),
})])"""


@pytest.mark.parametrize("html", [WORD, GOOGLE], ids=["word", "google"])
def test_text_pasted_from_elsewhere_keeps_its_structure_and_nothing_else(form: Page, html: str) -> None:
    form.context.grant_permissions(["clipboard-read", "clipboard-write"])
    form.evaluate(COPY, html)
    form.evaluate("CKEDITOR.instances.id_introduction.setData('')")
    form.get_by_role("textbox", name="Introduction").click()
    form.keyboard.press("Control+v")
    area = form.get_by_role("textbox", name="Introduction")
    expect(area.locator("h3").first).to_have_text("Heading")
    expect(area.locator("h3, h4").last).to_have_text("Smaller")
    assert area.locator("strong").all_inner_texts() == ["bold"]
    assert area.locator("a").get_attribute("href") == "https://www.example.org/"
    assert [item.split() for item in area.locator(":scope > ul > li").all_inner_texts()] == [
        ["First", "Inner"],
        ["Second"],
    ]
    assert area.locator("ul ul > li").all_inner_texts() == ["Inner"]
    assert area.locator("script, img, [style*=color], [class^=Mso]").count() == 0
    assert [cell.strip() for cell in area.locator("td").all_inner_texts()] == ["Cell"]


OLD_WORD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"></head><body>
<p class=MsoNormal>Give <s>10 mg</s> 5 mg<span style='display:none;mso-hide:all'> secret</span> twice.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='{ITEM}'><span style='font-family:Symbol'>{BULLET}</span>First</p>
</body></html>"""
OLD_HTML = """<p>Give <del>10</del><ins>5</ins> mg<span hidden> secret</span>
<span style="text-decoration: line-through red">once</span> twice.</p><ol start="3"><li>Rest.</li></ol>"""


@pytest.mark.parametrize(
    ("html", "text", "named"),
    [(OLD_WORD, "Give 5 mg twice.", ["“10 mg”", "“secret”"]), (OLD_HTML, "Give 5 mg twice.", ["“10”", "“once”"])],
    ids=["word", "html"],
)
def test_struck_and_hidden_words_are_left_out_on_pasting_and_named(
    form: Page, html: str, text: str, named: list[str]
) -> None:
    form.context.grant_permissions(["clipboard-read", "clipboard-write"])
    form.evaluate(COPY, html)
    form.evaluate("CKEDITOR.instances.id_introduction.setData('')")
    area = form.get_by_role("textbox", name="Introduction")
    area.click()
    form.keyboard.press("Control+v")
    expect(area.locator("p").first).to_have_text(text)
    for words in named:
        expect(form.locator(".cke_notification_warning").filter(has_text=words).first).to_be_visible()
    if "start" in html:
        assert area.locator("ol").get_attribute("start") == "3"


def test_nothing_changes_when_saved_text_is_opened_and_saved_again(desk: Page) -> None:
    condition = Condition.objects.get(slug="clubfoot")
    write(editor(desk, 0), " More.")
    press(desk, "Save draft")
    before = [section.body for section in condition.ordered_sections()]
    write(editor(desk, 0), "x")
    editor(desk, 0).press("Backspace")
    press(desk, "Save draft")
    assert [section.body for section in condition.ordered_sections()] == before


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_editor_starts_from_production_files_without_a_word_of_complaint(
    open_page: Opener, size: tuple[int, int]
) -> None:
    page = sign_in(open_page, ADD, size)
    page.get_by_role("button", name="Add another tab").click()
    for button, dialog in (("Link", "Link"), ("Table", "Table Properties"), ("Insert Special Character", "Select")):
        tab(page, 0).locator(f".cke_button[title^='{button}']").click()
        opened = page.get_by_role("dialog").filter(has_text=dialog)
        expect(opened.locator(":focus")).to_be_visible()
        page.keyboard.press("Escape")
        expect(opened).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert noise_of(page) == []


STAFF_PAGES = [
    "/admin/",
    "/admin/conditions/condition/",
    "/admin/conditions/condition/1/change/",
    "/admin/conditions/condition/1/history/",
    "/admin/conditions/condition/1/retire/",
    "/admin/conditions/condition/1/review/",
    "/admin/conditions/condition/1/send-back/",
    "/admin/conditions/condition/1/ask/",
    "/admin/conditions/condition/1/schedule/",
    "/admin/conditions/condition/1/share/",
    "/admin/calendar/",
    "/admin/conditions/condition/1/compare/",
    "/admin/conditions/condition/1/revisions/1/restore/",
    "/admin/conditions/program/1/change/",
    "/admin/alerts/recallalert/",
    "/admin/alerts/recallalert/1/change/",
    "/admin/alerts/recallrecord/",
    "/admin/alerts/recallrecord/add/",
    "/admin/alerts/recallrecord/about/1/",
    "/admin/alerts/recallrecord/pages/1/",
    "/admin/publishing/revision/",
    "/admin/publishing/auditentry/",
]
NOT_OURS = {"list"}
"""Select2, which Django's admin brings, puts its “clear” sign into a list."""


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_axe_finds_nothing_of_ours_on_staff_pages(open_page: Opener, path: str) -> None:
    if not AXE.exists():
        pytest.skip("needs var/tools/axe.min.js, which `make test` fetches")
    page = sign_in(open_page, path, name="manager", bypass_csp=True)
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for size, scheme in [(PHONE, "light"), (DESK, "dark")]:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(ALL_STILL)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["id"] not in NOT_OURS] == []


def test_the_saved_draft_is_shown_beside_its_form_as_a_phone_and_a_desk_show_it(desk: Page) -> None:
    desk.get_by_text("Preview beside the form").click()
    frame = desk.frame_locator("[data-preview] iframe")
    expect(frame.locator("h1")).to_have_text("Clubfoot")
    widths = []
    for name in ("Desk", "Phone"):
        desk.get_by_role("button", name=name, exact=True).click()
        widths.append(frame.locator("html").evaluate("page => page.clientWidth"))
    assert widths == [1280, 390]
    assert noise_of(desk) == []
