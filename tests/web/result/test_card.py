"""Preview cards: one size, the colours of the site, and room for any text."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
from conftest import ROOT
from PIL import Image, ImageColor

from quiz.web.result import card as look
from quiz.web.result.card import Bar, Card, draw

BARS = (
    Bar("CIR", "88\u00a0%", 0.88, 2, "Best match"),
    Bar("ALT", "80\u00a0%", 0.80, 1, "Possible · check 2 things"),
    Bar("SEA", "8\u00a0%", 0.08, 3, "Not open to you"),
)
ENGLISH = Card(
    language="en",
    title="Which JET position suits you?",
    kicker="Best match",
    heading="Coordinator for International Relations",
    code="CIR",
    colour=2,
    bars=BARS,
    foot="Edition 2028 · unofficial: the embassy or consulate decides",
)
JAPANESE = Card(
    language="ja",
    title="あなたに合うJETの職種は？",
    kicker="最も合う職種",
    heading="スポーツ国際交流員",
    code="SEA",
    colour=3,
    bars=tuple(replace(bar, standing="可能性あり · 要確認 2件") for bar in BARS),
    foot="2028年度版 · 非公式です。判断するのは大使館・総領事館です",
)
NONE = {"kicker": "", "code": None, "colour": None}
WORDS = "Coordinator of Donaudampfschifffahrtsgesellschaften and much else that is too long. " * 4
SENTENCE = "外国からの訪問者を「おもてなし」し、地域の国際交流を（幅広く）担当する国際交流員。" * 8


def overfilled(card: Card, text: str) -> Card:
    """Return a card on which every text is far too long, with more bars than there is room for."""
    bar = Bar(text, text, 1.0, 1, text)
    return replace(
        card, title=text, kicker=text, heading=text, code=text, bars=(bar,) * 9, foot=text
    )


CARDS = {
    "English": ENGLISH,
    "Japanese": JAPANESE,
    "no position": replace(ENGLISH, heading="No position fits these answers yet", **NONE),
    "no position, Japanese": replace(
        JAPANESE, heading="この回答に合う職種は、今のところありません", **NONE
    ),
    "recommendation only": replace(ENGLISH, bars=()),
    "recommendation only, Japanese": replace(JAPANESE, bars=()),
    "little to say": Card("en", "Q", "", "Go", None, 1, (), ""),
    "nothing to say": Card("en", "", "", "", None, None, (), ""),
    "too much to say": overfilled(ENGLISH, WORDS),
    "too much to say, Japanese": overfilled(JAPANESE, SENTENCE),
} | {f"{count} positions": replace(ENGLISH, bars=(BARS * 3)[:count]) for count in range(1, 10)}


def open_image(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def colours(image: Image.Image, box: tuple[int, int, int, int]) -> set[str]:
    part = image.crop(box)
    return {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in part.getcolors(part.width * part.height)}


def panel_ends(image: Image.Image) -> int:
    """Return the first row of pixels below the panel, measured beside its stripe."""
    paper, x = ImageColor.getrgb(look.PAPER), look.SIDE + look.STRIPE + look.RADIUS
    below = range(look.PANEL_TOP, look.HEIGHT)
    return next(y for y in below if image.getpixel((x, y)) == paper)


@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_a_small_png_of_the_standard_preview_size(name: str) -> None:
    png = draw(CARDS[name])
    picture = Image.open(BytesIO(png))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(png) < 40_000


@pytest.mark.parametrize("name", CARDS)
def test_the_margins_stay_empty(name: str) -> None:
    image = open_image(draw(CARDS[name]))
    margins = [
        (0, 0, look.SIDE, look.HEIGHT),
        (look.WIDTH - look.SIDE, 0, look.WIDTH, look.HEIGHT),
        (0, 0, look.WIDTH, look.EDGE),
        (0, look.HEIGHT - look.EDGE, look.WIDTH, look.HEIGHT),
    ]
    assert [colours(image, margin) for margin in margins] == [{look.PAPER}] * 4


@pytest.mark.parametrize("name", CARDS)
def test_text_stays_within_the_panel(name: str) -> None:
    card = CARDS[name]
    image = open_image(draw(card))
    end = panel_ends(image)
    assert end > 250
    assert colours(image, (0, end, look.WIDTH, end + 16)) == {look.PAPER}
    wash = look.TONES[card.colour][1]
    left, right = look.SIDE + look.RADIUS, look.WIDTH - look.SIDE
    assert colours(image, (left, end - 12, right - look.RADIUS, end)) == {wash}
    assert colours(image, (right - look.PADDING + 2, 140, right, end - look.RADIUS)) == {wash}


def test_a_bar_is_as_long_as_its_fraction() -> None:
    def coloured(fraction: float) -> int:
        image = open_image(draw(replace(ENGLISH, bars=(Bar("A", "", fraction, 1, ""),), colour=2)))
        tone = ImageColor.getrgb(look.TONES[1][0])
        return max(
            sum(image.getpixel((x, y)) == tone for x in range(look.WIDTH))
            for y in range(400, look.HEIGHT - look.EDGE)
        )

    most = look.WIDTH - 2 * look.SIDE
    assert [coloured(part) for part in (0.25, 0.5, 1.0)] == [most // 4, most // 2, most]


def test_the_panel_fills_the_space_of_bars_that_are_not_revealed() -> None:
    image = open_image(draw(replace(ENGLISH, bars=())))
    assert panel_ends(image) == look.HAIRLINE - look.GAP
    shown = colours(image, (0, look.PANEL_TOP, look.WIDTH, look.HEIGHT))
    assert shown & {look.TONES[position][0] for position in (1, 2, 3)} == {look.TONES[2][0]}


def test_characters_missing_in_the_fonts_are_left_out() -> None:
    with_signs = replace(ENGLISH, heading="Coordinator 🎌 for International Relations 😀")
    assert draw(with_signs) == draw(ENGLISH)
    assert draw(replace(ENGLISH, heading="\ud800")) == draw(replace(ENGLISH, heading=""))


def test_concurrent_threads_draw_the_same_cards() -> None:
    several = list(CARDS.values()) * 2
    alone = [draw(card) for card in several]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(draw, several)) == alone


def test_cards_and_pages_have_the_same_colours() -> None:
    style = (ROOT / "static/style.css").read_text("utf-8")
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", style.partition("@media")[0]))
    tones = {
        None: (light["line"], "#ffffff"),
        1: (light["first"], light["first-wash"]),
        2: (light["second"], light["second-wash"]),
        3: (light["third"], light["third-wash"]),
    }
    assert tones == look.TONES
    assert (light["paper"], light["ink"], light["soft"]) == (look.PAPER, look.INK, look.SOFT)
    assert (light["hair"], light["track"], light["card"]) == (look.HAIR, look.TRACK, "#fff")
