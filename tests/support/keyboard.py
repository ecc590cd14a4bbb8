"""Operates a page in a browser by keyboard alone, and checks that the focus is visible."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Page

from quiz.core.language.question import Question

# `focused.labels` is not read: WebKitGTK 2.50 crashes when it frees that list after its page.
FOCUS = """wanted => {
  const focused = document.activeElement;
  const label = [...document.querySelectorAll("label")].find(each => each.control === focused);
  const drawn = [getComputedStyle(focused)];
  if (label) drawn.push(getComputedStyle(label), getComputedStyle(label, "::before"));
  const box = (label ?? focused).getBoundingClientRect();
  return {
    name: focused.outerHTML.slice(0, 120),
    reached: focused.matches(wanted),
    marked: drawn.some(style => style.boxShadow !== "none"
      || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)),
    inSight: box.width > 0 && box.bottom > 0 && box.right > 0
      && box.top < innerHeight && box.left < innerWidth
      && (focused.closest(".onward") || !document.elementFromPoint(
        (box.left + box.right) / 2, (box.top + box.bottom) / 2)?.closest(".onward")),
  };
}"""
VALUE = "selector => document.querySelector(selector).value"
MOST_TABS = 40


class Keyboard:
    """Presses keys on a page, and fails where the focused element is not marked or not in view."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def url(self) -> str:
        return self.page.url

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def evaluate(self, function: str, argument: str) -> Any:
        """Return what a function of JavaScript returns on the page."""
        return self.page.evaluate(function, argument)

    def tab_to(self, selector: str) -> None:
        """Press Tab until an element is focused; every element on the way must show its focus."""
        for _ in range(MOST_TABS):
            self.press("Tab")
            if self.look(selector):
                return
        pytest.fail(f"Tab does not reach {selector} on {self.url}")

    def focus(self, wanted: str) -> Any:
        """Return how the focused element is shown, and whether a selector matches it."""
        return self.evaluate(FOCUS, wanted)

    def look(self, wanted: str) -> bool:
        """Return whether a selector matches the focused element, whose focus must be visible."""
        focus = self.focus(wanted)
        assert focus["marked"], f"nothing shows the focus on {focus['name']}"
        assert focus["inSight"], f"the focus is out of sight on {focus['name']}"
        return bool(focus["reached"])

    def go(self, key: str = "Enter") -> None:
        """Press a key and wait for the page to which it leads."""
        with self.page.expect_navigation():
            self.press(key)

    def answer(self, question: Question, chosen: Sequence[str]) -> None:
        """Choose these choices of the question that is shown."""
        if question.kind == "multiple":
            self.choose_several(chosen)
        elif question.show == "list":
            self.choose_from_list(chosen[0], tuple(question.choices))
        else:
            self.choose_one(chosen[0], tuple(question.choices))

    def choose_from_list(self, choice: str, choices: Sequence[str]) -> None:
        """Choose from a list with the arrow keys; before its first choice is one that says so."""
        self.tab_to("select[name=answer]")
        for _ in range(1 + choices.index(choice)):
            self.press("ArrowDown")
        assert self.evaluate(VALUE, "select[name=answer]") == choice

    def choose_one(self, choice: str, choices: Sequence[str]) -> None:
        """Choose a radio button: with Space the first one, with the arrow keys another."""
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
