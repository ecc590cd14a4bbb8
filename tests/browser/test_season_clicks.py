"""The tasks of a season take few clicks and page loads.

A click is a press of the mouse wherever it is: on a link, a button, a box or a field to type in.
Choosing from a menu is two. Typing is no click, and Enter in a field sends its form.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from support.season import CHOSEN, NOW, SHORTLIST, TEN, Season, written_to

pytestmark = pytest.mark.thorough


class Hand:
    """Clicks on a page, and counts its clicks and the pages that are loaded."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.loads = 0
        page.on("domcontentloaded", self._loaded)

    def click(self, selector: str, place: int = 0, **options: Any) -> None:
        self.clicks += 1
        self.page.locator(selector).nth(place).click(**options)

    def check(self, clicks: int, loads: int) -> None:
        """Fail if it was more than so many clicks and page loads."""
        self.page.wait_for_load_state()
        assert self.clicks <= clicks, f"{self.clicks} clicks"
        assert self.loads <= loads, f"{self.loads} page loads"

    def _loaded(self, _page: Page) -> None:
        self.loads += 1


@contextmanager
def at_most(page: Page, clicks: int, loads: int) -> Iterator[Hand]:
    """Lend a hand that does a task; fail if it takes more clicks or page loads."""
    hand = Hand(page)
    yield hand
    hand.check(clicks, loads)


def pasted(page: Page) -> str:
    """Return what was copied: it is pasted into the search of the board."""
    page.goto("/recruiter")
    page.keyboard.press("/")
    page.keyboard.press("Control+V")
    return page.locator("form[role=search] input:focus").input_value()


def test_five_candidates_are_shortlisted_with_eight_clicks_and_one_page_load(
    season: Season,
) -> None:
    page = season.page("/recruiter")
    with at_most(page, clicks=8, loads=1) as hand:
        hand.click(".quick a:text-is('CIR')")
        for place in CHOSEN:
            hand.click("tbody input[type=checkbox]", place)
        hand.click("[popovertarget=statuses]")
        hand.click("#statuses button:text-is('Shortlisted')")
        expect(page.locator("#done")).to_contain_text("5 results are now “Shortlisted”")
    assert season.shortlisted() == SHORTLIST


def test_ten_people_are_written_to_with_four_clicks(season: Season) -> None:
    page = season.page("/recruiter")
    with at_most(page, clicks=4, loads=1) as hand:
        hand.click("tbody input[type=checkbox]", 0)
        hand.click("tbody input[type=checkbox]", 9, modifiers=["Shift"])
        hand.click(".many button:text-is('E-mail')")
        hand.click("main [data-copy=addresses]")
        expect(page.locator("#copied")).to_have_text("Copied")
    assert written_to(page) == TEN
    assert pasted(page).split("; ") == TEN


def test_a_saved_view_is_one_click(season: Season) -> None:
    saved = {"CIR with N2 or better": "best=CIR&least-japanese_level=n2", "ALT": "best=ALT"}
    for name, query in saved.items():
        views = season.teams.store.saved_views
        assert views.add(season.who.team_id, season.who.id, name, query, NOW)
    page = season.page("/recruiter")
    link = ".views a:has-text('CIR with N2 or better')"
    count = page.locator(link).locator(".soft").inner_text()
    with at_most(page, clicks=1, loads=1) as hand:
        hand.click(link)
        expect(page.locator("#found")).to_have_text(f"{count} results")
    assert page.locator("tbody tr").count() == int(count) == 10
    assert {text[:3] for text in page.locator("tbody .best").all_inner_texts()} == {"CIR"}


def test_the_results_of_an_event_are_one_click_from_its_invitation(season: Season) -> None:
    page = season.page(f"/recruiter/invitations/{season.fair}")
    with at_most(page, clicks=1, loads=1) as hand:
        hand.click("main a:text-is('Its results on the board')")
        expect(page.locator("tbody tr")).to_have_count(12)


def test_five_results_are_shared_and_the_link_copied_with_four_clicks(season: Season) -> None:
    season.shortlist()
    page = season.page("/recruiter?has_status=shortlisted")
    with at_most(page, clicks=4, loads=2) as hand:
        hand.click("#page")
        hand.click(".many button:text-is('Share them')")
        hand.click("main form .button")
        hand.click("[data-copy=link]")
        expect(page.locator("#copied")).to_have_text("Copied")
    link = pasted(page)
    stranger = page.context.browser.new_page()  # type: ignore[union-attr]
    assert stranger.goto(link).status == 200  # type: ignore[union-attr]
    assert stranger.locator(".compared tbody tr, .compared thead th[scope=col]").count() >= 5
    stranger.close()


def test_an_invitation_and_its_poster_are_made_with_four_clicks(season: Season) -> None:
    page = season.page("/recruiter")
    with at_most(page, clicks=4, loads=4) as hand:
        hand.click("nav a:text-is('Invitations')")
        hand.click("main a:text-is('New invitation')")
        hand.click("#title")
        page.keyboard.type("Open day")
        page.keyboard.press("Enter")
        hand.click("main a:text-is('Poster, A4')")
        expect(page.locator(".poster .fair")).to_have_text("Open day")
    assert "Open day" in season.invitations()


def test_a_click_or_a_page_load_too_many_is_noticed(season: Season) -> None:
    hand = Hand(season.page("/recruiter"))
    for place in (0, 1):
        hand.click("tbody input[type=checkbox]", place)
    hand.check(clicks=2, loads=0)
    with pytest.raises(AssertionError, match="2 clicks"):
        hand.check(clicks=1, loads=0)
    hand.click(".quick a:text-is('ALT')")
    expect(hand.page.locator(".quick [aria-current]")).to_have_text("ALT")
    with pytest.raises(AssertionError, match="1 page loads"):
        hand.check(clicks=3, loads=0)
