"""What the owner of a result does in a browser: change, close and move its link."""

from __future__ import annotations

from playwright.sync_api import Page

from support.served_quiz import Site

BUTTON = "main button.button"


def press(page: Page, button: str = BUTTON) -> None:
    """Press a button that submits a form, and wait for the next page."""
    with page.expect_navigation():
        page.click(button)


def press_for(page: Page, what: str) -> None:
    """Press the button of the form whose address ends in this."""
    press(page, f"form[action$='/{what}'] button")


def result(page: Page, _site: Site) -> str:
    """Submit the answers given, and return the URL of the result."""
    page.goto("/check-answers")
    press(page)
    return page.url


def link_page(page: Page, address: str, further: str = "/link") -> None:
    """Open the page on which the owner changes the link, or another page of the result."""
    page.goto(address + further)


def decide(
    page: Page, address: str, *, reveal: str = "reasons", name: str = "", closes_on: str = ""
) -> None:
    """Submit what the link of a result shows, under which name, and until when."""
    link_page(page, address)
    page.check(f"input[name=reveal][value={reveal}]")
    page.fill("input[name=name]", name)
    page.fill("input[name=closes_on]", closes_on)
    press_for(page, "link")


def close(page: Page, address: str) -> None:
    """Close the link of a result."""
    link_page(page, address)
    press_for(page, "close")
