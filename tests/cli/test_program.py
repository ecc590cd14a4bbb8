"""The installed program where its output cannot be written as it is, and where it is stopped."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from support.commands import PROGRAM, quiz

from quiz.store import Store

FULL = Path("/dev/full")


def program(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run the program; its output is kept as bytes unless it goes elsewhere."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [PROGRAM, *map(str, arguments)], check=False, timeout=60, **streams
    )


def encoded(encoding: str) -> dict[str, str]:
    return os.environ | {"PYTHONIOENCODING": encoding}


@pytest.mark.thorough
@pytest.mark.parametrize("encoding", ["cp932", "cp1252", "latin-1", "koi8-r", "utf-8"])
def test_a_report_is_written_in_any_encoding(tea, encoding):
    run = program("check", tea, env=encoded(encoding))
    assert (run.returncode, run.stderr) == (0, b"")
    report = run.stdout.decode(encoding)
    signs = {"utf-8": "✓█", "koi8-r": "+█"}.get(encoding, "+#")  # KOI8-R has the block
    assert f"  {signs[0]} " in report
    assert signs[1] * 3 in report


@pytest.mark.thorough
@pytest.mark.parametrize("encoding", ["cp932", "cp1252", "latin-1"])
def test_texts_that_an_encoding_lacks_are_escaped(other_tea, encoding):
    file = other_tea(("best: BLACK, when: {hour: evening}", "best: BLACK, when: {hour: evening🩷}"))
    run = program("check", file, env=encoded(encoding))
    assert run.returncode == 1
    assert "'evening\\U0001fa77'" in run.stderr.decode(encoding)


@pytest.mark.thorough
@pytest.mark.parametrize("encoding", ["cp932", "cp1252", "latin-1"])
def test_json_is_the_same_data_in_any_encoding(tea, encoding):
    run = program("check", tea, "--json", env=encoded(encoding))
    assert run.returncode == 0
    assert json.loads(run.stdout.decode(encoding)) == quiz("check", tea, "--json").data


def test_suggested_personas_keep_their_ids_in_any_encoding(other_tea, tea):
    """An id that begins with a digit is in quotes, so that YAML reads it as a word."""
    file = tea.with_name("own.yaml")
    file.write_text(tea.read_text().replace("BLACK", "1st"))
    suggested = program("personas", file, "--suggest", env=encoded("latin-1")).stdout.decode()
    assert '"1st"' in suggested


COMMANDS = [
    ("--help",),
    ("check", "tea.yaml"),
    ("check", "tea.yaml", "--json"),
    ("diff", "tea.yaml", "tea.yaml"),
    ("personas", "tea.yaml"),
    ("personas", "tea.yaml", "--suggest"),
    ("schema",),
    ("team", "list"),
    ("recruiter", "list"),
    ("purge", "--dry-run"),
    ("explain", "sheet.yaml", "--rules", "tea.yaml"),
    ("sql", "--rules", "tea.yaml", "--dialect", "sqlite"),
    ("facts", "tea.yaml"),
]


@pytest.fixture
def team(database: str) -> Store:
    """The store, with a team and an account in it."""
    quiz("team", "add", "Consulate A")
    quiz("recruiter", "add", "first@quiz.example", "--team", "Consulate A")
    return Store(database)


@pytest.mark.thorough
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_output_to_a_full_device_is_one_sentence_and_exits_2(team, command):
    Path("sheet.yaml").write_text("hour: morning\ntaste: sweet\n")
    with FULL.open("wb") as full:
        run = program(*command, stdout=full)
    expected = b"quiz: the output cannot be written: No space left on device\n"
    assert (run.returncode, run.stderr) == (2, expected)


def test_problems_to_a_full_device_exit_2_too(tea):
    with FULL.open("wb") as full:
        run = program("check", "missing.yaml", stderr=full)
    assert (run.returncode, run.stdout) == (2, b"")


def test_a_closed_pipe_ends_the_program_without_a_word(tea):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        run = program("check", tea, "--json", stdout=writing)
    finally:
        os.close(writing)
    assert (run.returncode, run.stderr) == (2, b"")


def test_without_any_output_a_command_does_its_work(tea):
    closes = 'exec "$0" check "$1" >&-'
    run = subprocess.run(["/bin/sh", "-c", closes, PROGRAM, tea], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.thorough
@pytest.mark.parametrize(
    "command",
    [
        ("recruiter", "add", "new@quiz.example", "--team", "Consulate A"),
        ("recruiter", "add", "first@quiz.example", "--team", "Consulate B"),
        ("recruiter", "add", "waits@quiz.example", "--team", "Consulate B"),
        ("recruiter", "add", "left@quiz.example", "--team", "Consulate B"),
        ("recruiter", "reset", "first@quiz.example"),
        ("operator", "add", "new@quiz.example"),
        ("operator", "reset", "operator@quiz.example"),
    ],
    ids=" ".join,
)
def test_a_link_that_cannot_be_printed_changes_nothing(team, instance, command):
    """All rows of the database are the same as before."""
    quiz("team", "add", "Consulate B")
    quiz("operator", "add", "operator@quiz.example")
    for name in ("waits", "left"):
        quiz("recruiter", "add", f"{name}@quiz.example", "--team", "Consulate A")
    quiz("recruiter", "add", "waits@quiz.example", "--team", "Consulate B")
    quiz("recruiter", "remove", "left@quiz.example", "--team", "Consulate A")

    def rows():
        with closing(sqlite3.connect(instance / "quiz.db")) as database:
            return list(database.iterdump())

    before = rows()
    with FULL.open("wb") as full:
        run = program(*command, stdout=full)
    assert (run.returncode, run.stderr[:38]) == (2, b"quiz: the output cannot be written: No")
    assert rows() == before
    assert quiz(*command).out.startswith("http://127.0.0.1:8000/recruiter/")
    assert rows() != before


@pytest.mark.thorough
@pytest.mark.parametrize("while_", ["starting", "reading"])
def test_ctrl_c_ends_the_program_with_130_and_without_a_traceback(while_):
    """Each import is slowed down, so that the signal finds the commands half imported."""
    # A shell lets what it runs in the background ignore the signal, which children inherit.
    heeds = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    slow = "import sys, time; sys.addaudithook(lambda e, a: e == 'import' and time.sleep(0.01)); "
    code = f"{heeds}{slow if while_ == 'starting' else ''}from quiz.program import run; "
    code += "print('-', flush=True); run()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "check", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.5 if while_ == "starting" else 5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")


@pytest.mark.parametrize("command", [("check",), ("explain", "--rules", "tea.yaml"), ("diff",)])
def test_a_file_without_an_end_is_not_read_to_its_end(command):
    run = program(*command, "/dev/zero", *["tea.yaml"] * (command == ("diff",)))
    assert run.returncode == (2 if command == ("diff",) else 1)
    assert b"larger than 1 MiB" in run.stderr


def test_the_web_reads_no_more_of_a_large_file_than_shows_that_it_is_too_large(tea):
    with tea.open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing, which takes no place on the disk
    run = program("serve", env=os.environ | {"QUIZ_RULES": str(tea)})
    assert run.returncode == 2
    assert b"larger than 1 MiB" in run.stderr
