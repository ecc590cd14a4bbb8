"""Hashes passwords with the cheapest parameters of argon2, except in tests of the hashes."""

from __future__ import annotations

from functools import cache

import pytest
from argon2 import PasswordHasher

from quiz.web.recruiters.accounts import passwords

_CHEAPEST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # 8 KiB instead of 64 MiB


@cache
def _hash_of_nobody() -> str:
    return _CHEAPEST.hash("the password of no account")


def use_cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make and compare hashes in a thousandth of the time that the product's parameters take."""
    monkeypatch.setattr(passwords, "_hasher", _CHEAPEST)
    monkeypatch.setattr(passwords, "_dummy_hash", _hash_of_nobody)
