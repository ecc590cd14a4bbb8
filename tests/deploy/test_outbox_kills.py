"""A worker that is killed loses no mail, and at most the one in flight is sent twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.board_results import Invited
from support.commands import PROGRAM
from support.databases import write_migrated_sqlite
from support.mail_server import Mailbox, mail_server
from support.postgresql import PostgreSQL

from quiz.store import NewMail, NewRecipient, Store
from quiz.store.schema import outbox

MAILS = 12
KILLS = 25


@pytest.mark.thorough
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_killed_while_a_mail_is_handed_in_loses_none(moment: str, tmp_path: Path) -> None:
    """Kill it just before the server takes the fifth mail, or before it says that it has."""
    kill_in_the_middle(write_migrated_sqlite(tmp_path / "quiz.db"), tmp_path, {moment: [5]})


@pytest.mark.long
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("number", range(KILLS))
def test_kills_at_any_moment_lose_no_mail(
    kind: str, number: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    chosen = random.Random(number)  # noqa: S311 - chooses moments
    kills = {"before": [chosen.randrange(MAILS)], "after": [chosen.randrange(1, MAILS)]}
    if kind == "sqlite":
        kill_in_the_middle(write_migrated_sqlite(tmp_path / "quiz.db"), tmp_path, kills)
        return
    server: PostgreSQL = request.getfixturevalue("server")
    with server.migrated_database() as url:
        kill_in_the_middle(url, tmp_path, kills)


def kill_in_the_middle(url: str, folder: Path, kills: Mapping[str, list[int]]) -> None:
    """Kill workers at these numbers of mails, and look that the next ones send all the others.

    Every second mail is a personal invitation, and is noted as sent with its recipient.
    """
    recipients = [f"{number}@home.example" for number in range(MAILS)]
    with mail_server() as running, Store(url) as store:
        team = Invited(store)
        of_team = team.team("Consulate A")
        invitation = team.invitation(*of_team)
        for number, each in enumerate(recipients):
            mail, now = NewMail(each, "Subject", "Text", "en"), datetime.now(UTC)
            if number % 2:
                new = NewRecipient(each, None, "seed", f"token {each}", f"stop {each}", mail)
                store.recipient_mails.invite(of_team[0], invitation, of_team[1], [new], now)
            else:
                store.outbox.add([mail], now)
        environment = {
            **os.environ,
            **running.environment,
            "QUIZ_DATABASE_URL": url,
            "QUIZ_INSTANCE": str(folder),
        }
        process: list[subprocess.Popen[bytes]] = []
        set_traps(running.mailbox, process, kills)
        begun = 0
        while store.count_rows()["outbox"]:
            let_claims_end(url)
            with subprocess.Popen(
                [PROGRAM, "worker"], env=environment, stdout=subprocess.DEVNULL
            ) as worker:
                process[:] = [worker]
                begun += 1
                assert begun <= 4
                while worker.poll() is None and store.count_rows()["outbox"]:
                    threading.Event().wait(0.02)
                worker.send_signal(signal.SIGTERM)
                assert worker.wait(30) in (0, -signal.SIGKILL)
        assert worker.returncode == 0
        assert store.recipients.progress(invitation).sent == MAILS // 2
    received = running.mailbox.by_recipient()
    assert sorted(received) == sorted(recipients), "none is lost"
    twice = [mails for mails in received.values() if len(mails) > 1]
    assert len(twice) <= sum(map(len, kills.values()))
    for mails in twice:
        assert len({mail["Message-ID"] for mail in mails}) == 1


def set_traps(
    mailbox: Mailbox, process: list[subprocess.Popen[bytes]], kills: Mapping[str, list[int]]
) -> None:
    """Let the mail server kill the worker at each of these moments, once."""

    def trap(numbers: list[int]) -> Callable[[int], None]:
        left = set(numbers)

        def kill(number: int) -> None:
            if number in left:
                left.discard(number)
                process[0].kill()
                process[0].wait()

        return kill

    mailbox.before, mailbox.after = trap(kills.get("before", [])), trap(kills.get("after", []))


def let_claims_end(url: str) -> None:
    """Make what a killed worker had claimed due again, as it is after ten minutes."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).values(next_try_at=datetime.now(UTC)))
    engine.dispose()
