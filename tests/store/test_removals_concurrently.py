"""A team removes results while others change them: nobody waits for each other in vain."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from support.board_results import NOW
from support.team_shares import SharingTeam

from quiz.store import Removed, Store


def test_an_owner_withdraws_a_result_while_the_team_removes_its_invitation(
    url: str, store: Store, open_store: Callable[[str], Store]
) -> None:
    """It takes some tries to meet the moment."""
    team, another_process = SharingTeam(store), open_store(url)
    for _ in range(10):
        invitation = team.invitation()
        result, *_ = [team.result(invitation) for _ in range(3)]
        together = threading.Barrier(2, timeout=30)

        def withdraw(result: int = result, together: threading.Barrier = together) -> None:
            together.wait()
            another_process.results.withdraw(result)

        with ThreadPoolExecutor(1) as pool:
            withdrawing = pool.submit(withdraw)
            together.wait()
            assert store.removals.remove_invitation(team.id, team.recruiter, invitation, NOW)
        withdrawing.result()


def test_results_that_two_remove_at_once_are_removed_once(
    url: str, store: Store, open_store: Callable[[str], Store]
) -> None:
    """It takes some tries to meet the moment."""
    team, another_process = SharingTeam(store), open_store(url)
    for _ in range(10):
        results = [team.result() for _ in range(5)]
        together = threading.Barrier(2, timeout=30)

        def remove(
            by: Store, results: list[int] = results, together: threading.Barrier = together
        ) -> Removed | None:
            together.wait()
            return by.removals.remove_results(team.id, team.recruiter, results, NOW)

        with ThreadPoolExecutor(2) as pool:
            removed = [each for each in pool.map(remove, (store, another_process)) if each]
        assert [each.counts.results for each in removed] == [5]
    assert store.count_rows()["removals"] == 10
