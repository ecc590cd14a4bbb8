"""`quiz serve` and `quiz db upgrade`, run as processes with their own instance folder."""

from __future__ import annotations

import random
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection

import pytest
from support.commands import PROGRAM, Run, quiz, quiz_process
from support.tea_rules import MISTAKES

from quiz.store import Store


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
    assert told[len(MISTAKES) :] == ["quiz: the rules file has problems; mend them and start again"]


def test_a_broken_promise_is_logged_and_the_server_still_serves(port, tea, other_tea):
    promise = ("best: BLACK, when: {hour: evening}", "best: BLACK, when: {taste: sweet}")
    other_tea(promise).replace(tea)
    with serving() as (process, _):
        assert status(port, "/rules") == 200, "a page that waits for the proof"
        process.terminate()
        assert process.stderr is not None
        assert "promise broken: Nobody is kept awake by black tea." in process.stderr.read()


def test_a_message_names_a_port_in_use_and_no_address_is_printed(port):
    with socket.create_server(("127.0.0.1", port)):
        run = quiz_process("serve")
    assert (run.code, run.out) == (2, "")
    assert f"cannot listen on 127.0.0.1:{port}" in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize("host", ["999.1.1.1", "203.0.113.9"])
def test_a_message_names_a_host_that_is_not_this_machine(port, host, monkeypatch):
    monkeypatch.setenv("HOST", host)
    run = quiz_process("serve")
    assert (run.code, run.out) == (2, "")
    assert run.err.splitlines()[-1].startswith(f"quiz: cannot listen on {host}:{port}")
    assert "Traceback" not in run.err


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


def test_the_database_can_be_upgraded_twice(instance):
    for _ in range(2):
        assert quiz_process("db", "upgrade") == Run(0, "", "")
    store = Store(f"sqlite:///{instance}/quiz.db")
    store.check()
    store.close()


def test_a_message_names_a_database_that_cannot_be_reached_and_exits_2(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("QUIZ_DATABASE_URL", f"sqlite:///{tmp_path}/file/quiz.db")
    for command in (("db", "upgrade"), ("serve",)):
        run = quiz(*command)
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith("quiz: the database cannot be brought up to date: ")
        assert f"{tmp_path}/file/quiz.db" in run.err
