"""What cards show beside letters: grounds, pictures, signs and ticks, as SVG made into pixels.

The shapes are those of `quiz.web.framework.pictures`, so they are checked and name their colours
by class. A card is always light; a test holds its colours equal to those of style.css.
"""

from __future__ import annotations

from io import BytesIO

import resvg_py
from PIL import Image

from quiz.web.framework.pictures import Picture

SUN, INK, PAPER, SKY = "#f6bc47", "#1f1d1a", "#faf8f3", "#fdebc8"
GROUNDS = {None: SKY, 1: "#2b4a8b", 2: "#2e6650", 3: "#b23a1e"}
SHARED = {
    "s": SUN,
    "ps": SUN,
    "x": "#ffffff",
    "k": INK,
    "t1": "#f3c9a2",
    "t2": "#dda274",
    "t3": "#b0744a",
    "t4": "#7a4a30",
    "h1": "#241c19",
    "h2": "#5b3420",
    "h3": "#a6632b",
    "h4": "#c9c4bc",
    "ta": "#bfd9cc",
    "tb": "#c3d0ec",
    "tc": "#cfe3d7",
    "tsun": SUN,
    "tw": "#2b4a8b",
    "pf": "#f2eee5",
    "pk": INK,
    "pw": "#ffffff",
}
OF_POSITION = {
    1: {"m": "#2b4a8b", "l": "#3d60a8", "d": "#1a2e5c", "i": "#9db7f0", "w": "#e1e9f9"},
    2: {"m": "#2e6650", "l": "#417f66", "d": "#173f30", "i": "#8ccbb0", "w": "#dff0e7"},
    3: {"m": "#b23a1e", "l": "#c9553a", "d": "#701f0c", "i": "#f2a58f", "w": "#fbe3dc"},
}
SIGNS = {  # 16 pixels wide
    1: '<rect x="1.5" y="1.5" width="13" height="13" rx="2.5"/>',
    2: '<circle cx="8" cy="8" r="7"/>',
    3: '<path d="M8 .2 15.8 8 8 15.8.2 8z"/>',
}
TICK = (
    f'<circle cx="12" cy="12" r="12" fill="{SUN}"/>'
    f'<path d="M7 12.500l3.500 3.500L17 9" fill="none" stroke="{INK}" stroke-width="2.700"'
    ' stroke-linecap="round" stroke-linejoin="round"/>'
)


def _style() -> str:
    rules = [".n{fill:none;stroke-linecap:round;stroke-linejoin:round}"]
    rules += [f".pl{{stroke:{INK};stroke-width:2.500}}"]
    for name, colour in SHARED.items():
        rules += [f".{name}{{fill:{colour}}}", f".q{name}{{stroke:{colour}}}"]
    for position, colours in OF_POSITION.items():
        for name, colour in colours.items():
            rules += [f".p{position} .{name}{{fill:{colour}}}"]
            rules += [f".p{position} .q{name}{{stroke:{colour}}}"]
    return "".join(rules)


STYLE = _style()


class Scene:
    """A scene that is put together from shapes and then drawn; all measures are in pixels."""

    def __init__(self, width: int, height: int) -> None:
        self._size = width, height
        self._shapes: list[str] = []

    def ground(self, box: tuple[int, int, int, int], colour: str) -> None:
        """Fill a box: left, top, width and height."""
        left, top, width, height = box
        self._shapes.append(
            f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{colour}"/>'
        )

    def picture(
        self,
        shown: Picture,
        colour: int | None,
        window: tuple[int, int, int, int],
        place: tuple[float, float, float],
    ) -> None:
        """Show a picture through a window; `place` is its left, its bottom and its width."""
        left, top, width, height = window
        x, bottom, across = place
        from_left, from_top, own_width, own_height = shown.view_box
        scale = across / own_width
        x, y = x - left - from_left * scale, bottom - top - (from_top + own_height) * scale
        self._shapes.append(
            f'<svg x="{left}" y="{top}" width="{width}" height="{height}"><g class="p{colour or 1}"'
            f' transform="translate({x:.2f} {y:.2f}) scale({scale:.4f})">{shown.shapes}</g></svg>'
        )

    def sign(self, of: int, place: tuple[float, float], size: float, colour: str) -> None:
        """Show the sign of a position; `place` is its left and its top."""
        self._shapes.append(
            f'<g fill="{colour}" transform="translate({place[0]} {place[1]}) scale({size / 16})">'
            f"{SIGNS[of]}</g>"
        )

    def tick(self, place: tuple[float, float], size: float) -> None:
        """Show a tick in the sun; `place` is its left and its top."""
        self._shapes.append(
            f'<g transform="translate({place[0]} {place[1]}) scale({size / 24})">{TICK}</g>'
        )

    def drawn(self) -> Image.Image:
        """Return the scene in pixels."""
        width, height = self._size
        png = resvg_py.svg_to_bytes(
            svg_string=f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}"'
            f' height="{height}">{"".join(self._shapes)}</svg>',
            style_sheet=STYLE,
            skip_system_fonts=True,
        )
        return Image.open(BytesIO(bytes(png))).convert("RGB")
