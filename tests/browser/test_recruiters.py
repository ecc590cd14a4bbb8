"""Accounts of recruiters: by keyboard alone, and accessible in both languages."""

from __future__ import annotations

import pytest
from support.accessibility import check_accessibility
from support.browsing import PHONE, Visits
from support.keyboard import Keyboard
from support.served_quiz import Site
from support.teams import PASSWORD, Teams

pytestmark = pytest.mark.thorough


def write(keys: Keyboard, field: str, text: str) -> None:
    keys.tab_to(f"#{field}")
    keys.page.keyboard.insert_text(text)


@pytest.mark.parametrize(("language", "scripts"), [("en", False), ("ja", False), ("en", True)])
def test_a_recruiter_sets_up_signs_in_and_out_by_keyboard_alone(
    site: Site, visits: Visits, language: str, scripts: bool
) -> None:
    gettext = site.languages[language].gettext
    who, token = Teams(site.app).add(f"領事館 {language} {scripts}")
    page = visits.visit(language, viewport=PHONE, java_script_enabled=scripts)
    visits.of(page).expect(422)
    keys = Keyboard(page)

    page.goto(f"/recruiter/set-up/{token}")
    write(keys, "password", PASSWORD)
    write(keys, "again", PASSWORD)
    keys.tab_to("main .button")
    keys.go()
    assert page.url == f"{site.url}/recruiter"
    assert who.team_name in page.locator("h1").inner_text()
    keys.tab_to("#sign-out")
    keys.go()

    page.goto("/recruiter/account")
    write(keys, "email", who.email)
    write(keys, "password", "not the password")
    keys.go()
    assert page.locator(".error-summary").is_visible()
    assert page.locator("#email").input_value() == who.email
    assert page.locator("#password").input_value() == ""
    write(keys, "password", PASSWORD)
    keys.go()
    assert page.url == f"{site.url}/recruiter/account"
    assert page.locator("h1").inner_text() == gettext("Your account")
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_refused_sign_in_and_a_new_link_are_accessible_on_every_screen(
    site: Site, visits: Visits, language: str
) -> None:
    teams = Teams(site.app)
    team = f"在ストラスブール日本国総領事館 {language}"
    admin = teams.administrator(team)
    page = visits.visit(language, viewport=PHONE)
    visits.of(page).expect(422)
    page.goto("/recruiter/sign-in")
    with page.expect_navigation():
        page.click("main .button")
    check_accessibility(page)
    session = {"name": "recruiter", "value": teams.session(admin), "url": site.url}
    page.context.add_cookies([session])
    page.goto("/recruiter/people")
    page.fill("#name", "花子")
    page.fill("#email", f"hanako.{language}@quiz.example")
    with page.expect_navigation():
        page.click("main .button")
    assert page.locator("[data-copy]").is_visible()
    check_accessibility(page)
