"""Changing many results at once, writing one note on all of them, and undoing it."""

from __future__ import annotations

from datetime import timedelta

from support.board_results import NOW, Invited, statements

from quiz.store import BoardFilter, BulkChange, Store

LATER = NOW + timedelta(minutes=1)


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
    changes = store.bulk_changes
    made = changes.change(team, [one, two, three, 99], who, "stage", declined, NOW)
    assert made is not None
    assert made == BulkChange(made.id, "stage", str(declined), who, 3)
    after = {one: "declined", two: "declined", three: "declined", four: "new"}
    assert stages(store, team) == after
    assert [(n.kind, n.says) for n in store.notes.of(team, one)] == [("stage", str(declined))]
    assert changes.change(team, [one, two, three], who, "stage", declined, LATER) is None

    store.work.change(team, [three], who, {"stage": contacted}, LATER)
    assert changes.find(team, made.id) == BulkChange(made.id, "stage", str(declined), who, 2)
    assert changes.undo(team, made.id, who, LATER) == 2
    back = {one: "new", two: "contacted", three: "contacted", four: "new"}
    assert stages(store, team) == back, "what was changed since stays"
    new = invited.stage(team, "new")
    assert [n.says for n in store.notes.of(team, one)] == [str(new), str(declined)]
    assert changes.undo(team, made.id, who, LATER) == 0


def test_all_that_match_a_filter_change_in_few_statements(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    fair, talk = (invited.invitation(team, who) for _ in range(2))
    for _ in range(30):
        invited.result(fair)
    other = invited.result(talk)
    declined = invited.stage(team, "declined")
    with statements() as sent:
        made = store.bulk_changes.change(
            team, BoardFilter(invitation=fair), who, "stage", declined, NOW
        )
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
    changes = store.bulk_changes
    assert changes.change(others, [result], somebody, "stage", theirs, NOW) is None
    assert changes.change(team, [result], who, "stage", theirs, NOW) is None
    assert changes.change(team, [], who, "stage", ours, NOW) is None
    assert stages(store, team) == {result: "new"}
    made = changes.change(team, [result], who, "stage", ours, NOW)
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


def test_one_person_is_put_in_charge_of_many_and_it_is_undone(
    store: Store, invited: Invited
) -> None:
    team, who = invited.team("Consulate A")
    others, stranger = invited.team("Consulate B")
    invitation = invited.invitation(team, who)
    one, two, three = (invited.result(invitation) for _ in range(3))
    store.work.change(team, [two], who, {"in_charge": who}, NOW)
    changes = store.bulk_changes
    assert changes.change(team, [one], who, "in_charge", stranger, NOW) is None
    made = changes.change(team, [one, two, three], who, "in_charge", who, NOW)
    assert made is not None
    assert made == BulkChange(made.id, "in_charge", str(who), who, 2)
    freed = changes.change(team, BoardFilter(), who, "in_charge", None, LATER)
    assert freed is not None
    assert (freed.says, freed.results) == ("", 3)
    assert {row.in_charge for row in store.board.every(team, BoardFilter())} == {None}
    assert changes.find(others, freed.id) is None
    assert changes.undo(team, freed.id, who, LATER) == 3
    assert {row.in_charge for row in store.board.every(team, BoardFilter())} == {who}
    assert changes.undo(team, made.id, who, LATER) == 2
    after = {row.id: row.in_charge for row in store.board.every(team, BoardFilter())}
    assert after == {one: None, two: who, three: None}
    assert [n.says for n in store.notes.of(team, one)] == ["", str(who), "", str(who)]


def test_one_note_on_many_is_found_by_its_words_and_deleted_again(
    store: Store, invited: Invited
) -> None:
    team, who = invited.team("Consulate A")
    others, stranger = invited.team("Consulate B")
    invitation = invited.invitation(team, who)
    ids = [invited.result(invitation) for _ in range(3)]
    [kept] = [invited.result(invitation)]
    assert store.notes.add(team, ids[0], who, "Came to the talk", NOW)
    changes = store.bulk_changes
    assert changes.add_note(others, ids, stranger, "Mine", LATER) is None
    made = changes.add_note(team, ids, who, "Came to the talk", LATER)
    assert made is not None
    assert made == BulkChange(made.id, "note", "Came to the talk", who, 3)
    found = store.board.page(team, BoardFilter(name="THE TALK"))
    assert sorted(row.id for row in found.rows) == ids
    [note] = store.notes.of(team, ids[1])
    assert store.notes.change(note, team, ids[1], "Came late", LATER)
    assert changes.find(others, made.id) is None
    assert changes.undo(others, made.id, stranger, LATER) is None
    assert changes.undo(team, made.id, who, LATER) == 2, "what was changed since stays"
    texts = [[n.says for n in store.notes.of(team, id_)] for id_ in (*ids, kept)]
    assert texts == [["Came to the talk"], ["Came late"], [], []]
    assert changes.find(team, made.id) is None
