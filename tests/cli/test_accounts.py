"""`quiz recruiter`: accounts are added, listed, reset, disabled and enabled."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.account_commands import HASH, LINK, add
from support.commands import Run, quiz, quiz_process

from quiz.store import Store

pytestmark = pytest.mark.usefixtures("store")  # the commands need its tables


@pytest.mark.parametrize("role", ["reader", "administrator"])
def test_an_account_is_added_with_its_role(store: Store, team: str, role: str) -> None:
    add(team, "a@quiz.example", f"--{role}")
    account = store.accounts.find("a@quiz.example")
    assert account is not None
    assert account.recruiter.role == role
    assert f", {role}, not set up" in quiz("recruiter", "list").out


def test_an_account_has_one_role(store: Store, team: str) -> None:
    both = ("--administrator", "--reader")
    run = quiz("recruiter", "add", "a@quiz.example", "--team", team, *both)
    assert run.code == 2
    assert "--administrator and --reader exclude each other" in run.err
    assert store.accounts.find("a@quiz.example") is None


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
