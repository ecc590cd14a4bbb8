"""Cards: a result, or the quiz, as a picture to post; PNG, 1200 x 630 or 1080 x 1920.

A card is given its texts in one language and knows neither results nor rules. It shows what it
is given and no more, so whoever calls it decides what is revealed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from threading import Lock
from typing import Literal, NamedTuple

from PIL import Image, ImageDraw

from quiz.web.framework.pictures import pictures
from quiz.web.result.card_scene import GROUNDS, INK, PAPER, SKY, SUN, Scene
from quiz.web.result.typesetting import Letters, Setting, fitted, write

Size = Literal["post", "story"]
WHITE, SOFT = "#ffffff", "#5c5750"
NEUTRAL = "town"  # the picture of a card without a position
MOST_MATCHES = 3  # that have a panel of their own
LEADING = {"ja": 1.35, "zh": 1.35}  # of names, else 1.08
COLOURS = 256
NEUTRAL_PART = 0.72  # of the height of its picture, below its sky
ART_PART = 0.5  # of a panel, which a picture below letters takes at most
ART_RATIO = 200 / 360  # of a picture's height to its width
FLOOR = 24 / 360  # of a picture's width; no letters stand on it
GAP, NEXT_TOP = 18, 70

_ONE_AT_A_TIME = Lock()  # a font is for one thread at a time


@dataclass(frozen=True, slots=True)
class Match:
    """A position that matches best; `kicker` stands above its name, `strength` below it."""

    kicker: str
    name: str
    strength: str
    colour: int
    picture: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says.

    There is one match, or several in a tie; without one, the card has the `heading` and says
    nothing of positions. `title` is the quiz's, `address` where it is, `foot` the small print.
    """

    language: str
    size: Size
    heading: str
    matches: tuple[Match, ...]
    title: str
    address: str
    foot: str


class _Format(NamedTuple):
    """The measures of one size of card; letters in pixels, the largest that fits is taken."""

    width: int
    height: int
    foot: int
    side: int
    top: int
    kicker: tuple[int, ...]
    name: tuple[int, ...]
    strength: tuple[int, ...]


FORMATS: dict[Size, _Format] = {
    "post": _Format(
        1200, 630, 92, 64, 52, (34, 30, 26, 22, 18),
        (92, 86, 80, 74, 68, 62, 56, 50, 46, 42, 38, 34, 30, 26, 22), (32, 30, 28, 26, 24, 22, 20),
    ),
    "story": _Format(
        1080, 1920, 450, 84, 250, (46, 40, 34, 28),
        (128, 118, 108, 98, 90, 82, 74, 66, 60, 54, 48, 42, 36, 30), (46, 42, 38, 34, 30, 26),
    ),
}  # fmt: skip


_Written = tuple[Setting, tuple[int, int], str]
"""Letters, their left and top, and their colour."""


class _Panel(NamedTuple):
    """A part of the card for one match: its box, where its text and its picture go."""

    left: int
    top: int
    width: int
    height: int
    text: tuple[int, int, int, int]
    art: tuple[float, float, float]


def draw(card: Card) -> bytes:
    """Return a card as PNG; the same card is always the same bytes."""
    form = FORMATS[card.size]
    with _ONE_AT_A_TIME:
        scene = Scene(form.width, form.height)
        letters = [*_matches(scene, card)] if card.matches else [*_neutral(scene, card)]
        letters += _foot(scene, card) if card.size == "post" else _story_foot(scene, card)
        image = scene.drawn()
        pen = ImageDraw.Draw(image)
        for setting, place, colour in letters:
            write(pen, setting, place, colour)
        return _png(image)


