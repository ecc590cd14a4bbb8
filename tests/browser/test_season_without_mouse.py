"""The tasks of a season are done without scripts, and by the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from support.keyboard import Keyboard
from support.season import CHOSEN, SHORTLIST, TEN, Season, written_to

pytestmark = pytest.mark.thorough


def test_all_tasks_are_done_without_scripts(season: Season) -> None:
    page = season.page("/recruiter", scripts=False)

    def go(selector: str) -> None:
        with page.expect_navigation():
            page.locator(selector).first.click()

    go(".quick a:text-is('CIR')")
    for place in CHOSEN:
        page.locator("tbody input[type=checkbox]").nth(place).check()
    page.click("[popovertarget=statuses]")
    go("#statuses button:text-is('Shortlisted')")
    assert season.shortlisted() == SHORTLIST
    go("#done button")
    assert season.shortlisted() == []
    go(".quick a:text-is('Everybody')")
    for box in page.locator("tbody input[type=checkbox]").all()[:10]:
        box.check()
    go(".many button:text-is('E-mail')")
    assert written_to(page) == TEN
    page.goto(f"/recruiter/invitations/{season.fair}")
    go("main a:text-is('Its results on the board')")
    assert page.locator("tbody tr").count() == 12
    season.shortlist()
    page.goto("/recruiter?has_status=shortlisted")
    for box in page.locator("tbody input[type=checkbox]").all():
        box.check()
    go(".many button:text-is('Share them')")
    go("main form .button")
    assert "/s/" in page.locator("#link").input_value()
    go("nav a:text-is('Invitations')")
    go("main a:text-is('New invitation')")
    page.fill("#title", "Open day")
    go("main form .button")
    go("main a:text-is('Poster, A4')")
    assert page.locator(".poster .fair").inner_text() == "Open day"


def test_all_tasks_are_done_by_keyboard(season: Season) -> None:
    page = season.page("/recruiter")
    keys = Keyboard(page)

    def select(places: tuple[int, ...]) -> None:
        """Go down the list from its first row, and select the rows in these places."""
        for place in range(max(places) + 1):
            keys.press("j")
            if place in places:
                keys.press("x")
        keys.press("a")
        assert keys.look(".many button")

    keys.tab_to(".quick a[href*=CIR]")
    keys.go()
    select(CHOSEN)
    keys.press("Enter")
    keys.tab_to("#statuses button:nth-child(3)")
    keys.press("Enter")
    expect(page.locator("#done")).to_contain_text("5 results are now “Shortlisted”")
    assert season.shortlisted() == SHORTLIST

    page.goto("/recruiter")
    select(tuple(range(10)))
    keys.tab_to(".many button[formaction*='do=mail']")
    keys.go()
    assert written_to(page) == TEN
    keys.tab_to("[data-copy=addresses]")
    keys.press("Enter")
    expect(page.locator("#copied")).to_have_text("Copied")

    page.goto(f"/recruiter/invitations/{season.fair}")
    keys.tab_to("main a[href*='invitation=']")
    keys.go()
    assert page.locator("tbody tr").count() == 12

    page.goto("/recruiter?has_status=shortlisted")
    select(tuple(range(5)))
    keys.tab_to(".many button[formaction*='do=share']")
    keys.go()
    keys.tab_to("main form .button")
    keys.go()
    keys.tab_to("[data-copy=link]")
    keys.press("Enter")
    expect(page.locator("#copied")).to_have_text("Copied")

    page.goto("/recruiter")
    keys.tab_to("nav a[href$='/invitations']")
    keys.go()
    keys.tab_to("main a[href$='/invitations/new']")
    keys.go()
    keys.tab_to("#title")
    page.keyboard.insert_text("Open day")
    keys.go()
    keys.tab_to("main a[href$='poster?size=a4']")
    keys.go()
    assert page.locator(".poster .fair").inner_text() == "Open day"
