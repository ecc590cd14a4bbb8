"""An address as a QR code, for screens and for paper."""

from __future__ import annotations

from io import BytesIO

import segno
from markupsafe import Markup

INK, WHITE = "#1f1d1a", "#fff"  # in dark mode too: light signs on dark are not read everywhere
QUIET_ZONE = 4  # modules, as ISO/IEC 18004 asks for


def element(address: str) -> Markup:
    """Return an address as an SVG element to put into a page.

    It needs no escaping: Segno draws it from coordinates, and no part of the address is in it.
    """
    return Markup(svg(address).decode())  # noqa: S704 - Segno's element, of numbers and colours


def svg(address: str) -> bytes:
    """Return an address as an SVG picture without a size of its own.

    It is still read with 15 % of it lost (level M), or more where that makes it no larger.
    """
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
