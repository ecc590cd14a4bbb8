"""Applicants follow an invitation on a phone, and recruiters make invitations."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page
from support.accessibility import check_accessibility
from support.answering import answer_all
from support.browsing import PHONE, Visits
from support.invitations import invite
from support.keyboard import Keyboard
from support.served_quiz import Site
from support.teams import Teams

from quiz.store import Invitation

pytestmark = pytest.mark.thorough

CODES = iter(f"FAIR-{ending}" for ending in ("3333", "4444", "7777", "9999", "CCCC", "DDDD"))
TEAM = "在エディンバラ日本国総領事館"
PERSONA = "student-teacher-elsewhere"


@pytest.fixture
def fair(site: Site) -> Invitation:
    store = site.app.extensions["quiz"].store
    return invite(store, TEAM, code=next(CODES), note="Stand 12,\nby the door")


def taken(site: Site, fair: Invitation) -> int:
    found = site.app.extensions["quiz"].store.invitations.find(fair.code)
    assert found is not None
    return int(found.taken)


def follow(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.click(selector)


@pytest.mark.parametrize(("language", "scripts"), [("en", False), ("ja", False), ("ja", True)])
def test_an_applicant_comes_by_keyboard_alone_and_withdraws(
    site: Site, visits: Visits, fair: Invitation, language: str, scripts: bool
) -> None:
    page = visits.visit(language, viewport=PHONE, java_script_enabled=scripts)
    keys = Keyboard(page)
    page.goto(f"/i/{fair.code.lower()}")
    assert TEAM in page.inner_text("h1")
    keys.tab_to("#name")
    page.keyboard.insert_text("花子")
    keys.tab_to("#email")
    page.keyboard.insert_text("hanako@mail.example")
    keys.tab_to("main .button")
    keys.go()
    answers = site.answers(PERSONA)
    for question, answer in answers.items():
        assert page.url == f"{site.url}/quiz/{question}"
        assert f"{TEAM} – {fair.title}" in page.inner_text("main")
        keys.answer(site.rules.questions[question], answer)
        keys.tab_to("main .button")
        keys.go()
    assert site.heading(PERSONA, language) in page.inner_text("h1")
    assert TEAM in page.inner_text(".share")
    assert taken(site, fair) == 1
    keys.tab_to("a[href$=withdraw]")
    keys.go()
    keys.tab_to("main .button")
    keys.go()
    assert TEAM not in page.inner_text("main")
    assert taken(site, fair) == 0


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pages_of_an_invitation_are_accessible_on_every_screen(
    site: Site, visits: Visits, fair: Invitation, language: str
) -> None:
    page = visits.visit(language, viewport=PHONE)
    visits.of(page).expect(422)
    page.goto(f"/i/{fair.code}")
    check_accessibility(page)
    page.fill("#email", "none")
    follow(page, "main .button")
    check_accessibility(page)
    page.fill("#email", "")
    follow(page, "main .button")
    check_accessibility(page)
    answer_all(page, site.answers(PERSONA))
    check_accessibility(page)
    follow(page, "a[href$=withdraw]")
    check_accessibility(page)
    follow(page, "main .button")
    check_accessibility(page)
    store = site.app.extensions["quiz"].store
    store.invitations.close(fair.team, fair.id, datetime(2026, 1, 1, tzinfo=UTC))
    page.goto(f"/i/{fair.code}")
    check_accessibility(page)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_invitation_that_is_refused_and_then_made_is_accessible_on_every_screen(
    site: Site, visits: Visits, language: str
) -> None:
    teams = Teams(site.app)
    page = visits.visit(language, viewport=PHONE)
    visits.of(page).expect(422)
    session = teams.session(teams.recruiter(TEAM))
    page.context.add_cookies([{"name": "recruiter", "value": session, "url": site.url}])
    page.goto("/recruiter/invitations/new")
    page.fill("#places", "many")
    follow(page, "main .button")
    check_accessibility(page)
    page.fill("#title", f"就職フェア {language}")
    page.fill("#places", "50")
    follow(page, "main .button")
    assert page.locator("[data-copy]").is_visible()
    check_accessibility(page)
