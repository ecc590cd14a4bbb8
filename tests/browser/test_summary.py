"""The summary of a team on a screen and on paper."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from playwright.sync_api import Page, ViewportSize
from pypdf import PdfReader
from support.board_in_browser import sign_in
from support.browsing import DESK, Visits
from support.served_quiz import Site
from support.teams import Teams

from quiz.store import Recruiter

pytestmark = pytest.mark.thorough

SUMMARY = "/recruiter/summary"
PHONE: ViewportSize = {"width": 390, "height": 844}
A4: ViewportSize = {"width": 718, "height": 1047}  # within its margins of 10 mm, at 96 dots an inch

BEYOND_THE_EDGE = """() => [...document.querySelectorAll("main *")]
  .filter(part => part.checkVisibility() && part.innerText?.trim())
  .filter(part => part.getBoundingClientRect().right > innerWidth + 1)
  .map(part => part.outerHTML.slice(0, 80))"""
LINES = """cells => cells.map(cell => {
  const text = document.createRange();
  text.selectNodeContents(cell);
  return new Set([...text.getClientRects()].map(line => line.top)).size;
})"""


@pytest.fixture
def who(site: Site, request: pytest.FixtureRequest) -> Recruiter:
    """An administrator whose team has two results of each persona, one a week."""
    teams = Teams(site.app)
    who = teams.administrator(f"Consulate {request.node.name[-40:]}")
    fair = teams.invitation(who, title="Leeds careers fair")
    for number, persona in enumerate([*site.rules.personas] * 2):
        at = datetime.now(UTC) - timedelta(weeks=number % 8)
        teams.result(who, site.answers(persona), fair, created_at=at)
    return who


def opened(
    site: Site, visits: Visits, who: Recruiter, address: str, viewport: ViewportSize, language: str
) -> Page:
    page = sign_in(site, visits, who, language, viewport=viewport)
    page.goto(address)
    return page


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_filter_is_one_row_on_a_wide_screen(
    site: Site, visits: Visits, who: Recruiter, language: str
) -> None:
    page = opened(site, visits, who, SUMMARY, DESK, language)
    fields = page.locator(".filter :is(select, input, button)")
    boxes = [each.bounding_box() for each in fields.all()]
    assert len(boxes) == 4
    middles = [box["y"] + box["height"] / 2 for box in boxes if box]
    assert max(middles) - min(middles) < 10, boxes


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_passed_on_is_printed_on_two_sheets_without_menu_and_says_what_it_covers(
    site: Site, visits: Visits, who: Recruiter, language: str
) -> None:
    first = datetime.now(UTC).date() - timedelta(weeks=30)
    address = f"{SUMMARY}/to-pass-on?first={first}"
    page = opened(site, visits, who, address, A4, language)
    page.emulate_media(media="print")
    covers = page.locator("main .on-paper")
    for words in (
        {"en": "All invitations", "ja": "すべての招待"}[language],
        site.languages[language].date(first),
        site.languages[language].date(datetime.now(UTC).date()),
    ):
        assert words in covers.inner_text()
    for part in (".team nav", "#sign-out", ".filter"):
        assert page.locator(part).count() == 1
        assert not page.locator(part).is_visible(), part
    assert page.evaluate(BEYOND_THE_EDGE) == []
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    assert len(sheets) <= 2


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_words_of_a_summary_are_not_broken_letter_by_letter_on_a_phone(
    site: Site, visits: Visits, who: Recruiter, language: str
) -> None:
    for address in (SUMMARY, f"{SUMMARY}/to-pass-on"):
        page = opened(site, visits, who, address, PHONE, language)
        assert page.locator(".shaded thead th").count() >= 7
        lines = page.locator(".shaded :is(th, td), .sized td").evaluate_all(LINES)
        assert max(lines) <= 4, lines
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
