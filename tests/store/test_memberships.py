"""Memberships: an account may belong to several teams, none of which decides for another."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import combinations_with_replacement
from threading import Barrier

import pytest
import sqlalchemy as sa

from quiz.store import NewRecruiter, Role, Store
from quiz.store.memberships import Memberships
from quiz.store.schema import memberships

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def teams(store: Store) -> tuple[int, int]:
    first, second = (store.accounts.add_team(f"Consulate {name}", NOW) for name in "AB")
    assert first is not None
    assert second is not None
    return first, second


@pytest.fixture
def team(teams: tuple[int, int]) -> int:
    return teams[0]


@pytest.fixture
def add(store: Store) -> Callable[..., int]:
    """Adds somebody to a team, whose account is set up."""

    def add(email: str, team: int, role: Role = "recruiter") -> int:
        id_ = store.accounts.add(NewRecruiter(team, email, "A", role, f"set up {email}"), NOW)
        assert id_ is not None
        assert store.accounts.set_up(f"set up {email}", "hash", NOW)
        return id_

    return add


@pytest.fixture
def both(store: Store, teams: tuple[int, int], add: Callable[..., int]) -> int:
    """Somebody who belongs to both teams: a recruiter of the first, a reader of the second."""
    who = add("both@quiz.example", teams[0])
    invite(store, teams[1], "both@quiz.example", "reader")
    assert store.memberships.join("join", who, NOW)
    return who


def invite(store: Store, team: int, email: str, role: Role = "recruiter") -> str | None:
    return store.memberships.add(NewRecruiter(team, email, "Somebody", role, "join"), NOW)


def states(store: Store, team: int) -> list[tuple[str, str, str]]:
    return [(a.recruiter.name, a.recruiter.role, a.state) for a in store.accounts.people(team)]


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


def test_a_session_is_in_one_team_and_is_switched_to_another(
    store: Store, teams: tuple[int, int], both: int
) -> None:
    first, second = teams
    assert store.sessions.start("s", both, "hash", NOW, "a draft") == first
    assert store.sessions.switch("s", second)
    session = store.sessions.find("s", NOW)
    assert session is not None
    assert (session.recruiter.team_id, session.recruiter.role) == (second, "reader")
    assert session.draft is None, "it was typed for the other team"
    assert store.sessions.start("next", both, "hash", NOW) == second, "the one worked in last"
    assert not store.sessions.switch("s", 99)
    assert not store.sessions.switch("no session", first)


def test_a_team_disables_somebody_for_itself_alone(
    store: Store, teams: tuple[int, int], both: int
) -> None:
    first, second = teams
    store.sessions.start("of the first", both, "hash", NOW)
    store.sessions.start("of the second", both, "hash", NOW)
    assert store.sessions.switch("of the second", second)
    assert store.sign_ins.begin("to the second", both, "hash", NOW, None, second)
    store.memberships.disable(second, both, NOW)
    assert states(store, second) == [("A", "reader", "disabled")]
    assert states(store, first) == [("A", "recruiter", "in use")]
    assert store.sessions.find("of the second", NOW) is None
    assert store.sign_ins.find("to the second", NOW) is None
    assert store.sessions.find("of the first", NOW) is not None
    assert not store.sessions.switch("of the first", second)
    assert store.sessions.start("new", both, "hash", NOW) == first
    store.memberships.enable(second, both)
    assert store.sessions.switch("new", second)


def test_who_is_disabled_in_every_team_signs_in_to_none(
    store: Store, teams: tuple[int, int], both: int
) -> None:
    for team in teams:
        store.memberships.disable(team, both, NOW)
    assert store.sessions.start("s", both, "hash", NOW) is None
    assert store.accounts.find("both@quiz.example").state == "disabled"  # type: ignore[union-attr]


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


def test_an_administrator_resets_and_renames_only_an_account_of_that_team_alone(
    store: Store, teams: tuple[int, int], both: int, add
) -> None:
    first, second = teams
    alone = add("alone@quiz.example", first)
    store.sessions.start("s", both, "hash", NOW)
    assert not store.accounts.reset(both, "link", NOW, by_team=first)
    assert not store.second_factors.remove_all(both, by_team=first)
    assert store.sessions.find("s", NOW) is not None
    assert store.memberships.change(first, both, "Another name", "reader")
    assert store.memberships.change(first, alone, "Another name", "reader")
    assert states(store, first) == [("Another name", "reader", "in use"), ("A", "reader", "in use")]
    assert [each.role for each in store.memberships.of(both)] == ["reader", "reader"]
    assert store.accounts.reset(alone, "link", NOW, by_team=first)
    # A team that has disabled somebody may enable them again: it counts as another team.
    store.memberships.disable(second, both, NOW)
    assert not store.accounts.reset(both, "link", NOW, by_team=first)
    assert store.memberships.leave(second, both, NOW)
    assert store.accounts.reset(both, "another link", NOW, by_team=first)


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


def test_a_token_of_a_program_ends_with_the_membership_of_who_made_it(
    store: Store, teams: tuple[int, int], both: int
) -> None:
    first, second = teams
    [_, of_second] = store.memberships.of(both)
    assert store.api_tokens.add(of_second, "A program", "read", "token", NOW)
    store.memberships.disable(first, both, NOW)
    found = store.api_tokens.find("token", NOW)
    assert found is not None
    assert (found.recruiter.team_id, found.recruiter.role) == (second, "reader")
    store.memberships.enable(first, both)
    assert store.memberships.leave(second, both, NOW)
    assert store.api_tokens.find("token", NOW) is None
    assert [each.works for each in store.api_tokens.of_team(second)] == [False]


def test_what_is_done_to_an_account_is_in_the_audit_of_each_of_its_teams(
    store: Store, teams: tuple[int, int], both: int
) -> None:
    store.audit.add_of_account(both, both, "password set", {}, NOW)
    assert store.memberships.leave(teams[1], both, NOW)
    store.audit.add_of_account(both, both, "recovery codes made", {}, NOW)
    actions = [[entry.action for entry in store.audit.page(team)] for team in teams]
    assert actions == [["recovery codes made", "password set"], ["password set"]]


def test_nobody_is_in_charge_in_a_team_that_they_do_not_belong_to(
    store: Store, teams: tuple[int, int], add
) -> None:
    who = add("a@quiz.example", teams[0])
    assert store.work.change(teams[0], [1], who, {"in_charge": who}, NOW) == 0
    assert store.work.change(teams[1], [1], who, {"in_charge": who}, NOW) is None
    assert invite(store, teams[1], "a@quiz.example") == "to join"
    assert store.work.change(teams[1], [1], who, {"in_charge": who}, NOW) is None
    assert store.memberships.join("join", who, NOW)
    assert store.work.change(teams[1], [1], who, {"in_charge": who}, NOW) == 0


def test_columns_of_the_board_are_kept_for_one_account_until_none_are_chosen(
    store: Store, team: int, add
) -> None:
    one, other = add("a@quiz.example", team), add("b@quiz.example", team)

    def columns(recruiter: int) -> tuple[str, ...] | None:
        account = store.accounts.person(team, recruiter)
        assert account is not None
        return account.recruiter.columns

    assert columns(one) is None
    store.memberships.choose_columns(team, one, ["date", "question:skill"])
    assert (columns(one), columns(other)) == (("date", "question:skill"), None)
    store.memberships.choose_columns(team, one, None)
    assert columns(one) is None


def test_the_last_administrator_keeps_the_role(
    url: str, store: Store, team: int, open_store: Callable[[str], Store]
) -> None:
    ids = []
    for token in ("token a", "token b"):
        new = NewRecruiter(team, f"{token[-1]}@quiz.example", "A", "administrator", token)
        ids.append(store.accounts.add(new, NOW))
        assert store.accounts.set_up(token, "hash", NOW)
    first, second = ids
    assert first is not None
    assert second is not None
    stores = [store, open_store(url)]
    for _ in range(5):
        with ThreadPoolExecutor(2) as pool:  # each takes the role from the other
            done = [
                pool.submit(each.memberships.change, team, who, "A", "recruiter")
                for each, who in zip(stores, (first, second), strict=True)
            ]
        assert sorted(each.result() for each in done) == [False, True]
        left = [each.recruiter.role for each in store.accounts.people(team)]
        assert sorted(left) == ["administrator", "recruiter"]
        assert all(store.memberships.change(team, who, "B", "administrator") for who in ids)
    store.accounts.disable(second, NOW)
    assert not store.memberships.change(team, first, "A", "reader"), "the other one cannot sign in"
    assert store.memberships.change(team, first, "C", "administrator")
    assert not store.memberships.leave(team, first, NOW)


Take = Callable[[Memberships, int, int], bool]
TAKEN: dict[str, Take] = {
    "disabled": lambda every, team, who: every.disable(team, who, NOW),
    "removed": lambda every, team, who: every.leave(team, who, NOW),
    "changed": lambda every, team, who: every.change(team, who, None, "reader"),
}


@pytest.mark.parametrize("does", [*combinations_with_replacement(TAKEN, 2)], ids=" and ".join)
def test_two_administrators_at_the_same_moment_leave_the_team_one(
    url: str, store: Store, team: int, add, open_store: Callable[[str], Store], does
) -> None:
    """Each disables, removes or changes the other one; both transactions have begun by then."""
    people = [add(f"{name}@quiz.example", team, "administrator") for name in "ab"]
    stores, together = [store, open_store(url)], Barrier(2)
    for each in stores:
        each.check()

    def take(mine: Store, from_whom: int, what: str) -> bool:
        together.wait(10)
        return TAKEN[what](mine.memberships, team, from_whom)

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(take, *each) for each in zip(stores, people, does, strict=True)]
    assert sorted(each.result() for each in done) == [False, True]
    left = [a for a in store.accounts.people(team) if a.state == "in use"]
    assert [a.recruiter.role for a in left if a.recruiter.role == "administrator"] == [
        "administrator"
    ]


def test_a_change_that_waits_for_another_sees_what_that_has_done(
    url: str, store: Store, team: int, add
) -> None:
    """The second administrator is disabled in a transaction that has not ended yet."""
    first, second = (add(f"{name}@quiz.example", team, "administrator") for name in "ab")
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    its = memberships.c.team == team, memberships.c.recruiter == second
    with ThreadPoolExecutor(1) as pool, engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.execute(sa.update(memberships).where(*its).values(disabled_at=NOW))
        waiting = pool.submit(store.memberships.disable, team, first, NOW)
        with suppress(TimeoutError):
            waiting.result(0.3)
        assert not waiting.done(), "it waits"
        connection.commit()
        assert not waiting.result(10), "the team would have none left"
    engine.dispose()
    assert [(a.recruiter.id, a.state) for a in store.accounts.people(team)] == [
        (first, "in use"),
        (second, "disabled"),
    ]


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
