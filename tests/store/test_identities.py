"""Identities of a provider: accounts made for them, and memberships that follow the mapping."""

from __future__ import annotations

from datetime import UTC, datetime

from quiz.store import NewRecruiter, Role, Store

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ISSUER = "https://login.office.example"


def sign_up(store: Store, roles: dict[int, Role], subject: str = "1", email: str = "A@B.c") -> int:
    id_ = store.identities.sign_up((ISSUER, subject), email, "花子", roles, NOW)
    assert id_ is not None
    return id_


def test_an_account_that_is_set_up_anew_by_a_team_has_no_identity_any_more(
    store: Store, teams: tuple[int, int]
) -> None:
    first, second = teams
    who = sign_up(store, {first: "recruiter"})
    store.identities.follow(who, {}, NOW)
    new = NewRecruiter(second, "a@b.c", "花子", "reader", "link")
    assert store.memberships.add(new, NOW) == "to set up"
    assert store.identities.find(ISSUER, "1") is None
    assert store.accounts.set_up("link", "a hash that the team may know", NOW)
    assert roles(store, who) == {second: "reader"}


def roles(store: Store, recruiter: int) -> dict[int, str]:
    return {each.team_id: each.role for each in store.memberships.of(recruiter)}


def test_an_identity_has_one_account_which_is_in_use_without_a_password(
    store: Store, teams: tuple[int, int]
) -> None:
    who = sign_up(store, {teams[1]: "reader"})
    account = store.accounts.find("a@b.C")
    assert account is not None
    assert (account.recruiter.id, account.state, account.password_hash) == (who, "in use", None)
    assert (account.recruiter.name, account.recruiter.team_id) == ("花子", teams[1])
    assert store.identities.find(ISSUER, "1") == who
    assert store.identities.find(ISSUER, "2") is None
    assert store.identities.find("https://another.example", "1") is None
    assert [entry.action for entry in store.audit.page(teams[1])] == ["account added"]


def test_an_address_with_an_account_is_not_signed_up(store: Store, teams: tuple[int, int]) -> None:
    new = NewRecruiter(teams[0], "a@b.c", "A", "recruiter", "token")
    who = store.accounts.add(new, NOW)
    assert who is not None
    assert store.identities.sign_up((ISSUER, "1"), "A@b.c", "A", {teams[0]: "reader"}, NOW) is None
    assert store.identities.find(ISSUER, "1") is None
    assert store.identities.connect(who, ISSUER, "1", NOW)
    assert not store.identities.connect(who, ISSUER, "1", NOW)
    assert store.identities.find(ISSUER, "1") == who


def test_only_memberships_that_came_from_the_provider_follow_it(
    store: Store, teams: tuple[int, int]
) -> None:
    first, second = teams
    who = sign_up(store, {first: "reader"})
    given = NewRecruiter(second, "a@b.c", "A", "recruiter", "join")
    assert store.memberships.add(given, NOW) == "to join"
    assert store.memberships.join("join", who, NOW)
    store.identities.follow(who, {first: "administrator", second: "reader"}, NOW)
    assert roles(store, who) == {first: "administrator", second: "recruiter"}
    assert store.sessions.start_from_provider("s", who, NOW, "Firefox", two_factors=True) == first
    store.identities.follow(who, {}, NOW)
    assert roles(store, who) == {second: "recruiter"}
    assert store.sessions.find("s", NOW) is None
    store.identities.follow(who, {first: "recruiter"}, NOW)
    assert roles(store, who) == {first: "recruiter", second: "recruiter"}


def test_the_log_of_a_team_has_what_the_provider_changed_in_it(
    store: Store, teams: tuple[int, int]
) -> None:
    who = sign_up(store, {teams[0]: "reader"})
    changes: tuple[dict[int, Role], ...] = (
        {teams[0]: "reader"},
        {teams[0]: "administrator"},
        {teams[0]: "administrator"},
        {},
        {teams[0]: "reader"},
    )
    for mapped in changes:
        store.identities.follow(who, mapped, NOW)
    found = [(entry.action, entry.by, entry.detail) for entry in store.audit.page(teams[0])]
    about = {"account": "a@b.c"}
    assert found == [
        ("joined the team", "花子", {}),
        ("left the team", "花子", {}),
        ("account changed", None, about),
        ("account added", None, about),
    ]


def test_whoever_is_disabled_in_a_team_stays_so(store: Store, teams: tuple[int, int]) -> None:
    who = sign_up(store, {teams[0]: "reader"})
    store.memberships.disable(teams[0], who, NOW)
    store.identities.follow(who, {teams[0]: "recruiter"}, NOW)
    assert roles(store, who) == {}
    store.identities.follow(who, {}, NOW)
    store.identities.follow(who, {teams[0]: "recruiter"}, NOW)
    assert roles(store, who) == {}, "leaving and coming back does not enable anybody"
    assert store.sessions.start_from_provider("s", who, NOW, "", two_factors=False) is None


def test_a_session_knows_whether_the_provider_asked_for_a_second_factor(
    store: Store, teams: tuple[int, int]
) -> None:
    who = sign_up(store, {teams[0]: "reader"})
    for token, two_factors in (("with", True), ("without", False)):
        assert store.sessions.start_from_provider(token, who, NOW, "", two_factors=two_factors)
        session = store.sessions.find(token, NOW)
        assert session is not None
        assert (session.has_second_factor, session.has_password) == (two_factors, False)


def test_an_administrator_without_a_password_counts_as_one(
    store: Store, teams: tuple[int, int]
) -> None:
    who = sign_up(store, {teams[0]: "administrator"})
    assert not store.memberships.leave(teams[0], who, NOW)
    sign_up(store, {teams[0]: "administrator"}, "2", "b@b.c")
    assert store.memberships.leave(teams[0], who, NOW)
