"""What recruiters need stays in sight, in its place, and as it is: menu, list, message, counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from support import board_in_browser
from support.browsing import DESK, Visits
from support.served_quiz import Site
from support.teams import PASSWORD, Teams

from quiz.store import Recruiter

pytestmark = pytest.mark.thorough

NOW = datetime.now(UTC)
PHONE: ViewportSize = {"width": 390, "height": 844}
ADDRESSES = (
    *("/recruiter", "/recruiter/due", "/recruiter/summary", "/recruiter/invitations"),
    *("/recruiter/shares", "/recruiter/people", "/recruiter/stages", "RESULT"),
)
PLACES = """[...document.querySelectorAll('.brand, .team nav a, main h1')]
  .map(part => Math.round(part.getBoundingClientRect().left))"""


@pytest.fixture
def who(site: Site, request: pytest.FixtureRequest) -> Recruiter:
    """An administrator whose team has forty results, and a view of the new ones."""
    name = f"Consulate General of Japan {request.node.name[-20:]}"
    who = board_in_browser.administrator_with_results(site, name, range(40))
    views = Teams(site.app).store.saved_views
    assert views.add(who.team_id, who.id, "To be read", "has_status=new", NOW)
    return who


def sign_in(site: Site, visits: Visits, who: Recruiter, viewport: ViewportSize) -> Page:
    return board_in_browser.sign_in(site, visits, who, viewport=viewport)


def test_the_menu_and_the_heading_are_in_the_same_place_on_all_pages(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who, DESK)
    result = page.locator("tbody th a").first.get_attribute("href")
    assert result
    found = {}
    for address in ADDRESSES:
        page.goto(address.replace("RESULT", result))
        found[address] = page.evaluate(PLACES)
    brand, board, *_, heading = found["/recruiter"]
    assert brand == board == heading
    assert all(places == found["/recruiter"] for places in found.values()), found


@pytest.mark.parametrize(("viewport", "rows"), [(PHONE, 1), (DESK, 7)])
def test_the_list_begins_on_the_first_screen(
    site: Site, visits: Visits, who: Recruiter, viewport: ViewportSize, rows: int
) -> None:
    page = sign_in(site, visits, who, viewport)
    row = page.locator("tbody tr").nth(rows - 1)
    in_row = row.locator("th, .best, select").evaluate_all(
        "parts => parts.map(part => part.getBoundingClientRect().bottom)"
    )
    assert len(in_row) == 3
    assert max(in_row) <= viewport["height"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_menu_and_the_list_stay_in_their_place_when_a_result_opens_beside_them(
    site: Site, visits: Visits, who: Recruiter, language: str
) -> None:
    page = board_in_browser.sign_in(site, visits, who, language, viewport=DESK)
    tops = """() => [...document.querySelectorAll('.team nav a, #sign-out, .rows tbody tr')]
      .map(part => part.getBoundingClientRect().top)"""
    before = page.evaluate(tops)
    assert len(before) > 45
    page.click("tbody th a >> nth=2")
    expect(page.locator(".panel h1")).to_be_visible()
    assert page.evaluate(tops) == pytest.approx(before, abs=2)


def test_what_was_done_far_down_the_list_is_said_in_sight_and_undone_there(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who, DESK)
    for place in (36, 38):
        page.locator("tbody input[type=checkbox]").nth(place).check()
    page.click("[popovertarget=statuses]")
    page.click("#statuses button:text-is('Shortlisted')")
    undo = page.locator("#done button")
    expect(undo).to_be_in_viewport()
    assert page.evaluate("scrollY") > 100
    undo.click()
    expect(page.locator("#done")).to_contain_text("Undone: 2 results have their status back.")
    expect(page.locator("#done")).to_be_in_viewport()


def test_the_bar_counts_all_where_all_are_selected(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who, DESK)
    page.locator("tbody input[type=checkbox]").first.check()
    expect(page.locator("#number")).to_have_text("Selected: 1")
    page.check("#whole")
    expect(page.locator("#number")).to_have_text("Selected: 40")
    page.uncheck("#whole")
    expect(page.locator("#number")).to_have_text("Selected: 1")


def test_the_views_count_what_is_changed_in_a_row_and_of_many_at_once(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who, DESK)
    number = page.locator(".views a:has-text('To be read') .soft")
    expect(number).to_have_text("40")
    page.locator("tbody select").first.select_option(label="Contacted")
    expect(number).to_have_text("39")
    page.locator("tbody input[type=checkbox]").nth(1).check()
    page.locator("tbody input[type=checkbox]").nth(2).check()
    page.click("[popovertarget=statuses]")
    page.click("#statuses button:text-is('Contacted')")
    expect(number).to_have_text("37")
    page.click("#done button")
    expect(number).to_have_text("39")


def test_the_panel_follows_the_list_and_keeps_what_is_typed_in_it(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who, DESK)
    page.click("tbody th a:text-is('Person 3')")
    page.fill("#panel-note", "Phoned")
    in_list = page.locator("tbody select").nth(3)
    in_list.select_option(label="Contacted")
    expect(page.locator(".panel .about-person")).to_contain_text("Contacted")
    expect(page.locator("#panel-stage")).to_have_value("contacted")
    expect(page.locator("#panel-note")).to_have_value("Phoned")
    page.select_option("#panel-stage", label="Shortlisted")
    in_list.select_option(label="New")
    expect(page.locator("#said")).to_have_text("Saved.")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#panel-stage")).to_have_value("shortlisted")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_note_on_many_that_is_not_saved_yet_is_in_sight_and_can_be_saved(
    site: Site, visits: Visits, who: Recruiter, *, scripts: bool
) -> None:
    options = {"viewport": DESK, "java_script_enabled": scripts}
    page = board_in_browser.sign_in(site, visits, who, **options)
    visits.of(page).expect(403, 422)
    visits.of(page).expect_sent(403, 422)

    def add(note: str) -> None:
        if not page.locator("#note").is_visible():
            page.click("[popovertarget=note-on-many]")
        page.fill("#note", note)
        with page.expect_navigation():
            page.click("#note-on-many button")

    for place in (3, 5):
        page.locator("tbody input[type=checkbox]").nth(place).check()
    [session] = [each for each in page.context.cookies() if each["name"] == "recruiter"]
    Teams(site.app).store.sessions.end(session["value"])
    add("Not to be lost")
    page.fill("#email", who.email)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.click("main form button")
    assert page.locator("tbody input:checked").count() == 2
    expect(page.locator("#note")).to_be_in_viewport()
    assert page.locator("#note").input_value() == "Not to be lost"
    menu, bar = (page.locator(each).bounding_box() for each in ("#note-on-many", ".many"))
    assert menu
    assert bar
    assert abs(menu["y"] + menu["height"] - bar["y"]) < 50 or not scripts, "above its button"
    add("x" * 4001)
    expect(page.locator("#note")).to_be_in_viewport()
    page.fill("#note", "Not lost")
    page.click("#note-on-many button")
    expect(page.locator("#done")).to_contain_text("the note is on 2 results")
    expect(page.locator("#note")).to_be_hidden()
