"""Forced colours, reduced motion, Japanese type, and what is above the fold of a phone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page
from support.browsing import PHONE, Visits
from support.owner_actions import close, link_page, result
from support.page_kinds import KINDS
from support.served_quiz import Site

pytestmark = pytest.mark.thorough

# How the card of a choice and the parts of a bar look, as the browser draws them.
CARD = """input => {
  const card = getComputedStyle(input.labels[0], "::before");
  return [card.borderTopWidth, card.borderTopColor, card.borderTopStyle].join(" ");
}"""
BAR = """bar => ({
  line: getComputedStyle(bar.querySelector("line")).stroke,
  ground: getComputedStyle(bar).backgroundColor,
  border: getComputedStyle(bar).borderTopStyle,
})"""
# The elements of the verdict whose text has something else drawn over it.
COVERED = """() => [...document.querySelectorAll(".verdict :is(h1, p, li)")].filter(text => {
  const box = text.getBoundingClientRect();
  const drawn = document.elementFromPoint(box.left + 4, box.bottom - 4);
  return !text.contains(drawn);
}).map(text => text.outerHTML.slice(0, 120))"""
MOVING = "() => getComputedStyle(document.querySelector('.steps .now line')).animationName"

# Each letter drawn small, beside one that no font has: they must not look alike.
MISSING = """() => {
  const canvas = new OffscreenCanvas(24, 24);
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  const style = getComputedStyle(document.body);
  pen.font = `16px ${style.fontFamily}`;
  const draw = letter => {
    pen.clearRect(0, 0, 24, 24);
    pen.fillText(letter, 2, 18);
    return pen.getImageData(0, 0, 24, 24).data.join();
  };
  const nothing = draw(" "), unknown = new Set(["\\u0378", "\\u{10ffff}"].map(draw));
  return [...new Set(document.body.textContent)]
    .filter(letter => /\\p{Script=Han}|\\p{Script=Hiragana}|\\p{Script=Katakana}/u.test(letter))
    .filter(letter => [nothing, ...unknown].includes(draw(letter)));
}"""
JAPANESE = r"""() => [...document.querySelectorAll("body *")]
  .filter(element => element.checkVisibility() && [...element.childNodes].some(node =>
    node.nodeType === Node.TEXT_NODE && /[\p{Script=Han}\p{Script=Hiragana}]/u.test(node.data)))
  .map(element => [element, getComputedStyle(element)])
  .map(([element, style]) => ({
    name: element.outerHTML.slice(0, 80),
    flowing: !element.closest("h1, h2, h3, .brand, .button, table, .when"),
    spacing: style.letterSpacing,
    lines: parseFloat(style.lineHeight) / parseFloat(style.fontSize),
    language: element.closest("[lang]").lang,
  }))"""


def fonts(page: Page) -> set[str]:
    """Return the families of the fonts with which the browser drew the page."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("DOM.enable")
    cdp.send("CSS.enable")
    root = cdp.send("DOM.getDocument")["root"]["nodeId"]
    used: set[str] = set()
    for selector in ("h1", ".lead", "main", "li"):
        for node in cdp.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})[
            "nodeIds"
        ]:
            drawn = cdp.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            used |= {font["familyName"] for font in drawn}
    return used


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_choice_and_a_bar_are_told_apart_in_the_readers_own_colours(
    visits: Visits, site: Site, scheme: str
) -> None:
    page = visits.visit(
        "en", site.answers("torn-between-two"), forced_colors="active", color_scheme=scheme
    )
    for address in ("/quiz/japanese_level", "/quiz/duties"):
        page.goto(address)
        taken = page.locator("input[name=answer]:checked").first.evaluate(CARD)
        left = page.locator("input[name=answer]:not(:checked)").first.evaluate(CARD)
        assert taken != left
        assert (
            page.locator("input:checked").first.evaluate(
                "input => getComputedStyle(input).appearance"
            )
            == "auto"
        ), "the system draws its own marks in these colours"
    address = result(page, site)
    for bar in page.locator(".bar").all():
        look = bar.evaluate(BAR)
        assert look["line"] != look["ground"]
        assert look["border"] == "solid"
    link_page(page, address)
    taken = page.locator("input[name=reveal]:checked").evaluate(CARD)
    assert taken != page.locator("input[name=reveal]:not(:checked)").first.evaluate(CARD)


def test_the_progress_bar_does_not_move_with_reduced_motion(visits: Visits, site: Site) -> None:
    moving = visits.visit(reduced_motion="no-preference")
    moving.goto("/quiz/duties")
    assert moving.evaluate(MOVING) == "fill"
    still = visits.visit(reduced_motion="reduce")
    still.goto("/quiz/duties")
    assert still.evaluate(MOVING) == "none"


@pytest.mark.parametrize("kind", ["rules", "start", "scale", "everything-shown", "link", "privacy"])
def test_every_japanese_letter_is_drawn(visits: Visits, site: Site, kind: str) -> None:
    page = visits.visit("ja", KINDS[kind].answers(site))
    KINDS[kind].open(page, site)
    assert page.evaluate(MISSING) == [], (
        "no font has these letters: install one with Japanese (apt-get install fonts-noto-cjk)"
    )
    foreign = {font for font in fonts(page) if re.search(r"\b(SC|TC|HK|KR)\b", font)}
    assert foreign == set(), "kanji are drawn as they are written in other countries"


@pytest.mark.parametrize(
    "kind", ["start", "scale", "check-answers", "rules", "everything-shown", "link", "privacy"]
)
def test_japanese_is_set_as_japanese(visits: Visits, site: Site, kind: str) -> None:
    page = visits.visit("ja", KINDS[kind].answers(site), viewport=PHONE)
    KINDS[kind].open(page, site)
    texts = page.evaluate(JAPANESE)
    assert len(texts) >= 10
    assert {text["language"] for text in texts} == {"ja"}
    assert [text for text in texts if text["spacing"] != "normal"] == []
    flowing = [text for text in texts if text["flowing"]]
    assert [text for text in flowing if not 1.6 <= text["lines"] <= 2] == []
    assert page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('p')).lineHeight)"
        " / parseFloat(getComputedStyle(document.querySelector('p')).fontSize)"
    ) == pytest.approx(1.75, abs=0.05)


@pytest.mark.parametrize("persona", ["torn-between-two", "club-coach-without-a-degree"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_verdict_and_its_reasons_stand_above_the_fold_of_a_phone(
    visits: Visits, site: Site, language: str, persona: str
) -> None:
    """The examples are those whose verdicts take the most lines."""
    page = visits.visit(language, site.answers(persona), viewport=PHONE)
    close(page, result(page, site))
    page.click(".quiet[href^='/r/']")
    parts = (".verdict h1", ".verdict .lead", ".verdict .ticks")
    boxes = [box for part in parts if (box := page.locator(part).first.bounding_box())]
    assert len(boxes) == len(parts)
    assert all(before["y"] < after["y"] for before, after in pairwise(boxes))
    assert boxes[-1]["y"] + boxes[-1]["height"] <= PHONE["height"]


@pytest.mark.parametrize("persona", ["permanent-resident", "torn-between-two"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_picture_covers_the_verdict_at_any_width(
    visits: Visits, site: Site, language: str, persona: str
) -> None:
    page = visits.visit(language, site.answers(persona))
    result(page, site)
    for width in (360, 640, 768, 799, 800, 960, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(COVERED) == [], width
