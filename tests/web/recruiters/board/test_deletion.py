"""Deletion by a team: it is confirmed first, affects the applicants too, and is recorded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from support.team_shares import SharingSite
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import Recruiter
from quiz.web.framework.days import today

MELODY = {"home": ("house",), "likes": ("melody",), "skill": ("some",)}
WORD = "bassoonist"  # occurs nowhere else


@pytest.fixture
def admin(teams: Teams) -> Recruiter:
    return teams.administrator()


@pytest.fixture
def team(app: Flask, admin: Recruiter) -> SharingSite:
    return SharingSite(app, admin)


def press(visitor: Visitor, address: str) -> Page:
    """Open a confirmation page and press its button."""
    return visitor.send(address, visitor.open(address))


def test_every_recruiter_can_delete_a_result_after_confirming(
    app: Flask, teams: Teams, team: SharingSite
) -> None:
    visitor = teams.visitor(teams.recruiter())
    token = "b" * 26
    result = team.told(MELODY, token=token, name=WORD)
    _, link = team.share(result)
    assert Visitor(app).open(f"/r/{token}").status == 200
    asked = visitor.open(f"/recruiter/results/{result}/delete")
    assert (
        "This will be deleted: one result and what one shared link shows about them." in asked.words
    )
    assert "They are deleted for the applicants too: their own links stop working" in asked.words
    assert Visitor(app).open(f"/r/{token}").status == 200, "asking deletes nothing"
    done = visitor.send(f"/recruiter/results/{result}/delete", asked)
    assert (done.status, done.text("h1")) == (200, "Deletion complete")
    for address in (f"/r/{token}", f"/s/{link}"):
        assert Visitor(app).open(address).status == 404
    assert visitor.open(f"/recruiter/results/{result}/delete").status == 404
    [entry, *_] = team.store.audit.page(team.id)
    assert entry.action == "deletion"
    assert entry.detail == {"what": "result", "results": 1, "notes": 0, "shares": 1, "visits": 0}


def test_a_deleted_result_leaves_nothing_in_the_database_file(
    app: Flask, teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    url = app.extensions["quiz"].settings.database_url
    result = team.told(MELODY, name=WORD)
    press(teams.visitor(admin), f"/recruiter/results/{result}/delete")
    assert team.store.board.find(team.id, result) is None
    assert team.store.upkeep.run(datetime.now(UTC))
    if url.startswith("sqlite"):  # PostgreSQL keeps deleted rows until it vacuums
        folder = app.extensions["quiz"].settings.instance
        assert not any(WORD.encode() in file.read_bytes() for file in folder.glob("quiz.db*"))


def test_an_administrator_deletes_an_invitation_with_its_results(
    app: Flask, teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    visitor = teams.visitor(admin)
    invitation = team.invitation(title="Leeds careers fair")
    for token in ("b" * 26, "c" * 26):
        team.told(MELODY, invitation, token=token)
    address = f"/recruiter/invitations/{invitation}/delete"
    asked = visitor.open(address)
    assert asked.text("h1") == "Delete the invitation “Leeds careers fair”?"
    assert "This will be deleted: 2 results." in asked.words
    assert visitor.send(address, asked).text("h1") == "Deletion complete"
    assert Visitor(app).open("/r/" + "b" * 26).status == 404
    assert visitor.open(address).status == 404
    assert (
        "the invitation “Leeds careers fair” (2 results)" in visitor.open("/recruiter/audit").words
    )


def test_an_administrator_deletes_all_results_before_a_day(
    teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    visitor = teams.visitor(admin)
    midnight = datetime(2026, 11, 1, tzinfo=UTC)
    before = team.told(MELODY, created_at=midnight - timedelta(microseconds=1))
    after = team.told(MELODY, created_at=midnight)
    asked = visitor.send("/recruiter/deletion", day="2026-11-01")
    assert asked.path == "/recruiter/deletion/2026-11-01"
    assert asked.text("h1") == "Delete all results made before 1 November 2026?"
    assert "This will be deleted: one result." in asked.words
    done = visitor.send(asked.path, asked)
    assert "This was deleted: one result." in done.words
    assert team.store.board.find(team.id, before) is None
    assert team.store.board.find(team.id, after) is not None
    words = teams.visitor(admin, "ja").open("/recruiter/audit").words
    assert "2026年11月1日より前に作成されたすべての結果（結果1件）" in words


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("", "Choose a day."),
        ("soon", "enter year-month-day"),
        ("1999-12-31", "choose a day from"),
        (str(today() + timedelta(days=2)), "choose a day from"),
    ],
)
def test_an_invalid_day_is_refused(teams: Teams, admin: Recruiter, day: str, says: str) -> None:
    page = teams.visitor(admin).send("/recruiter/deletion", day=day)
    assert (page.status, page.title[:7]) == (422, "Error: ")
    assert says in page.words


def test_other_recruiters_cannot_delete_more_than_a_single_result(
    teams: Teams, team: SharingSite
) -> None:
    visitor = teams.visitor(teams.recruiter())
    invitation = team.invitation()
    for address in (
        f"/recruiter/invitations/{invitation}/delete",
        "/recruiter/deletion",
        "/recruiter/deletion/2026-11-01",
    ):
        for method in ("GET", "POST"):
            assert visitor.ask(address, method=method).status_code == 403, address
    assert visitor.ask("/recruiter/audit").status_code == 403


def test_data_of_another_team_cannot_be_deleted(teams: Teams, team: SharingSite) -> None:
    theirs = teams.visitor(teams.administrator("Consulate B"))
    invitation = team.invitation()
    result = team.told(MELODY, invitation)
    token = theirs.open("/recruiter/account").token
    for address in (
        f"/recruiter/invitations/{invitation}/delete",
        f"/recruiter/results/{result}/delete",
    ):
        assert theirs.ask(address).status_code == 404
        sent = theirs.ask(address, method="POST", data={"csrf_token": token})
        assert sent.status_code == 404
    press(theirs, f"/recruiter/deletion/{today()}")
    assert team.store.board.find(team.id, result) is not None
    assert theirs.ask("/recruiter/deletion/tomorrow").status_code == 404


def test_a_stale_form_deletes_nothing(teams: Teams, admin: Recruiter, team: SharingSite) -> None:
    result = team.told(MELODY)
    visitor = teams.visitor(admin)
    sent = visitor.ask(
        f"/recruiter/results/{result}/delete", method="POST", data={}, follow_redirects=True
    )
    assert sent.status_code == 400
    assert team.store.board.find(team.id, result) is not None
