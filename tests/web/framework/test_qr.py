"""QR codes as SVG; tests/browser reads them from the screen."""

from __future__ import annotations

from quiz.web.framework.qr import svg


def test_a_code_is_a_standalone_svg_image_that_scales() -> None:
    picture = svg("https://quiz.example/i/LEEDS-7K4Q").decode()
    # 29 modules for this address, and a quiet zone of four on each side.
    assert picture.startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 37 37">'
        '<path fill="#fff" d="M0 0h37v37h-37z"/>'
        '<path stroke="#1f1d1a" d="M4 4.5h7'  # seven of the first finder pattern
    )
    assert picture.endswith('"/></svg>')


def test_the_code_of_the_longest_address_is_small() -> None:
    assert len(svg("https://" + "q" * 52 + "/r/" + "x" * 26)) < 4000
