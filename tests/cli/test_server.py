"""`quiz serve` and `quiz db upgrade`, run as processes with their own instance folder."""

from __future__ import annotations

import os
import random
import resource
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection

import pytest
from support.commands import PROGRAM, Run, quiz, quiz_process
from support.mail_server import mail_server
from support.tea_rules import MISTAKES

from quiz.store import NewMail, Store


@pytest.fixture
def port(monkeypatch) -> int:
    """A free port, which the server is set to use.

    It is below the range that the system assigns from, so that tests that run at the same time
    do not get it.
    """
    for number in random.sample(range(20_000, 30_000), 100):
        with suppress(OSError), socket.create_server(("127.0.0.1", number)):
            break
    monkeypatch.setenv("PORT", str(number))
    return number


def status(port: int, path: str) -> int:
    """Return the status of the response to GET."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


@contextmanager
def serving() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `quiz serve`, and yield its process and the first line that it prints."""
    # Tests that a shell runs in the background ignore interrupts, which a child would inherit.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [PROGRAM, "serve"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        signal.signal(signal.SIGINT, before)
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline()
        finally:
            process.terminate()


def test_the_server_prints_its_address_and_answers_there(port, instance):
    with serving() as (_, line):
        assert f"http://127.0.0.1:{port}" in line
        assert [status(port, path) for path in ("/healthz", "/readyz", "/")] == [200, 200, 200]
    assert (instance / "quiz.db").exists()
    assert (instance / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.thorough
def test_a_set_up_link_has_the_port_at_which_the_quiz_is_served(port, instance, monkeypatch):
    with serving():
        monkeypatch.delenv("PORT")
        assert quiz_process("team", "add", "Consulate A").code == 0
        run = quiz_process("recruiter", "add", "a@quiz.example", "--team", "Consulate A")
        assert run.out.startswith(f"http://127.0.0.1:{port}/recruiter/set-up/")
        monkeypatch.setenv("QUIZ_PUBLIC_URL", "https://quiz.example")
        run = quiz_process("recruiter", "reset", "a@quiz.example")
        assert run.out.startswith("https://quiz.example/recruiter/set-up/")


@pytest.mark.thorough
def test_the_first_commands_need_no_server_before(instance):
    run = quiz_process("team", "list")
    assert run.code == 2
    assert f"there is no {instance}/quiz.db yet: quiz db upgrade makes it" in run.err
    assert quiz_process("team", "add", "Consulate A").code == 0
    assert quiz_process("team", "list").out == "Consulate A: 0 accounts, UTC\n"


@pytest.mark.thorough
def test_the_server_sends_what_waits_in_the_outbox(port, instance, monkeypatch):
    assert quiz_process("db", "upgrade").code == 0
    with mail_server() as running, Store(f"sqlite:///{instance}/quiz.db") as store:
        store.outbox.add([NewMail("a@home.example", "Subject", "Text", "en")], datetime.now(UTC))
        sent = threading.Event()
        running.mailbox.after = lambda _number: sent.set()
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        with serving() as (process, _):
            assert sent.wait(30)
            process.terminate()
            assert process.wait(30) == 0
        assert store.count_rows()["outbox"] == 0


def test_the_server_exits_quietly_when_it_is_interrupted(port):
    with serving() as (process, _):
        assert status(port, "/healthz") == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_all_problems_of_a_rules_file_are_printed_and_nothing_is_served(port, tea, other_tea):
    other_tea(*MISTAKES).replace(tea)
    run = quiz_process("serve")
    assert (run.code, run.out) == (2, "")
    told = run.err.splitlines()
    assert told[: len(MISTAKES)] == quiz("check").err.splitlines()
    assert told[len(MISTAKES) :] == [
        "quiz: the rules file has problems; correct them and start again"
    ]


@pytest.mark.thorough
def test_a_broken_promise_is_logged_and_the_server_still_serves(port, tea, other_tea):
    promise = ("best: BLACK, when: {hour: evening}", "best: BLACK, when: {taste: sweet}")
    other_tea(promise).replace(tea)
    with serving() as (process, _):
        assert status(port, "/rules") == 200, "a page that waits for the proof"
        process.terminate()
        assert process.stderr is not None
        assert "promise broken: Nobody is kept awake by black tea." in process.stderr.read()


@pytest.mark.thorough
def test_a_message_names_a_port_in_use_and_no_address_is_printed(port):
    with socket.create_server(("127.0.0.1", port)):
        run = quiz_process("serve")
    assert (run.code, run.out) == (2, "")
    assert f"cannot listen on 127.0.0.1:{port}" in run.err
    assert "Traceback" not in run.err


@pytest.mark.thorough
@pytest.mark.parametrize("host", ["999.1.1.1", "203.0.113.9"])
def test_a_message_names_a_host_that_is_not_this_machine(port, host, monkeypatch):
    monkeypatch.setenv("HOST", host)
    run = quiz_process("serve")
    assert (run.code, run.out) == (2, "")
    assert run.err.splitlines()[-1].startswith(f"quiz: cannot listen on {host}:{port}")
    assert "Traceback" not in run.err


@pytest.mark.thorough
def test_a_message_names_a_rules_file_that_cannot_be_read(port, monkeypatch):
    monkeypatch.setenv("QUIZ_RULES", "/proc/self/mem")
    run = quiz_process("serve")
    assert run == Run(2, "", "quiz: /proc/self/mem cannot be read: Input/output error\n")


@pytest.mark.parametrize("command", [("serve",), ("db", "upgrade")], ids=" ".join)
def test_all_invalid_settings_are_reported_at_once_and_nothing_is_created(
    command, monkeypatch, instance
):
    bad = {
        "PORT": "eighty",
        "QUIZ_SECRET_KEY": "short",
        "QUIZ_DATABASE_URL": "mysql://somewhere/quiz",
        "QUIZ_PUBLIC_URL": "ftp://quiz.example",
        "QUIZ_RULES": "/nowhere.yaml",
    }
    for name, value in bad.items():
        monkeypatch.setenv(name, value)
    run = quiz(*command)
    assert (run.code, run.out) == (2, "")
    told = run.err.splitlines()
    assert len(told) == len(bad)
    for word in ("PORT", "QUIZ_SECRET_KEY", "QUIZ_DATABASE_URL", "QUIZ_PUBLIC_URL", "QUIZ_RULES"):
        assert any(line.startswith("quiz: ") and word in line for line in told), word
    assert not instance.exists()


@pytest.mark.thorough
def test_the_database_can_be_upgraded_twice(instance):
    for _ in range(2):
        assert quiz_process("db", "upgrade") == Run(0, "", "")
    store = Store(f"sqlite:///{instance}/quiz.db")
    store.check()
    store.close()


@pytest.mark.thorough
def test_a_message_names_a_database_that_cannot_be_reached_and_exits_2(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("QUIZ_DATABASE_URL", f"sqlite:///{tmp_path}/file/quiz.db")
    for command in (("db", "upgrade"), ("serve",)):
        run = quiz(*command)
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith("quiz: the database cannot be brought up to date: ")
        assert f"{tmp_path}/file/quiz.db" in run.err


@pytest.mark.thorough
def test_the_server_finishes_what_is_under_way_when_it_is_terminated(port, instance):
    with serving() as (process, _), socket.create_connection(("127.0.0.1", port), 10) as sending:
        sending.sendall(b"GET /healthz HTTP/1.1\r\nHost: local")  # the rest is on its way
        assert status(port, "/healthz") == 200
        process.terminate()
        with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as late:
            until_refused(late)
        sending.sendall(b"host\r\n\r\n")
        assert sending.recv(100).startswith(b"HTTP/1.1 200 OK")
        assert process.wait(timeout=10) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def until_refused(connection: HTTPConnection) -> None:
    """Connect until the server does not listen any more, for ten seconds at most."""
    for _ in range(1000):
        try:
            connection.connect()
        except ConnectionError:
            return
        connection.close()
        time.sleep(0.01)
    raise AssertionError("the server still listens")


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
