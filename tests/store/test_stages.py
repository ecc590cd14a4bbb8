"""A team's own stages, in its order, and the work on its results."""

from __future__ import annotations

import datetime as dt

from support.board_results import NOW, Invited

from quiz.store import BoardFilter, Stage, Store, conditions
from quiz.store.conditions import Condition

DAY = dt.date(2026, 12, 1)


def keys(store: Store, team: int) -> list[str]:
    return [each.value for each in store.stages.names(team) if each.retired_at is None]


def test_a_new_team_has_the_default_stages_and_results_begin_in_the_first(
    store: Store, invited: Invited
) -> None:
    team, who = invited.team("Consulate A")
    assert [(each.key, each.end) for each in store.stages.names(team)] == [
        ("new", None),
        ("contacted", None),
        ("shortlisted", None),
        ("passed_on", None),
        ("recommended", "recommended"),
        ("declined", "declined"),
        ("withdrawn", "withdrawn"),
    ]
    first, _, _, handed_over, *_ = store.stages.names(team)
    assert handed_over.names == {"en": "Handed over", "ja": "引き継ぎ済み"}
    assert (first.name("en"), first.name("ja"), first.name("fr")) == ("New", "未対応", "New")
    result = invited.result(invited.invitation(team, who))
    found = store.board.find(team, result)
    assert found is not None
    assert (found.stage, found.in_charge, found.due_on) == (first.id, None, None)
    assert [each.results for each in store.stages.of_team(team)] == [1, 0, 0, 0, 0, 0, 0]


def test_stages_are_added_renamed_and_put_in_order(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    names = {"en": "Interviewed", "ja": "面接済み"}
    added = store.stages.add(team, names, None)
    assert store.stages.names(team)[-1] == Stage(added, None, names, None, None)
    assert store.stages.change(team, added, {"en": "Met", "ja": "面談済み"}, "declined")
    changed = store.stages.names(team)[-1]
    assert (changed.name("ja"), changed.end) == ("面談済み", "declined")
    for _ in range(7):
        assert store.stages.move(team, added, up=True)
    assert not store.stages.move(team, added, up=True), "it is the first one"
    assert keys(store, team)[:2] == [str(added), "new"]
    result = store.board.find(team, invited.result(invited.invitation(team, who)))
    assert result is not None
    assert result.stage == added, "new results begin in the first stage"
    assert store.stages.move(team, added, up=False)
    assert keys(store, team)[:2] == ["new", str(added)]
    last = store.stages.names(team)[-1].id
    assert not store.stages.move(team, last, up=False)


def test_a_retired_stage_keeps_its_results_and_takes_no_new_ones(
    store: Store, invited: Invited
) -> None:
    team, who = invited.team("Consulate A")
    fair = invited.invitation(team, who)
    old = invited.result(fair)
    new, *others = store.stages.names(team)
    assert store.stages.retire(team, new.id, NOW)
    assert not store.stages.retire(team, new.id, NOW)
    later = store.board.find(team, invited.result(fair))
    kept = store.board.find(team, old)
    assert later is not None
    assert kept is not None
    assert (kept.stage, later.stage) == (new.id, others[0].id)
    for each in others[:-1]:
        assert store.stages.retire(team, each.id, NOW)
    assert not store.stages.retire(team, others[-1].id, NOW), "one stage is always left"
    assert store.stages.bring_back(team, new.id)
    assert keys(store, team) == ["new", "withdrawn"]


def test_another_team_can_change_no_stage(store: Store, invited: Invited) -> None:
    team, _ = invited.team("Consulate A")
    other, _ = invited.team("Consulate B")
    stage = invited.stage(team, "new")
    before = store.stages.names(team)
    assert not store.stages.change(other, stage, {"en": "x"}, None)
    assert not store.stages.move(other, stage, up=False)
    assert not store.stages.retire(other, stage, NOW)
    assert not store.stages.bring_back(other, stage)
    assert store.stages.names(team) == before


def test_many_results_are_changed_at_once_and_each_change_is_noted(
    store: Store, invited: Invited
) -> None:
    team, who = invited.team("Consulate A")
    fair = invited.invitation(team, who)
    first, second, third = (invited.result(fair) for _ in range(3))
    stage = invited.stage(team, "shortlisted")
    store.work.change(team, [second], who, {"stage": stage}, NOW)
    changed = store.work.change(
        team, [first, second], who, {"stage": stage, "in_charge": who, "due_on": DAY}, NOW
    )
    assert changed == 2
    assert [note.kind for note in store.notes.of(team, first)] == ["due_on", "in_charge", "stage"]
    assert [note.says for note in store.notes.of(team, second)] == [
        "2026-12-01",
        str(who),
        str(stage),
    ]
    assert store.notes.of(team, third) == []
    assert store.work.change(team, [first], who, {"in_charge": None, "due_on": None}, NOW) == 1
    assert [note.says for note in store.notes.of(team, first)][:2] == ["", ""]


def test_a_stage_or_a_person_of_another_team_is_refused(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    other, stranger = invited.team("Consulate B")
    result = invited.result(invited.invitation(team, who))
    theirs = invited.stage(other, "contacted")
    assert store.work.change(team, [result], who, {"stage": theirs}, NOW) is None
    assert store.work.change(team, [result], who, {"in_charge": stranger}, NOW) is None
    assert store.notes.of(team, result) == []


def test_what_is_due_is_found_the_earliest_day_first_and_by_who_is_in_charge(
    store: Store, invited: Invited
) -> None:
    team, who = invited.team("Consulate A")
    fair = invited.invitation(team, who)
    later, sooner, _never = (invited.result(fair) for _ in range(3))
    store.work.change(team, [later], who, {"due_on": DAY}, NOW)
    store.work.change(team, [sooner], who, {"due_on": DAY - dt.timedelta(1), "in_charge": who}, NOW)

    def found(*wanted: Condition) -> list[int]:
        page = store.board.page(team, BoardFilter(sort="due", conditions=wanted))
        return [row.id for row in page.rows]

    assert found(conditions.due()) == [sooner, later]
    assert found(conditions.due(), conditions.in_charge(who)) == [sooner]
    assert found()[:2] == [sooner, later]


def test_withdrawing_takes_the_work_with_it(store: Store, invited: Invited, url: str) -> None:
    team, who = invited.team("Consulate A")
    result = invited.result(invited.invitation(team, who))
    store.work.change(team, [result], who, {"in_charge": who, "due_on": DAY}, NOW)
    store.results.withdraw(result)
    assert store.count_rows()["notes"] == 0
    assert [each.results for each in store.stages.of_team(team)] == [0] * 7
