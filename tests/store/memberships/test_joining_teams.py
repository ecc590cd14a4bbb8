"""An account joins a team by a link, leaves it, and comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from support.board_results import NOW
from support.memberships import invite, states

from quiz.store import Store

LATER = NOW + timedelta(hours=1)


def test_an_account_joins_a_second_team_with_a_role_of_its_own(
    store: Store, teams: tuple[int, int], add
) -> None:
    first, second = teams
    who = add("a@quiz.example", first)
    assert invite(store, second, "A@Quiz.example", "reader") == "to join"
    assert [each.team_id for each in store.memberships.of(who)] == [first]
    # The team sees what its administrator wrote, and nothing of the account.
    assert states(store, second) == [("Somebody", "reader", "not joined")]
    waiting = store.memberships.to_join("join", NOW)
    assert waiting is not None
    assert (waiting.id, waiting.team_name) == (who, "Consulate B")
    assert store.memberships.join("join", who, NOW)
    assert [(e.team_id, e.role, e.has_other_teams) for e in store.memberships.of(who)] == [
        (first, "recruiter", True),
        (second, "reader", True),
    ]
    assert states(store, second) == [("A", "reader", "in use")]
    assert store.accounts.team("Consulate B").people == 1  # type: ignore[union-attr]


def test_a_link_to_join_works_once_in_time_and_for_its_owner(
    store: Store, teams: tuple[int, int], add
) -> None:
    first, second = teams
    who, other = add("a@quiz.example", first), add("b@quiz.example", first)
    assert invite(store, second, "a@quiz.example") == "to join"
    assert invite(store, second, "a@quiz.example") is None, "they are there already"
    assert invite(store, second, "nobody@quiz.example") is None
    assert store.memberships.renew_link(second, who, "new", NOW)
    assert store.memberships.to_join("join", NOW) is None
    late = NOW + timedelta(hours=72)
    assert store.memberships.to_join("new", late) is None
    assert not store.memberships.join("new", who, late)
    assert not store.memberships.join("new", other, NOW)
    assert store.memberships.join("new", who, NOW)
    assert not store.memberships.join("new", who, NOW)
    assert not store.memberships.renew_link(second, who, "again", NOW)


def test_who_leaves_is_no_longer_a_member_and_comes_back_with_a_new_link_only(
    store: Store, teams: tuple[int, int], both: int
) -> None:
    first, second = teams
    store.sessions.start("s", both, "hash", NOW)
    assert store.sessions.switch("s", second)
    assert store.memberships.leave(second, both, NOW)
    assert store.sessions.find("s", NOW) is None
    assert states(store, second) == []
    assert store.accounts.person(second, both) is None
    [gone] = store.accounts.people(second, also_gone=True)
    assert (gone.recruiter.name, gone.state) == ("A", "disabled")
    store.memberships.enable(second, both)
    assert [each.team_id for each in store.memberships.of(both)] == [first]
    assert invite(store, second, "both@quiz.example") == "to join"
    assert store.memberships.join("join", both, LATER)
    assert [each.role for each in store.memberships.of(both)] == ["recruiter", "recruiter"]


def test_an_account_that_has_left_all_its_teams_is_set_up_again(
    store: Store, teams: tuple[int, int], both: int
) -> None:
    for team in teams:
        assert store.memberships.leave(team, both, NOW)
    assert store.sessions.start("s", both, "hash", NOW) is None
    assert invite(store, teams[1], "both@quiz.example") == "to set up"
    assert states(store, teams[1]) == [("Somebody", "recruiter", "not set up")]
    assert store.accounts.set_up("join", "new hash", NOW)
    assert store.sessions.start("s", both, "new hash", NOW) == teams[1]


def test_a_set_up_link_of_one_team_does_not_lead_into_a_team_that_is_joined_later(
    store: Store, teams: tuple[int, int], add
) -> None:
    first, second = teams
    who = add("a@quiz.example", first)
    assert store.accounts.reset(who, "kept by an administrator", NOW, by_team=first)
    assert store.accounts.to_set_up("kept by an administrator", NOW) is not None
    assert invite(store, second, "a@quiz.example") == "to join"
    assert store.memberships.join("join", who, NOW)
    assert store.accounts.to_set_up("kept by an administrator", NOW) is None


def test_the_account_of_an_operator_belongs_to_no_team_of_recruiters(
    store: Store, team: int, add: Callable[..., int]
) -> None:
    operator = store.operators.add("o@quiz.example", "O", "token", NOW)
    assert operator is not None
    assert invite(store, team, "O@quiz.example") is None
    assert states(store, team) == []
    assert [each.recruiter.role for each in store.memberships.of_account(operator)] == ["operator"]
    add("r@quiz.example", team)
    assert store.operators.add("r@quiz.example", "R", "token of r", NOW) is None
    assert [each.recruiter.id for each in store.operators.people()] == [operator]
