"""The owner of a result decides about its link, and can let all of it go."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from quiz.store import Link, NewResult, Store, hash_token

Make = Callable[..., NewResult]

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def result(store: Store, new_result: Make) -> int:
    """The id of a result whose token is 26 times the letter a."""
    return store.results.add(new_result()).id


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
        address_number=0,
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
    found = store.results.find("a" * 26)
    assert found is not None
    assert (found.reveal, found.name, found.closes_at) == ("answers", "花子 🎌", LATER)


def test_a_link_is_closed_and_opened_again_under_another_address(store: Store, result: int) -> None:
    store.links.close(result, NOW)
    closed = store.results.find("a" * 26)
    assert closed is not None
    assert closed.closes_at == NOW
    assert store.links.move(result, address_number=1, token="b" * 26)
    assert store.results.find("a" * 26) is None
    moved = store.results.find("b" * 26)
    assert moved is not None
    assert (moved.id, moved.closes_at) == (result, None)


def test_of_several_moves_at_once_one_counts(store: Store, result: int) -> None:
    def move(number: int) -> bool:
        return store.links.move(result, address_number=1, token=str(number))

    with ThreadPoolExecutor(8) as pool:
        moved = list(pool.map(move, range(8)))
    assert moved.count(True) == 1
    assert store.results.find(str(moved.index(True))) is not None


def test_the_same_submission_leads_to_the_address_that_the_link_has_now(
    store: Store, result: int, new_result: Make
) -> None:
    store.links.move(result, address_number=1, token="b" * 26)
    again = store.results.add(new_result())
    assert (again.id, again.address_number) == (result, 1)


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
    store.results.delete(result)
    assert store.results.find("a" * 26) is None
    assert store.links.find(result) == []
    assert store.links.owned_by("owner") is None