def _panels(card: Card) -> Iterator[_Panel]:
    """Yield the parts of a card: side by side on a post, one below the other on a story."""
    form = FORMATS[card.size]
    count = min(len(card.matches), MOST_MATCHES)
    above = form.height - form.foot
    if card.size == "post":
        ends = [number * form.width // count for number in range(count + 1)]
        for left, right in pairwise(ends):
            yield _panel((left, 0, right - left, above), form.side if count == 1 else 40, form.top)
        return
    first = form.top - NEXT_TOP  # is free at the top of a story, where apps show their own signs
    ends = [0, *(first + number * (above - first) // count for number in range(1, count + 1))]
    for top, bottom in pairwise(ends):
        yield _panel((0, top, form.width, bottom - top), form.side, NEXT_TOP if top else form.top)


def _panel(box: tuple[int, int, int, int], side: int, inset: int) -> _Panel:
    """Return a panel: its text beside its picture where it is wide, else above it."""
    left, top, width, height = box
    bottom = top + height
    if width > 1.7 * (height - inset + NEXT_TOP):
        across = min(0.53 * width, (height - inset + 20) / ART_RATIO)
        x = left + width - across + 20
        room = round(x - left - side - 20)
        text = left + side, top + inset, room, height - inset - round(across * FLOOR) - 12
        return _Panel(*box, text, (x, bottom, across))
    tall = min(width * ART_RATIO, ART_PART * (height - inset + 50))
    across = tall / ART_RATIO
    text = left + side, top + inset, width - 2 * side, round(height - inset - tall)
    return _Panel(*box, text, (left + (width - across) / 2, bottom, across))


def _matches(scene: Scene, card: Card) -> Iterator[_Written]:
    """Draw the grounds and pictures of the matches, and yield their letters.

    The letters of all matches of a tie have the same sizes.
    """
    form, leading = FORMATS[card.size], LEADING.get(card.language, 1.08)
    panels = list(zip(card.matches, _panels(card), strict=False))
    kickers = Letters("bold", form.kicker, 1.3)
    strengths = Letters("regular", form.strength, 1.3)
    names = Letters("bold", form.name, leading)
    for _ in range(2):  # the second time with the sizes that fit everywhere
        texts = [_texts(match, panel, kickers, strengths, names) for match, panel in panels]
        kickers, strengths, names = (
            replace(letters, sizes=_up_to(letters.sizes, [text[part].size for text in texts]))
            for part, letters in enumerate((kickers, strengths, names))
        )
    for (match, panel), (kicker, strength, name) in zip(panels, texts, strict=True):
        scene.ground(panel[:4], GROUNDS[match.colour])
        shown = pictures().get(match.picture or "")
        if shown:
            scene.picture(shown, match.colour, panel[:4], panel.art)
        else:
            x, bottom, across = panel.art
            size = across * ART_RATIO * 0.7
            scene.sign(match.colour, (x + across - size - 90, bottom - size - 60), size, SUN)
        left, top, *_ = panel.text
        if kicker.lines:
            size = kicker.size * 0.8
            scene.sign(match.colour, (left, top + (kicker.pitch - size) / 2), size, SUN)
            yield kicker, (left + round(size * 1.5), top), WHITE
            top += kicker.height + GAP // 2
        yield name, (left, top), WHITE
        if strength.lines:
            top += name.height + GAP
            tick = strength.size * 1.2
            scene.tick((left, top + (strength.pitch - tick) / 2), tick)
            yield strength, (left + round(tick * 1.4), top), WHITE


def _texts(
    match: Match, panel: _Panel, kickers: Letters, strengths: Letters, names: Letters
) -> tuple[Setting, Setting, Setting]:
    """Return the kicker, the strength (in two fifths of the room at most), and the name."""
    *_, width, height = panel.text
    kicker = fitted(match.kicker, kickers, round(width - 1.2 * kickers.sizes[0]))
    height -= kicker.height + GAP // 2
    across = round(width - 1.7 * strengths.sizes[0])
    strength = fitted(match.strength, strengths, across, height * 2 // 5)
    height -= strength.height + GAP
    low = tuple(size for size in names.sizes if size * names.leading <= height)
    return (
        kicker,
        strength,
        fitted(match.name, replace(names, sizes=low or names.sizes[-1:]), width, height),
    )


def _up_to(sizes: tuple[int, ...], taken: list[int]) -> tuple[int, ...]:
    """Return the sizes that are no larger than those that were taken."""
    return tuple(size for size in sizes if size <= min(taken))


def _neutral(scene: Scene, card: Card) -> Iterator[_Written]:
    """Draw the town, and yield the heading above it."""
    form = FORMATS[card.size]
    above = form.height - form.foot
    scene.ground((0, 0, form.width, above), SKY)
    shown = pictures().get(NEUTRAL)
    tall = 0
    if shown:
        _, _, own_width, own_height = shown.view_box
        across = form.width * (0.9 if card.size == "post" else 1.3)
        tall = round(across * own_height / own_width * NEUTRAL_PART)
        place = ((form.width - across) * (1 if card.size == "post" else 0.5), above, across)
        scene.picture(shown, None, (0, 0, form.width, above), place)
    room = form.width - 2 * form.side, above - form.top - tall
    letters = Letters("bold", form.name, LEADING.get(card.language, 1.08))
    yield fitted(card.heading, letters, *room), (form.side, form.top), INK


def _foot(scene: Scene, card: Card) -> Iterator[_Written]:
    """Draw the strip of a post with the signs, and yield the title, the address and small print."""
    form = FORMATS[card.size]
    top, middle = form.height - form.foot, form.height - form.foot // 2
    scene.ground((0, top, form.width, form.foot), PAPER)
    left = _signs(scene, form.side, middle - 12, 24) + 18
    address = fitted(card.address, Letters("regular", (28, 26, 24, 22, 20, 18)), 400)
    right = form.width - form.side - address.width
    yield address, (right, middle - address.height // 2), INK
    room = right - left - 32
    title = fitted(card.title, Letters("bold", (28, 26, 24, 22, 20), 1.2), room)
    foot = fitted(card.foot, Letters("regular", (18, 17, 16), 1.3), room)
    start = middle - (title.height + foot.height) // 2
    yield title, (left, start), INK
    yield foot, (left, start + title.height), SOFT


def _story_foot(scene: Scene, card: Card) -> Iterator[_Written]:
    """Draw the lower part of a story with the signs, and yield its letters."""
    form = FORMATS[card.size]
    top = form.height - form.foot
    scene.ground((0, top, form.width, form.foot), PAPER)
    _signs(scene, form.side, top + 48, 38)
    top += 104
    room = form.width - 2 * form.side
    title = fitted(card.title, Letters("bold", (60, 56, 52, 48, 44, 40, 36), 1.15), room, 140)
    yield title, (form.side, top), INK
    top += title.height + 8
    address = fitted(card.address, Letters("regular", (40, 36, 32, 28, 24), 1.3), room)
    yield address, (form.side, top), INK
    foot = fitted(card.foot, Letters("regular", (28, 26, 24), 1.3), room, 76)
    yield foot, (form.side, top + address.height + 4), SOFT


def _signs(scene: Scene, left: int, top: int, size: int) -> int:
    """Draw the signs of the positions and return where they end."""
    for number in (1, 2, 3):
        scene.sign(number, (left, top), size, GROUNDS[number])
        left += round(size * 1.2)
    return left


def _png(image: Image.Image) -> bytes:
    """Return a picture as PNG with a palette, which is a third of the size."""
    file = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()
