"""`quiz team` and `quiz recruiter`: teams and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.commands import Run, quiz, quiz_process

from quiz.store import Store

LINK = re.compile(r"http://127\.0\.0\.1:8000/recruiter/set-up/([a-z2-7]{26})\n")
JOIN = re.compile(LINK.pattern.replace("set-up", "join"))
HASH = "a hash of a password"


@pytest.fixture(autouse=True)
def store(instance: Path) -> Iterator[Store]:
    """The store that the commands use, with its tables."""
    assert quiz("db", "upgrade").code == 0
    store = Store(f"sqlite:///{instance}/quiz.db")
    yield store
    store.close()


@pytest.fixture
def team() -> str:
    assert quiz("team", "add", "Consulate A") == Run(0, "", "")
    return "Consulate A"


def add(team: str, email: str = "a@quiz.example", *options: str) -> str:
    """Add an account and return the token of its set-up link."""
    run = quiz("recruiter", "add", email, "--team", team, *options)
    assert (run.code, run.err) == (0, "")
    link = LINK.fullmatch(run.out)
    assert link, run.out
    return link[1]


def test_teams_are_added_and_listed(team: str) -> None:
    assert quiz("team", "add", " 領事館 ") == Run(0, "", "")
    add(team)
    assert quiz("team", "list") == Run(
        0, "Consulate A: 1 account, UTC\n領事館: 0 accounts, UTC\n", ""
    )


@pytest.mark.parametrize("role", ["reader", "administrator"])
def test_an_account_is_added_with_its_role(store: Store, team: str, role: str) -> None:
    add(team, "a@quiz.example", f"--{role}")
    account = store.accounts.find("a@quiz.example")
    assert account is not None
    assert account.recruiter.role == role
    assert f", {role}, not set up" in quiz("recruiter", "list").out


def test_a_team_is_added_only_once(team: str) -> None:
    expected = Run(1, "", "quiz: there is already a team 'Consulate A'\n")
    assert quiz("team", "add", team) == expected


def test_a_tab_in_a_name_is_a_space() -> None:
    assert quiz("team", "add", "Consulate\tB").code == 0
    assert quiz("team", "list").out == "Consulate B: 0 accounts, UTC\n"
    named = ("--name", "山田\u2028太郎")
    assert quiz("recruiter", "add", "t@quiz.example", "--team", "Consulate\tB", *named).code == 0
    assert "(山田 太郎)" in quiz("recruiter", "list").out


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\x07b", "\ud800", "\ufffc"])
def test_a_name_that_cannot_be_displayed_is_wrong_usage(name: str) -> None:
    expected = Run(2, "", "quiz: NAME must be 1 to 200 characters that can be shown\n")
    assert quiz("team", "add", name) == expected


def test_the_link_of_a_new_account_sets_it_up(team: str, store: Store) -> None:
    token = add(team, "A@Quiz.Example", "--name", "花子", "--administrator")
    whose = store.accounts.to_set_up(token, datetime.now(UTC))
    assert whose is not None
    assert (whose.email, whose.name, whose.role) == ("a@quiz.example", "花子", "administrator")


def test_the_link_begins_with_the_public_address(team: str, monkeypatch) -> None:
    monkeypatch.setenv("QUIZ_PUBLIC_URL", "https://quiz.example")
    run = quiz("recruiter", "add", "a@quiz.example", "--team", team)
    assert run.out.startswith("https://quiz.example/recruiter/set-up/")


def test_accounts_are_listed_with_team_email_name_role_and_state(team: str, store: Store) -> None:
    store.accounts.set_up(add(team), HASH, datetime.now(UTC))
    quiz("team", "add", "B")
    add("B", "b@quiz.example", "--name", "花子", "--administrator")
    of_a = "Consulate A: a@quiz.example (a@quiz.example), recruiter, in use\n"
    of_b = "B: b@quiz.example (花子), administrator, not set up\n"
    assert quiz("recruiter", "list") == Run(0, of_b + of_a, "")
    assert quiz("recruiter", "list", "--team", team) == Run(0, of_a, "")


def test_an_email_address_has_only_one_account(team: str) -> None:
    add(team)
    run = quiz("recruiter", "add", "A@QUIZ.EXAMPLE", "--team", team)
    assert run == Run(
        1,
        "",
        "quiz: A@QUIZ.EXAMPLE already has an account; quiz recruiter reset prints a new link\n",
    )


def test_an_account_is_added_to_another_team_with_a_link_to_join(team: str, store: Store) -> None:
    store.accounts.set_up(add(team), HASH, datetime.now(UTC))
    quiz("team", "add", "B")
    links = []
    for _ in range(2):  # the second time makes the link anew
        options = ("--team", "B", "--reader", "--name", "花子")
        run = quiz("recruiter", "add", "a@quiz.example", *options)
        assert (run.code, run.err) == (0, "")
        link = JOIN.fullmatch(run.out)
        assert link, run.out
        links.append(link[1])
    assert store.memberships.to_join(links[0], datetime.now(UTC)) is None
    invited = store.memberships.to_join(links[1], datetime.now(UTC))
    assert invited is not None
    assert (invited.team_name, invited.role) == ("B", "reader")
    of_a = "Consulate A: a@quiz.example (a@quiz.example), recruiter, in use\n"
    of_b = "B: a@quiz.example (花子), reader, not joined\n"
    assert quiz("recruiter", "list") == Run(0, of_b + of_a, "")


def test_an_account_is_disabled_enabled_and_removed_in_one_team(team: str, store: Store) -> None:
    store.accounts.set_up(add(team), HASH, datetime.now(UTC))
    quiz("team", "add", "B")
    token = quiz("recruiter", "add", "a@quiz.example", "--team", "B").out[-27:-1]
    account = store.accounts.find("a@quiz.example")
    assert account is not None
    assert store.memberships.join(token, account.recruiter.id, datetime.now(UTC))
    of_team = ("a@quiz.example", "--team", "B")
    assert quiz("recruiter", "disable", *of_team) == Run(0, "", "")
    assert [line[-8:] for line in quiz("recruiter", "list").out.splitlines()] == [
        "disabled",
        ", in use",
    ]
    assert quiz("recruiter", "enable", *of_team) == Run(0, "", "")
    assert quiz("recruiter", "remove", *of_team) == Run(0, "", "")
    assert len(quiz("recruiter", "list").out.splitlines()) == 1
    told = "quiz: a@quiz.example does not belong to B\n"
    assert quiz("recruiter", "remove", *of_team) == Run(1, "", told)
    found = store.accounts.team("B")
    assert found is not None
    assert [entry.action for entry in store.audit.page(found.id)] == [
        "removed from the team",
        "account enabled",
        "account disabled",
        "invited to the team",
        "team added",
    ]


def test_an_account_that_its_teams_disabled_is_enabled_by_naming_one(
    team: str, store: Store
) -> None:
    add(team)
    assert quiz("recruiter", "disable", "a@quiz.example", "--team", team).code == 0
    told = "quiz: a@quiz.example is still disabled in its teams; name one with --team\n"
    assert quiz("recruiter", "enable", "a@quiz.example") == Run(1, "", told)
    assert quiz("recruiter", "enable", "a@quiz.example", "--team", team) == Run(0, "", "")


def test_the_only_administrator_of_a_team_is_not_removed_or_disabled_in_it(
    team: str, store: Store
) -> None:
    token = add(team, "a@quiz.example", "--administrator")
    store.accounts.set_up(token, HASH, datetime.now(UTC))
    told = f"quiz: a@quiz.example is the only administrator of {team}, and the team needs one\n"
    assert quiz("recruiter", "remove", "a@quiz.example", "--team", team) == Run(1, "", told)
    told = told.removesuffix("\n") + "; without --team the whole account is disabled\n"
    assert quiz("recruiter", "disable", "a@quiz.example", "--team", team) == Run(1, "", told)
    assert quiz("recruiter", "list").out.endswith(", administrator, in use\n")
    assert quiz("recruiter", "disable", "a@quiz.example") == Run(0, "", "")


def test_an_account_is_connected_with_the_identity_provider(
    team: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(team)
    command = ("recruiter", "connect", "a@quiz.example", "subject 1")
    told = "quiz: no identity provider is set; set QUIZ_OIDC_ISSUER first\n"
    assert quiz(*command) == Run(1, "", told)
    monkeypatch.setenv("QUIZ_OIDC_ISSUER", "https://login.office.example")
    monkeypatch.setenv("QUIZ_OIDC_CLIENT_ID", "quiz")
    monkeypatch.setenv("QUIZ_OIDC_CLIENT_SECRET", "secret")
    monkeypatch.setenv("QUIZ_OIDC_TEAMS", f"@office.example = {team} / recruiter")
    assert quiz(*command) == Run(0, "", "")
    account = store.accounts.find("a@quiz.example")
    assert account is not None
    found = store.identities.find("https://login.office.example", "subject 1")
    assert found == account.recruiter.id
    told = "quiz: that identity is connected with an account already\n"
    assert quiz(*command) == Run(1, "", told)


@pytest.mark.parametrize("email", ["somebody", "a b@quiz.example", "@", "a@b@c"])
def test_an_invalid_email_address_is_wrong_usage(team: str, email: str) -> None:
    run = quiz("recruiter", "add", email, "--team", team)
    told = f"quiz: {email!r} is not an e-mail address; write one such as name@office.example\n"
    assert run == Run(2, "", told)


@pytest.mark.parametrize(
    "command", [("add", "a@quiz.example", "--team", "B"), ("list", "--team", "B")], ids=" ".join
)
def test_a_message_names_a_team_that_does_not_exist(command) -> None:
    told = "quiz: there is no team 'B'; quiz team list shows them all, quiz team add creates one\n"
    assert quiz("recruiter", *command) == Run(1, "", told)


@pytest.mark.parametrize("command", ["reset", "disable", "enable"])
def test_a_message_names_an_account_that_does_not_exist(command: str) -> None:
    told = "quiz: there is no account with 'b@quiz.example'; quiz recruiter list shows them all\n"
    assert quiz("recruiter", command, "b@quiz.example") == Run(1, "", told)


def test_a_reset_prints_a_new_link_and_ends_sessions(team: str, store: Store) -> None:
    now = datetime.now(UTC)
    before = add(team)
    store.accounts.set_up(before, HASH, now)
    account = store.accounts.find("a@quiz.example")
    assert account is not None
    assert store.sessions.start("session", account.recruiter.id, HASH, now)
    run = quiz("recruiter", "reset", "A@quiz.example")
    link = LINK.fullmatch(run.out)
    assert link
    assert store.sessions.find("session", now) is None
    assert store.accounts.to_set_up(before, now) is None
    assert store.accounts.to_set_up(link[1], now) == account.recruiter


def test_an_account_can_be_disabled_and_enabled(team: str) -> None:
    add(team)
    assert quiz("recruiter", "disable", "a@quiz.example") == Run(0, "", "")
    assert quiz("recruiter", "list").out.endswith(", disabled\n")
    told = "quiz: a@quiz.example is disabled; use quiz recruiter enable first\n"
    assert quiz("recruiter", "reset", "a@quiz.example") == Run(1, "", told)
    assert quiz("recruiter", "enable", "a@quiz.example") == Run(0, "", "")
    assert quiz("recruiter", "list").out.endswith(", not set up\n")


def test_the_audit_of_the_team_records_what_the_commands_do(team: str, store: Store) -> None:
    add(team)
    for command in ("reset", "disable", "enable"):
        quiz("recruiter", command, "a@quiz.example")
    found = store.accounts.team(team)
    assert found is not None
    entries = store.audit.page(found.id)
    assert [entry.action for entry in entries] == [
        "account enabled",
        "account disabled",
        "account reset",
        "account added",
        "team added",
    ]
    *of_accounts, of_team = [(entry.by, *entry.detail.values()) for entry in entries]
    assert set(of_accounts) == {(None, "a@quiz.example")}
    assert of_team == (None, team)


@pytest.mark.parametrize("command", [("team", "list"), ("recruiter", "reset", "a@quiz.example")])
def test_a_database_without_tables_or_that_cannot_be_reached_exits_2(
    command, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("QUIZ_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    run = quiz(*command)
    assert (run.code, run.out) == (2, "")
    assert f"{tmp_path}/none.db" in run.err
    (tmp_path / "none.db").touch()
    assert "run quiz db upgrade" in quiz(*command).err


@pytest.mark.thorough
def test_the_installed_program_adds_a_first_account() -> None:
    assert quiz_process("team", "add", "A").code == 0
    run = quiz_process("recruiter", "add", "a@quiz.example", "--team", "A", "--administrator")
    assert (run.code, run.err) == (0, "")
    assert LINK.fullmatch(run.out)


@pytest.mark.parametrize("typed", ["Asia/Tokyo", "asia/tokyo", " Asia/Tokyo\u200b"])
def test_a_team_has_the_time_zone_that_was_typed(team: str, store: Store, typed: str) -> None:
    assert quiz("team", "time-zone", team, typed) == Run(0, "", "")
    found = store.accounts.team(team)
    assert found is not None
    assert found.time_zone == "Asia/Tokyo"
    entry, _team_added = store.audit.page(found.id)
    assert (entry.action, entry.detail) == ("time zone changed", {"time_zone": "Asia/Tokyo"})


def test_a_team_may_be_added_with_its_time_zone(team: str, store: Store) -> None:
    assert quiz("team", "add", "Seattle", "--time-zone", "america/los angeles") == Run(0, "", "")
    found = store.accounts.team("Seattle")
    assert found is not None
    assert found.time_zone == "America/Los_Angeles"


@pytest.mark.parametrize("zone", ["Seattle", "../UTC", "", "Asia", "UTC+9"])
def test_what_is_no_time_zone_is_refused(team: str, zone: str) -> None:
    expected = f"quiz: {zone!r} is not a time zone; write one such as Asia/Tokyo or UTC\n"
    assert quiz("team", "time-zone", team, zone) == Run(2, "", expected)
