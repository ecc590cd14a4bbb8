"""QR codes are small pictures that stand alone, with their quiet zone; see tests/browser too."""

from __future__ import annotations

from quiz.web.framework.qr import svg


def test_a_code_is_an_svg_picture_that_stands_alone_and_takes_the_size_it_is_given() -> None:
    picture = svg("https://quiz.example/i/LEEDS-7K4Q").decode()
    # 29 modules hold this address; four white ones stand on each side of them.
    assert picture.startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 37 37">'
        '<path fill="#fff" d="M0 0h37v37h-37z"/>'
        '<path stroke="#1f1d1a" d="M4 4.5h7'  # seven of the first finder pattern
    )
    assert picture.endswith('"/></svg>')


def test_the_code_of_the_longest_address_is_small() -> None:
    assert len(svg("https://" + "q" * 52 + "/r/" + "x" * 26)) < 4000
