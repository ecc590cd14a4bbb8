"""The keys of the board, and a range of its rows that is selected with Shift."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from support.board_in_browser import focused, shows, sign_in
from support.browsing import Visits
from support.served_quiz import Site

from quiz.store import Recruiter

pytestmark = pytest.mark.thorough


def test_the_keys_move_open_select_and_lead_to_fields(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who)
    press = page.keyboard.press
    press("j")
    assert focused(page) == "Person 1"
    press("j")
    press("j")
    press("k")
    assert focused(page) == "Person 2"
    press("x")
    assert page.locator("tbody tr:nth-child(2) input:checked").count() == 1
    press("s")
    assert focused(page).startswith("s")
    press("j")
    assert page.locator("select:focus").count() == 1, "letters choose in a list"
    press("Escape")
    assert focused(page) == "Person 2"
    press("Enter")
    shows(page, 2)
    press("j")
    shows(page, 3)
    assert focused(page) == "Person 3"
    press("n")
    assert focused(page) == "panel-note"
    page.keyboard.type("jkxsno/?")
    assert page.locator("#panel-note").input_value() == "jkxsno/?"
    assert page.locator("tbody input:checked").count() == 1
    press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    press("k")
    press("n")
    shows(page, 2)
    expect(page.locator("#panel-note")).to_be_focused()
    press("Escape")
    press("a")
    assert page.locator(".many button:focus").count() == 1
    press("/")
    expect(page.locator("form[role=search] input:focus")).to_be_visible()
    page.keyboard.type("x?")
    assert page.locator("form[role=search] input:focus").input_value() == "x?"
    assert page.locator("dialog[open]").count() == 0


def test_keys_with_control_do_nothing_and_all_can_be_turned_off(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who)
    press = page.keyboard.press
    for key in ("Control+j", "Alt+x", "Meta+j"):
        press(key)
    assert page.locator("tbody input:checked, tbody a:focus").count() == 0
    press("?")
    expect(page.locator("dialog h2")).to_be_visible()
    assert page.locator("dialog kbd").all_inner_texts() == [*"jk", "Enter", *"osnxa/", "Esc", "?"]
    press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    page.click("#show-keys")
    page.check("#keys-off")
    page.click("#close-keys")
    for key in ("j", "x", "?"):
        press(key)
    page.reload()
    press("j")
    press("?")
    assert page.locator("tbody input:checked, tbody a:focus, dialog[open]").count() == 0
    page.click("#show-keys")
    page.uncheck("#keys-off")
    page.click("#close-keys")
    press("j")
    assert focused(page) == "Person 1"


def test_a_range_is_selected_with_shift_and_changed_without_loading_the_page(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who)
    loads: list[str] = []
    page.on("domcontentloaded", lambda loaded: loads.append(loaded.url))
    assert not page.locator(".many").is_visible()
    boxes = page.locator("tbody input[type=checkbox]")
    boxes.nth(6).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.locator("#number")).to_have_text("Selected: 5")
    page.click("[popovertarget=people]")
    page.click(f"#people button:text-is('{who.name}')")
    expect(page.locator("#done")).to_contain_text(f"{who.name} is in charge of 5 results.")
    assert page.locator("tbody input:checked").count() == 5
    page.click("#done button")
    expect(page.locator("#done")).to_contain_text("people in charge of 5 results are as before")
    page.click("[popovertarget=note-on-many]")
    page.fill("#note", "Came to the fair")
    page.click("#note-on-many button")
    expect(page.locator("#done")).to_contain_text("the note is on 5 results")
    assert page.locator("#note").input_value() == ""
    assert loads == []
    boxes.nth(2).click()
    boxes.nth(6).click(modifiers=["Shift"])
    expect(page.locator("#number")).to_have_text("Selected: 0")
