"""Links that `quiz recruiter` and `quiz operator` print are mailed where the quiz sends mail."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.account_commands import HASH, JOIN, LINK
from support.commands import Run, quiz

from quiz.store import QueuedMail, Store

pytestmark = pytest.mark.usefixtures("store")  # the commands need its tables

EMAIL = "a@quiz.example"
ON_ITS_WAY = f"quiz: an e-mail with the link is on its way to {EMAIL}\n"


@pytest.fixture(autouse=True)
def _mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZ_SMTP_URL", "smtp://localhost:1")
    monkeypatch.setenv("QUIZ_MAIL_FROM", "quiz@office.example")


def waiting(store: Store) -> list[QueuedMail]:
    found = iter(lambda: store.outbox.claim(datetime.now(UTC)), None)
    return [mail for mail in found if mail is not None]


def link_in(run: Run, mail: QueuedMail) -> str:
    """Return the token of the one link, which is printed and mailed."""
    assert run.err == ON_ITS_WAY
    link = LINK.fullmatch(run.out) or JOIN.fullmatch(run.out)
    assert link, run.out
    assert run.out in mail.text
    assert mail.recipient == EMAIL
    return link[1]


def test_the_set_up_link_of_a_new_account_is_mailed_too(team: str, store: Store) -> None:
    run = quiz("recruiter", "add", EMAIL, "--team", team)
    [mail] = waiting(store)
    whose = store.accounts.to_set_up(link_in(run, mail), datetime.now(UTC))
    assert whose is not None
    assert (whose.email, mail.language) == (EMAIL, "en")
    assert "The team Consulate A has made an account for you" in mail.text


def test_a_link_to_join_another_team_is_mailed_too(team: str, store: Store) -> None:
    first = quiz("recruiter", "add", EMAIL, "--team", team)
    [mail] = waiting(store)
    assert store.accounts.set_up(link_in(first, mail), HASH, datetime.now(UTC))
    assert quiz("team", "add", "Consulate B").code == 0
    for _ in ("made", "renewed"):
        run = quiz("recruiter", "add", EMAIL, "--team", "Consulate B")
        [mail] = waiting(store)
        assert store.memberships.to_join(link_in(run, mail), datetime.now(UTC))
        assert mail.subject == "Join the team Consulate B"
        assert "The team Consulate B has invited you to join it" in mail.text


@pytest.mark.parametrize("group", ["recruiter", "operator"])
def test_a_reset_mails_the_new_link(group: str, team: str, store: Store) -> None:
    where = ("--team", team) if group == "recruiter" else ()
    assert quiz(group, "add", EMAIL, *where).code == 0
    waiting(store)
    run = quiz(group, "reset", EMAIL)
    [mail] = waiting(store)
    assert store.accounts.to_set_up(link_in(run, mail), datetime.now(UTC))
    assert "was removed, so that you can choose a new one" in mail.text
    assert "has made an account" not in mail.text


def test_the_mail_to_an_operator_names_no_team(store: Store) -> None:
    run = quiz("operator", "add", EMAIL, "--name", "花子")
    [mail] = waiting(store)
    assert store.accounts.to_set_up(link_in(run, mail), datetime.now(UTC))
    assert mail.text.startswith("Hello 花子,\n\nAn account was made for you, with which you look")
    assert "team" not in mail.text


def test_the_mail_is_in_the_language_that_is_asked_for(team: str, store: Store) -> None:
    refused = quiz("recruiter", "add", EMAIL, "--team", team, "--lang", "fr")
    assert (refused.code, refused.out) == (2, "")
    assert "has no language 'fr'" in refused.err
    assert store.accounts.find(EMAIL) is None
    run = quiz("recruiter", "add", EMAIL, "--team", team, "--lang", "ja")
    [mail] = waiting(store)
    link_in(run, mail)
    assert mail.language == "ja"
    assert "72時間以内に" in mail.text


def test_a_faulty_rules_file_changes_nothing(team: str, store: Store, tea: Path) -> None:
    tea.write_text("title: {}")
    run = quiz("recruiter", "add", EMAIL, "--team", team)
    assert (run.code, run.out) == (2, "")
    assert "tea.yaml" in run.err
    assert store.accounts.find(EMAIL) is None


def test_without_mail_the_link_is_printed_and_nothing_waits(
    team: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUIZ_SMTP_URL")
    monkeypatch.delenv("QUIZ_MAIL_FROM")
    run = quiz("recruiter", "add", EMAIL, "--team", team)
    assert (run.code, run.err) == (0, "")
    assert LINK.fullmatch(run.out)
    assert waiting(store) == []
