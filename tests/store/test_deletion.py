"""What a team deletes goes with all that hangs on it, and nothing else does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
import sqlalchemy as sa
from support.board_results import NOW
from support.team_shares import SharingTeam

from quiz.store import DeletionCounts, Store

Run = Callable[..., list[tuple]]


@pytest.fixture
def team(store: Store) -> SharingTeam:
    return SharingTeam(store)


@pytest.fixture
def run(url: str) -> Iterator[Run]:
    """Run a statement on the database itself."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))

    def run(statement: str, **values: object) -> list[tuple]:
        with engine.begin() as connection:
            done = connection.execute(sa.text(statement), values)
            return [tuple(row) for row in done] if done.returns_rows else []

    yield run
    engine.dispose()


def write_note(run: Run, team: SharingTeam, result: int) -> None:
    run(
        "INSERT INTO notes (result, recruiter, at, kind, says)"
        " VALUES (:result, :recruiter, '2026-11-25', 'note', 'called')",
        result=result,
        recruiter=team.recruiter,
    )


def begin(run: Run, invitation: int, sitting: str) -> None:
    run(
        "INSERT INTO visits (sitting_hash, invitation, started_at)"
        " VALUES (:sitting, :invitation, '2026-11-25')",
        sitting=sitting,
        invitation=invitation,
    )


def left(run: Run) -> dict[str, int]:
    tables = ("results", "notes", "shares", "share_results", "visits", "invitations")
    return {table: run(f"SELECT count(*) FROM {table}")[0][0] for table in tables}  # noqa: S608


def test_a_result_goes_with_its_notes_and_out_of_its_shares(
    store: Store, team: SharingTeam, run: Run
) -> None:
    invitation = team.invitation()
    going, staying = team.result(invitation), team.result(invitation)
    for result in (going, going, staying):
        write_note(run, team, result)
    team.share(going)
    _, token = team.share(staying, going)
    goes = DeletionCounts(results=1, notes=2, shares=2)
    assert store.deletion.count_result(team.id, going) == goes
    assert store.deletion.delete_result(team.id, going) == goes
    assert left(run) == {
        "results": 1,
        "notes": 1,
        "shares": 1,
        "share_results": 1,
        "visits": 0,
        "invitations": 1,
    }
    opened = store.shares.open(token, NOW)
    assert opened is not None
    assert list(opened.results) == [1]
    assert store.deletion.delete_result(team.id, going) is None


def test_an_invitation_goes_with_all_it_holds(store: Store, team: SharingTeam, run: Run) -> None:
    going, staying = team.invitation(), team.invitation()
    first, second, other = team.result(going), team.result(going), team.result(staying)
    for result in (first, second, other):
        write_note(run, team, result)
    team.share(first, second)
    team.share(other)
    for invitation, sitting in ((going, "a"), (going, "b"), (staying, "c")):
        begin(run, invitation, sitting)
    goes = DeletionCounts(results=2, notes=2, shares=1, visits=2)
    assert store.deletion.title(team.id, going) == "Careers fair"
    assert store.deletion.count_invitation(team.id, going) == goes
    assert store.deletion.delete_invitation(team.id, going) == goes
    assert left(run) == {
        "results": 1,
        "notes": 1,
        "shares": 1,
        "share_results": 1,
        "visits": 1,
        "invitations": 1,
    }
    assert store.deletion.delete_invitation(team.id, going) is None


def test_all_before_a_moment_goes_and_what_is_not_of_the_team_stays(
    store: Store, team: SharingTeam, run: Run
) -> None:
    other = SharingTeam(store)
    team.result(created_at=NOW - timedelta(microseconds=1))
    staying = team.result(created_at=NOW)
    theirs = other.result(created_at=NOW - timedelta(days=9))
    assert store.deletion.count_before(team.id, NOW) == DeletionCounts(1, 0, 0)
    assert store.deletion.delete_before(team.id, NOW) == DeletionCounts(1, 0, 0)
    assert run("SELECT id FROM results ORDER BY id") == [(staying,), (theirs,)]
    assert store.deletion.delete_before(team.id, NOW) == DeletionCounts(0, 0, 0)


def test_another_team_can_delete_nothing(store: Store, team: SharingTeam, run: Run) -> None:
    other = SharingTeam(store)
    invitation = team.invitation()
    result = team.result(invitation)
    assert store.deletion.title(other.id, invitation) is None
    assert store.deletion.count_result(other.id, result) is None
    assert store.deletion.delete_result(other.id, result) is None
    assert store.deletion.delete_invitation(other.id, invitation) is None
    assert (left(run)["results"], left(run)["invitations"]) == (1, 1)


def test_whoever_comes_by_an_invitation_while_it_is_deleted_is_kept_nowhere(
    url: str, open_store: Callable[[str], Store], store: Store, team: SharingTeam, run: Run
) -> None:
    another_process = open_store(url)
    invitation = team.invitation()
    deleted = threading.Event()

    def come(_: int) -> None:
        while not deleted.is_set():
            with suppress(AssertionError):  # there is no place any more
                team.result(invitation)

    with ThreadPoolExecutor(2) as pool:
        coming = [pool.submit(come, number) for number in range(2)]
        try:
            assert another_process.deletion.delete_invitation(team.id, invitation) is not None
        finally:
            deleted.set()
        for each in coming:
            each.result()
    assert left(run)["results"] == 0
