"""Changing the stage of many results at once, and undoing it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.board_results import NOW, Invited, statements

from quiz.store import BoardFilter, StageChange, Store

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def invited(store: Store) -> Invited:
    return Invited(store)


def stages(store: Store, team: int) -> dict[int, str]:
    """Return the key of the stage of each result."""
    keys = {each.id: each.value for each in store.stages.names(team)}
    return {row.id: keys[row.stage] for row in store.board.every(team, BoardFilter())}


def test_chosen_results_change_at_once_and_back(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    invitation = invited.invitation(team, who)
    one, two, three, four = (invited.result(invitation) for _ in range(4))
    contacted, declined = (invited.stage(team, key) for key in ("contacted", "declined"))
    store.work.change(team, [two], who, {"stage": contacted}, NOW)
    made = store.stage_changes.change(team, [one, two, three, 99], who, declined, NOW)
    assert made is not None
    assert made == StageChange(made.id, declined, 3)
    after = {one: "declined", two: "declined", three: "declined", four: "new"}
    assert stages(store, team) == after
    assert [(n.kind, n.says) for n in store.notes.of(team, one)] == [("stage", str(declined))]
    assert store.stage_changes.change(team, [one, two, three], who, declined, LATER) is None

    store.work.change(team, [three], who, {"stage": contacted}, LATER)
    assert store.stage_changes.find(team, made.id) == StageChange(made.id, declined, 2)
    assert store.stage_changes.undo(team, made.id, who, LATER) == 2
    back = {one: "new", two: "contacted", three: "contacted", four: "new"}
    assert stages(store, team) == back, "what was changed since stays"
    new = invited.stage(team, "new")
    assert [n.says for n in store.notes.of(team, one)] == [str(new), str(declined)]
    assert store.stage_changes.undo(team, made.id, who, LATER) == 0


def test_all_that_match_a_filter_change_in_few_statements(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    fair, talk = (invited.invitation(team, who) for _ in range(2))
    for _ in range(30):
        invited.result(fair)
    other = invited.result(talk)
    declined = invited.stage(team, "declined")
    with statements() as sent:
        made = store.stage_changes.change(team, BoardFilter(invitation=fair), who, declined, NOW)
    assert made is not None
    assert made.results == 30
    assert len([each for each in sent if each.startswith(("INSERT", "UPDATE"))]) == 2
    assert stages(store, team).pop(other) == "new"
    assert list(stages(store, team).values()).count("declined") == 30


def test_another_team_changes_and_undoes_nothing(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    others, somebody = invited.team("Consulate B")
    result = invited.result(invited.invitation(team, who))
    ours, theirs = (invited.stage(each, "declined") for each in (team, others))
    changes = store.stage_changes
    assert changes.change(others, [result], somebody, theirs, NOW) is None
    assert changes.change(team, [result], who, theirs, NOW) is None
    assert changes.change(team, [], who, ours, NOW) is None
    assert stages(store, team) == {result: "new"}
    made = changes.change(team, [result], who, ours, NOW)
    assert made is not None
    assert changes.find(others, made.id) is None
    assert changes.undo(others, made.id, somebody, NOW) is None
    assert changes.find(team, made.id + 1) is None
    assert stages(store, team) == {result: "declined"}


def test_all_that_match_a_filter_are_removed_at_once(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    fair, talk = (invited.invitation(team, who) for _ in range(2))
    going, staying = invited.result(fair), invited.result(talk)
    removed = store.removals.remove_results(team, who, BoardFilter(invitation=fair), NOW)
    assert removed is not None
    assert removed.counts.results == 1
    assert list(stages(store, team)) == [staying]
    assert store.removals.put_back(team, removed.removal, NOW) == 1
    assert set(stages(store, team)) == {going, staying}
