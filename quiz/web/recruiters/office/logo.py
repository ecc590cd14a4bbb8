"""Draws the logo of a team anew from a file that somebody sends.

What is stored is drawn by the quiz itself, from the pixels alone: nothing else of the file is
left, neither where a photograph was taken nor what a program might be tempted to run.
"""

from __future__ import annotations

import io
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from quiz.web.framework.language import N_
from quiz.web.framework.turns import Turns

LARGEST_FILE = 1024 * 1024
"""Bytes of a file that is taken."""

MOST_PIXELS = 10_000_000
"""Pixels of a picture that is taken; drawing one takes up to 80 MB."""

BOUNDS = 480, 160
"""Pixels that a drawn logo has at most, in width and height: twice as many as pages show."""

MOST_BYTES = 12_000
"""Bytes of a drawn logo, so that a page with everything that it needs stays below 50 kB."""

FORMATS = ("PNG", "JPEG", "WEBP")
FAINTEST = 200
"""The lightest grey, of 255, that can be told from white paper."""

TOO_LARGE = N_("%(field)s: choose a file of at most 1 MB. Make the picture smaller and try again.")
NOT_A_PICTURE = N_(
    "%(field)s: choose a PNG, JPEG or WebP file. Save a picture of another kind, such as SVG or "
    "PDF, as PNG first."
)
DAMAGED = N_("%(field)s: this file is damaged. Save the picture again, as PNG, and send that.")
TOO_MANY_PIXELS = N_(
    "%(field)s: this picture has more than 10 million pixels. Make it smaller, such as 1,000 "
    "pixels wide, and try again."
)
MOVES = N_("%(field)s: this picture is animated. Save one of its frames as PNG and send that.")
NOT_SEEN = N_(
    "%(field)s: this picture cannot be seen on white. Choose the version of the logo for a "
    "light background."
)

_TURNS = Turns(1, waiting=3)


class FaultyLogo(Exception):  # noqa: N818 - named for what it holds
    """A file that cannot be used; `message` is a gettext key that names the `field`."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class DrawnLogo(NamedTuple):
    """A logo as PNG, and its size in pixels."""

    png: bytes
    width: int
    height: int


def draw_logo(file: bytes) -> DrawnLogo:
    """Return the picture of a file as a logo on white. Raises FaultyLogo, and Busy."""
    if len(file) > LARGEST_FILE:
        raise FaultyLogo(TOO_LARGE)
    with _TURNS.take():
        return _smallest(_on_white(file))


def _on_white(file: bytes) -> Image.Image:
    """Return the picture of a file within the bounds, upright and on white."""
    try:
        with Image.open(io.BytesIO(file), formats=FORMATS) as image:
            _refuse(image)
            # A JPEG is read at about the size that is needed.
            image.draft("RGB", (2 * BOUNDS[0], 2 * BOUNDS[1]))
            ImageOps.exif_transpose(image, in_place=True)
            if image.mode.startswith("I"):  # 16 bits of grey, of which Pillow takes the lower 8
                drawn = image.point(lambda grey: grey / 256).convert("L").convert("RGBA")
            else:
                drawn = image.convert("RGBA")
    except FaultyLogo:
        raise
    except UnidentifiedImageError as error:
        raise FaultyLogo(NOT_A_PICTURE) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FaultyLogo(TOO_MANY_PIXELS) from error
    except Exception as error:  # Pillow raises errors of many kinds for what is damaged
        raise FaultyLogo(DAMAGED) from error
    drawn.thumbnail(BOUNDS)
    paper = Image.new("RGBA", drawn.size, "white")
    seen = Image.alpha_composite(paper, drawn).convert("RGB")
    if min(seen.convert("L").tobytes()) > FAINTEST:
        raise FaultyLogo(NOT_SEEN)
    return seen


def _refuse(image: Image.Image) -> None:
    """Raise FaultyLogo for a picture of which only the beginning of the file has been read."""
    if image.width * image.height > MOST_PIXELS:
        raise FaultyLogo(TOO_MANY_PIXELS)
    # A photograph of a phone has a preview as its second frame, and does not move.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise FaultyLogo(MOVES)


def _smallest(logo: Image.Image) -> DrawnLogo:
    """Return a logo as PNG of at most MOST_BYTES, with as many pixels and colours as fit.

    At an eighth of the size and with 16 colours, every picture fits.
    """
    for part in (1, 2, 4, 8):
        size = max(1, logo.width // part), max(1, logo.height // part)
        scaled = logo.resize(size, Image.Resampling.LANCZOS) if part > 1 else logo
        for colours in (None, 256, 64, 16):
            png = _as_png(scaled.quantize(colours) if colours else scaled)
            if len(png) <= MOST_BYTES:
                return DrawnLogo(png, *size)
    raise AssertionError("no logo of this size is so large")


def _as_png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
