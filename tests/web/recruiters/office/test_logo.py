"""A logo is drawn anew from a file, whatever the file is; what cannot be taken says what to do."""

from __future__ import annotations

import io
import itertools
import os
import struct
import zlib

import pytest
from PIL import Image
from support.offices import picture, saved

from quiz.web.recruiters.office import logo
from quiz.web.recruiters.office.logo import BOUNDS, MOST_BYTES, FaultyLogo, draw_logo

RED, WHITE = (188, 0, 45), (255, 255, 255)


def chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def png_of(width: int, height: int, *, more: bytes = b"", rows: int = 1) -> bytes:
    """Return a PNG file whose head says how large it is, and that has `rows` empty rows."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    content = chunk(b"IDAT", zlib.compress(bytes(width + 1) * rows))
    return b"\x89PNG\r\n\x1a\n" + head + more + content + chunk(b"IEND", b"")


def drawn(file: bytes) -> Image.Image:
    """Return the logo that is drawn from a file, which is a PNG without anything beside pixels."""
    made = draw_logo(file)
    image = Image.open(io.BytesIO(made.png))
    image.load()
    assert (image.format, image.size, image.info) == ("PNG", made[1:], {})
    assert image.width <= BOUNDS[0]
    assert image.height <= BOUNDS[1]
    assert len(made.png) <= MOST_BYTES
    return image.convert("RGB")


def near(found: object, expected: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("PNG", mode) for mode in ("RGB", "RGBA", "L", "LA", "P", "1")),
        *(("JPEG", mode) for mode in ("RGB", "L", "CMYK")),
        *(("WEBP", mode) for mode in ("RGB", "RGBA")),
    ],
)
def test_a_picture_of_each_kind_becomes_a_png(kind: str, mode: str) -> None:
    image = drawn(picture(kind=kind, mode=mode))
    assert image.size == (300, 100)
    grey = (59, 59, 59)
    expected = {"L": grey, "LA": grey, "1": image.getpixel((50, 50))}.get(mode, RED)
    assert near(image.getpixel((50, 50)), expected)
    assert near(image.getpixel((250, 50)), WHITE)


@pytest.mark.parametrize(
    ("size", "becomes"),
    [
        ((2400, 800), (480, 160)),
        ((1000, 1000), (160, 160)),
        ((3000, 10), (480, 2)),
        ((9, 3000), (1, 160)),
        ((16, 16), (16, 16)),
    ],
)
def test_a_large_picture_is_made_smaller_and_a_small_one_stays(
    size: tuple[int, int], becomes: tuple[int, int]
) -> None:
    assert drawn(saved(Image.new("RGB", size, RED))).size == becomes


def test_what_is_transparent_becomes_white() -> None:
    image = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    image.paste(RED, (0, 0, 20, 20))
    seen = drawn(saved(image))
    assert (seen.getpixel((5, 5)), seen.getpixel((35, 5))) == (RED, WHITE)
    half = drawn(saved(Image.new("RGBA", (4, 4), (0, 0, 0, 128))))
    assert near(half.getpixel((1, 1)), (127, 127, 127))


def test_grey_of_16_bits_keeps_its_shades() -> None:
    image = Image.new("I;16", (40, 20), 0x8000)
    assert drawn(saved(image)).getpixel((1, 1)) == (128, 128, 128)


def test_a_photograph_stands_upright_and_says_nothing_of_where_it_was_taken() -> None:
    image = Image.new("RGB", (100, 50), "white")
    image.paste(RED, (0, 0, 50, 50))
    facts = Image.Exif()
    facts[0x0112] = 6  # the camera was turned
    facts[0x010F] = "SECRET CAMERA"
    for kind in ("JPEG", "PNG", "WEBP"):
        file = saved(image, kind, exif=facts)
        assert b"SECRET CAMERA" in file
        upright = drawn(file)
        assert upright.size == (50, 100)
        assert near(upright.getpixel((25, 10)), RED)
        assert near(upright.getpixel((25, 90)), WHITE)
        assert b"SECRET" not in draw_logo(file).png


def test_nothing_of_a_file_is_kept_beside_its_pixels() -> None:
    script = b"<script>alert(1)</script>"
    hidden = chunk(b"tEXt", b"Comment\0" + script)
    file = png_of(30, 30, more=hidden, rows=30) + b"PK\x03\x04" + script
    assert script not in draw_logo(file).png


def test_a_picture_of_noise_fits_all_the_same() -> None:
    assert drawn(saved(Image.frombytes("RGB", (480, 160), os.urandom(480 * 160 * 3)))).width >= 60


def test_a_photograph_of_a_phone_with_a_preview_does_not_move() -> None:
    first, preview = Image.new("RGB", (100, 50), RED), Image.new("RGB", (10, 5), RED)
    file = saved(first, "MPO", save_all=True, append_images=[preview])
    assert drawn(file).size == (100, 50)


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (b"x" * (logo.LARGEST_FILE + 1), logo.TOO_LARGE),
        (SVG, logo.NOT_A_PICTURE),
        (b'<?xml version="1.0"?>' + SVG, logo.NOT_A_PICTURE),
        (b"%PDF-1.7\n", logo.NOT_A_PICTURE),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", logo.NOT_A_PICTURE),
        (saved(Image.new("RGB", (9, 9), RED), "GIF"), logo.NOT_A_PICTURE),
        (saved(Image.new("RGB", (9, 9), RED), "TIFF"), logo.NOT_A_PICTURE),
        (saved(Image.new("RGB", (9, 9), RED), "BMP"), logo.NOT_A_PICTURE),
        (saved(Image.new("RGB", (9, 9), RED), "ICO"), logo.NOT_A_PICTURE),
        (b"\0", logo.NOT_A_PICTURE),
        (b"\x89PNG\r\n\x1a\n" + SVG, logo.NOT_A_PICTURE),
        (picture()[:-40], logo.DAMAGED),
        (picture(kind="JPEG")[:400], logo.DAMAGED),
        (picture(kind="WEBP")[:60], logo.DAMAGED),
        (png_of(0, 0), logo.NOT_A_PICTURE),
        (png_of(5000, 5000), logo.TOO_MANY_PIXELS),
        (png_of(12_000, 12_000), logo.TOO_MANY_PIXELS),
        (png_of(2**31 - 1, 2**31 - 1, rows=0), logo.TOO_MANY_PIXELS),
        (moving("PNG"), logo.MOVES),
        (moving("WEBP"), logo.MOVES),
        (saved(Image.new("RGB", (9, 9), "white")), logo.NOT_SEEN),
        (saved(Image.new("RGBA", (9, 9), (255, 255, 255, 255))), logo.NOT_SEEN),
        (saved(Image.new("RGBA", (9, 9), (0, 0, 0, 0))), logo.NOT_SEEN),
    ],
    ids=map(str, itertools.count()),
)
def test_what_cannot_be_taken_says_what_to_do(file: bytes, message: str) -> None:
    with pytest.raises(FaultyLogo) as refused:
        draw_logo(file)
    assert refused.value.message == message


def test_text_that_grows_without_end_is_refused() -> None:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(60_000_000)))
    assert len(png_of(9, 9, more=bomb, rows=9)) < logo.LARGEST_FILE
    with pytest.raises(FaultyLogo) as refused:
        draw_logo(png_of(9, 9, more=bomb, rows=9))
    assert refused.value.message == logo.DAMAGED
