"""An account may belong to several teams, none of which decides for another."""

from __future__ import annotations

from support.board_results import NOW
from support.memberships import invite, states

from quiz.store import Store


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
