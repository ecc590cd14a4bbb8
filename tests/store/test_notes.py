"""A team's notes of a result, and how its status changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from support.board_results import NOW, Invited

from quiz.store import BoardFilter, Note, Store

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def invited(store: Store) -> Invited:
    return Invited(store)


def test_notes_and_changes_of_the_status_stand_the_newest_first(
    store: Store, invited: Invited
) -> None:
    team, who = invited.team("Consulate A")
    result = invited.result(invited.invitation(team, who))
    assert store.notes.add(team, result, who, "電話した\nonce", NOW)
    assert store.notes.change_status(team, result, who, "passed_on", LATER)
    assert store.notes.change_status(team, result, who, "passed_on", LATER)
    changed, noted = store.notes.of(team, result)
    assert noted == Note(noted.id, NOW, "R", "note", "電話した\nonce")
    assert changed == Note(changed.id, LATER, "R", "status", "passed_on")
    found = store.board.find(team, result)
    assert found is not None
    assert found.status == "passed_on"
    assert store.board.page(team, BoardFilter(status="passed_on")).total == 1


def test_another_team_can_neither_read_nor_write_them(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    other, stranger = invited.team("Consulate B")
    result = invited.result(invited.invitation(team, who))
    store.notes.add(team, result, who, "ours", NOW)
    for id_ in (result, 99):
        assert store.notes.of(other, id_) == []
        assert not store.notes.add(other, id_, stranger, "theirs", NOW)
        assert not store.notes.change_status(other, id_, stranger, "contacted", NOW)
    assert [note.says for note in store.notes.of(team, result)] == ["ours"]
    found = store.board.find(team, result)
    assert found is not None
    assert found.status == "new"


def test_of_sixteen_who_change_it_at_once_the_last_one_decides_and_all_are_noted(
    store: Store, invited: Invited
) -> None:
    team, who = invited.team("Consulate A")
    result = invited.result(invited.invitation(team, who))
    wanted = ["contacted", "shortlisted"] * 8
    with ThreadPoolExecutor(16) as pool:
        done = pool.map(lambda to: store.notes.change_status(team, result, who, to, NOW), wanted)
        assert all(done)
    history = [note.says for note in store.notes.of(team, result)]
    found = store.board.find(team, result)
    assert found is not None
    assert found.status == history[0]
    assert all(one != next_ for one, next_ in pairwise(history))


def test_notes_go_with_their_result(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    result = invited.result(invited.invitation(team, who))
    store.notes.add(team, result, who, "a note", NOW)
    store.results.delete(result)
    assert store.board.find(team, result) is None
    assert store.notes.of(team, result) == []


def test_notes_of_several_results_are_read_together(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    fair = invited.invitation(team, who)
    first, second, third = (invited.result(fair) for _ in range(3))
    for result, says in ((first, "one"), (second, "two"), (first, "three")):
        assert store.notes.add(team, result, who, says, NOW)
    found = store.notes.of_several(team, [first, third])
    assert {id_: [note.says for note in notes] for id_, notes in found.items()} == {
        first: ["one", "three"]
    }
    assert store.notes.of_several(team, []) == {}
    assert store.notes.of_several(invited.team("Consulate B")[0], [first, second]) == {}
