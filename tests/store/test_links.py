"""The owner of a result decides about its link, and can let all of it go."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quiz.store import Link, NewResult, Store, hash_token

Make = Callable[..., NewResult]

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def result(store: Store, new_result: Make) -> int:
    """The id of a result whose token is 26 times the letter a."""
    return store.add_result(new_result()).id


def test_a_new_link_shows_the_reasons_and_stays_open(
    store: Store, result: int, new_result: Make
) -> None:
    new = new_result()
    [link] = store.links.find(result)
    assert link == Link(
        result=result,
        digest=new.digest,
        outcome=new.outcome,
        created_at=new.created_at,
        submission=new.submission,
        address=0,
        token_hash=hash_token("a" * 26),
        reveal="reasons",
        name=None,
        closes_at=None,
        openings=0,
        opened_at=None,
        owner_link=False,
    )


def test_what_the_owner_decides_is_found_with_the_result(store: Store, result: int) -> None:
    store.links.change(result, reveal="answers", name="花子 🎌", closes_at=LATER)
    found = store.find_result("a" * 26)
    assert found is not None
    assert (found.reveal, found.name, found.closes_at) == ("answers", "花子 🎌", LATER)


def test_a_link_is_closed_and_opened_again_under_another_address(store: Store, result: int) -> None:
    store.links.close(result, NOW)
    closed = store.find_result("a" * 26)
    assert closed is not None
    assert closed.closes_at == NOW
    assert store.links.move(result, address=1, token="b" * 26)
    assert store.find_result("a" * 26) is None
    moved = store.find_result("b" * 26)
    assert moved is not None
    assert (moved.id, moved.closes_at) == (result, None)


def test_of_several_moves_at_once_one_counts(store: Store, result: int) -> None:
    def move(number: int) -> bool:
        return store.links.move(result, address=1, token=str(number))

    with ThreadPoolExecutor(8) as pool:
        moved = list(pool.map(move, range(8)))
    assert moved.count(True) == 1
    assert store.find_result(str(moved.index(True))) is not None


def test_the_same_submission_leads_to_the_address_that_the_link_has_now(
    store: Store, result: int, new_result: Make
) -> None:
    store.links.move(result, address=1, token="b" * 26)
    again = store.add_result(new_result())
    assert (again.id, again.address) == (result, 1)


def test_only_an_open_link_is_counted(store: Store, result: int) -> None:
    for moment in (NOW, LATER):
        store.links.count_opening("a" * 26, moment)
    store.links.count_opening("b" * 26, LATER)
    store.links.close(result, LATER)
    store.links.count_opening("a" * 26, LATER + timedelta(hours=1))
    [link] = store.links.find(result)
    assert (link.openings, link.opened_at) == (2, LATER)


def test_an_owner_link_makes_one_the_owner_until_there_is_another(
    store: Store, result: int
) -> None:
    assert store.links.owned_by("first") is None
    store.links.make_owner_link(result, "first")
    assert store.links.owned_by("first") == result
    store.links.make_owner_link(result, "second")
    assert store.links.owned_by("first") is None
    assert store.links.owned_by("second") == result


def test_a_deleted_result_is_gone_with_its_link(store: Store, result: int) -> None:
    store.links.make_owner_link(result, "owner")
    store.links.delete(result)
    assert store.find_result("a" * 26) is None
    assert store.links.find(result) == []
    assert store.links.owned_by("owner") is None


def test_old_results_are_listed_and_deleted_and_newer_ones_stay(
    store: Store, new_result: Make
) -> None:
    ids = [
        store.add_result(new_result(str(days), created_at=NOW - timedelta(days=days))).id
        for days in (500, 401, 400, 1)
    ]
    limit = NOW - timedelta(days=400)
    assert [id_ for id_, _ in store.links.made_before(limit)] == ids[:2]
    assert store.links.delete_made_before(limit) == 2
    assert [store.find_result(days) is None for days in ("500", "401", "400", "1")] == [
        True,
        True,
        False,
        False,
    ]


def test_nothing_of_a_deleted_result_is_left_in_the_files_of_sqlite(
    sqlite_url: str, open_store: Callable[[str], Store], new_result: Make
) -> None:
    store = open_store(sqlite_url)
    store.upgrade()
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    secrets = {}
    # Pages are split while the rows grow, which leaves copies of them behind.
    for number in range(300):
        token, name = f"the token of {number}", f"the name of {number:04}"
        id_ = store.add_result(new_result(token, outcome={"texts": [name] * 50})).id
        store.links.change(id_, reveal="reasons", name=name, closes_at=None)
        secrets[id_] = (name, hash_token(token), new_result(token).submission)

    def left(words: tuple[str, ...]) -> list[str]:
        files = [path, path.with_name("quiz.db-wal")]
        kept = b"".join(file.read_bytes() for file in files if file.exists())
        return [word for word in words if word.encode() in kept]

    gone = [id_ for id_ in secrets if id_ % 3 == 0]
    assert all(left(secrets[id_]) for id_ in gone)
    for id_ in gone[:5]:
        store.links.delete(id_)
        store.wipe()
        assert left(secrets[id_]) == []
    stays = next(id_ for id_ in secrets if id_ % 3)
    assert len(left(secrets[stays])) == 3
