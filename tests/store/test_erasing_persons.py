"""A person is erased from a team with all results of the same address, and nobody else is."""

from __future__ import annotations

import pytest
from support.board_results import NOW
from support.team_shares import SharingTeam

from quiz.store import ResultsCounts, Store


@pytest.fixture
def team(store: Store) -> SharingTeam:
    return SharingTeam(store)


def test_a_person_goes_with_all_results_of_the_address_on_the_board_or_off_it(
    store: Store, team: SharingTeam
) -> None:
    fair, talk = team.invitation(), team.invitation()
    first = team.result(fair, email="ada@quiz.example")
    second = team.result(talk, email="ADA@quiz.example")
    removed = team.result(talk, email="ada@quiz.example")
    staying = team.result(fair, email="bob@quiz.example")
    store.removals.remove_results(team.id, team.recruiter, [removed], NOW)
    store.notes.add(team.id, first, team.recruiter, "called", NOW)
    team.share(second, staying)
    goes = ResultsCounts(results=3, notes=1, shares=1)
    assert store.deletion.count_person(team.id, first) == goes
    assert store.deletion.erase_person(team.id, first) == goes
    assert [link.result for link in store.links.find(first, second, removed, staying)] == [staying]
    assert store.count_rows()["notes"] == 0
    assert store.deletion.erase_person(team.id, first) is None


def test_without_an_address_only_the_one_result_goes(store: Store, team: SharingTeam) -> None:
    fair = team.invitation()
    first, staying = team.result(fair, name="Ada"), team.result(fair, name="Ada")
    assert store.deletion.erase_person(team.id, first) == ResultsCounts(1, 0, 0)
    assert [link.result for link in store.links.find(first, staying)] == [staying]


def test_what_other_teams_have_of_the_person_stays(store: Store, team: SharingTeam) -> None:
    other = SharingTeam(store)
    ours = team.result(email="ada@quiz.example")
    theirs = other.result(email="ada@quiz.example")
    assert store.deletion.count_person(team.id, theirs) is None
    assert store.deletion.erase_person(team.id, theirs) is None
    store.deletion.erase_person(team.id, ours)
    assert store.board.find(other.id, theirs) is not None
