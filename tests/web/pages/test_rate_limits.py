"""Rate limits: whom they count, and when to try again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from quiz.store import hash_token
from quiz.web.pages.rate_limits import RateLimit, network_of

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


def test_one_attempt_too_many_returns_when_to_try_again(app: Flask) -> None:
    with app.test_request_context():
        assert [TWO.count("a", NOW) for _ in range(2)] == [None, None]
        later = NOW + timedelta(minutes=9)
        assert TWO.count("a", later) == NOW + timedelta(minutes=10)
        assert TWO.count("b", later) is None
        assert TWO.count("a", NOW + timedelta(minutes=10)) is None


def test_limits_of_different_kinds_count_separately(app: Flask) -> None:
    other = RateLimit("other", 1, timedelta(minutes=10))
    with app.test_request_context():
        for _ in range(3):
            TWO.count("a", NOW)
        assert other.count("a", NOW) is None
        TWO.forget("a")
        assert TWO.count("a", NOW) is None
        assert other.count("a", NOW) is not None


def test_subjects_cannot_be_guessed_from_the_database_alone(app: Flask, tmp_path: Path) -> None:
    with app.test_request_context():
        TWO.count("192.0.2.7", NOW)
    with closing(sqlite3.connect(tmp_path / "quiz.db")) as connection:
        [(subject_hash,)] = connection.execute("SELECT subject_hash FROM attempts").fetchall()
    guesses = ("192.0.2.7", "test 192.0.2.7", "attempt test 192.0.2.7")
    assert subject_hash not in [hash_token(guess) for guess in guesses]
