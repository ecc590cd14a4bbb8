"""The board of a recruiter in a browser: its rows, and the panel beside them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from quiz.core.prove.proof import persona_answers
from quiz.store import Recruiter
from support.browsing import Visits
from support.served_quiz import Site
from support.teams import Teams

BOARD = "/recruiter"
NOW = datetime.now(UTC)


def administrator_with_results(site: Site, team: str, numbers: Iterable[int]) -> Recruiter:
    """Add an administrator of a team with a result of each number: Person 1 is one hour old."""
    teams = Teams(site.app)
    who = teams.administrator(team)
    fair = teams.invitation(who, title="Leeds careers fair")
    engine = site.app.extensions["quiz"].engine
    answers = persona_answers(engine, next(iter(engine.rules.personas)))
    for number in numbers:
        at = NOW - timedelta(hours=number)
        teams.result(who, answers, fair, name=f"Person {number}", created_at=at)
    return who


def sign_in(
    site: Site, visits: Visits, who: Recruiter, language: str = "en", **options: object
) -> Page:
    """Open the board of a recruiter who is signed in."""
    page = visits.visit(language, **options)
    session = {"name": "recruiter", "value": Teams(site.app).session(who), "url": site.url}
    page.context.add_cookies([session])
    page.goto(BOARD)
    return page


def row(page: Page, number: int) -> str:
    """Return the link of a person in the list."""
    return f".board th a:text-is('Person {number}')"


def shows(page: Page, number: int) -> None:
    """Fail unless the panel shows a person, whose row is the current one."""
    expect(page.locator(".panel h1")).to_contain_text(f"Person {number}")
    expect(page.locator("tr[aria-current] th")).to_have_text(f"Person {number}")


def focused(page: Page) -> str:
    """Return the id of the focused element, or its text."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
