"""A session ends on the server: unused, too old, signed out."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from quiz.store import NewRecruiter, Session, Store

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOURS = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def recruiter(store: Store) -> int:
    """Somebody who can sign in; the hash of the password is `hash`."""
    team = store.accounts.add_team("Consulate A", NOW)
    assert team is not None
    id_ = store.accounts.add(NewRecruiter(team, "a@quiz.example", "A", "administrator", "t"), NOW)
    assert id_ is not None
    store.accounts.set_up("t", "hash", NOW)
    return id_


def test_whoever_has_the_token_is_signed_in(store: Store, recruiter: int) -> None:
    assert store.sessions.start("token", recruiter, "hash", NOW)
    account = store.accounts.find("a@quiz.example")
    assert account is not None
    assert store.sessions.find("token", NOW) == Session(account.recruiter, NOW, started_at=NOW)
    assert store.sessions.find("another", NOW) is None


def test_a_password_that_has_changed_since_it_was_looked_at_starts_nothing(
    store: Store, recruiter: int
) -> None:
    assert not store.sessions.start("token", recruiter, "an older hash", NOW)
    assert store.sessions.find("token", NOW) is None


def test_a_session_ends_after_12_hours_without_use(store: Store, recruiter: int) -> None:
    store.sessions.start("token", recruiter, "hash", NOW)
    assert store.sessions.find("token", NOW + 12 * HOURS - SECOND) is not None
    assert store.sessions.find("token", NOW + 12 * HOURS) is None
    store.sessions.touch("token", NOW + 11 * HOURS)
    assert store.sessions.find("token", NOW + 22 * HOURS) is not None


def test_a_session_ends_after_7_days_however_much_it_is_used(store: Store, recruiter: int) -> None:
    store.sessions.start("token", recruiter, "hash", NOW)
    week = timedelta(days=7)
    store.sessions.touch("token", NOW + week - SECOND)
    assert store.sessions.find("token", NOW + week - SECOND) is not None
    assert store.sessions.find("token", NOW + week) is None


def test_signing_out_ends_this_session_only(store: Store, recruiter: int) -> None:
    for token in ("here", "there"):
        store.sessions.start(token, recruiter, "hash", NOW)
    store.sessions.end("here")
    assert store.sessions.find("here", NOW) is None
    assert store.sessions.find("there", NOW) is not None


def test_a_recruiter_sees_and_ends_their_own_open_sessions_only(
    store: Store, recruiter: int
) -> None:
    store.sessions.start("old", recruiter, "hash", NOW - 13 * HOURS)
    for hours, token in enumerate(("a", "b", "c")):
        store.sessions.start(token, recruiter, "hash", NOW + hours * HOURS, None, "Firefox|Windows")
    found = store.sessions.of(recruiter, NOW + 2 * HOURS)
    assert [each.started_at for each in found] == [NOW + hours * HOURS for hours in (2, 1, 0)]
    assert {each.browser for each in found} == {"Firefox|Windows"}
    key = found[0].key
    assert store.sessions.find(key, NOW) is None, "a key opens nothing"
    store.sessions.end_one(recruiter + 1, key)
    assert len(store.sessions.of(recruiter, NOW)) == 3
    store.sessions.end_one(recruiter, key)
    assert store.sessions.find("c", NOW) is None
    store.sessions.end_others(recruiter, found[1].key)
    assert [each.key for each in store.sessions.of(recruiter, NOW)] == [found[1].key]


def test_a_past_session_cannot_be_brought_back(store: Store, recruiter: int) -> None:
    store.sessions.start("past", recruiter, "hash", NOW)
    later = NOW + 12 * HOURS
    store.sessions.start("new", recruiter, "hash", later)
    store.sessions.touch("past", later)
    assert store.sessions.find("past", later) is None


def test_no_session_outlives_a_change_of_the_password_at_the_same_time(
    url: str, store: Store, recruiter: int, open_store: Callable[[str], Store]
) -> None:
    stores = [store, open_store(url)]
    for round_ in range(10):
        before, after = (f"hash {round_}" if round_ else "hash"), f"hash {round_ + 1}"
        with ThreadPoolExecutor(2) as pool:
            started = pool.submit(
                stores[0].sessions.start, f"token {round_}", recruiter, before, NOW
            )
            changed = pool.submit(
                stores[1].accounts.change_password, recruiter, before=before, after=after
            )
        assert changed.result()
        assert started.exception() is None
        assert store.sessions.find(f"token {round_}", NOW) is None
