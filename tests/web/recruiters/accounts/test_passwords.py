"""Passwords are stored as argon2id hashes with costly parameters."""

from __future__ import annotations

import pytest

from quiz.web.recruiters.accounts.passwords import hash_password, matches


@pytest.mark.product_hashes
def test_hashes_use_the_low_memory_parameters_of_rfc_9106() -> None:
    made = hash_password("four words none guesses")
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert matches(made, "four words none guesses")
    assert not matches(made, "four words one guesses")
