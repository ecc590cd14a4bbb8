"""Second factors: each code counts once, also for two requests at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from quiz.store import NewRecruiter, Store

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
MINUTES, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def recruiter(store: Store) -> int:
    team = store.accounts.add_team("Consulate A", NOW)
    assert team is not None
    id_ = store.accounts.add(NewRecruiter(team, "a@quiz.example", "A", "recruiter", "t"), NOW)
    assert store.accounts.set_up("t", "hash", NOW)
    assert id_ is not None
    return id_


def has_second_factor(store: Store) -> bool:
    account = store.accounts.find("a@quiz.example")
    assert account is not None
    return account.has_second_factor


def test_an_account_has_a_second_factor_while_an_app_is_set_up(
    store: Store, recruiter: int
) -> None:
    factors = store.second_factors
    assert not has_second_factor(store)
    factors.set_totp(recruiter, "encrypted", 7)
    factors.replace_recovery_codes(recruiter, ["a", "b"])
    assert has_second_factor(store)
    assert factors.has_any(recruiter)
    assert factors.totp_secret(recruiter) == "encrypted"
    factors.turn_off_totp(recruiter)
    assert not has_second_factor(store)
    assert factors.recovery_codes_left(recruiter) == 0
    assert not factors.use_step(recruiter, 8)


def test_only_later_codes_count(store: Store, recruiter: int) -> None:
    store.second_factors.set_totp(recruiter, "encrypted", 7)
    used = [store.second_factors.use_step(recruiter, step) for step in (6, 7, 8, 8, 9)]
    assert used == [False, False, True, False, True]


def test_of_two_requests_with_one_code_one_signs_in(
    url: str, store: Store, recruiter: int, open_store: Callable[[str], Store]
) -> None:
    both = [store, open_store(url)]
    store.second_factors.set_totp(recruiter, "encrypted", 0)
    codes = [f"code {number}" for number in range(10)]
    store.second_factors.replace_recovery_codes(recruiter, codes)
    for step, code in enumerate(codes, start=1):
        with ThreadPoolExecutor(4) as pool:
            steps = [pool.submit(each.second_factors.use_step, recruiter, step) for each in both]
            spent = [
                pool.submit(each.second_factors.use_recovery_code, recruiter, code) for each in both
            ]
        assert sorted(each.result() for each in steps) == [False, True]
        assert sorted(each.result() for each in spent) == [False, True]


def test_removing_all_of_them_ends_sessions_and_sign_ins(store: Store, recruiter: int) -> None:
    store.second_factors.set_totp(recruiter, "encrypted", 7)
    store.second_factors.replace_recovery_codes(recruiter, ["a"])
    store.sessions.start("session", recruiter, "hash", NOW)
    assert store.sign_ins.begin("sign-in", recruiter, "hash", NOW, None)
    store.second_factors.remove_all(recruiter)
    assert not has_second_factor(store)
    assert not store.second_factors.use_recovery_code(recruiter, "a")
    assert store.sessions.find("session", NOW) is None
    assert store.sign_ins.find("sign-in", NOW) is None


def test_a_sign_in_becomes_one_session_within_ten_minutes(store: Store, recruiter: int) -> None:
    later = NOW + 10 * MINUTES
    assert store.sign_ins.begin("in time", recruiter, "hash", NOW, "a draft")
    assert store.sign_ins.begin("too late", recruiter, "hash", NOW, None)
    found = store.sign_ins.find("in time", later - SECOND)
    assert found is not None
    assert (found.recruiter.id, found.draft) == (recruiter, "a draft")
    assert store.sessions.find("in time", NOW) is None, "it is no session"
    assert store.sign_ins.finish("in time", "session", later - SECOND)
    assert not store.sign_ins.finish("in time", "again", later - SECOND)
    session = store.sessions.find("session", later)
    assert session is not None
    assert session.draft == "a draft"
    assert store.sign_ins.find("too late", later) is None
    assert not store.sign_ins.finish("too late", "session 2", later)
    assert store.sessions.find("again", later) is store.sessions.find("session 2", later) is None


@pytest.mark.parametrize("change", ["password", "disabled"])
def test_a_sign_in_does_not_outlive_a_change_of_the_account(
    store: Store, recruiter: int, change: str
) -> None:
    assert not store.sign_ins.begin("wrong", recruiter, "another hash", NOW, None)
    assert store.sign_ins.begin("sign-in", recruiter, "hash", NOW, None)
    if change == "password":
        assert store.accounts.change_password(recruiter, before="hash", after="new hash")
    else:
        store.accounts.disable(recruiter, NOW)
    assert store.sign_ins.find("sign-in", NOW) is None
    assert not store.sign_ins.finish("sign-in", "session", NOW)
    assert not store.sign_ins.begin("after", recruiter, "hash", NOW, None)
