"""Signing in with the certified identity provider in a browser, without scripts."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.apps import ready_app
from support.browsing import PHONE
from support.oidc_provider import CALLBACK, certified_provider, settings
from support.served_quiz import RULES, Site, answering
from support.teams import Teams

from quiz.settings import Settings

pytestmark = pytest.mark.thorough


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Site]:
    """A quiz whose recruiters sign in with the certified provider."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with certified_provider(url + CALLBACK) as issuer:
            app = ready_app(
                Settings(
                    rules_path=RULES,
                    database_url=f"sqlite:///{tmp_path}/quiz.db",
                    secret_key="a key for tests, as long as a key must be",  # noqa: S106
                    instance=tmp_path,
                    public_url=url,
                    hosts=("127.0.0.1",),
                    provider=settings(issuer),
                )
            )
            for team in ("Consulate A", "Consulate B"):
                Teams(app).team(team)
            with answering(app, listening):
                yield Site(app, url, tmp_path / "quiz.db")
            app.extensions["quiz"].store.close()


def sign_in_there(page: Page) -> None:
    """Sign in on the pages of the provider, where that is asked for."""
    page.locator("[name=login]").fill("both")
    page.locator("[name=password]").fill("any")
    page.locator("[type=submit]").click()
    page.locator("[type=submit]").click()  # agrees that the quiz learns the address


@pytest.mark.parametrize("language", ["en", "ja"])
def test_somebody_signs_in_switches_teams_and_signs_out(
    browser: Browser, offices: Site, language: str
) -> None:
    # Without the watch of other tests: these pages are on another host, and ask for fonts there.
    context = browser.new_context(
        base_url=offices.url, locale=language, viewport=PHONE, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/recruiter/summary")
    page.get_by_role("link", name="the Office" if language == "en" else "事務所").click()
    sign_in_there(page)
    page.wait_for_url("**/recruiter/summary")
    expect(page.locator(".current-team b")).to_have_text("Consulate A")
    page.locator(".current-team a").click()
    page.get_by_role("button", name="Consulate B").click()
    page.wait_for_url("**/recruiter")
    expect(page.locator(".current-team b")).to_have_text("Consulate B")
    page.locator("#sign-out").click()
    page.goto("/recruiter")
    assert page.url.startswith(f"{offices.url}/recruiter/sign-in")
    context.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_note_is_in_its_field_after_signing_in_in_a_new_tab(
    browser: Browser, offices: Site, language: str
) -> None:
    context = browser.new_context(
        base_url=offices.url, locale=language, viewport=PHONE, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/recruiter/sign-in")
    page.locator("main a.button").click()
    sign_in_there(page)
    page.wait_for_url("**/recruiter")
    teams = Teams(offices.app)
    who = teams.store.accounts.people()[0].recruiter
    page.goto(f"/recruiter/results/{teams.result(who)}")
    page.locator("textarea").fill("Phoned. 電話した。")
    [cookie] = [each for each in context.cookies() if each.get("name") == "recruiter"]
    teams.store.sessions.end(str(cookie.get("value")))
    page.locator("form:has(textarea) [type=submit]").last.click()
    with context.expect_page() as opened:
        page.locator("main a.button[target=_blank]").click()
    # The provider knows who it is and asks for nothing.
    opened.value.wait_for_url("**/recruiter")
    page.locator("main button[formaction*=elsewhere]").click()
    expect(page.locator("textarea")).to_have_value("Phoned. 電話した。")
    context.close()
