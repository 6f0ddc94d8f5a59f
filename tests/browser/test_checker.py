"""A parent with a phone and a bottle mistypes the number, is asked, corrects it, and knows what to do."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, SIDEWAYS, TYPED

Opener = Callable[..., Page]
RECALL = "/alerts/kelpway-rescue-inhaler/"
NO_DETECTOR = "delete window.BarcodeDetector"
DETECTOR = """
    window.seen = { made: null, looks: 0, stopped: 0 };
    window.BarcodeDetector = class {
        static getSupportedFormats = async () => ["data_matrix", "upc_a", "upc_e", "pdf417"];
        constructor(options) { seen.made = options; }
        async detect(source) {
            seen.looks += 1;
            if (seen.looks > 2) document.documentElement.dataset.looked = "yes";
            return source.videoWidth && seen.looks > 2 ? [{ rawValue: CODE }] : [];
        }
    };
    const stop = MediaStreamTrack.prototype.stop;
    MediaStreamTrack.prototype.stop = function () { seen.stopped += 1; stop.call(this); };
"""
"""The browser's own reader of codes, which Chromium does not have on Linux; everything else is the real page."""


@pytest.mark.parametrize("has_script", [True, False], ids=["with-script", "without-script"])
def test_a_parent_mistypes_is_asked_corrects_it_and_gets_yes_with_product_and_phone(
    open_page: Opener, has_script: bool
) -> None:
    page = open_page("/conditions/asthma/", PHONE, java_script_enabled=has_script)
    page.locator("[data-alert=kelpway-rescue-inhaler] a").click()
    expect(page.locator("h1")).to_contain_text("Kelpway")
    expect(page.locator(".hero")).to_contain_text("Serious")
    number = page.get_by_label("Lot number or NDC")
    number.fill("KW6181")
    page.get_by_role("button", name="Check", exact=True).click()
    asked = page.locator("[data-answer=ask]")
    expect(asked).to_be_in_viewport()
    expect(asked).to_contain_text("Please look again. It is almost a number on the list.")
    expect(asked.locator(".code")).to_have_count(2)
    assert number.input_value() == "KW6181"
    number.fill("kw 6118")
    page.get_by_role("button", name="Check", exact=True).click()
    told = page.locator("[data-answer=yes]")
    expect(told).to_be_in_viewport()
    expect(told).to_contain_text("Kelpway albuterol sulfate inhalation aerosol")
    expect(told).to_contain_text("99998-020-20")
    expect(told).to_contain_text("call us or your pharmacist today for another inhaler")
    call = told.get_by_role("link", name="Call 555-555-0110")
    expect(call).to_be_in_viewport()
    assert call.get_attribute("href") == "tel:5555550110"
    assert page.evaluate(SIDEWAYS) <= 0 if has_script else True
    assert page.url.endswith(f"{RECALL}#_yours")
    assert page.context.cookies() == []


@pytest.mark.parametrize("has_script", [True, False], ids=["with-script", "without-script"])
def test_no_comes_only_after_the_number_was_read_again(open_page: Opener, has_script: bool) -> None:
    page = open_page(RECALL + TYPED + "ZZ99887", PHONE, java_script_enabled=has_script)
    question = page.locator("[data-answer=ask]")
    expect(question).to_contain_text("Is this exactly what is printed?")
    assert question.locator(".code > span").all_inner_texts() == ["ZZ99", "887"]
    question.get_by_role("link", name="No, type it again").click()
    expect(page.locator("#_number")).to_be_focused()
    question.get_by_role("button", name="Yes, exactly").click()
    expect(page.locator("[data-answer=no]")).to_contain_text("The list can grow")


def test_a_number_stays_from_left_to_right_in_arabic_and_its_difference_is_seen_without_color(
    open_page: Opener,
) -> None:
    page = open_page(f"/ar{RECALL}{TYPED}KW6181", PHONE)
    codes = page.locator(".compared .code")
    assert codes.evaluate_all("all => all.map(one => getComputedStyle(one).direction)") == ["ltr", "ltr"]
    groups = codes.first.locator("> span")
    assert groups.nth(0).bounding_box()["x"] < groups.nth(1).bounding_box()["x"]  # type: ignore[index]
    looks = "one => [getComputedStyle(one).textDecorationLine, getComputedStyle(one).fontFamily.includes('mono')]"
    assert codes.locator("mark").first.evaluate(looks) == ["underline", True]
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("language", ["/", "/es/", "/ar/"])
@pytest.mark.parametrize("number", ["KW6118", "KW6181", "ZZ99887", "10/2027", "x" * 190])
def test_every_answer_fits_320_pixels(open_page: Opener, language: str, number: str) -> None:
    page = open_page(f"{language}alerts/kelpway-rescue-inhaler/{TYPED}{number}", (320, 640))
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.fixture(scope="module")
def with_camera(launch: Callable[..., Browser]) -> Browser:
    return launch("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def opened(browser: Browser, site: str, *scripts: str, **options: Any) -> Page:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, **options)
    for script in scripts:
        context.add_init_script(script)
    page = context.new_page()
    page.goto(site + RECALL)
    return page


def test_the_camera_reads_a_code_on_the_device_and_sends_nothing(with_camera: Browser, site: str) -> None:
    code = "01003999980202011727123110KW6118"
    page = opened(with_camera, site, DETECTOR.replace("CODE", f'"{code}"'), permissions=["camera"])
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("button", name="Scan the code").click()
    expect(page.locator("#_number")).to_have_value(code)
    expect(page.locator("#_number")).to_be_focused()
    expect(page.locator("[data-scan] [role=status]")).to_contain_text("The code was read.")
    expect(page.locator(".viewer")).to_be_hidden()
    assert page.evaluate("seen.stopped") == 1
    assert page.evaluate("document.querySelector('.viewer video').srcObject") is None
    assert page.evaluate("seen.made") == {"formats": ["data_matrix", "upc_a"]}
    assert [url for url in sent if "/static/" not in url and not url.endswith("/alerts/banner.html")] == []
    expect(page.locator("[data-answer]")).to_have_count(0)
    page.context.close()


def test_the_camera_can_be_stopped(with_camera: Browser, site: str) -> None:
    page = opened(with_camera, site, DETECTOR.replace("CODE", "undefined"), permissions=["camera"])
    page.get_by_role("button", name="Scan the code").click()
    expect(page.locator("html")).to_have_attribute("data-looked", "yes")
    page.get_by_role("button", name="Stop the camera").click()
    expect(page.locator(".viewer")).to_be_hidden()
    expect(page.get_by_role("button", name="Scan the code")).to_be_focused()
    assert page.evaluate("seen.stopped") == 1
    page.context.close()


def test_without_a_camera_the_number_is_typed(browser: Browser, site: str) -> None:
    page = opened(browser, site, DETECTOR.replace("CODE", "undefined"))
    page.get_by_role("button", name="Scan the code").click()
    expect(page.locator("[data-scan] [role=status]")).to_contain_text("Please type the number.")
    expect(page.get_by_role("button", name="Scan the code")).to_be_visible()
    page.context.close()


def test_a_browser_that_reads_no_codes_shows_no_button(browser: Browser, site: str) -> None:
    page = opened(browser, site, NO_DETECTOR)
    expect(page.locator("[data-scan]")).to_be_hidden()
    page.context.close()


def test_only_a_page_with_a_checker_loads_the_scanner(open_page: Opener) -> None:
    for path, count in ((RECALL, 1), ("/", 0), ("/alerts/", 0), ("/conditions/asthma/", 0)):
        assert open_page(path, PHONE).locator("script[src*='js/scan']").count() == count, path
