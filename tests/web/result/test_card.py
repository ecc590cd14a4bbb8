"""Cards to post: two sizes, the colours of the site, pictures, and room for any text."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
from conftest import ROOT
from PIL import Image, ImageColor

from quiz.web.result import card_scene as scene
from quiz.web.result.card import FORMATS, INK, PAPER, WHITE, Card, Match, draw

ALT = Match(
    "Good match", "Assistant Language Teacher", "You would enjoy making materials", 1, "alt"
)
CIR = Match(
    "Strong match", "Coordinator for International Relations", "You would enjoy it", 2, "cir"
)
SEA = Match("Fair match", "Sports Exchange Advisor", "You coach or have coached", 3, "sea")
ENGLISH = Card(
    language="en",
    size="post",
    heading="My way to the JET Programme",
    matches=(CIR,),
    title="Which JET position suits you?",
    address="quiz.example",
    foot="unofficial: the embassy or consulate decides",
)
JAPANESE = Card(
    language="ja",
    size="post",
    heading="JETプログラムへの道",
    matches=(Match("よく合う", "スポーツ国際交流員", "指導の経験があります", 3, "sea"),),
    title="あなたに合うJETの職種は？",
    address="quiz.example",
    foot="非公式です。判断するのは大使館・総領事館です",
)
WORDS = "Coordinator of Donaudampfschifffahrtsgesellschaften and much else that is too long. " * 4
SENTENCE = "外国からの訪問者を「おもてなし」し、地域の国際交流を（幅広く）担当する国際交流員。" * 8


def overfilled(card: Card, text: str, matches: int) -> Card:
    """Return a card on which every text is far too long."""
    match = Match(text, text, text, 1, None)
    return replace(
        card, heading=text, matches=(match,) * matches, title=text, address=text, foot=text
    )


POSTS = {
    "English": ENGLISH,
    "Japanese": JAPANESE,
    "no match": replace(ENGLISH, matches=()),
    "no match, Japanese": replace(JAPANESE, matches=()),
    "two": replace(ENGLISH, matches=(ALT, CIR)),
    "three": replace(ENGLISH, matches=(ALT, CIR, SEA)),
    "five": replace(ENGLISH, matches=(ALT, CIR, SEA, ALT, CIR)),
    "recommendation only": replace(ENGLISH, matches=(replace(ALT, strength=""),)),
    "no picture": replace(ENGLISH, matches=(replace(ALT, picture=None),)),
    "unknown picture": replace(ENGLISH, matches=(replace(SEA, picture="gone"),)),
    "nothing to say": Card("en", "post", "", (Match("", "", "", 1, None),), "", "", ""),
    "nothing at all": Card("en", "post", "", (), "", "", ""),
} | {
    f"too much, {language}, {matches}": overfilled(card, text, matches)
    for language, card, text in (("English", ENGLISH, WORDS), ("Japanese", JAPANESE, SENTENCE))
    for matches in range(4)
}
CARDS = POSTS | {f"{name}, story": replace(card, size="story") for name, card in POSTS.items()}
Box = tuple[int, int, int, int]


def open_image(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def pixels(image: Image.Image, box: Box) -> list[tuple[int, tuple[int, int, int]]]:
    """Return how many pixels of a box have each colour; a card has a palette of 256 at most."""
    counted = image.crop(box).getcolors(256)
    assert counted is not None
    return counted


def colours(image: Image.Image, box: Box) -> set[str]:
    return {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in pixels(image, box)}


def near(image: Image.Image, box: Box, colour: str) -> bool:
    """Whether pixels of a box have about a colour; a palette rounds a little."""
    wanted = ImageColor.getrgb(colour)
    return any(
        max(abs(a - b) for a, b in zip(pixel, wanted, strict=True)) < 9
        for _, pixel in pixels(image, box)
    )


@pytest.mark.thorough
@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_a_small_png_of_its_size_without_letters_at_its_edges(name: str) -> None:
    card = CARDS[name]
    png = draw(card)
    picture = Image.open(BytesIO(png))
    size = {"post": (1200, 630), "story": (1080, 1920)}[card.size]
    assert (picture.format, picture.size) == ("PNG", size)
    usual = {"post": 45_000, "story": 65_000}
    longest = {"post": 80_000, "story": 130_000}  # every text far too long
    assert len(png) < (longest if name.startswith("too much") else usual)[card.size]

    image, form = open_image(png), FORMATS[card.size]
    letters = WHITE if card.matches else INK
    above = form.height - form.foot
    assert not near(image, (0, 0, form.width, form.top - 8), letters)
    assert not near(image, (0, 0, 36, above - above // 3), letters)
    # The strip below has one colour at both sides, and at its end.
    for margin in (
        (0, above + 1, form.side, form.height),
        (form.width - form.side + 1, above + 1, form.width, form.height),
        (0, form.height - 8, form.width, form.height),
    ):
        assert len(colours(image, margin)) == 1
        assert near(image, margin, PAPER)


@pytest.mark.parametrize("size", FORMATS)
def test_letters_of_any_length_stay_out_of_the_picture(size: str) -> None:
    def lower_part(card: Card) -> bytes:
        image, form = open_image(draw(card)), FORMATS[card.size]
        above = form.height - form.foot
        top = above - 100 if size == "story" else above - 40
        return image.crop((0, top, form.width, above)).quantize(8).convert("L").tobytes()

    short = replace(ENGLISH, size=size, matches=(replace(CIR, name="A", strength="B", kicker="C"),))
    long = replace(ENGLISH, size=size, matches=(Match(WORDS, WORDS, WORDS, 2, "cir"),))
    a, b = lower_part(short), lower_part(long)
    assert sum(abs(x - y) > 40 for x, y in zip(a, b, strict=True)) < len(a) // 200


def test_a_tie_shows_all_of_its_matches_side_by_side_or_below_each_other() -> None:
    image = open_image(draw(CARDS["two"]))
    assert near(image, (0, 0, 40, 40), scene.GROUNDS[1])
    assert near(image, (1160, 0, 1200, 40), scene.GROUNDS[2])
    story = open_image(draw(CARDS["two, story"]))
    assert near(story, (0, 0, 40, 40), scene.GROUNDS[1])
    assert near(story, (0, 900, 40, 940), scene.GROUNDS[2])


def test_a_card_without_a_match_has_no_ground_of_a_position_above_its_picture() -> None:
    image = open_image(draw(CARDS["no match"]))
    shown = [near(image, (0, 0, 1200, 160), ground) for ground in scene.GROUNDS.values()]
    assert shown == [True, False, False, False]


def test_the_strength_and_the_picture_are_shown() -> None:
    plain = replace(ENGLISH, matches=(replace(CIR, strength="", picture=None),))
    seen = {
        draw(plain),
        draw(replace(ENGLISH, matches=(replace(CIR, picture=None),))),
        draw(replace(ENGLISH, matches=(replace(CIR, strength=""),))),
        draw(ENGLISH),
    }
    assert len(seen) == 4


def test_characters_missing_in_the_fonts_are_left_out() -> None:
    with_signs = replace(CIR, name="Coordinator 🎌 for International Relations 😀")
    assert draw(replace(ENGLISH, matches=(with_signs,))) == draw(ENGLISH)
    lone, empty = (replace(ENGLISH, matches=(), heading=text) for text in ("\ud800", ""))
    assert draw(lone) == draw(empty)


@pytest.mark.thorough
def test_concurrent_threads_draw_the_same_cards() -> None:
    several = list(POSTS.values())[:6] * 2
    alone = [draw(card) for card in several]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(draw, several)) == alone


def test_cards_and_pages_have_the_same_colours() -> None:
    style = (ROOT / "static/style.css").read_text("utf-8")
    light = style[: style.index("@media")] + style[style.index("/* Pictures:") :]
    variables: dict[str, str] = {}
    for name, colour in re.findall(r"--(\w+): (#[0-9a-f]+);", light):
        variables.setdefault(name, colour)
    shared = {}
    for names, value in re.findall(r"\.picture ([^{]+) \{ fill: ([^;]+); }", style):
        for name in re.findall(r"\.(\w+)", names):
            colour = variables[value[6:-1]] if value.startswith("var") else value
            shared[name] = {"#fff": "#ffffff"}.get(colour, colour)
    pictures = light[light.index("/* Pictures:") :]
    by_position = {
        number: dict(re.findall(r"--([mldiw]): (#[0-9a-f]+);", re.search(rule, pictures)[0]))
        for number in (1, 2, 3)
        for rule in [rf"\.p{number} {{[^}}]*}}"]
    }
    assert by_position == scene.OF_POSITION
    assert {name: shared[name] for name in scene.SHARED} == scene.SHARED
    assert set(shared) == set(scene.SHARED) | set("mldiw")
    assert (variables["paper"], variables["ink"], variables["sun"]) == (PAPER, INK, scene.SUN)
