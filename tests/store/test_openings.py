"""How often invitations were opened: counted in memory, written later, and of nobody known."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.invitations import invite
from support.store_failures import refused

from quiz.store import BoardFilter, Store
from quiz.store.database import Database
from quiz.store.openings import Openings

NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)


def opened(store: Store, code: str = "FAIR-7K4Q") -> int:
    found = store.invitations.find(code)
    assert found is not None
    return found.opened


def test_openings_are_written_together_and_added_up_by_day(
    url: str, store: Store, open_store: Callable[..., Store]
) -> None:
    ours, other = invite(store), invite(store, "Consulate B", code="YORK-7K4Q")
    second = open_store(url)
    for each, days in ((store, (0, 0, 1)), (second, (0, 2))):
        for ago in days:
            each.openings.count(ours.id, TODAY - ago * DAY)
    store.openings.count(other.id, TODAY)
    assert opened(store) == 0, "nobody waits for the database"
    store.openings.write()
    store.openings.write()
    second.close()
    assert (opened(store), opened(store, "YORK-7K4Q")) == (5, 1)

    def counted(**fields: object) -> int:
        return store.summaries.openings(ours.team, BoardFilter(**fields))  # type: ignore[arg-type]

    assert counted() == 5
    assert counted(last=TODAY - DAY) == 2
    assert counted(first=TODAY - DAY) == 4
    assert counted(first=TODAY - DAY, last=TODAY - DAY) == 1
    assert counted(invitation=ours.id) == 5
    assert counted(invitation=other.id) == 0, "of another team"
    store.openings.delete_before(TODAY)
    assert counted() == 3


def test_an_invitation_that_is_gone_keeps_no_other_from_being_written(store: Store) -> None:
    ours = invite(store)
    store.openings.count(ours.id + 1000, TODAY)
    store.openings.count(ours.id, TODAY)
    store.openings.write()
    assert opened(store) == 1


def test_what_could_not_be_written_is_written_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = invite(store)
    store.openings.count(ours.id, TODAY)
    with monkeypatch.context() as broken:

        def fail(_database: Database, _table: object) -> None:
            raise OSError("the disk is full")

        database = type(vars(store)["_database"])
        broken.setattr(database, "insert", fail)
        with refused("cannot count openings"):
            store.openings.write()
    store.openings.count(ours.id, TODAY)
    store.openings.write()
    assert opened(store) == 2


def test_two_processes_that_write_at_once_do_not_wait_for_each_other(
    url: str, store: Store, open_store: Callable[..., Store]
) -> None:
    """It takes some tries to meet the moment."""
    ours, other = invite(store), invite(store, "Consulate B", code="YORK-7K4Q")
    counted = [(each.id, TODAY - ago * DAY) for each in (ours, other) for ago in range(5)]
    both = store.openings, open_store(url).openings
    for _ in range(10):
        together = threading.Barrier(2, timeout=30)

        def write(openings: Openings, together: threading.Barrier = together) -> None:
            together.wait()
            openings.write()

        for openings, keys in zip(both, (counted, counted[::-1]), strict=True):
            for key in keys:
                openings.count(*key)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(write, both))
    assert (opened(store), opened(store, "YORK-7K4Q")) == (100, 100)
