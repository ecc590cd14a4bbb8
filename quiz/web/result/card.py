"""The picture that goes before a link: a result on one card, as PNG, in the site's look.

It is given its texts in the language of the link and knows neither results nor rules. It
shows what it is given and no more, so whoever calls it decides what is revealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import ceil
from threading import Lock

from PIL import Image, ImageColor, ImageDraw

from quiz.web.result.typesetting import Letters, fitted, write

SIZE = WIDTH, HEIGHT = 1200, 630
SIDE, EDGE = 64, 44  # what stays free at the sides, and above and below
INNER = WIDTH - 2 * SIDE

# The tokens of static/style.css; a card is always light.
PAPER, WHITE = "#faf8f3", "#ffffff"
INK, SOFT = "#1f1d1a", "#5c5750"
HAIR, TRACK = "#e6e0d4", "#ede7db"
SUN = "#b23a1e"
TONES = {
    None: ("#8a847a", WHITE),
    1: ("#2b4a8b", "#e8edf7"),
    2: ("#2e6650", "#e6f0eb"),
    3: ("#b23a1e", "#f9e9e4"),
}
FINER = 4  # times, so that an edge is smooth
SHADE = 24  # levels from one shade at the edge of a letter to the next

TITLE = Letters("bold", (30, 26, 22))
FOOT = Letters("regular", (24, 22, 20, 18))
KICKER = Letters("regular", (28, 24))
HEADING = (80, 72, 64, 58, 52, 46, 40, 36, 32, 28)
CODE = Letters("bold", (128, 112, 96, 80, 64, 52, 44, 36))
NAME = Letters("bold", (28, 25, 22))
STANDING = Letters("regular", (24, 22, 20))

GAP, SPACE = 32, 20
LINE = 38  # the height of the title and of the small print
PANEL_TOP = EDGE + LINE + SPACE
HAIRLINE = HEIGHT - EDGE - LINE - SPACE // 2
PADDING, STRIPE, RADIUS = 44, 10, 16  # of the panel
CODE_WIDTH = 320
BAR_HEIGHT = 10
ROW, ROW_GAP = 86, 20
COLUMNS = {1: 1, 2: 2, 4: 2}  # by the number of bars, for all others 3
MOST_BARS = 6
LEADING = {"ja": 1.4, "zh": 1.4}  # of headings, else 1.2

_ONE_AT_A_TIME = Lock()  # a font is for one thread at a time


@dataclass(frozen=True, slots=True)
class Bar:
    """How well a position fits; `fraction` is 0..1, `colour` 1..3, the rest are its words."""

    name: str
    percent: str
    fraction: float
    colour: int
    standing: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says; `code` and `colour` are the best match's, None where there is none.

    `kicker` stands above the heading and may be empty. `bars` come with the best first; there
    are none where the link does not reveal them.
    """

    language: str
    title: str
    kicker: str
    heading: str
    code: str | None
    colour: int | None
    bars: tuple[Bar, ...]
    foot: str


def draw(card: Card) -> bytes:
    """Return a card as PNG; the same card is always the same bytes."""
    with _ONE_AT_A_TIME:
        image = Image.new("RGB", SIZE, PAPER)
        _title(image, card.title)
        bottom = HAIRLINE - GAP
        if card.bars:
            bottom = _bars(image, card.bars, bottom) - GAP
        _verdict(image, card, PANEL_TOP, bottom)
        _foot(image, card.foot)
        return _png(image, card.colour)


