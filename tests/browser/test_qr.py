"""QR codes as Chromium draws them are decoded to the URL that they were made of."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator
from support.browsing import DESK, PHONE, Visits
from support.owner_actions import link_page, press_for, result
from support.served_quiz import Site

from quiz.web.framework.qr import svg

pytestmark = pytest.mark.thorough

PUBLIC = "https://" + "a-long-name-of-a-quiz.".ljust(44, "x") + ".example"
ADDRESSES = [
    f"{PUBLIC}/r/Yb3kQ9fZr0aLx2TnV7uWcAe5Hj",
    f"{PUBLIC}/i/LEEDS-7K4Q",
    "http://127.0.0.1:8000/i/LEEDS-7K4Q",
]
CENTIMETRES = 96 / 2.54


def _painted(browser: Browser, address: str, side: float, colour_scheme: str) -> Image.Image:
    """Return a screenshot of a page that has only the code, close to its edges."""
    picture = b64encode(svg(address)).decode()
    page = browser.new_page(color_scheme=colour_scheme, viewport={"width": 800, "height": 800})
    try:
        page.set_content(
            '<meta name="color-scheme" content="light dark">'
            f'<img alt="" style="width:{side}px" src="data:image/svg+xml;base64,{picture}">'
        )
        page.wait_for_function("document.images[0].complete && document.images[0].naturalWidth")
        return Image.open(BytesIO(page.screenshot()))
    finally:
        page.close()


def test_the_longest_public_address_is_meant() -> None:
    assert len(PUBLIC) == 60
    assert len(ADDRESSES[0]) == 60 + len("/r/") + 26


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
@pytest.mark.parametrize("side", [4 * CENTIMETRES, 211, 640])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_code_is_read_from_the_screen(
    browser: Browser, address: str, side: float, colour_scheme: str
) -> None:
    read = zxingcpp.read_barcodes(_painted(browser, address, side, colour_scheme))
    assert [(code.format, code.text) for code in read] == [(zxingcpp.BarcodeFormat.QRCode, address)]


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
def test_the_codes_on_the_pages_of_a_result_open_it(
    visits: Visits, site: Site, colour_scheme: str
) -> None:
    persona = "fluent-office-worker"
    page = visits.visit("en", site.answers(persona), color_scheme=colour_scheme, viewport=PHONE)
    address = result(page, site)
    stranger = visits.visit()
    for further, viewport in (("", DESK), ("/code", PHONE)):  # a phone has it on its own page only
        page.set_viewport_size(viewport)
        link_page(page, address, further)
        page.wait_for_load_state("networkidle")
        stranger.goto("/")
        stranger.goto(_read(page.locator("img.code")))
        assert stranger.url == address
        assert site.heading(persona, "en") in stranger.locator("h1").inner_text()
    link_page(page, address)
    press_for(page, "owner-link")
    stranger.goto(_read(page.locator("div.code")))
    assert stranger.url == page.locator("#link").input_value()
    assert stranger.locator("h1").inner_text() == "Is this result yours?"


def _read(code: Locator) -> str:
    """Return the text of a QR code, decoded from a screenshot of it."""
    [read] = zxingcpp.read_barcodes(Image.open(BytesIO(code.screenshot())))
    return read.text
