"""An alert reaches who opens a page, and who is reading one; nothing they read moves."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from alerts.models import RecallAlert
from alerts.translating import translate
from benchmarks.servers import ROOT, fetch, free_port, granian
from conditions.models import Condition
from tests.browser.conftest import AXE, DESK, PHONE, SIDEWAYS, TYPED, visit
from tests.collected import collect_into
from tests.conftest import restore_roles
from tests.factories import live_alert, make_alert

Opener = Callable[..., Page]
ASTHMA = "/conditions/asthma/"
TOP_OF_TEXT = "document.querySelector('.contents').getBoundingClientRect().top"


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open pages ask each second, so that nobody waits for twenty."""
    monkeypatch.setattr(settings, "ALERT_INTERVAL", 1)


def sign_in(page: Page) -> None:
    page.get_by_label("Username").fill("communications")
    page.get_by_label("Password").fill("lantern-demo")
    page.get_by_role("button", name="Log in").click()


def end_now(page: Page) -> None:
    page.get_by_role("link", name="End now…").click()
    page.get_by_role("button", name="End now").click()


def test_communications_post_an_alert_and_readers_see_it_come_and_go(
    open_page: Opener, changing_site: str, often: None
) -> None:
    reading = open_page(ASTHMA, PHONE)
    staff = open_page("/admin/login/?next=/admin/alerts/recallalert/add/", DESK)
    sign_in(staff)
    staff.get_by_label("Headline").fill("There is a recall of Tidewater syrup.")
    staff.get_by_label("What to do now").fill("Look at the bottle.")
    staff.get_by_role("button", name="Post now").click()
    expect(staff.get_by_text("The alert is on the public site")).to_be_visible()
    expect(open_page("/", PHONE).locator(".notice")).to_contain_text("Tidewater syrup")
    expect(reading.get_by_role("status")).to_contain_text("New alert: Recall: There is a recall of Tidewater syrup.")
    expect(reading.locator(".notice")).to_contain_text("Tidewater syrup")
    expect(reading.get_by_role("link", name="See it at the top of the page")).to_be_visible()
    end_now(staff)
    expect(staff.get_by_text("The alert has ended")).to_be_visible()
    expect(open_page("/", PHONE).locator("[data-alert^=there-is]")).to_have_count(0)
    expect(reading.locator("[data-alert^=there-is]")).to_have_count(0)
    expect(reading.get_by_role("status")).to_contain_text("An alert is over: Recall: There is a recall of Tidewater")
    expect(reading.get_by_role("link", name="See it at the top of the page")).to_be_hidden()


def test_an_open_page_takes_a_translation_quietly_and_tells_of_a_correction(
    open_page: Opener, changing_site: str, often: None
) -> None:
    alert = live_alert(slug="syrup", headline="Tidewater syrup is recalled.")
    page = open_page("/es/", PHONE)
    line = page.locator("[data-alert=syrup]")
    expect(line).to_contain_text("Tidewater syrup is recalled. (en inglés)")
    translate(alert, "es", {"headline": "Se retira el jarabe Tidewater."}, by=None)
    expect(line).to_contain_text("Se retira el jarabe Tidewater.")
    assert page.get_by_role("status").text_content() == ""
    alert.headline = "Tidewater syrup and drops are recalled."
    alert.correct(by=None)
    expect(page.get_by_role("status")).to_contain_text("Tidewater syrup and drops are recalled. (en inglés)")


@pytest.mark.parametrize("scrolled", [0, 900])
def test_nothing_jumps_when_an_alert_comes_while_reading(
    open_page: Opener, changing_site: str, often: None, scrolled: int
) -> None:
    page = open_page(ASTHMA, PHONE)
    page.evaluate(f"scrollTo(0, {scrolled})")
    before = page.evaluate(TOP_OF_TEXT)
    live_alert(headline="A new alert.", kind="warning")
    expect(page.locator(".notice")).to_contain_text("A new alert.")
    assert abs(page.evaluate(TOP_OF_TEXT) - before) < 1.5


def test_focus_stays_on_the_line_it_was_on(open_page: Opener, changing_site: str, often: None) -> None:
    page = open_page("/", DESK)
    page.locator("[data-alert=potassium-chloride-capsules] a").focus()
    live_alert(headline="A worse one.", classification="I")
    expect(page.locator(".notice")).to_contain_text("A worse one.")
    focused = "document.activeElement.closest('[data-alert]')?.dataset.alert"
    assert page.evaluate(focused) == "potassium-chloride-capsules"
    alert = RecallAlert.objects.get(slug="potassium-chloride-capsules")
    alert.headline = "Other words."
    alert.correct(by=None)
    expect(page.locator(".notice")).to_contain_text("Other words.")
    assert page.evaluate(focused) == "potassium-chloride-capsules"
    alert.end(by=None)
    expect(page.locator(".notice")).not_to_contain_text("Other words.")
    assert page.evaluate("document.activeElement.id") == "_alerts"


