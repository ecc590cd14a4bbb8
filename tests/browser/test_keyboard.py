"""The whole quiz without a mouse: Tab, arrows, Space and Enter, and always a visible focus."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from browsing import DESK, PHONE, Visits
from playwright.sync_api import Page
from sites import Site

FOCUS = """wanted => {
  const focused = document.activeElement;
  const label = focused.labels?.[0];
  const drawn = [getComputedStyle(focused)];
  if (label) drawn.push(getComputedStyle(label), getComputedStyle(label, "::before"));
  const box = (label ?? focused).getBoundingClientRect();
  return {
    name: focused.outerHTML.slice(0, 120),
    reached: focused.matches(wanted),
    marked: drawn.some(style => style.boxShadow !== "none"
      || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)),
    inSight: box.width > 0 && box.bottom > 0 && box.right > 0
      && box.top < innerHeight && box.left < innerWidth,
  };
}"""
MOST_STOPS = 40


class Keyboard:
    """Hands that know keys only, and eyes that lose the focus when it is not marked."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def tab_to(self, selector: str) -> None:
        """Go on from stop to stop, each of which must show the focus, until one is reached."""
        for _ in range(MOST_STOPS):
            self.press("Tab")
            if self.look(selector):
                return
        pytest.fail(f"Tab does not reach {selector} on {self.page.url}")

    def look(self, wanted: str) -> bool:
        """Return whether the focus is where it is wanted; it must be seen wherever it is."""
        focus = self.page.evaluate(FOCUS, wanted)
        assert focus["marked"], f"nothing shows the focus on {focus['name']}"
        assert focus["inSight"], f"the focus is out of sight on {focus['name']}"
        return bool(focus["reached"])

    def go(self, key: str = "Enter") -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.press(key)

    def choose_one(self, choice: str, choices: Sequence[str]) -> None:
        """Choose a radio button: Space for the first one, arrows for the others."""
        self.tab_to("input[type=radio]")
        if choice == choices[0]:
            self.press("Space")
        for _ in range(choices.index(choice)):
            self.press("ArrowDown")
        assert self.look(f"input[value={choice}]:checked")

    def choose_several(self, chosen: Sequence[str]) -> None:
        for choice in chosen:
            self.tab_to(f"input[type=checkbox][value={choice}]")
            self.press("Space")
            assert self.look(":checked")


WAYS = product(("en", "ja"), (PHONE, DESK), (True, False))
PERSONAS = (
    "student-teacher",
    "judo-coach-with-a-posting",
    "dual-national-translator",
    "former-jet-too-soon",
    "torn-between-two",
    "club-coach-without-a-degree",
    "reader-of-japanese-in-a-cir-only-country",
    "heritage-speaker",
)


@pytest.mark.parametrize(
    ("language", "size", "scripts", "persona"),
    [
        pytest.param(*way, persona, id=f"{way[0]}-{way[1]['width']}-{scripts}-{persona}")
        for way, persona in zip(WAYS, PERSONAS, strict=True)
        for scripts in ["scripts" if way[2] else "no scripts"]
    ],
)
def test_the_whole_quiz_is_taken_by_keyboard_alone(
    site: Site,
    visits: Visits,
    language: str,
    size: dict[str, int],
    scripts: bool,
    persona: str,
) -> None:
    page = visits.visit(language, viewport=size, java_script_enabled=scripts)
    keys = Keyboard(page)
    page.goto("/")
    keys.tab_to(".skip")
    keys.press("Enter")
    keys.press("Tab")
    assert keys.look("main .button"), "the link to the content skips what stands before it"
    keys.go()
    answers = site.answers(persona)
    for question, answer in answers.items():
        assert page.url == f"{site.url}/quiz/{question}"
        if isinstance(answer, str):
            keys.choose_one(answer, tuple(site.rules.questions[question].choices))
        else:
            keys.choose_several(answer)
        keys.tab_to("main .button")
        keys.go("Space" if question == "degree" else "Enter")
    assert page.url == f"{site.url}/check-answers"
    assert page.locator("dt").count() == len(answers)
    keys.tab_to("main .button")
    keys.go()

    heading = site.heading(persona, language)
    assert heading in page.locator("h1").inner_text()
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator(".mine dt").count() == len(answers)
    keys.tab_to("#link")

    stranger = visits.visit(language, viewport=size, java_script_enabled=scripts)
    stranger.goto(page.locator("#link").input_value())
    assert heading in stranger.locator("h1").inner_text()
    assert stranger.locator(".mine, .answers, dd").count() == 0
