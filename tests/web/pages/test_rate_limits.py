"""Rate limits: whom they count, and when to try again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from quiz.store import QuotaExceeded, hash_token
from quiz.web.framework.language import read_languages
from quiz.web.pages import rate_limits
from quiz.web.pages.rate_limits import RateLimit, network_of, try_again_in
from quiz.web.pages.services import services

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TWO = RateLimit("test", 2, timedelta(minutes=10))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_a_network_is_an_ipv4_address_or_an_ipv6_64(address: str, network: str) -> None:
    assert network_of(address) == network


def used(limit: RateLimit, subject: str, now: datetime) -> datetime | None:
    """Use a limit; return None, or when to try again."""
    try:
        services().store.limits.use([limit.quota(subject)], now)
    except QuotaExceeded as error:
        return error.until
    return None


def test_one_attempt_too_many_returns_when_to_try_again(app: Flask) -> None:
    with app.test_request_context():
        assert [used(TWO, "a", NOW) for _ in range(2)] == [None, None]
        later = NOW + timedelta(minutes=9)
        assert used(TWO, "a", later) == NOW + timedelta(minutes=10)
        assert used(TWO, "b", later) is None
        assert used(TWO, "a", NOW + timedelta(minutes=10)) is None


def test_limits_of_different_kinds_count_separately(app: Flask) -> None:
    other = RateLimit("other", 1, timedelta(minutes=10))
    with app.test_request_context():
        for _ in range(3):
            used(TWO, "a", NOW)
        assert used(other, "a", NOW) is None
        services().store.limits.forget(TWO.quota("a"))
        assert used(TWO, "a", NOW) is None
        assert used(other, "a", NOW) is not None


@pytest.mark.parametrize(
    ("limit", "people", "most"),
    [
        (rate_limits.RESULTS, 300, 600),
        (rate_limits.KEPT_RESULTS, 300, 9000),
        (rate_limits.VISITS, 300, 600),
        (rate_limits.PLACES, 300, 450),
        (rate_limits.PLACES, 1, 2),
        (rate_limits.UNKNOWN_LINKS, 300, 300),
        (rate_limits.RESULTS, 1000, 2000),
        (rate_limits.PASSWORDS_FROM_NETWORK, 1000, 50),
    ],
)
def test_limits_for_people_are_multiples_of_the_setting(
    start_app: Callable[..., Flask], limit: RateLimit, people: int, most: int
) -> None:
    with start_app(people_per_hour=people).test_request_context():
        assert limit.quota("a").most == most


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "Try again in one minute."),
        (61, "Try again in 2 minutes."),
        (3600, "Try again in 60 minutes."),
        (7201, "Try again in 3 hours."),
        (30 * 86_400, "Try again in 30 days."),
    ],
)
def test_a_wait_is_said_in_minutes_hours_or_days(seconds: int, words: str) -> None:
    english, japanese = read_languages(["en", "ja"]).values()
    assert try_again_in(timedelta(seconds=seconds), english) == words
    in_japanese = try_again_in(timedelta(seconds=seconds), japanese)
    assert in_japanese.endswith("後にもう一度お試しください。")


def test_subjects_cannot_be_guessed_from_the_database_alone(app: Flask, tmp_path: Path) -> None:
    with app.test_request_context():
        used(TWO, "192.0.2.7", NOW)
    with closing(sqlite3.connect(tmp_path / "quiz.db")) as connection:
        [(subject_hash,)] = connection.execute("SELECT subject_hash FROM attempts").fetchall()
    guesses = ("192.0.2.7", "test 192.0.2.7", "attempt test 192.0.2.7")
    assert subject_hash not in [hash_token(guess) for guess in guesses]
