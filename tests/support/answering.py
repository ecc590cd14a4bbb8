"""Answers questions in a browser, whatever kind of field they have."""

from __future__ import annotations

from playwright.sync_api import Page

from quiz.core.language.model import Answers
from support.owner_actions import press


def answer(page: Page, *choices: str) -> None:
    """Choose these choices of the question that is shown, and continue.

    Also where they rule every position out, and the next page says so.
    """
    listed = page.locator("select[name=answer]")
    if listed.count():
        listed.select_option(list(choices))
    else:
        for choice in choices:
            page.check(f"input[value={choice}]", force=True)
    press(page, "form[action^='/quiz/'] button")
    if page.url.endswith("/ruled-out"):
        press(page, "main a.button")


def answer_all(page: Page, answers: Answers) -> None:
    """Answer every question that is asked; the last one submits all answers."""
    for choices in answers.values():
        answer(page, *choices)


def chosen(page: Page) -> list[str]:
    """Return the choices that are chosen on the page of a question."""
    fields = page.locator("input[name=answer]:checked, option:checked:not([value=''])").all()
    return [str(field.get_attribute("value")) for field in fields]
