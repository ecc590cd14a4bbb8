"""QR codes of URLs, for screens and for paper."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno
from markupsafe import Markup

from quiz.web.framework.turns import Turns

INK, WHITE = "#1f1d1a", "#fff"  # in dark mode too: some readers cannot read light on dark
QUIET_ZONE = 4  # modules, as ISO/IEC 18004 requires
KEPT = 1024  # codes of about 6 kB each; drawing one takes 9 ms

_TURNS = Turns(2, waiting=4)


def element(address: str) -> Markup:
    """Return the QR code of an address as an SVG element for a page.

    It needs no escaping: Segno draws it from coordinates, so it contains no part of the address.
    """
    return Markup(svg(address).decode())  # noqa: S704 - Segno's element, of numbers and colours


def secret_element(address: str) -> Markup:
    """Return the QR code of something secret as an SVG element; no copy of it is kept."""
    return Markup(_drawn(address).decode())  # noqa: S704 - as above


def picture(address: str) -> bytes:
    """Return the QR code of an address as an SVG image, in its turn. Raises Busy."""
    with _TURNS.take():
        return svg(address)


@lru_cache(maxsize=KEPT)
def svg(address: str) -> bytes:
    """Return the QR code of an address as an SVG image that scales to any size.

    It can be read with 15 % of it damaged (level M), or more if that makes it no larger.
    """
    return _drawn(address)


def _drawn(address: str) -> bytes:
    file = BytesIO()
    segno.make_qr(address, error="m").save(
        file,
        kind="svg",
        border=QUIET_ZONE,
        dark=INK,
        light=WHITE,
        omitsize=True,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return file.getvalue()
