"""Letters for pictures: set in lines that fit, in fonts that are installed with the quiz.

Noto Sans CJK has Latin, Greek, Cyrillic, Japanese, Chinese and Korean. A letter that it lacks
loses its accent or is left out: a picture never shows a box in its place.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product
from math import ceil
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

Weight = Literal["regular", "bold"]
Aligned = Literal["left", "right"]

FONTS: dict[Weight, tuple[str, str]] = {
    "regular": ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    "bold": ("noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf"),
}
ANCHORS: dict[Aligned, str] = {"left": "ls", "right": "rs"}
UNASSIGNED = "\U000effff"  # no font has it, and all show the same box
MOST_LETTERS = 160  # more than any picture has room for
BASELINE = 0.37  # of the size, below the middle of a line: there capitals stand in the middle
ELLIPSIS = "…"
STOPS = " 、。，．・：；「『（,.:;("

# Japanese may break after any letter, but no line begins with a closing sign or ends with an
# opening one. Other words break at spaces.
IDEOGRAPH = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
OPENING = "[「『（［｛〈《【〔“(]*"
SMALL = "ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々"  # part of the sound before
CLOSING = f"[、。，．・：；？！」』）］｝〉》】〕”…,.:;?!)%{SMALL}]*"
LETTER = f"{IDEOGRAPH}|[^ ](?:(?!{IDEOGRAPH})[^ ])*"
PIECE = re.compile(f"{OPENING}(?:{LETTER}){CLOSING} ?")
# It reads better where a word of katakana or of kanji stays whole.
WORD = re.compile(f"{OPENING}(?:[ァ-ヺー]+|[\u4e00-\u9fff々]+|{LETTER}){CLOSING} ?")


@dataclass(frozen=True, slots=True)
class Letters:
    """How a text is set: in the first of `sizes` that fits, in lines `leading` sizes high."""

    weight: Weight
    sizes: tuple[int, ...]
    leading: float = 1.25


@dataclass(frozen=True, slots=True)
class Setting:
    """A text in its lines; `size`, `pitch` (from line to line) and the others are in pixels."""

    lines: tuple[str, ...]
    weight: Weight
    size: int
    pitch: int

    @property
    def height(self) -> int:
        """All lines, with the space above and below each."""
        return len(self.lines) * self.pitch

    @property
    def width(self) -> int:
        """The longest line."""
        font = _font(self.weight, self.size)
        return round(max((font.getlength(line) for line in self.lines), default=0))


def fitted(text: str, letters: Letters, width: int, height: int | None = None) -> Setting:
    """Return a text set within a width and a height, without a height on one line.

    In the smallest size a word that is too long is broken, and a text that is too long cut
    with an ellipsis.
    """
    text = legible(text)
    for together, size in product((WORD, PIECE), letters.sizes):
        pitch = round(size * letters.leading)
        most = 1 if height is None else max(1, height // pitch)
        font = _font(letters.weight, size)
        pieces = _measured(together.findall(text), font)
        lines = _wrapped(pieces, width)
        if len(lines) <= most and all(piece.length <= width for piece in pieces):
            return Setting(_balanced(pieces, width), letters.weight, size, pitch)
    lines = _wrapped(_broken(pieces, font, width), width)
    if len(lines) > most:
        lines[most - 1 :] = [_cut(lines[most - 1], font, width)]
    return Setting(tuple(lines), letters.weight, size, pitch)


def write(
    pen: ImageDraw.ImageDraw,
    setting: Setting,
    place: tuple[int, int],
    colour: str,
    aligned: Aligned = "left",
) -> None:
    """Write a text downwards from `place`, which is its left or right end."""
    x, top = place
    font = _font(setting.weight, setting.size)
    for number, line in enumerate(setting.lines):
        middle = top + number * setting.pitch + setting.pitch / 2
        baseline = round(middle + setting.size * BASELINE)
        pen.text((x, baseline), line, fill=colour, font=font, anchor=ANCHORS[aligned])


def legible(text: str) -> str:
    """Return a text, at most `MOST_LETTERS` of it, of letters that the fonts have."""
    start = unicodedata.normalize("NFC", text[: 2 * MOST_LETTERS])
    spaced = re.sub(r"[^\S\u00a0]+", " ", start)
    return re.sub(" +", " ", "".join(map(_drawable, spaced))).strip()[:MOST_LETTERS]


@lru_cache(maxsize=4096)
def has_letter(weight: Weight, letter: str) -> bool:
    """Whether a font has a letter, and shows no box for it."""
    return _picture(weight, letter) != _picture(weight, UNASSIGNED)


@lru_cache(maxsize=4096)
def _drawable(letter: str) -> str:
    """Return a letter; without its accent, or nothing, where the fonts lack it."""
    if unicodedata.category(letter)[0] in "CM":  # nothing to see, or a mark of its own
        return ""
    if has_letter("regular", letter) and has_letter("bold", letter):
        return letter
    name, accented, _ = unicodedata.name(letter, "").partition(" WITH ")
    try:
        return _drawable(unicodedata.lookup(name)) if accented else ""
    except (
        KeyError
    ):  # as of "ʨ", LATIN SMALL LETTER TC DIGRAPH WITH CURL: no such letter without it
        return ""


@lru_cache(maxsize=4096)
def _picture(weight: Weight, letter: str) -> bytes:
    image = Image.new("L", (72, 48))
    ImageDraw.Draw(image).text((24, 36), letter, fill=255, font=_font(weight, 24), anchor="ls")
    return image.tobytes()


@lru_cache(maxsize=64)
def _font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """Return a font; its simple layout needs no library of the server's."""
    package, name = FONTS[weight]
    path = str(files(package) / name)
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stays together on a line; a space at the end of a line takes no room."""

    text: str
    length: float
    length_within: float


def _measured(texts: Iterable[str], font: ImageFont.FreeTypeFont) -> list[_Piece]:
    return [_Piece(text, font.getlength(text.rstrip(" ")), font.getlength(text)) for text in texts]


def _broken(pieces: Iterable[_Piece], font: ImageFont.FreeTypeFont, width: float) -> list[_Piece]:
    """Return pieces of which none is longer than a width, unless a letter is."""
    return [
        part
        for piece in pieces
        for part in ([piece] if piece.length <= width else _measured(piece.text, font))
    ]


def _wrapped(pieces: Iterable[_Piece], width: float) -> list[str]:
    """Return lines that are no longer than a width, unless a piece is."""
    lines: list[str] = []
    length = 0.0
    for piece in pieces:
        if lines and length + piece.length <= width:
            lines[-1] += piece.text
        else:
            lines.append(piece.text)
            length = 0.0
        length += piece.length_within
    return [line.rstrip(" ") for line in lines]


def _balanced(pieces: Sequence[_Piece], width: int) -> tuple[str, ...]:
    """Return as few lines as the width allows, but of about the same length."""
    count = len(_wrapped(pieces, width))
    longest = max((piece.length for piece in pieces), default=0)
    narrow = bisect_left(
        range(width), x=-count, lo=ceil(longest), key=lambda trial: -len(_wrapped(pieces, trial))
    )
    return tuple(_wrapped(pieces, narrow))


def _cut(line: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """Return the beginning of a line that an ellipsis fits behind."""
    while line and font.getlength(line + ELLIPSIS) > width:
        line = line[:-1]
    return line.rstrip(STOPS) + ELLIPSIS
