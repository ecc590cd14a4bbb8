"""A QR code as Chromium paints it is read back as the address it was made of."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser

from quiz.web.qr import svg

PUBLIC = "https://" + "a-long-name-of-a-quiz.".ljust(44, "x") + ".example"
ADDRESSES = [
    f"{PUBLIC}/r/Yb3kQ9fZr0aLx2TnV7uWcAe5Hj",
    f"{PUBLIC}/i/LEEDS-7K4Q",
    "http://127.0.0.1:8000/i/LEEDS-7K4Q",
]
CENTIMETRES = 96 / 2.54


def _painted(browser: Browser, address: str, side: float, colour_scheme: str) -> Image.Image:
    """Return what a screen shows of a page with nothing but the code, close to its edges."""
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
