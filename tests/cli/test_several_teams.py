"""`quiz recruiter` with --team: an account in a second team, and disabled or removed in one."""

from __future__ import annotations

from datetime import UTC, datetime

from support.account_commands import HASH, JOIN, add
from support.commands import Run, quiz

from quiz.store import Store


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
