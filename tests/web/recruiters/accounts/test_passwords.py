"""Passwords are kept as argon2id hashes that take an attacker long to try."""

from __future__ import annotations

import pytest

from quiz.web.recruiters.accounts.passwords import hash_password, matches


@pytest.mark.product_hashes
def test_a_hash_is_made_with_the_parameters_of_rfc_9106_for_little_memory() -> None:
    made = hash_password("four words none guesses")
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert matches(made, "four words none guesses")
    assert not matches(made, "four words one guesses")
