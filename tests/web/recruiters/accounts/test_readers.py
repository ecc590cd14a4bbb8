"""A reader sees everything of the team and changes nothing but their own account."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from support.databases import write_migrated_sqlite
from support.team_shares import SharingSite
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import Recruiter

OWN = (
    "/recruiter/account",
    "/recruiter/columns",
    "/recruiter/news",
    "/recruiter/sessions",
    "/recruiter/second-factor",
    "/recruiter/name",
    "/recruiter/teams",
)
"""What the pages and forms of one's own account begin with."""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")


@pytest.fixture
def admin(teams: Teams) -> Recruiter:
    return teams.administrator()


@pytest.fixture
def reader(app: Flask, teams: Teams, admin: Recruiter) -> Visitor:
    """The browser of a reader, whose team has one of everything."""
    site, now = SharingSite(app, admin), datetime.now(UTC)
    answers = {"home": ("tent",), "likes": ("nothing",), "skill": ("none",)}
    shown = site.told(answers, site.invitation())
    site.share(shown)
    who = teams.recruiter(role="reader")
    teams.store.notes.add(admin.team_id, shown, admin.id, "phoned", now)
    teams.store.notes.add(admin.team_id, shown, who.id, "of when they wrote notes", now)
    teams.store.saved_views.add(admin.team_id, admin.id, "A", "best=PIANO", now)
    teams.store.removals.remove_results(admin.team_id, admin.id, [teams.result(admin)], now)
    return teams.visitor(who)


def reached(visitor: Visitor) -> dict[str, Page]:
    """Return all pages of recruiters that links lead to, by their address without its query."""
    found: dict[str, Page] = {}
    to_visit = ["/recruiter"]
    while to_visit:
        address = to_visit.pop()
        path = address.partition("?")[0].partition("#")[0]
        if path not in found and "/export." not in path:
            found[path] = page = visitor.open(path)
            to_visit += [link for link in page.links if link.startswith("/recruiter")]
    return found


def test_no_page_that_a_reader_reaches_has_anything_to_change(reader: Visitor) -> None:
    pages = reached(reader)
    assert len(pages) > 15
    for path, page in pages.items():
        assert page.status == 200, path
        forms = {form[0].get("action", path) for form in page.forms if form[0]["method"] == "post"}
        offered = {way for way in forms if not way.startswith(OWN)}
        assert offered <= {"/recruiter/sign-out"}, path


def test_a_reader_sees_and_exports_what_the_team_has(reader: Visitor) -> None:
    pages = reached(reader)
    words = " ".join(page.words for page in pages.values())
    for says in ("phoned", "of when they wrote notes", "For your team only"):
        assert says in words
    assert reader.ask("/recruiter/export.csv").status_code == 200
    assert "/recruiter/people" not in pages


def test_what_is_for_others_says_so(reader: Visitor) -> None:
    page = reader.open("/recruiter/invitations/new")
    assert page.status == 403
    assert page.text("h1") == "Your account can read but not change anything"
    assert "/recruiter" in page.links


def test_a_reader_changes_their_own_columns(reader: Visitor) -> None:
    page = reader.open("/recruiter/columns")
    assert reader.send("/recruiter/columns", page, column="date").path == "/recruiter"


def test_an_administrator_makes_somebody_a_reader_at_once(
    app: Flask, teams: Teams, admin: Recruiter
) -> None:
    who, boss = teams.recruiter(), teams.visitor(admin)
    visitor = teams.visitor(who)
    assert visitor.open("/recruiter/invitations/new").status == 200
    page = f"/recruiter/people/{who.id}"
    assert "can see and export everything, but change nothing" in boss.open(page).words
    boss.send(f"{page}/details", boss.open(page), name=who.name, role="reader")
    assert visitor.open("/recruiter/invitations/new").status == 403
    assert "Reader · in use" in boss.open("/recruiter/people").words
