"""`quiz serve` at the limits of the system: open files, connections, and room on the disk."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
from contextlib import ExitStack

import pytest
from support.commands import PROGRAM
from support.serve_command import serving, status


@pytest.mark.thorough
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_more_than_a_thousand_idle_connections_do_not_keep_out_others(
    port, database, monkeypatch, request
):
    if database == "postgresql":
        monkeypatch.setenv("QUIZ_DATABASE_URL", request.getfixturevalue("postgresql_url"))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    with ExitStack() as stack:
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        stack.enter_context(serving())
        for number in range(1900):
            from_ = (f"127.0.0.{number % 50 + 2}", 0)
            stack.enter_context(
                socket.create_connection(("127.0.0.1", port), 10, source_address=from_)
            )
        assert [status(port, path) for path in ("/healthz", "/readyz", "/")] == [200, 200, 200]
        # Connections to the database are opened anew, with numbers beyond those of select().
        assert {status(port, "/readyz") for _ in range(20)} == {200}


@pytest.mark.thorough
def test_a_limit_of_open_files_that_is_too_low_is_refused_with_the_cure(port):
    run = with_open_files(150)
    assert run.returncode == 2
    assert run.stderr == (
        "quiz: this process may open 150 files, which is too few: allow 200 at least, better 4100 "
        "(ulimit -Hn 4100, or LimitNOFILE=4100 in systemd)\n"
    )


@pytest.mark.thorough
def test_fewer_connections_than_usual_are_logged_with_the_cure(port):
    run = with_open_files(1024, stopped_by="address in use")
    assert "the limit of open files allows 924 connections, instead of 4000" in run.stderr
    assert "LimitNOFILE" in run.stderr


def with_open_files(number: int, stopped_by: str = "") -> subprocess.CompletedProcess[str]:
    """Run `quiz serve` where it may open so many files, and where its port is taken if told so."""
    with ExitStack() as stack:
        if stopped_by:
            where = ("127.0.0.1", int(os.environ["PORT"]))
            stack.enter_context(socket.create_server(where))
        return subprocess.run(
            [PROGRAM, "serve"],
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (number, number)),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.mark.thorough
def test_a_database_that_the_disk_has_no_room_for_is_named_and_made_when_there_is(port, instance):
    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    done = subprocess.run(
        [PROGRAM, "serve"],
        preexec_fn=no_room,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("quiz: the database cannot be brought up to date: ")
    assert f"{instance}/quiz.db" in done.stderr
    assert "Traceback" not in done.stderr
    with serving() as (_, line):
        assert str(port) in line
        assert status(port, "/readyz") == 200
