"""Invitations as their team and their applicants find them, and what withdrawing leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from support.invitations import invite

from quiz.store import Invitation, NewResult, Store, Terms

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OUTCOME = {"best": "CIR", "positions": {"CIR": {"standing": "open", "fit": 75}}}


def run(url: str, statement: str, **values: object) -> list[dict]:
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(
            sa.text("PRAGMA foreign_keys = ON" if url.startswith("sqlite") else "SELECT 1")
        )
        result = connection.execute(sa.text(statement), values)
        rows = [dict(row) for row in result.mappings()] if result.returns_rows else []
    engine.dispose()
    return rows


@pytest.fixture
def come(store: Store, new_result: Callable[..., NewResult]) -> Callable[..., int]:
    """Return the result of somebody who comes by an invitation."""

    def make(invitation: Invitation, token: str = "a" * 26) -> int:
        new = new_result(token, outcome=OUTCOME)
        kept = store.invitations.add_result(new, invitation.id, name="花子", email="h@mail.example")
        assert kept is not None
        return kept.id

    return make


def test_an_invitation_is_found_by_its_code_and_by_its_team_alone(store: Store) -> None:
    ours = invite(store, "Consulate A", code="LEEDS-7K4Q", note="Come\nand see", places=5)
    other = invite(store, "Consulate B", code="YORK-7K4Q")
    assert store.invitations.find("LEEDS-7K4Q") == ours
    assert (ours.team_name, ours.note, ours.places) == ("Consulate A", "Come\nand see", 5)
    assert store.invitations.find("leeds-7k4q") is None
    assert store.invitations.one(ours.team, ours.id) == ours
    assert store.invitations.one(other.team, ours.id) is None
    assert store.invitations.of_team(ours.team) == [ours]
    assert store.invitations.team_of(other.id) == "Consulate B"


def test_a_teams_invitations_come_newest_first_with_what_came_of_each(
    store: Store, come: Callable[..., int]
) -> None:
    first, second = invite(store), invite(store, code="FAIR-3333")
    come(first)
    for sitting, last in (("a", "level"), ("b", "duties"), ("c", None)):
        store.visits.start(sitting, first.id, NOW)
        if last:
            store.visits.reach(sitting, last)
    store.visits.finish("b", NOW)
    found = store.invitations.of_team(first.team)
    assert [(i.id, i.taken, i.started, i.finished) for i in found] == [
        (second.id, 0, 0, 0),
        (first.id, 1, 3, 1),
    ]


def test_all_of_an_invitation_can_be_changed_by_its_team_but_the_code(store: Store) -> None:
    ours = invite(store)
    terms = Terms(
        title="別の題",
        language="ja",
        opens_at=NOW,
        closes_at=NOW + HOUR,
        places=3,
        asks_name=False,
        asks_email=False,
        note="来てください",
    )
    store.invitations.change(ours.team + 1, ours.id, terms)
    assert store.invitations.one(ours.team, ours.id) == ours
    store.invitations.change(ours.team, ours.id, terms)
    assert store.invitations.one(ours.team, ours.id) == replace(ours, **asdict(terms))


def test_an_invitation_is_closed_at_once_and_opened_again(store: Store) -> None:
    ours = invite(store, opens_at=NOW - HOUR, closes_at=NOW + HOUR)
    for team, stage in ((ours.team + 1, "open"), (ours.team, "closed")):
        store.invitations.close(team, ours.id, NOW)
        found = store.invitations.find(ours.code)
        assert found is not None
        assert found.stage(NOW) == stage
    store.invitations.open_again(ours.team, ours.id)
    found = store.invitations.find(ours.code)
    assert found is not None
    assert (found.opens_at, found.closes_at, found.stage(NOW)) == (None, None, "open")


@pytest.mark.parametrize(
    ("changes", "stage"),
    [
        ({}, "open"),
        ({"opens_at": NOW}, "open"),
        ({"opens_at": NOW + HOUR}, "not yet"),
        ({"closes_at": NOW + HOUR}, "open"),
        ({"closes_at": NOW}, "closed"),
        ({"closes_at": NOW, "places": 1}, "closed"),
        ({"places": 1}, "full"),
        ({"places": 2}, "open"),
    ],
)
def test_an_invitation_is_open_between_its_days_while_it_has_places(
    store: Store, come: Callable[..., int], changes: dict, stage: str
) -> None:
    ours = invite(store)
    come(ours)
    store.invitations.change(ours.team, ours.id, replace(_terms(ours), **changes))
    found = store.invitations.find(ours.code)
    assert found is not None
    assert found.stage(NOW) == stage


def _terms(of: Invitation) -> Terms:
    return Terms(**{name: getattr(of, name) for name in Terms.__dataclass_fields__})


@pytest.fixture
def written_about(url: str, store: Store, come: Callable[..., int]) -> tuple[Invitation, int]:
    """Return an invitation and a result of it, of which its team has a note and a share."""
    ours = invite(store)
    result = come(ours)
    who = run(url, "SELECT recruiter FROM invitations")[0]["recruiter"]
    values = {"result": result, "who": who, "team": ours.team, "at": "2026-11-25 12:00:00+00:00"}
    run(
        url,
        "INSERT INTO notes (result, recruiter, at, kind, says) "
        "VALUES (:result, :who, :at, 'note', 'call her')",
        **values,
    )
    run(
        url,
        "INSERT INTO shares (id, team, recruiter, seed, token_hash, label, reveal, names, ends_at,"
        " created_at) VALUES (1, :team, :who, 's', 't', 'l', 'reasons', true, :at, :at)",
        **values,
    )
    run(url, "INSERT INTO share_results (share, result, place) VALUES (1, :result, 0)", **values)
    run(url, "UPDATE results SET status = 'contacted'")
    return ours, result


def test_withdrawing_leaves_the_result_to_its_owner_and_nothing_to_the_team(
    url: str, store: Store, written_about: tuple[Invitation, int]
) -> None:
    invitation, result = written_about
    store.invitations.withdraw(result)
    [row] = run(url, "SELECT * FROM results")
    assert {name: row[name] for name in ("id", "name", "status")} == {
        "id": result,
        "name": "花子",
        "status": "new",
    }
    assert [row[name] for name in ("invitation", "email", "best", "fit", "sought")] == [None] * 5
    assert run(url, "SELECT * FROM notes") == run(url, "SELECT * FROM share_results") == []
    [link] = store.links.find(result)
    assert link.outcome == OUTCOME
    found = store.invitations.find(invitation.code)
    assert found is not None
    assert found.taken == 0, "its place is free again"


def test_deleting_a_result_deletes_what_its_team_wrote_and_shared_of_it(
    url: str, store: Store, written_about: tuple[Invitation, int]
) -> None:
    store.links.delete(written_about[1])
    for table in ("results", "notes", "share_results"):
        assert run(url, f"SELECT * FROM {table}") == []  # noqa: S608 - names of our own
    assert run(url, "SELECT * FROM shares") == [], "a share goes with its last result"


def test_visits_are_known_by_a_hash_of_their_sitting(url: str, store: Store) -> None:
    ours = invite(store)
    store.visits.start("a sitting", ours.id, NOW)
    store.visits.start("a sitting", ours.id, NOW + HOUR)
    store.visits.reach("a sitting", "level")
    store.visits.reach("a sitting", "duties")
    store.visits.reach("another", "level")
    [visit] = run(url, "SELECT * FROM visits")
    assert visit["question"] == "duties"
    assert visit["finished_at"] is None
    assert "sitting" not in visit["sitting_hash"]


def test_visits_are_forgotten_with_time(url: str, store: Store) -> None:
    ours = invite(store)
    store.visits.start("old", ours.id, NOW - HOUR)
    store.visits.start("new", ours.id, NOW)
    store.visits.delete_begun_before(NOW)
    assert len(run(url, "SELECT * FROM visits")) == 1
