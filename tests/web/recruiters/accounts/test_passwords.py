"""Passwords are stored as argon2id hashes with costly parameters."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from support.teams import PASSWORD, Teams, sign_in
from support.visitor import Visitor

from quiz.web.recruiters.accounts.passwords import hash_password, matches


@pytest.mark.product_hashes
def test_hashes_use_the_low_memory_parameters_of_rfc_9106() -> None:
    made = hash_password("four words none guesses")
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert matches(made, "four words none guesses")
    assert not matches(made, "four words one guesses")


@pytest.mark.product_hashes
def test_an_outdated_hash_is_renewed_at_sign_in(visitor: Visitor, teams: Teams) -> None:
    who, token = teams.add()
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    teams.store.accounts.set_up(token, weak, datetime.now(UTC))
    assert sign_in(visitor, who.email).path == "/recruiter"
    account = teams.store.accounts.find(who.email)
    assert account is not None
    assert account.password_hash not in (None, weak)
    assert not PasswordHasher().check_needs_rehash(account.password_hash)
    assert visitor.open("/recruiter").path == "/recruiter"
    assert sign_in(Visitor(visitor.client.application), who.email).path == "/recruiter"
