"""The tasks of a season take few clicks and page loads; they work without scripts and by keys.

A click is a press of the mouse wherever it is: on a link, a button, a box or a field to type in.
Choosing from a menu is two. Typing is no click, and Enter in a field sends its form.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from support.browsing import DESK, Visits
from support.keyboard import Keyboard
from support.served_quiz import Site
from support.teams import Teams

from quiz.core.prove.proof import persona_answers
from quiz.store import BoardFilter, conditions

pytestmark = pytest.mark.thorough

NOW = datetime.now(UTC)
CHOSEN = (0, 2, 3, 5, 8)
"""The rows of the five to shortlist: not one after another."""


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


class Season:
    """A team with a fair and a talk, thirty people of whom ten are best as CIR, and a browser."""

    def __init__(self, site: Site, visits: Visits, name: str) -> None:
        self.teams = Teams(site.app)
        self._site, self._visits = site, visits
        self.who = self.teams.recruiter(f"Consulate {name[-40:]}")
        engine = site.app.extensions["quiz"].engine
        sheets = {
            tuple(persona.expect.get("best", ())): persona_answers(engine, id_)
            for id_, persona in engine.rules.personas.items()
        }
        self.fair, talk = (
            self.teams.invitation(self.who, title=title) for title in ("Careers fair", "Talk")
        )
        for number in range(30):
            best = "CIR" if number % 3 == 0 else "ALT"
            self.teams.result(
                self.who,
                sheets[best,],
                self.fair if number < 12 else talk,
                name=f"{best} {number}",
                email=f"person{number}@mail.example",
                created_at=NOW - timedelta(hours=number),
            )

    def page(self, address: str, *, scripts: bool = True) -> Page:
        page = self._visits.visit("en", viewport=DESK, java_script_enabled=scripts)
        session = {
            "name": "recruiter",
            "value": self.teams.session(self.who),
            "url": self._site.url,
        }
        page.context.add_cookies([session])
        if scripts:
            page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(address)
        return page

    def shortlist(self, number: int = 5) -> list[int]:
        """Shortlist the newest CIR candidates, and return their ids."""
        found = self.teams.store.board.page(
            self.who.team_id, BoardFilter(conditions=[conditions.best("CIR")])
        ).rows
        ids = [row.id for row in found[:number]]
        self.teams.store.work.change(
            self.who.team_id, ids, self.who.id, {"stage": self._stage("shortlisted")}, NOW
        )
        return ids

    def shortlisted(self) -> list[str | None]:
        """Return the names of those who are shortlisted, the newest first."""
        filters = BoardFilter(conditions=[conditions.stage(self._stage("shortlisted"))])
        return [r.name for r in self.teams.store.board.page(self.who.team_id, filters).rows]

    def invitations(self) -> list[str]:
        return [each.title for each in self.teams.store.invitations.of_team(self.who.team_id)]

    def _stage(self, value: str) -> int:
        stages = self.teams.store.stages.names(self.who.team_id)
        return next(each.id for each in stages if each.value == value)


@pytest.fixture
def season(site: Site, visits: Visits, request: pytest.FixtureRequest) -> Season:
    return Season(site, visits, request.node.name)


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


SHORTLIST = [f"CIR {3 * place}" for place in CHOSEN]
TEN = [f"person{number}@mail.example" for number in range(10)]


def written_to(page: Page) -> list[str]:
    """Return to whom the link to write a mail is, besides the sender."""
    link = page.locator("main a[href^='mailto:']").get_attribute("href") or ""
    return parse_qs(urlsplit(link).query)["bcc"][0].split(",")


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
