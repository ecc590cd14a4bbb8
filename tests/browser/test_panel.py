"""A result in a panel beside the list of the board."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize, expect
from support.accessibility import ColorScheme, check_looks
from support.board_in_browser import BOARD, focused, row, shows, sign_in
from support.browsing import DESK, PHONE, Visits
from support.served_quiz import Site
from support.teams import PASSWORD, Teams

from quiz.store import Recruiter

pytestmark = pytest.mark.thorough

TABLET: ViewportSize = {"width": 768, "height": 1024}
HEAVIEST = 50_000  # bytes

# Each size and each colour scheme in each language; all six in both would test nothing new.
LOOKS: dict[str, tuple[tuple[ViewportSize, ColorScheme], ...]] = {
    "en": ((DESK, "light"), (TABLET, "dark"), (PHONE, "light")),
    "ja": ((DESK, "dark"), (TABLET, "light"), (PHONE, "dark")),
}


def test_a_result_opens_beside_the_list_and_leads_to_the_next_one(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who)
    loads: list[str] = []
    page.on("domcontentloaded", lambda loaded: loads.append(loaded.url))
    page.click(row(page, 2))
    shows(page, 2)
    assert page.locator(".board tbody tr").count() == 8
    assert focused(page) == "panel"
    assert "#result-" in page.url
    page.click(".panel [rel=next]")
    shows(page, 3)
    page.click(".panel [rel=prev]")
    shows(page, 2)
    page.click(row(page, 7))
    shows(page, 7)
    assert loads == []
    page.go_back()
    expect(page.locator(".panel")).to_be_hidden()
    assert page.locator("tr[aria-current]").count() == 0
    page.go_forward()
    shows(page, 7)
    page.reload()
    shows(page, 7)
    page.click(".panel nav a >> nth=0")
    expect(page.locator(".panel")).to_be_hidden()
    assert focused(page) == "Person 7"
    page.click(row(page, 1))
    shows(page, 1)
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    assert page.url.endswith(BOARD)


def test_what_is_sent_in_the_panel_stays_there_and_is_seen_in_the_list(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who)
    page.check("tbody tr:nth-child(3) input[type=checkbox]")
    page.click(row(page, 2))
    shows(page, 2)
    page.fill("#panel-note", "Phoned.\nWould come.")
    page.select_option("#panel-stage", "shortlisted")
    page.select_option("#panel-in_charge", str(who.id))
    page.click(".panel form[action*='/work'] button")
    expect(page.locator(".panel .noted .says").first).to_be_visible()
    assert "Phoned.\nWould come." in page.locator(".panel .noted .says").all_inner_texts()
    expect(page.locator("#said")).to_have_text("Saved.")
    changed = page.locator("tr[aria-current] select")
    expect(changed).to_have_value("shortlisted")
    assert page.locator("#panel-note").input_value() == ""
    assert page.locator("tbody input:checked").count() == 1, "the selection stays"
    shows(page, 2)


def test_a_note_that_is_not_saved_is_there_when_its_result_is_opened_again(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who)
    page.click(row(page, 2))
    shows(page, 2)
    page.fill("#panel-note", "Half a thou")
    page.click(row(page, 3))
    shows(page, 3)
    assert page.locator("#panel-note").input_value() == ""
    page.click(".panel nav a >> nth=0")
    page.click(row(page, 2))
    shows(page, 2)
    assert page.locator("#panel-note").input_value() == "Half a thou"


def test_a_note_typed_when_the_session_has_ended_is_there_after_signing_in(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who)
    page.click(row(page, 2))
    shows(page, 2)
    page.fill("#panel-note", "Not to be lost")
    [session] = [each for each in page.context.cookies() if each["name"] == "recruiter"]
    Teams(site.app).store.sessions.end(session["value"])
    visits.of(page).expect(403)
    visits.of(page).expect_sent(403)
    with page.expect_navigation():
        page.click(".panel form[action*='/work'] button")
    assert page.locator("h1").inner_text() == "Sign in"
    page.fill("#email", who.email)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.click("main form button")
    assert page.locator("#note").input_value() == "Not to be lost"


def test_a_form_of_the_panel_that_is_refused_says_why_there(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who)
    visits.of(page).expect_sent(422)
    page.click(row(page, 2))
    shows(page, 2)
    page.fill("#panel-note", "x" * 4001)
    page.click(".panel form[action*='/work'] button")
    expect(page.locator(".panel .error")).to_contain_text("at most 4000")
    assert page.locator("#panel-note").input_value() == "x" * 4001
    page.click(".panel [role=alert] a")
    assert focused(page) == "panel-note"
    assert page.locator(".panel").is_visible()


@pytest.mark.parametrize(("viewport", "scripts"), [(PHONE, True), (DESK, False)])
def test_on_a_phone_and_without_scripts_the_page_of_the_result_opens(
    site: Site, visits: Visits, who: Recruiter, viewport: dict[str, int], scripts: bool
) -> None:
    page = sign_in(site, visits, who, viewport=viewport, java_script_enabled=scripts)
    with page.expect_navigation():
        page.click(row(page, 2))
    assert "/recruiter/results/" in page.url
    assert page.locator("main h1").inner_text() == "Result of Person 2"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_panel_dialog_and_menus_are_accessible_and_light(
    site: Site, visits: Visits, who: Recruiter, language: str
) -> None:
    weights: list[int] = []

    def weigh(request: object) -> None:
        sizes = request.sizes()  # type: ignore[attr-defined]
        weights.append(sizes["responseBodySize"] + sizes["responseHeadersSize"])

    page = sign_in(site, visits, who, language)
    page.on("requestfinished", weigh)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(BOARD, wait_until="networkidle")
    page.click(row(page, 2))
    shows(page, 2)
    assert 0 < sum(weights) < HEAVIEST
    looks = LOOKS[language]
    check_looks(page, looks)
    page.set_viewport_size(DESK)
    page.keyboard.press("?")
    check_looks(page, looks)
    page.keyboard.press("Escape")
    page.set_viewport_size(DESK)
    page.keyboard.press("Escape")
    page.check("tbody tr:nth-child(1) input[type=checkbox]")
    for menu in ("statuses", "people", "note-on-many", "more"):
        page.set_viewport_size(DESK)
        page.click(f"[popovertarget={menu}]")
        check_looks(page, looks)
        page.keyboard.press("Escape")
    for address in (f"{BOARD}/columns", f"{BOARD}/mail?whole=yes"):
        page.goto(address)
        check_looks(page, looks)
