"""What a team removes leaves its board, and can be put back; its owners keep all of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from support.board_results import NOW
from support.team_shares import SharingTeam

from quiz.store import BoardFilter, DepartureCounts, Removed, ResultsCounts, Store
from quiz.store.filter import DAY
from quiz.store.removals import DAYS_TO_PUT_BACK

TOO_LATE = NOW + DAYS_TO_PUT_BACK * DAY


@pytest.fixture
def team(store: Store) -> SharingTeam:
    return SharingTeam(store)


def remove(team: SharingTeam, *results: int, now: datetime = NOW) -> Removed:
    removed = team.store.removals.remove_results(team.id, team.recruiter, results, now)
    assert removed is not None
    return removed


def on_board(team: SharingTeam) -> list[int]:
    return sorted(row.id for row in team.store.board.page(team.id, BoardFilter()).rows)


def test_a_removed_result_is_nowhere_on_the_pages_of_its_team_and_its_owner_keeps_it(
    store: Store, team: SharingTeam
) -> None:
    invitation = team.invitation()
    going, staying = team.result(invitation, token="g" * 26), team.result(invitation)
    store.notes.add(team.id, going, team.recruiter, "called", NOW)
    share, token = team.share(staying, going)
    goes = ResultsCounts(results=1, notes=1, shares=1)
    assert store.removals.count_results(team.id, [going]) == goes
    assert remove(team, going).counts == goes
    assert on_board(team) == [staying]
    assert store.board.find(team.id, going) is None
    assert [row.id for row in store.board.every(team.id, BoardFilter())] == [staying]
    assert store.notes.of(team.id, going) == []
    assert not store.notes.add(team.id, going, team.recruiter, "again", NOW)
    assert sum(each.number for each in store.summaries.results(team.id, BoardFilter())) == 1
    assert store.shares.candidates(team.id, [going]) == []
    assert store.shares.add(team.new_share(going), NOW) is None
    opened, listed = store.shares.open(token, NOW), store.shares.find(team.id, share)
    assert opened is not None
    assert listed is not None
    assert (list(opened.results), listed.results) == ([1], 1)
    assert store.removals.remove_results(team.id, team.recruiter, [going], NOW) is None
    kept = store.results.find("g" * 26)
    assert kept is not None
    assert kept.id == going


def test_what_is_put_back_is_as_it_was(store: Store, team: SharingTeam) -> None:
    invitation = team.invitation()
    first, second = team.result(invitation, name="Ada"), team.result(invitation)
    store.notes.add(team.id, first, team.recruiter, "called", NOW)
    _, token = team.share(first)
    removal = remove(team, first, second).removal
    assert store.shares.open(token, NOW) is None
    [listed] = store.removals.of_team(team.id, NOW)
    assert (listed.id, listed.results, listed.names) == (removal, 2, ["Ada"])
    assert store.removals.put_back(team.id, removal, TOO_LATE - DAY) == 2
    assert on_board(team) == [first, second]
    assert [note.says for note in store.notes.of(team.id, first)] == ["called"]
    assert store.shares.open(token, NOW) is not None
    assert store.removals.of_team(team.id, NOW) == []
    assert store.removals.put_back(team.id, removal, NOW) is None


def test_a_removed_result_takes_no_place(store: Store, team: SharingTeam) -> None:
    invitation = team.invitation(places=1)
    result = team.result(invitation)
    with pytest.raises(AssertionError):
        team.result(invitation)
    remove(team, result)
    team.result(invitation)
    found = store.invitations.one(team.id, invitation)
    assert found is not None
    assert (found.taken, found.removed) == (1, 1)


def test_after_thirty_days_a_removal_is_for_good_and_the_owner_keeps_the_result(
    store: Store, team: SharingTeam
) -> None:
    invitation = team.invitation()
    going = team.result(invitation, token="g" * 26, name="Ada", email="ada@quiz.example")
    store.notes.add(team.id, going, team.recruiter, "called", NOW)
    team.share(going)
    removal = remove(team, going).removal
    store.removals.finish(TOO_LATE - timedelta(seconds=1))
    assert len(store.removals.of_team(team.id, NOW)) == 1, "it is not over yet"
    assert store.removals.put_back(team.id, removal, TOO_LATE) is None
    store.removals.finish(TOO_LATE)
    rows = store.count_rows()
    assert (rows["results"], rows["notes"], rows["shares"], rows["removals"]) == (1, 0, 0, 0)
    kept = store.results.find("g" * 26)
    assert kept is not None
    assert (kept.invitation, kept.name) == (None, "Ada")
    [link] = store.links.find(going)
    assert link.email is None
    found = store.invitations.one(team.id, invitation)
    assert found is not None
    assert (found.taken, found.removed) == (0, 1)


def test_many_removals_are_finished_in_parts(
    store: Store, team: SharingTeam, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.store.removals.AT_ONCE", 2)
    invitation = team.invitation()
    results = [team.result(invitation) for _ in range(5)]
    remove(team, *results)
    store.removals.finish(TOO_LATE)
    assert store.count_rows()["departures"] == 5
    assert store.summaries.count_departures(team.id, BoardFilter()).removed == 5


def test_an_invitation_goes_with_its_results_and_comes_back_with_them(
    store: Store, team: SharingTeam
) -> None:
    going, staying = team.invitation(code="GONE-7K4Q"), team.invitation()
    first, second, other = team.result(going), team.result(going), team.result(staying)
    store.visits.start("a sitting", going, NOW)
    earlier = remove(team, second).removal
    goes = ResultsCounts(results=1, notes=0, shares=0, visits=1)
    assert store.removals.count_invitation(team.id, going) == goes
    removed = store.removals.remove_invitation(team.id, team.recruiter, going, NOW)
    assert removed == Removed(removed.removal if removed else 0, goes)
    assert on_board(team) == [other]
    assert store.invitations.find("GONE-7K4Q") is None
    assert store.invitations.one(team.id, going) is None
    assert [each.id for each in store.invitations.of_team(team.id)] == [staying]
    assert list(store.board.titles(team.id)) == [staying]
    with pytest.raises(AssertionError):
        team.result(going)
    assert store.removals.remove_invitation(team.id, team.recruiter, going, NOW) is None
    assert [each.what for each in store.removals.of_team(team.id, NOW)] == ["invitation", "results"]
    assert removed is not None
    assert store.removals.put_back(team.id, removed.removal, NOW) == 1
    assert on_board(team) == [first, other]
    assert store.invitations.find("GONE-7K4Q") is not None
    assert store.removals.put_back(team.id, earlier, NOW) == 1
    assert on_board(team) == [first, second, other]


def test_an_invitation_without_results_can_be_put_back(store: Store, team: SharingTeam) -> None:
    invitation = team.invitation()
    removed = store.removals.remove_invitation(team.id, team.recruiter, invitation, NOW)
    assert removed is not None
    assert [each.about for each in store.removals.of_team(team.id, NOW)] == ["Careers fair"]
    assert store.removals.put_back(team.id, removed.removal, NOW) == 0


def test_a_result_that_is_put_back_brings_its_removed_invitation_back_and_stays(
    store: Store, team: SharingTeam
) -> None:
    invitation = team.invitation(code="GONE-7K4Q")
    first, second = team.result(invitation), team.result(invitation)
    put_back = remove(team, second).removal
    removed = store.removals.remove_invitation(team.id, team.recruiter, invitation, NOW)
    assert removed is not None
    assert store.removals.put_back(team.id, put_back, NOW) == 1
    found = store.invitations.find("GONE-7K4Q")
    assert found is not None
    assert found.stage(NOW) == "closed"
    assert on_board(team) == [second]
    [listed] = store.removals.of_team(team.id, NOW)
    assert (listed.id, listed.results) == (removed.removal, 1)
    store.removals.finish(TOO_LATE)
    assert on_board(team) == [second]
    assert {each.result for each in store.links.find(first, second)} == {first, second}


def test_a_removed_invitation_is_gone_after_thirty_days_with_visits_and_without_results(
    store: Store, team: SharingTeam
) -> None:
    invitation = team.invitation()
    first, second = team.result(invitation), team.result(invitation)
    store.visits.start("a sitting", invitation, NOW)
    remove(team, second)
    store.removals.remove_invitation(team.id, team.recruiter, invitation, NOW)
    store.removals.finish(TOO_LATE)
    rows = store.count_rows()
    assert (rows["invitations"], rows["visits"], rows["results"]) == (0, 0, 2)
    assert {each.result for each in store.links.find(first, second)} == {first, second}


def test_all_before_a_moment_is_removed_and_what_is_not_of_the_team_stays(
    store: Store, team: SharingTeam
) -> None:
    other = SharingTeam(store)
    team.result(created_at=NOW - timedelta(microseconds=1))
    staying = team.result(created_at=NOW)
    theirs = other.result(created_at=NOW - 9 * DAY)
    assert store.removals.count_before(team.id, NOW) == ResultsCounts(1, 0, 0)
    removed = store.removals.remove_before(team.id, team.recruiter, NOW, "2026-11-25", NOW)
    assert removed is not None
    assert removed.counts == ResultsCounts(1, 0, 0)
    assert (on_board(team), on_board(other)) == ([staying], [theirs])
    [listed] = store.removals.of_team(team.id, NOW)
    assert (listed.what, listed.about) == ("before", "2026-11-25")
    assert store.removals.remove_before(team.id, team.recruiter, NOW, "2026-11-25", NOW) is None


def test_another_team_can_remove_and_put_back_nothing(store: Store, team: SharingTeam) -> None:
    other = SharingTeam(store)
    invitation = team.invitation()
    result, off = team.result(invitation), team.result(invitation)
    removal = remove(team, off).removal
    assert store.removals.count_results(other.id, [result]).results == 0
    assert store.removals.remove_results(other.id, other.recruiter, [result], NOW) is None
    assert store.removals.remove_invitation(other.id, other.recruiter, invitation, NOW) is None
    assert store.removals.of_team(other.id, NOW) == []
    assert store.removals.put_back(other.id, removal, NOW) is None
    assert on_board(team) == [result]


def test_withdrawals_removals_and_erasures_are_counted_by_invitation_and_day(
    store: Store, team: SharingTeam
) -> None:
    fair, talk = team.invitation(), team.invitation()
    early = {"created_at": NOW - 9 * DAY}
    withdrawn, deleted = team.result(fair), team.result(fair, **early)
    removed, finished, erased = team.result(fair), team.result(talk), team.result(talk, **early)
    store.results.withdraw(withdrawn)
    store.results.delete(deleted)
    remove(team, finished, now=NOW - 40 * DAY)
    store.removals.finish(NOW)
    remove(team, removed)
    store.deletion.erase_person(team.id, erased)
    team.result(talk)

    def counts(**filters: object) -> DepartureCounts:
        return store.summaries.count_departures(team.id, BoardFilter(**filters))  # type: ignore[arg-type]

    assert counts() == DepartureCounts(withdrawn=2, removed=2, erased=1)
    assert counts(invitation=fair) == DepartureCounts(withdrawn=2, removed=1, erased=0)
    assert counts(first=NOW.date()) == DepartureCounts(withdrawn=1, removed=2, erased=0)
    assert counts(last=(NOW - DAY).date()) == DepartureCounts(withdrawn=1, removed=0, erased=1)
    other = SharingTeam(store)
    assert store.summaries.count_departures(other.id, BoardFilter()) == DepartureCounts(0, 0, 0)
    of_fair, of_talk = (store.invitations.one(team.id, each) for each in (fair, talk))
    assert of_fair is not None
    assert of_talk is not None
    assert (of_fair.taken, of_fair.withdrawn, of_fair.removed) == (0, 2, 1)
    assert (of_talk.taken, of_talk.withdrawn, of_talk.removed) == (1, 0, 2)


def test_a_result_without_a_team_is_counted_nowhere(store: Store, team: SharingTeam) -> None:
    result = team.result()
    store.results.withdraw(result)
    store.results.delete(result)
    assert store.count_rows()["departures"] == 1


def test_whoever_comes_by_an_invitation_while_it_is_removed_is_on_no_board(
    url: str, open_store: Callable[[str], Store], store: Store, team: SharingTeam
) -> None:
    another_process = open_store(url)
    invitation = team.invitation()
    removed = threading.Event()

    def come(_: int) -> None:
        while not removed.is_set():
            with suppress(AssertionError):  # there is no place any more
                team.result(invitation)

    with ThreadPoolExecutor(2) as pool:
        coming = [pool.submit(come, number) for number in range(2)]
        try:
            done = another_process.removals.remove_invitation(
                team.id, team.recruiter, invitation, NOW
            )
            assert done is not None
        finally:
            removed.set()
        for each in coming:
            each.result()
    assert on_board(team) == []
