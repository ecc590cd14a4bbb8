"""A result whose retention has ended is found by nobody, even before it is deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from support.board_results import NOW, Invited
from support.team_shares import SharingTeam

from quiz.store import BoardFilter, Changes, NewResult, ResultsCounts, Store
from quiz.store.retention import Retention

OLD = NOW - timedelta(days=20)


@pytest.fixture
def limited(url: str, store: Store, open_store: Callable[..., Store]) -> Store:
    """Another store on the same database, for which what was made at OLD has expired."""
    store.check()
    return open_store(url, retention=datetime.now(UTC) - NOW + timedelta(days=10))


def test_its_link_finds_it_no_more(
    store: Store, limited: Store, new_result: Callable[..., NewResult]
) -> None:
    old, new = (
        store.results.add(new_result(token, created_at=moment)).id
        for token, moment in (("old", OLD), ("new", NOW))
    )
    for result in (old, new):
        store.links.make_owner_link(result, f"owner of {result}")
    assert limited.results.find("old") is None
    assert limited.results.find("new") is not None
    assert [link.result for link in limited.links.find(old, new)] == [new]
    assert limited.links.owned_by(f"owner of {old}") is None
    assert limited.links.owned_by(f"owner of {new}") == new
    assert store.results.find("old") is not None, "without a retention it is kept"


def test_its_team_sees_it_no_more(store: Store, limited: Store) -> None:
    invited = Invited(store)
    team, who = invited.team("Consulate A")
    invitation = invited.invitation(team, who)
    old = invited.result(invitation, created_at=OLD)
    new = invited.result(invitation, created_at=NOW)
    store.notes.add(team, old, who, "a note", NOW)
    page = limited.board.page(team, BoardFilter())
    assert [row.id for row in page.rows] == [new]
    assert [row.id for row in limited.board.every(team, BoardFilter())] == [new]
    assert limited.board.find(team, old) is None
    assert limited.notes.of(team, old) == []
    assert not limited.notes.add(team, old, who, "another", NOW)
    contacted: Changes = {"stage": invited.stage(team, "contacted")}
    assert limited.work.change(team, [old], who, contacted, NOW) == 0
    assert sum(each.number for each in limited.summaries.results(team, BoardFilter())) == 1
    assert limited.removals.count_results(team, [old]) == ResultsCounts(0, 0, 0)
    assert limited.removals.remove_results(team, who, [old], NOW) is None
    assert limited.deletion.count_person(team, old) is None
    assert limited.deletion.erase_person(team, old) is None


def test_removing_its_invitation_takes_it_from_the_team(store: Store, limited: Store) -> None:
    team = SharingTeam(store)
    invitation = team.invitation()
    team.result(invitation, created_at=OLD)
    removed = limited.removals.remove_invitation(team.id, team.recruiter, invitation, NOW)
    assert removed is not None
    assert removed.counts == ResultsCounts(1, 0, 0)


def test_what_a_team_removed_is_purged_when_its_retention_has_ended(
    store: Store, limited: Store
) -> None:
    team = SharingTeam(store)
    old = team.result(created_at=OLD)
    store.removals.remove_results(team.id, team.recruiter, [old], NOW)
    assert [each.id for each in limited.purge.expired_results()] == [old]
    limited.purge.run(lambda _: None)
    assert limited.purge.expired_results() == []
    assert store.count_rows()["results"] == 0


def test_a_share_names_its_place_alone(store: Store, limited: Store) -> None:
    team = SharingTeam(store)
    old, new = team.result(created_at=OLD), team.result(created_at=NOW)
    _, token = team.share(old, new)
    opened = limited.shares.open(token, NOW)
    assert opened is not None
    assert {place: stored and stored.id for place, stored in opened.results.items()} == {
        1: None,
        2: new,
    }


def test_a_condition_that_was_made_once_asks_for_the_time_whenever_it_is_executed():
    compiled = Retention(timedelta(days=1)).keeps().compile()
    first, second = (compiled.construct_params() for _ in range(2))
    assert len(first) == 2
    assert all(first[name] < second[name] for name in first)
