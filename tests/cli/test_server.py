"""`quiz serve` and `quiz db upgrade`, run as processes with their own instance folder."""

from __future__ import annotations

import signal
import socket
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection

import pytest
from support.commands import Run, quiz, quiz_process
from support.mail_server import mail_server
from support.serve_command import serving, status
from support.tea_rules import MISTAKES

from quiz.store import NewMail, Store


def test_the_server_prints_its_address_and_answers_there(port, instance):
    with serving() as (_, line):
        assert f"http://127.0.0.1:{port}" in line
        assert [status(port, path) for path in ("/healthz", "/readyz", "/")] == [200, 200, 200]
    assert (instance / "quiz.db").exists()
    assert (instance / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.thorough
@pytest.mark.usefixtures("database")
def test_a_set_up_link_has_the_port_at_which_the_quiz_is_served(port, monkeypatch):
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
def test_the_server_sends_what_waits_in_the_outbox(port, store, monkeypatch):
    with mail_server() as running:
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


@pytest.mark.usefixtures("database")
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
@pytest.mark.usefixtures("database")
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
@pytest.mark.usefixtures("database")
def test_the_server_finishes_what_is_under_way_when_it_is_terminated(port):
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
