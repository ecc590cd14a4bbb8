"""What a team shares is opened by its link, until it is revoked, has ended, or is empty."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from support.board_results import NOW
from support.team_shares import LATER, SharingTeam

from quiz.store import Store, StoreError

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def team(store: Store) -> SharingTeam:
    return SharingTeam(store)


def test_a_share_opens_its_results_in_their_order(store: Store, team: SharingTeam) -> None:
    hanako, other = team.result(name="花子"), team.result(created_at=NOW - timedelta(days=3))
    made, token = team.share(other, hanako, reveal="reasons", names=False)
    opened = store.shares.open(token, NOW)
    assert opened is not None
    assert [(place, result.id) for place, result in opened.results.items()] == [
        (1, other),
        (2, hanako),
    ]
    assert (opened.reveal, opened.names, opened.ends_at) == ("reasons", False, LATER)
    assert opened.team.startswith("Consulate")
    assert (opened.results[2].name, opened.results[2].answers) == (
        "花子",
        {"level": ("n2",)},
    )
    [listed] = store.shares.page(team.id)
    assert listed == store.shares.find(team.id, made)
    assert (listed.label, listed.results, listed.openings) == ("For the embassy", 2, 0)
    assert listed.by == opened.by
    assert token not in str(listed)


def test_a_share_is_made_of_the_teams_own_results_alone(store: Store, team: SharingTeam) -> None:
    other = SharingTeam(store)
    mine, theirs = team.result(), other.result()
    assert store.shares.add(team.new_share(mine, theirs), NOW) is None
    assert store.shares.add(team.new_share(mine, 10**6), NOW) is None
    assert store.shares.page(team.id) == []
    assert [each.id for each in store.shares.candidates(team.id, (10**6, theirs, mine))] == [mine]


def test_a_team_knows_nothing_of_the_shares_of_another(store: Store, team: SharingTeam) -> None:
    other = SharingTeam(store)
    share, token = team.share(team.result())
    assert store.shares.find(other.id, share) is None
    assert store.shares.page(other.id) == []
    assert store.shares.revoke(other.id, share, NOW) is False
    assert store.shares.open(token, NOW) is not None


def test_a_share_is_revoked_once_and_stays_listed(store: Store, team: SharingTeam) -> None:
    share, token = team.share(team.result())
    assert store.shares.revoke(team.id, share, NOW) is True
    assert store.shares.revoke(team.id, share, NOW + MOMENT) is False
    assert store.shares.open(token, NOW) is None
    [listed] = store.shares.page(team.id)
    assert listed.revoked_at == NOW


def test_a_share_opens_nothing_from_its_end_on(store: Store, team: SharingTeam) -> None:
    _, token = team.share(team.result())
    assert store.shares.open(token, LATER - MOMENT) is not None
    assert store.shares.open(token, LATER) is None
    assert store.shares.open("another", NOW) is None


def test_openings_are_counted_while_a_share_opens_something(
    store: Store, team: SharingTeam
) -> None:
    share, token = team.share(team.result())
    store.shares.count_opening(token, NOW)
    store.shares.count_opening(token, NOW + MOMENT)
    store.shares.count_opening(token, LATER)
    store.shares.revoke(team.id, share, NOW + 2 * MOMENT)
    store.shares.count_opening(token, NOW + 3 * MOMENT)
    [listed] = store.shares.page(team.id)
    assert (listed.openings, listed.opened_at) == (2, NOW + MOMENT)


def test_shares_are_listed_by_pages_the_newest_first(store: Store, team: SharingTeam) -> None:
    result = team.result()
    made = [team.share(result)[0] for _ in range(5)]
    assert [each.id for each in store.shares.page(team.id, limit=2)] == [made[4], made[3]]
    older = store.shares.page(team.id, before=made[3], limit=2)
    assert [each.id for each in older] == [made[2], made[1]]


def test_a_deleted_result_leaves_its_place_empty_and_the_last_one_takes_the_share_along(
    store: Store, team: SharingTeam
) -> None:
    first, second = team.result(), team.result()
    _, token = team.share(first, second)
    store.results.delete(first)
    opened = store.shares.open(token, NOW)
    assert opened is not None
    assert list(opened.results) == [2]
    store.results.delete(second)
    assert store.shares.open(token, NOW) is None
    assert store.shares.page(team.id) == []


def test_a_withdrawn_result_leaves_its_shares(store: Store, team: SharingTeam) -> None:
    withdrawn, other = team.result(), team.result()
    _, both = team.share(withdrawn, other)
    _, one = team.share(withdrawn)
    store.results.withdraw(withdrawn)
    opened = store.shares.open(both, NOW)
    assert opened is not None
    assert list(opened.results) == [2]
    assert store.shares.open(one, NOW) is None
    assert len(store.shares.page(team.id)) == 1
    assert store.shares.add(team.new_share(withdrawn), NOW) is None


def test_nothing_that_begins_to_read_after_a_revoke_was_answered_is_shown(
    store: Store, team: SharingTeam
) -> None:
    result = team.result()
    for _ in range(5):
        share, token = team.share(result)
        revoked, ready = threading.Event(), threading.Barrier(17)

        def read(token: str = token, revoked=revoked, ready=ready) -> int:
            ready.wait()
            shown = 0
            for _ in range(200):
                known = revoked.is_set()
                try:
                    opened = store.shares.open(token, NOW) is not None
                except StoreError as error:
                    if "all connections" not in str(error):  # the other readers have them
                        raise
                    continue
                assert not (known and opened), "a revoked share was shown"
                shown += opened
                if known:
                    return shown
            return -1

        with ThreadPoolExecutor(16) as pool:
            reading = [pool.submit(read) for _ in range(16)]
            ready.wait()
            assert store.shares.revoke(team.id, share, NOW)
            revoked.set()
            assert all(each.result() >= 0 for each in reading), "it was never read after the revoke"
