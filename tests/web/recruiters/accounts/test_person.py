"""The page of a person: changes are asked about first, and said when they are done."""

from __future__ import annotations

from datetime import datetime

import pytest
from support.teams import Teams

from quiz.store import Recruiter
from quiz.store.memberships import Memberships


@pytest.fixture
def admin(teams: Teams) -> Recruiter:
    return teams.administrator()


@pytest.mark.parametrize(
    ("change", "asks", "done", "state"),
    [
        ("reset", "Make a new set-up link for R 2?", "A set-up link for R 2", "not set up"),
        ("disable", "Disable R 2 in this team?", "Done: disabled in this team.", "disabled"),
    ],
)
def test_a_reset_and_a_disabling_are_confirmed_first(
    teams: Teams, admin: Recruiter, change: str, asks: str, done: str, state: str
) -> None:
    who = teams.recruiter()
    visitor = teams.visitor(admin)
    page = f"/recruiter/people/{who.id}"
    assert f"{page}/{change}" in visitor.open(page).links
    asked = visitor.open(f"{page}/{change}")
    assert asked.text("h1") == asks
    found = teams.store.accounts.find(who.email)
    assert found is not None
    assert found.state == "in use", "asking changes nothing"
    assert done in visitor.send(page, asked, change=change).words
    [sent] = [a["value"] for a in asked.all("input") if a.get("name") == "change"]
    assert sent == change
    found = teams.store.accounts.find(who.email)
    assert found is not None
    assert found.state == state


def test_nothing_is_asked_that_cannot_be_done(teams: Teams, admin: Recruiter) -> None:
    visitor = teams.visitor(admin)
    own = f"/recruiter/people/{admin.id}"
    for change in ("reset", "disable"):
        assert visitor.open(f"{own}/{change}").path == own
    assert visitor.open(f"{own}/delete").status == 404


@pytest.mark.both_databases
@pytest.mark.parametrize("change", ["disable", "remove"])
def test_of_two_administrators_who_take_each_other_out_one_stays(
    teams: Teams, admin: Recruiter, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the check of access and the change, the other one is quicker."""
    other = teams.administrator()
    visitor = teams.visitor(admin)
    page = f"/recruiter/people/{other.id}"
    asked = visitor.open(f"{page}/{change}")
    does = {"disable": "disable", "remove": "leave"}[change]
    take_out = getattr(Memberships, does)

    def second(memberships: Memberships, team: int, person: int, now: datetime) -> bool:
        assert take_out(memberships, team, admin.id, now)
        return bool(take_out(memberships, team, person, now))

    monkeypatch.setattr(Memberships, does, second)
    assert visitor.send(page, asked, change=change).path == "/recruiter/sign-in"
    left = teams.store.accounts.people(admin.team_id)
    assert [a.recruiter.id for a in left if a.state == "in use"] == [other.id]
    assert teams.store.audit.page(admin.team_id) == [], "nothing is said to be done"


def test_a_name_and_a_role_are_changed(teams: Teams, admin: Recruiter) -> None:
    who = teams.recruiter()
    visitor = teams.visitor(admin)
    page = f"/recruiter/people/{who.id}"
    done = visitor.send(f"{page}/details", visitor.open(page), name="花子", role="administrator")
    assert (done.path, done.text("h1")) == (page, "花子")
    assert "Saved." in done.words
    assert teams.visitor(who).open("/recruiter/people").status == 200
    assert f"Changed the account {who.email}" in visitor.open("/recruiter/audit").words
    wrong = visitor.send(f"{page}/details", done, name="", role="administrator")
    assert wrong.status == 422


def test_nobody_changes_their_own_role_so_that_an_administrator_is_left(
    teams: Teams, admin: Recruiter
) -> None:
    visitor = teams.visitor(admin)
    page = f"/recruiter/people/{admin.id}"
    refused = visitor.send(f"{page}/details", visitor.open(page), name="Ada", role="recruiter")
    assert refused.status == 422
    assert "Only another administrator can change your role." in refused.words
    assert visitor.open("/recruiter/people").status == 200
    done = visitor.send(f"{page}/details", refused, name="Ada", role="administrator")
    assert done.text("h1") == "Ada"
