"""A result in a panel beside the list of the board, and the keys of the board."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from support.accessibility import ColorScheme, check_looks
from support.browsing import DESK, PHONE, Visits
from support.served_quiz import Site
from support.teams import PASSWORD, Teams

from quiz.core.prove.proof import persona_answers
from quiz.store import Recruiter

pytestmark = pytest.mark.thorough

BOARD = "/recruiter"
TABLET: ViewportSize = {"width": 768, "height": 1024}
HEAVIEST = 50_000  # bytes
NOW = datetime.now(UTC)

# Each size and each colour scheme in each language; all six in both would test nothing new.
LOOKS: dict[str, tuple[tuple[ViewportSize, ColorScheme], ...]] = {
    "en": ((DESK, "light"), (TABLET, "dark"), (PHONE, "light")),
    "ja": ((DESK, "dark"), (TABLET, "light"), (PHONE, "dark")),
}


@pytest.fixture
def who(site: Site, request: pytest.FixtureRequest) -> Recruiter:
    """A recruiter whose team has eight results: Person 1 is the newest."""
    teams = Teams(site.app)
    who = teams.administrator(f"Consulate {request.node.name[-40:]}")
    fair = teams.invitation(who, title="Leeds careers fair")
    engine = site.app.extensions["quiz"].engine
    answers = persona_answers(engine, next(iter(engine.rules.personas)))
    for number in range(1, 9):
        at = NOW - timedelta(hours=number)
        teams.result(who, answers, fair, name=f"Person {number}", created_at=at)
    return who


def sign_in(
    site: Site, visits: Visits, who: Recruiter, language: str = "en", **options: object
) -> Page:
    page = visits.visit(language, **options)
    session = {"name": "recruiter", "value": Teams(site.app).session(who), "url": site.url}
    page.context.add_cookies([session])
    page.goto(BOARD)
    return page


def row(page: Page, number: int) -> str:
    """Return the link of a person in the list."""
    return f".board th a:text-is('Person {number}')"


def shows(page: Page, number: int) -> None:
    expect(page.locator(".panel h1")).to_contain_text(f"Person {number}")
    expect(page.locator("tr[aria-current] th")).to_have_text(f"Person {number}")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent"))


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
