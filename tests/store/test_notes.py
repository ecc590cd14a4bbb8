"""A team's notes of a result, and how its status changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import sqlalchemy as sa
from support.board_results import NOW, Invited

from quiz.store import BoardFilter, Changes, Note, Store, conditions

LATER = NOW + timedelta(hours=1)


def test_notes_and_changes_stand_the_newest_first(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    result = invited.result(invited.invitation(team, who))
    passed_on = invited.stage(team, "passed_on")
    assert store.notes.add(team, result, who, "電話した\nonce", NOW)
    assert store.work.change(team, [result], who, {"stage": passed_on}, LATER) == 1
    assert store.work.change(team, [result], who, {"stage": passed_on}, LATER) == 1
    changed, noted = store.notes.of(team, result)
    assert noted == Note(noted.id, NOW, "R", "note", "電話した\nonce", who)
    assert changed == Note(changed.id, LATER, "R", "stage", str(passed_on), who)
    found = store.board.find(team, result)
    assert found is not None
    assert found.stage == passed_on
    assert store.board.page(team, BoardFilter(conditions=[conditions.stage(passed_on)])).total == 1


def test_another_team_can_neither_read_nor_write_them(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    other, stranger = invited.team("Consulate B")
    result = invited.result(invited.invitation(team, who))
    store.notes.add(team, result, who, "ours", NOW)
    for id_ in (result, 99):
        assert store.notes.of(other, id_) == []
        assert not store.notes.add(other, id_, stranger, "theirs", NOW)
        stage: Changes = {"stage": invited.stage(other, "contacted")}
        assert store.work.change(other, [id_], stranger, stage, NOW) == 0
    assert [note.says for note in store.notes.of(team, result)] == ["ours"]
    found = store.board.find(team, result)
    assert found is not None
    assert found.stage == invited.stage(team, "new")


def test_of_sixteen_who_change_it_at_once_the_last_one_decides_and_all_are_noted(
    store: Store, invited: Invited
) -> None:
    team, who = invited.team("Consulate A")
    result = invited.result(invited.invitation(team, who))
    wanted = [invited.stage(team, key) for key in ("contacted", "shortlisted")] * 8

    def change(to: int) -> int | None:
        return store.work.change(team, [result], who, {"stage": to}, NOW)

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(change, wanted))
    history = [note.says for note in store.notes.of(team, result)]
    found = store.board.find(team, result)
    assert found is not None
    assert str(found.stage) == history[0]
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


def test_a_note_is_changed_and_deleted_by_its_writer_alone(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    other, stranger = invited.team("Consulate B")
    result = invited.result(invited.invitation(team, who))
    store.notes.add(team, result, who, "Ångström called", NOW)
    [noted] = store.notes.of(team, result)
    assert store.notes.own(team, result, noted.id, stranger) is None
    assert store.notes.own(other, result, noted.id, who) is None
    assert store.notes.own(team, result + 1, noted.id, who) is None
    own = store.notes.own(team, result, noted.id, who)
    assert own == noted
    assert store.notes.change(own, team, result, "Ångström called", LATER)
    assert store.notes.of(team, result) == [noted], "what stays the same is not edited"
    assert store.notes.change(own, team, result, "Çelik called", LATER)
    [changed] = store.notes.of(team, result)
    assert (changed.says, changed.at, changed.edited_at) == ("Çelik called", NOW, LATER)
    assert store.board.page(team, BoardFilter(name="çelik")).total == 1
    assert store.board.page(team, BoardFilter(name="ångström")).total == 0
    assert not store.notes.change(replace(own, writer=stranger), team, result, "x", LATER)
    assert not store.notes.delete(own, other, result)
    assert store.notes.delete(own, team, result)
    assert store.notes.of(team, result) == []
    assert not store.notes.delete(own, team, result)
    assert not store.notes.change(own, team, result, "again", LATER)


def test_a_change_of_a_stage_is_no_note_to_be_changed(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    result = invited.result(invited.invitation(team, who))
    stage = invited.stage(team, "contacted")
    store.work.change(team, [result], who, {"stage": stage}, NOW)
    [changed] = store.notes.of(team, result)
    assert store.notes.own(team, result, changed.id, who) is None


def test_what_a_writer_deletes_or_changes_is_wiped_from_the_file(
    store: Store, invited: Invited, url: str
) -> None:
    team, who = invited.team("Consulate A")
    result = invited.result(invited.invitation(team, who))
    for _ in range(2):
        assert store.notes.add(team, result, who, "written", NOW)
    kept, gone = store.notes.of(team, result)
    asked = wipes_asked(url)
    assert store.notes.change(kept, team, result, "changed", LATER)
    assert store.notes.delete(gone, team, result)
    assert wipes_asked(url) - asked == (2 if url.startswith("sqlite") else 0)


def wipes_asked(url: str) -> int:
    """Return how often a wipe was asked for."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        number = connection.scalar(sa.text("SELECT wipes_asked FROM upkeep"))
    engine.dispose()
    return int(number or 0)
