"""`quiz worker`, run as a process: how signals end it."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from support.commands import PROGRAM
from support.mail_server import mail_server

from quiz.store import NewMail


@contextmanager
def working() -> Iterator[subprocess.Popen[bytes]]:
    """Run the command until the end of the block."""
    with subprocess.Popen([PROGRAM, "worker"], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"The worker has started.\n"
        yield process
        process.kill()


@pytest.mark.parametrize("ends", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.usefixtures("database")
def test_a_signal_ends_the_worker(ends):
    with working() as process:
        process.send_signal(ends)
        assert process.wait(30) == 0


def test_a_second_signal_does_not_wait_for_what_is_under_way(store, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent, mail_server() as mail:
        for name, value in mail.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("QUIZ_SMTP_URL", f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        now = datetime.now(UTC)
        store.outbox.add([NewMail("a@home.example", "Subject", "Text", "en")], now)
        with working() as process:
            connection, _ = silent.accept()  # and says nothing
            process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == -signal.SIGTERM
            connection.close()