def test_an_open_page_takes_only_the_alerts_meant_for_it(open_page: Opener, changing_site: str, often: None) -> None:
    asthma, celiac = open_page(ASTHMA, DESK), open_page("/conditions/celiac-disease/", DESK)
    alert = make_alert(headline="Only for asthma.", is_everywhere=False)
    alert.conditions.add(Condition.objects.get(slug="asthma"))
    alert.post(by=None)
    live_alert(headline="For everybody.")
    expect(asthma.locator(".notice")).to_contain_text("Only for asthma.")
    expect(celiac.locator(".notice")).to_contain_text("For everybody.")
    expect(celiac.locator(".notice")).not_to_contain_text("Only for asthma.")


def test_the_server_is_told_nothing_about_the_page_or_its_reader(
    open_page: Opener, changing_site: str, often: None
) -> None:
    page = open_page(ASTHMA, DESK)
    with page.expect_request("**/alerts/banner.html") as asked:
        pass
    headers = asked.value.all_headers()
    assert not {"cookie", "referer"} & headers.keys()
    assert asked.value.url == f"{changing_site}/alerts/banner.html"


def test_a_notice_is_folded_without_script_and_leaves_one_link(open_page: Opener, changing_site: str) -> None:
    live_alert(slug="lift", headline="The lift is out of order.", kind="notice", link_text="Find another way up")
    page = open_page("/", PHONE, java_script_enabled=False)
    line = page.locator("[data-alert=lift]")
    line.locator("summary").click()
    assert "out of order" not in line.inner_text()
    link = line.get_by_role("link", name="Find another way up")
    expect(link).to_be_visible()
    name, to_it = line.locator("strong").bounding_box(), link.bounding_box()
    assert name is not None
    assert to_it is not None
    assert abs(name["y"] - to_it["y"]) < 1, "What it is and its link stand in one row."


def test_a_folded_notice_stays_folded_until_a_material_change(open_page: Opener, changing_site: str) -> None:
    alert = live_alert(slug="lift", headline="The lift is out of order.", kind="notice", link_text="Other ways up")
    page = open_page("/", PHONE)
    # In one go, as a reader who folds it and is on the next page at once.
    kept = page.locator("[data-alert=lift] summary").evaluate("one => (one.click(), JSON.stringify(localStorage))")
    assert "The lift is" not in page.locator("[data-alert=lift]").inner_text()
    assert kept == '{"closed-alerts":"{\\"lift\\":\\"1\\"}"}'
    for is_material in (False, True):
        alert.headline += " We are sorry."
        alert.correct(by=None, is_material=is_material)
        page.goto(changing_site + ASTHMA)
        is_open = page.locator("[data-alert=lift] details").evaluate("one => one.open")
        assert is_open == is_material


def test_a_recall_cannot_be_folded_away_but_a_class_iii_one_can(open_page: Opener, changing_site: str) -> None:
    for number, classification in enumerate(["", "II", "III"]):
        live_alert(slug=f"recall-{number}", classification=classification)
    page = open_page("/", DESK)
    assert [page.locator(f"[data-alert=recall-{number}] summary").count() for number in range(3)] == [0, 0, 1]


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_banner_and_news_fit_320_pixels(
    open_page: Opener, changing_site: str, often: None, options: dict[str, str]
) -> None:
    page = open_page("/", (320, 640), **options)
    for number in range(5):
        live_alert(headline=f"Pheochromocytoma notice {number}, in words that go on and on for a while.", kind="notice")
    expect(page.locator(".notice b")).to_have_text("3")
    assert page.evaluate(SIDEWAYS) <= 0
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate(SIDEWAYS) <= 0


def test_the_longest_alert_takes_at_most_a_fifth_of_a_phones_screen(open_page: Opener, changing_site: str) -> None:
    words = "Some cans of formula for babies under twelve months may hold a germ that makes babies very ill, "
    live_alert(slug="long", classification="I", label="Formula " * 5, headline=(words * 2)[:160], link_text=words[:60])
    page = open_page("/", PHONE)
    height = page.locator("[data-alert=long]").evaluate("one => one.offsetHeight")
    around = page.locator(".notice .wide").evaluate("one => 2 * parseFloat(getComputedStyle(one).paddingTop)")
    assert height + around <= PHONE[1] / 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_banner_and_news(open_page: Opener, changing_site: str, often: None, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("needs var/tools/axe.min.js, which `make test` fetches")
    page = open_page("/", PHONE, bypass_csp=True, color_scheme=scheme)
    for number in range(5):
        live_alert(headline=f"Notice {number}.", kind="notice")
    expect(page.locator(".notice b")).to_have_text("3")
    page.locator(".notice .wide > details > summary").click()
    page.locator("[data-alert] summary").first.click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found["violations"]] == []


