"""Tokens of programs: only their hash is kept, and they work until they are revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.board_results import NOW, Invited

from quiz.store import Recruiter, Store
from quiz.store.api_tokens import MOST_TOKENS

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def who(store: Store) -> Recruiter:
    """A recruiter of a team."""
    Invited(store).team("Consulate A")
    return store.accounts.people()[0].recruiter


def test_a_token_is_found_by_its_text_with_its_recruiter(store: Store, who: Recruiter) -> None:
    assert store.api_tokens.add(who, "CRM", "write", "quiz_abc", NOW)
    found = store.api_tokens.find("quiz_abc", NOW)
    assert found
    assert (found.recruiter, found.name, found.access) == (who, "CRM", "write")
    assert store.api_tokens.find("quiz_abd", NOW) is None
    assert store.api_tokens.find("", NOW) is None


def test_the_last_use_is_noted_to_the_minute(store: Store, who: Recruiter) -> None:
    def used() -> object:
        return store.api_tokens.of_team(who.team_id)[0].used_at

    store.api_tokens.add(who, "CRM", "read", "quiz_abc", NOW)
    assert used() is None
    store.api_tokens.find("quiz_abc", NOW)
    assert used() == NOW
    store.api_tokens.find("quiz_abc", NOW + MINUTE - SECOND)
    assert used() == NOW, "not written with every use"
    store.api_tokens.find("quiz_abc", NOW + MINUTE)
    assert used() == NOW + MINUTE


def test_a_revoked_token_works_no_more_and_only_its_team_revokes_it(
    store: Store, who: Recruiter
) -> None:
    other, _ = Invited(store).team("Consulate B")
    store.api_tokens.add(who, "CRM", "read", "quiz_abc", NOW)
    [token] = store.api_tokens.of_team(who.team_id)
    assert not store.api_tokens.revoke(other, token.id, NOW)
    assert store.api_tokens.find("quiz_abc", NOW)
    assert store.api_tokens.revoke(who.team_id, token.id, NOW)
    assert not store.api_tokens.revoke(who.team_id, token.id, NOW), "it was before"
    assert store.api_tokens.find("quiz_abc", NOW) is None
    assert store.api_tokens.of_team(who.team_id) == []


def test_a_token_rests_while_the_account_of_its_recruiter_is_disabled(
    store: Store, who: Recruiter
) -> None:
    store.api_tokens.add(who, "CRM", "read", "quiz_abc", NOW)
    store.accounts.disable(who.id, NOW)
    assert store.api_tokens.find("quiz_abc", NOW) is None
    assert [each.works for each in store.api_tokens.of_team(who.team_id)] == [False]
    store.accounts.enable(who.id)
    assert store.api_tokens.find("quiz_abc", NOW)


def test_a_team_has_so_many_tokens_at_most(store: Store, who: Recruiter) -> None:
    for number in range(MOST_TOKENS):
        assert store.api_tokens.add(who, "CRM", "read", f"quiz_{number}", NOW)
    assert not store.api_tokens.add(who, "CRM", "read", "quiz_more", NOW)
    assert store.api_tokens.find("quiz_more", NOW) is None
    store.api_tokens.revoke(who.team_id, store.api_tokens.of_team(who.team_id)[0].id, NOW)
    assert store.api_tokens.add(who, "CRM", "read", "quiz_more", NOW)
