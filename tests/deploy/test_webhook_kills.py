"""A worker that is killed while it calls webhooks loses none of what it had to tell."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.commands import PROGRAM
from support.databases import write_migrated_sqlite
from support.team_shares import SharingTeam
from support.webhook_receiver import Receiver, receiver, status

from quiz.store import WEBHOOK_EVENTS, Notice, Store
from quiz.store.schema import webhook_deliveries

DELIVERIES = 8


@pytest.mark.thorough
@pytest.mark.parametrize("kills", [{1}, {3}, {2, 5, 8}], ids=["1st", "3rd", "three"])
def test_a_worker_that_is_killed_at_a_call_sends_it_again(tmp_path: Path, kills: set[int]) -> None:
    """Kill it after the receiver has read the request, and before it answers."""
    url = write_migrated_sqlite(tmp_path / "quiz.db")
    with receiver(tmp_path) as running, Store(url) as store:
        hook = fill(store, running)
        environment = {
            **os.environ,
            "QUIZ_DATABASE_URL": url,
            "QUIZ_INSTANCE": str(tmp_path),
            "QUIZ_WEBHOOK_LOCAL": running.place,
            "SSL_CERT_FILE": str(tmp_path / "localhost.pem"),
        }
        workers: list[subprocess.Popen[bytes]] = []

        def answer(connection: ssl.SSLSocket, ended: threading.Event) -> None:
            if len(running.received) in kills:
                workers[-1].kill()
                workers[-1].wait()
            status(204)(connection, ended)

        running.behaviour = answer
        while waiting(store, hook):
            let_claims_end(url)
            with subprocess.Popen(
                [PROGRAM, "worker"], env=environment, stdout=subprocess.DEVNULL
            ) as worker:
                workers.append(worker)
                assert len(workers) <= len(kills) + 1
                while worker.poll() is None and waiting(store, hook):
                    threading.Event().wait(0.02)
                worker.send_signal(signal.SIGTERM)
                assert worker.wait(30) in (0, -signal.SIGKILL)
    ids = [json.loads(each.body)["id"] for each in running.received]
    assert len(set(ids)) == DELIVERIES, "none is lost"
    assert len(ids) == DELIVERIES + len(kills), "and only those in flight are sent again"


def fill(store: Store, running: Receiver) -> int:
    """Queue deliveries for a new webhook; return its id."""
    team, now = SharingTeam(store), datetime.now(UTC)
    account = store.accounts.person(team.id, team.recruiter)
    assert account is not None
    notice = Notice("off", "off", "en")
    hook = store.webhooks.add(
        account.recruiter, running.address, WEBHOOK_EVENTS, "seed", notice, now
    )
    assert hook is not None
    for _ in range(DELIVERIES):
        store.webhooks.queue_test(hook, now)
    return hook


def waiting(store: Store, hook: int) -> bool:
    return any(each.state == "queued" for each in store.webhooks.lately(hook))


def let_claims_end(url: str) -> None:
    """Make what a killed worker had claimed due again, as it is after two minutes."""
    engine = sa.create_engine(url)
    columns = webhook_deliveries.c
    with engine.begin() as connection:
        connection.execute(
            sa.update(webhook_deliveries)
            .where(columns.next_try_at.is_not(None))
            .values(next_try_at=datetime.now(UTC))
        )
    engine.dispose()
