"""Offices for tests, with a logo."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from PIL import Image, ImageDraw

from quiz.store import OfficeDetails, Store

OFFICE = OfficeDetails(
    names={"en": "Consulate-General of Japan in Leeds", "ja": "在リーズ日本国総領事館"},
    contact="JET Programme desk",
    email="jet@office.example",
    phone="+44 113 496 0000",
    address="1 Example Street\nLeeds LS1 1AA",
    page="https://office.example/jet/",
)


def picture(
    size: tuple[int, int] = (300, 100), kind: str = "PNG", mode: str = "RGB", **how: Any
) -> bytes:
    """Return a file with a red disc on white."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).ellipse((0, 0, size[1], size[1]), fill=(188, 0, 45))
    return saved(image.quantize(16) if mode == "P" else image.convert(mode), kind, **how)


def saved(image: Image.Image, kind: str = "PNG", **how: Any) -> bytes:
    """Return a file with an image."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def add_office(store: Store, team: int) -> str:
    """Let a team show the office above, with a logo; return the digest of the logo."""
    png = picture()
    store.offices.change(team, OFFICE)
    store.offices.change_logo(team, png, 300, 100)
    return hashlib.sha256(png).hexdigest()