def test_folded_alerts_are_printed_whole(open_page: Opener, changing_site: str) -> None:
    live_alert(slug="lift", headline="The lift is out of order.", kind="notice")
    page = open_page("/", DESK)
    page.locator("[data-alert=lift] summary").click()
    page.emulate_media(media="print")
    assert page.locator("[data-alert=lift] details").evaluate("one => one.offsetHeight") > 30
    expect(page.locator(".news")).not_to_be_visible()


def test_on_paper_addresses_are_whole_and_no_question_is_left_without_its_answer(
    open_page: Opener, changing_site: str
) -> None:
    live_alert(
        slug="syrup", lots=["AB1234"], source_url="https://www.fda.gov/x", what_to_do="See https://example.org/a"
    )
    page = open_page("/alerts/syrup/", DESK)
    page.emulate_media(media="print")
    printed = "one => [one.textContent, getComputedStyle(one, '::after').content]"
    assert page.locator("[data-alert=syrup] a").evaluate(printed)[1] == "none"
    assert page.locator("#_do ~ * a, #_do + p a").evaluate(printed) == ["https://example.org/a", "none"]
    assert "https://www.fda.gov/x" in page.locator(".contents .more").evaluate(printed)[1]
    expect(page.locator(".top .only-print")).to_contain_text("/alerts/")
    expect(page.locator(".yours")).not_to_be_visible()
    page.emulate_media(media="screen")
    visit(page, f"{changing_site}/alerts/syrup/{TYPED}AB1234")
    page.emulate_media(media="print")
    expect(page.locator(".yours")).to_contain_text("Yes. Yours is in this recall.")


def test_the_banner_beside_the_form_says_what_is_typed_and_runs_none_of_it(
    open_page: Opener, changing_site: str
) -> None:
    page = open_page("/admin/login/?next=/admin/alerts/recallalert/add/", DESK)
    sign_in(page)
    screen = page.locator(".phone-screen")
    page.get_by_label("Headline").fill("<img src=x onerror=alert(1)> is recalled.")
    page.get_by_label("Kind:", exact=True).select_option("warning")
    expect(screen).to_contain_text("Warning: <img src=x onerror=alert(1)> is recalled. Read about this warning")
    assert screen.locator("img").count() == 0
    assert page.evaluate(SIDEWAYS) <= 0


def test_the_form_is_filled_in_and_posted_with_the_keyboard_alone(open_page: Opener, changing_site: str) -> None:
    page = open_page("/admin/login/?next=/admin/alerts/recallalert/add/", DESK)
    sign_in(page)
    page.get_by_label("Headline").focus()
    page.keyboard.type("There is a recall of Tidewater syrup.")
    for _stop in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "_post":
            break
        assert page.evaluate("!document.activeElement.closest('.phone-screen')")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The alert is on the public site")).to_be_visible()


@pytest.fixture
def nodes(transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Servers of their own, each with so many workers, on the database of this test."""
    restore_roles()
    name = connection.settings_dict
    # A server on a socket has its folder where others have their host.
    user, password, host = (quote(name[part], safe="") for part in ("USER", "PASSWORD", "HOST"))
    at = f"postgres://{user}:{password}@{host}:{name['PORT'] or 5432}/{name['NAME']}"
    database = at if connection.vendor == "postgresql" else f"sqlite:///{name['NAME']}"
    ports = [free_port() for _server in range(request.param[0])]
    environment = {"DATABASE_URL": database, "DATA_DIR": str(tmp_path), "DEMO": "1", "SITE_URL": "", "DEBUG": "0"}
    collect_into(tmp_path)
    demo = [sys.executable, "manage.py", "demo"]
    subprocess.run(demo, env=os.environ | environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with ExitStack() as stack:
        for port in ports:
            stack.enter_context(granian("portal.wsgi:application", port, environment, workers=request.param[1]))
        yield [f"http://127.0.0.1:{port}" for port in ports]


@pytest.mark.servers
@pytest.mark.parametrize(
    "nodes",
    [
        pytest.param((1, 4), marks=pytest.mark.sqlite, id="4-workers"),
        pytest.param((2, 2), marks=pytest.mark.postgresql, id="2-servers"),
    ],
    indirect=True,
)
def test_an_alert_is_on_every_worker_and_server_within_a_second(browser: Browser, nodes: list[str]) -> None:
    page = browser.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{nodes[0]}/admin/login/?next=/admin/alerts/recallalert/add/")
    sign_in(page)
    page.get_by_label("Headline").fill("There is a recall of Tidewater syrup.")
    assert not any(shows(node) for node in nodes for _worker in range(40))
    for is_there in (True, False):
        if is_there:
            page.get_by_role("button", name="Post now").click()
        else:
            end_now(page)
        page.wait_for_selector(".messagelist")
        time.sleep(1)
        assert {shows(node) for node in nodes for _worker in range(40)} == {is_there}
    page.close()


def shows(node: str) -> bool:
    """On a page that is asked for over a connection of its own, so that any worker may answer."""
    return b"Tidewater syrup" in fetch(f"{node}{ASTHMA}")[2]
