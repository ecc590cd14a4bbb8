"""The board in Firefox and in WebKit: by keyboard, beside its panel, many results at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.by import By
from support.board_in_browser import BOARD, administrator_with_results
from support.driven import Driven
from support.other_browsers import BROWSERS, WIDE
from support.served_quiz import Site
from support.teams import PASSWORD

from quiz.store import Recruiter

pytestmark = pytest.mark.long

SHOWN = "name => document.querySelector('.panel:not([hidden]) h1')?.innerText.includes(name)"
HIDDEN = "() => document.getElementById('panel').hidden"
FOCUSED = "selector => document.activeElement.matches(selector)"
FOCUS = "selector => document.querySelector(selector).focus()"
TOGGLE = "name => document.documentElement.classList.toggle(name)"
DRAWN = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 200)))"
SAID = "words => document.getElementById('said').innerText === words"


@pytest.fixture(scope="module", params=BROWSERS)
def page(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driven]:
    """Start a browser with a wide window."""
    folder = tmp_path_factory.mktemp(request.param)
    with BROWSERS[request.param](folder, scripts=True, size=WIDE) as driver:
        yield Driven(driver, folder)


def sign_in(page: Driven, site: Site, who: Recruiter) -> None:
    page.open(f"{site.url}{BOARD}/sign-in")
    page.driver.delete_all_cookies()
    page.open(page.url)
    for field, text in (("#email", who.email), ("#password", PASSWORD)):
        page.evaluate(FOCUS, field)
        page.press(text)
    page.go()
    assert page.url == f"{site.url}{BOARD}"


def test_results_are_read_and_worked_on_beside_the_list(page: Driven, site: Site) -> None:
    who = administrator_with_results(site, f"Desk in {page.driver.name}", range(1, 7))
    sign_in(page, site, who)
    page.press("j")
    page.press("j")
    page.press("o")
    page.until(SHOWN, "Person 2")
    assert page.evaluate(FOCUSED, "#panel")
    page.press("j")
    page.until(SHOWN, "Person 3")
    page.press("Escape")
    page.until(HIDDEN)
    assert page.evaluate(FOCUSED, "tbody tr:nth-child(3) th a")

    page.press("s")
    assert page.evaluate(FOCUSED, "tbody tr:nth-child(3) select")
    page.press("ArrowDown")
    page.press("Tab")
    page.until(SAID, "Saved.")
    page.open(page.url)
    status = "selector => document.querySelector(selector).selectedOptions[0].innerText"
    assert page.evaluate(status, "tbody tr:nth-child(3) select") == "Contacted"

    page.driver.find_element(By.CSS_SELECTOR, "tbody tr:nth-child(1) th a").click()
    page.until(SHOWN, "Person 1")
    page.evaluate(FOCUS, "#panel-note")
    page.press("Phoned.")
    page.driver.find_element(By.CSS_SELECTOR, ".panel form[action*='/work'] button").click()
    page.until("text => document.querySelector('.noted .says')?.innerText === text", "Phoned.")
    page.driver.back()
    page.until(HIDDEN)


def test_many_results_are_selected_by_keyboard_and_changed_at_once(
    page: Driven, site: Site
) -> None:
    who = administrator_with_results(site, f"Many in {page.driver.name}", range(1, 7))
    sign_in(page, site, who)
    for _ in range(3):
        page.press("j")
        page.press("x")
    assert page.text("#number") == "Selected: 3"
    page.press("?")
    page.until("() => document.getElementById('keys').open")
    page.press("Escape")
    page.until("() => !document.getElementById('keys').open")
    page.press("a")
    page.press("Enter")
    page.until("() => document.querySelectorAll(':popover-open').length === 1")
    page.tab_to(":popover-open button:nth-of-type(3)")
    page.press("Enter")
    page.until("() => document.querySelector('#done')?.innerText.includes('3 results')")
    page.until("() => document.querySelectorAll(':popover-open').length === 0")
    chosen = "() => [...document.querySelectorAll('tbody select')].map(each => each.value)"
    assert page.evaluate(chosen) == ["shortlisted"] * 3 + ["new"] * 3
    assert page.count("tbody input:checked") == 3


def test_the_bar_of_the_selected_results_is_hidden_after_the_page_was_drawn(
    page: Driven, site: Site
) -> None:
    """As on a slow connection, where the script comes after the page was first drawn."""
    who = administrator_with_results(site, f"Slow in {page.driver.name}", range(1, 4))
    sign_in(page, site, who)
    for seen in (True, False):
        page.evaluate(TOGGLE, "scripted")
        page.evaluate(DRAWN)
        assert page.seen(".many") == seen
