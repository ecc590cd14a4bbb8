"""Passkeys in Chromium, with the virtual authenticator that it has for tests."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from support.apps import ready_app
from support.browsing import Visits
from support.served_quiz import RULES, Site, answering
from support.teams import PASSWORD, Teams

from quiz.settings import Settings

pytestmark = pytest.mark.thorough

NO_USER = "The passkey did not work."


def plug_in(page: Page) -> None:
    """Give the page an authenticator like that of a phone, whose user is verified at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_signs_in_alone_and_as_second_step(
    browser: Browser, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        # A passkey belongs to a name; to an address in numbers browsers give none.
        url = f"http://localhost:{listening.getsockname()[1]}"
        app = ready_app(
            Settings(
                rules_path=RULES,
                database_url=f"sqlite:///{tmp_path}/quiz.db",
                secret_key="a key for tests, as long as a key must be",  # noqa: S106
                instance=tmp_path,
                public_url=url,
                hosts=("localhost",),
            )
        )
        visits = Visits(browser, Site(app, url, tmp_path / "quiz.db"))
        with answering(app, listening):
            add_and_use(visits, Teams(app), url)
            visits.end()
        app.extensions["quiz"].store.close()


def add_and_use(visits: Visits, teams: Teams, url: str) -> None:
    who = teams.recruiter()
    page = visits.visit()
    page.goto("/recruiter/sign-in")
    page.context.add_cookies([{"name": "recruiter", "value": teams.session(who), "url": url}])
    plug_in(page)

    page.goto("/recruiter/second-factor/passkeys")
    assert page.locator("#no-passkeys").count() == 0
    page.fill("#name", "Phone")
    page.fill("#present", PASSWORD)
    with page.expect_navigation():
        page.click("main .button")
    assert page.locator("h1").inner_text() == "Your recovery codes"
    with page.expect_navigation():
        page.click("#sign-out")

    page.goto("/recruiter/account")
    with page.expect_navigation(url=f"{url}/recruiter/account"):
        page.click("text=Sign in with a passkey")
    assert page.locator("h1").inner_text() == "Your account"
    with page.expect_navigation():
        page.click("#sign-out")

    page.goto("/recruiter/sign-in")
    page.fill("#email", who.email)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.click("main .button")
    assert page.locator("h1").inner_text() == "Enter a code"
    with page.expect_navigation(url=f"{url}/recruiter"):
        page.click("text=Use a passkey")

    stranger = visits.visit()
    stranger.goto("/recruiter/sign-in")
    plug_in(stranger)  # with no passkey
    stranger.click("text=Sign in with a passkey")
    stranger.get_by_text(NO_USER).wait_for()
    assert stranger.url == f"{url}/recruiter/sign-in"

    plain = visits.visit(java_script_enabled=False)
    plain.goto("/recruiter/sign-in")
    assert not plain.locator("text=Sign in with a passkey").is_visible()
    assert plain.locator("main .button").is_visible()
