"""Files that cannot be read: one sentence on standard error, exit 2."""

from __future__ import annotations

import re

import pytest
from support.commands import Run, quiz, quiz_process

COMMANDS = {
    "check": ("check", "FILE"),
    "explain": ("explain", "FILE"),
    "explain --rules": ("explain", "-", "--rules", "FILE"),
    "diff OLD": ("diff", "FILE", "tea.yaml"),
    "diff NEW": ("diff", "tea.yaml", "FILE"),
    "personas": ("personas", "FILE"),
}
FILES = {
    "missing.yaml": "quiz: missing.yaml cannot be read: No such file or directory",
    "tea.yaml/inside": "quiz: tea.yaml/inside cannot be read: Not a directory",
    "/proc/self/mem": "quiz: /proc/self/mem cannot be read: Input/output error",
    ".": "Error: Invalid value",
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_cannot_be_read_is_named_and_exits_2(command, file, tea):
    arguments = [file if each == "FILE" else each for each in COMMANDS[command]]
    run = quiz(*arguments, stdin="hour: noon")
    assert (run.code, run.out) == (2, "")
    assert run.err.splitlines()[-1].startswith(FILES[file])


@pytest.mark.parametrize("command", ["check", "personas", "explain"])
def test_rules_that_are_set_but_missing_are_named_and_exit_2(command, monkeypatch, tmp_path):
    monkeypatch.setenv("QUIZ_RULES", str(tmp_path / "nowhere.yaml"))
    run = quiz(command, *(["-"] if command == "explain" else []), stdin="hour: noon")
    expected = "quiz: nowhere.yaml cannot be read: No such file or directory\n"
    assert run == Run(2, "", expected)


def test_the_installed_program_shows_no_traceback(tea):
    for run in (quiz_process("check", "missing.yaml"), quiz_process("explain", tea)):
        assert run.code in (1, 2)
        assert run.out == ""
        assert "Traceback" not in run.err


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\t", b"[", b"just words", b"%" * 100, b"a: &b 1\nc: *b\n"]
)
def test_a_file_that_is_not_a_rules_file_is_reported_with_a_place_and_exits_1(content, tmp_path):
    (tmp_path / "junk.yaml").write_bytes(content)
    run = quiz("check", "junk.yaml")
    assert (run.code, run.out) == (1, "")
    assert all(re.match(r"junk\.yaml:\d+:\d+: \S", line) for line in run.err.splitlines())


def test_a_file_outside_the_working_directory_is_named_by_its_whole_path(tmp_path, monkeypatch):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    run = quiz("check", tmp_path / "missing.yaml")
    assert run.err.startswith(f"quiz: {tmp_path}/missing.yaml cannot be read")
