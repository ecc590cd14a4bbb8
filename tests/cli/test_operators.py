"""`quiz operator`: the accounts of whoever runs the quiz."""

from __future__ import annotations

from datetime import UTC, datetime

from support.account_commands import LINK
from support.commands import Run, quiz

from quiz.store import Store

EMAIL = "o@quiz.example"


def test_an_operator_is_added_and_listed_and_is_in_no_team(store: Store) -> None:
    run = quiz("operator", "add", EMAIL, "--name", "Oda")
    assert (run.code, run.err) == (0, "")
    link = LINK.fullmatch(run.out)
    assert link
    found = store.accounts.to_set_up(link[1], datetime.now(UTC))
    assert found is not None
    assert (found.role, found.needs_second_factor) == ("operator", True)
    assert quiz("operator", "list") == Run(0, f"{EMAIL} (Oda), not set up\n", "")
    assert quiz("recruiter", "list") == quiz("team", "list") == Run(0, "", "")


def test_the_commands_of_recruiters_do_not_know_operators_and_the_other_way_round(
    store: Store,
) -> None:
    assert quiz("team", "add", "A").code == 0
    assert quiz("recruiter", "add", "r@quiz.example", "--team", "A").code == 0
    assert quiz("operator", "add", EMAIL).code == 0
    for command in ("reset", "disable", "enable", "remove-second-factor"):
        for group, email in (("recruiter", EMAIL), ("operator", "r@quiz.example")):
            run = quiz(group, command, email)
            assert run.code == 1
            assert f"there is no account with {email!r}; quiz {group} list" in run.err
    run = quiz("operator", "add", "R@quiz.example")
    assert run.code == 1
    assert "already has an account" in run.err
    run = quiz("recruiter", "add", EMAIL, "--team", "A")
    assert (run.code, run.out) == (1, "")
    assert f"{EMAIL} is an operator's" in run.err
    assert [each.recruiter.email for each in store.operators.people()] == [EMAIL]


def test_an_operator_is_reset_disabled_and_enabled_and_the_log_has_it(store: Store) -> None:
    assert quiz("operator", "add", EMAIL).code == 0
    assert LINK.fullmatch(quiz("operator", "reset", EMAIL).out)
    assert quiz("operator", "disable", EMAIL) == Run(0, "", "")
    assert "quiz operator enable first" in quiz("operator", "reset", EMAIL).err
    assert quiz("operator", "list").out == f"{EMAIL} ({EMAIL}), disabled\n"
    assert quiz("operator", "enable", EMAIL) == Run(0, "", "")
    [account] = store.operators.people()
    store.second_factors.set_totp(account.recruiter.id, "encrypted", 1)
    assert quiz("operator", "remove-second-factor", EMAIL) == Run(0, "", "")
    assert not store.second_factors.has_any(account.recruiter.id)
    assert [entry.action for entry in store.audit.page_of_operators()] == [
        "second factor removed",
        "account enabled",
        "account disabled",
        "account reset",
        "account added",
    ]
