"""A team keeps its last administrator, also when two are changed at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import combinations_with_replacement
from threading import Barrier

import pytest
import sqlalchemy as sa
from support.board_results import NOW

from quiz.store import NewRecruiter, Store
from quiz.store.memberships import Memberships
from quiz.store.schema import memberships


def test_the_last_administrator_keeps_the_role(
    url: str, store: Store, team: int, open_store: Callable[[str], Store]
) -> None:
    ids = []
    for token in ("token a", "token b"):
        new = NewRecruiter(team, f"{token[-1]}@quiz.example", "A", "administrator", token)
        ids.append(store.accounts.add(new, NOW))
        assert store.accounts.set_up(token, "hash", NOW)
    first, second = ids
    assert first is not None
    assert second is not None
    stores = [store, open_store(url)]
    for _ in range(5):
        with ThreadPoolExecutor(2) as pool:  # each takes the role from the other
            done = [
                pool.submit(each.memberships.change, team, who, "A", "recruiter")
                for each, who in zip(stores, (first, second), strict=True)
            ]
        assert sorted(each.result() for each in done) == [False, True]
        left = [each.recruiter.role for each in store.accounts.people(team)]
        assert sorted(left) == ["administrator", "recruiter"]
        assert all(store.memberships.change(team, who, "B", "administrator") for who in ids)
    store.accounts.disable(second, NOW)
    assert not store.memberships.change(team, first, "A", "reader"), "the other one cannot sign in"
    assert store.memberships.change(team, first, "C", "administrator")
    assert not store.memberships.leave(team, first, NOW)


Take = Callable[[Memberships, int, int], bool]
TAKEN: dict[str, Take] = {
    "disabled": lambda every, team, who: every.disable(team, who, NOW),
    "removed": lambda every, team, who: every.leave(team, who, NOW),
    "changed": lambda every, team, who: every.change(team, who, None, "reader"),
}


@pytest.mark.parametrize("does", [*combinations_with_replacement(TAKEN, 2)], ids=" and ".join)
def test_two_administrators_at_the_same_moment_leave_the_team_one(
    url: str, store: Store, team: int, add, open_store: Callable[[str], Store], does
) -> None:
    """Each disables, removes or changes the other one; both transactions have begun by then."""
    people = [add(f"{name}@quiz.example", team, "administrator") for name in "ab"]
    stores, together = [store, open_store(url)], Barrier(2)
    for each in stores:
        each.check()

    def take(mine: Store, from_whom: int, what: str) -> bool:
        together.wait(10)
        return TAKEN[what](mine.memberships, team, from_whom)

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(take, *each) for each in zip(stores, people, does, strict=True)]
    assert sorted(each.result() for each in done) == [False, True]
    left = [a for a in store.accounts.people(team) if a.state == "in use"]
    assert [a.recruiter.role for a in left if a.recruiter.role == "administrator"] == [
        "administrator"
    ]


def test_a_change_that_waits_for_another_sees_what_that_has_done(
    url: str, store: Store, team: int, add
) -> None:
    """The second administrator is disabled in a transaction that has not ended yet."""
    first, second = (add(f"{name}@quiz.example", team, "administrator") for name in "ab")
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    its = memberships.c.team == team, memberships.c.recruiter == second
    with ThreadPoolExecutor(1) as pool, engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.execute(sa.update(memberships).where(*its).values(disabled_at=NOW))
        waiting = pool.submit(store.memberships.disable, team, first, NOW)
        with suppress(TimeoutError):
            waiting.result(0.3)
        assert not waiting.done(), "it waits"
        connection.commit()
        assert not waiting.result(10), "the team would have none left"
    engine.dispose()
    assert [(a.recruiter.id, a.state) for a in store.accounts.people(team)] == [
        (first, "in use"),
        (second, "disabled"),
    ]