def _title(image: Image.Image, text: str) -> None:
    """Write the title beside the sun."""
    sun = _rounded(SPACE, SPACE, SPACE // 2)
    image.paste(SUN, (SIDE, EDGE + (LINE - SPACE) // 2), sun)
    title = fitted(text, TITLE, INNER - GAP)
    write(ImageDraw.Draw(image), title, (SIDE + GAP, EDGE + (LINE - title.height) // 2), INK)


def _foot(image: Image.Image, text: str) -> None:
    """Write the small print below a hairline."""
    pen = ImageDraw.Draw(image)
    pen.line((SIDE, HAIRLINE, WIDTH - SIDE - 1, HAIRLINE), fill=HAIR, width=2)
    foot = fitted(text, FOOT, INNER)
    write(pen, foot, (SIDE, HEIGHT - EDGE - (LINE + foot.height) // 2), SOFT)


def _verdict(image: Image.Image, card: Card, top: int, bottom: int) -> None:
    """Draw the panel with the heading, and with the code large beside it."""
    pen = ImageDraw.Draw(image)
    tone, wash = TONES[card.colour]
    _panel(image, (SIDE, top, WIDTH - SIDE, bottom), tone, wash)
    left, right = SIDE + STRIPE + PADDING, WIDTH - SIDE - PADDING
    if card.code:
        code = fitted(card.code, CODE, CODE_WIDTH)
        write(pen, code, (right, (top + bottom - code.height) // 2), tone, "right")
        right -= code.width + GAP
    kicker = fitted(card.kicker, KICKER, right - left)
    letters = Letters("bold", HEADING, LEADING.get(card.language, 1.2))
    room = bottom - top - 2 * SPACE - kicker.height
    heading = fitted(card.heading, letters, right - left, room)
    start = (top + bottom - kicker.height - heading.height) // 2
    write(pen, kicker, (left, start), SOFT)
    write(pen, heading, (left, start + kicker.height), INK)


def _panel(image: Image.Image, box: tuple[int, int, int, int], tone: str, wash: str) -> None:
    left, top, right, bottom = box
    shape = _rounded(right - left, bottom - top, RADIUS)
    image.paste(wash, (left, top), shape)
    image.paste(tone, (left, top), shape.crop((0, 0, STRIPE, bottom - top)))


def _bars(image: Image.Image, bars: Sequence[Bar], bottom: int) -> int:
    """Draw the bars in rows that end at `bottom` and return where they begin.

    Of more than there is room for, the last place counts those that are left.
    """
    shown = bars if len(bars) <= MOST_BARS else bars[: MOST_BARS - 1]
    columns = COLUMNS.get(len(bars), 3)
    width = (INNER - (columns - 1) * GAP) // columns
    rows = ceil(min(len(bars), MOST_BARS) / columns)
    top = bottom - rows * ROW - (rows - 1) * ROW_GAP

    def place(number: int) -> tuple[int, int]:
        row, column = divmod(number, columns)
        return SIDE + column * (width + GAP), top + row * (ROW + ROW_GAP)

    for number, bar in enumerate(shown):
        _bar(image, bar, place(number), width)
    if len(shown) < len(bars):
        more = fitted(f"+ {len(bars) - len(shown)}", NAME, width)
        write(ImageDraw.Draw(image), more, place(len(shown)), SOFT)
    return top


def _bar(image: Image.Image, bar: Bar, place: tuple[int, int], width: int) -> None:
    """Draw a bar below its name and its percent, and above its standing."""
    pen = ImageDraw.Draw(image)
    left, top = place
    tone, _ = TONES[bar.colour]
    percent = fitted(bar.percent, NAME, width // 2)
    name = fitted(bar.name, NAME, width - percent.width - SPACE)
    write(pen, name, place, tone)
    write(pen, percent, (left + width, top), INK, "right")
    top += max(name.height, percent.height) + 4
    track = _rounded(width, BAR_HEIGHT, BAR_HEIGHT // 2)
    image.paste(TRACK, (left, top), track)
    image.paste(tone, (left, top), track.crop((0, 0, round(bar.fraction * width), BAR_HEIGHT)))
    write(pen, fitted(bar.standing, STANDING, width), (left, top + BAR_HEIGHT + 6), SOFT)


def _rounded(width: int, height: int, radius: int) -> Image.Image:
    """Return a rectangle with round corners and smooth edges, to paste through."""
    fine = Image.new("L", (width * FINER, height * FINER))
    box = (0, 0, width * FINER - 1, height * FINER - 1)
    ImageDraw.Draw(fine).rounded_rectangle(box, radius * FINER, fill=255)
    return fine.reduce(FINER)


def _png(image: Image.Image, colour: int | None) -> bytes:
    """Return a picture as PNG with a palette, which is less than half the size."""
    file = BytesIO()
    palette = _palette(colour)
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


@lru_cache(maxsize=len(TONES))
def _palette(colour: int | None) -> Image.Image:
    """Return the colours of a card, with those between each and what it stands on."""
    tone, wash = TONES[colour]
    tones = [of for of, _ in TONES.values()]
    pairs = [(PAPER, on) for on in (INK, SOFT, HAIR, TRACK, wash, *tones)]
    pairs += [(wash, on) for on in (INK, SOFT, tone)] + [(TRACK, on) for on in tones]
    between = Image.new("P", (1, 1))
    colours = dict.fromkeys(mixed for below, above in pairs for mixed in _mixed(below, above))
    between.putpalette([part for mixed in colours for part in mixed])
    return between


def _mixed(below: str, above: str) -> list[tuple[int, ...]]:
    """Return colours from one to the other, as many as an eye can tell apart."""
    ends = list(zip(ImageColor.getrgb(below), ImageColor.getrgb(above), strict=True))
    steps = max(abs(a - b) for a, b in ends) // SHADE or 1
    return [tuple(round(a + (b - a) * step / steps) for a, b in ends) for step in range(steps + 1)]
