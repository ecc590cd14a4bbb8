"""Passkeys: each belongs to one account, and a use of it is recorded once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from quiz.store import NewPasskey, NewRecruiter, Store

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def recruiters(store: Store) -> list[int]:
    team = store.accounts.add_team("Consulate A", NOW)
    assert team is not None
    ids = [
        store.accounts.add(NewRecruiter(team, f"{name}@quiz.example", name, "recruiter", name), NOW)
        for name in ("a", "b")
    ]
    return [id_ for id_ in ids if id_ is not None]


def test_a_passkey_is_found_by_its_id_and_is_of_one_account(
    store: Store, recruiters: list[int]
) -> None:
    first, second = recruiters
    assert store.passkeys.add(first, NewPasskey("id", b"key", 3, "携帯"), NOW)
    assert not store.passkeys.add(second, NewPasskey("id", b"other", 0, "B"), NOW)
    found = store.passkeys.find("id")
    assert found is not None
    assert (found.recruiter, found.public_key, found.sign_count) == (first, b"key", 3)
    assert (found.name, found.created_at, found.used_at) == ("携帯", NOW, None)
    assert store.passkeys.of(first) == [found]
    assert store.passkeys.of(second) == []
    assert store.passkeys.find("ID") is None
    assert store.second_factors.number(first) == 1
    store.second_factors.set_totp(first, "encrypted", 1)
    assert [store.second_factors.number(each) for each in recruiters] == [2, 0]


def test_recovery_codes_stay_until_the_last_second_factor_goes(
    store: Store, recruiters: list[int]
) -> None:
    first, second = recruiters
    store.passkeys.add(first, NewPasskey("1", b"", 0, "A"), NOW)
    store.second_factors.set_totp(first, "encrypted", 1)
    store.second_factors.replace_recovery_codes(first, ["code"])
    [passkey] = store.passkeys.of(first)
    store.passkeys.remove(second, passkey.id)
    assert store.passkeys.of(first) == [passkey], "it is not theirs"
    store.second_factors.turn_off_totp(first)
    assert store.second_factors.recovery_codes_left(first) == 1
    store.passkeys.remove(first, passkey.id)
    assert store.second_factors.recovery_codes_left(first) == 0


def test_a_count_only_grows_unless_there_is_none(store: Store, recruiters: list[int]) -> None:
    first, _ = recruiters
    for id_, counts in (("counts", (1, 1, 5, 4, 0, 6)), ("does not", (0, 0, 2, 0))):
        store.passkeys.add(first, NewPasskey(id_, b"", 0, id_), NOW)
        passkey = store.passkeys.of(first)[-1].id
        used = [store.passkeys.use(passkey, count, LATER) for count in counts]
        assert (
            used
            == {
                "counts": [True, False, True, False, False, True],
                "does not": [True, True, True, False],
            }[id_]
        )
        assert store.passkeys.of(first)[-1].used_at == LATER


def test_of_two_requests_with_one_count_one_signs_in(
    url: str, store: Store, recruiters: list[int], open_store: Callable[[str], Store]
) -> None:
    both = [store, open_store(url)]
    store.passkeys.add(recruiters[0], NewPasskey("id", b"", 0, "A"), NOW)
    [passkey] = store.passkeys.of(recruiters[0])
    for count in range(1, 9):
        with ThreadPoolExecutor(2) as pool:
            used = [pool.submit(each.passkeys.use, passkey.id, count, LATER) for each in both]
        assert sorted(each.result() for each in used) == [False, True]
