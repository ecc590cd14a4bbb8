"""Every command and every option says what it does."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest
from support.commands import all_commands, quiz, quiz_process

from quiz.cli import HELP, MODULES

ALL = dict(all_commands())


def test_the_commands_that_others_rely_on_exist():
    expected = {"serve", "check", "explain", "diff", "personas", "schema", "db", "db upgrade"}
    expected |= {"team", "team add", "team list", "recruiter"}
    expected |= {f"recruiter {does}" for does in ("add", "list", "reset", "disable", "enable")}
    assert expected <= {" ".join(names) for names in ALL}


@pytest.mark.parametrize("names", ALL, ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_a_command_and_each_of_its_options_have_help(names, option):
    run = quiz(*names, option)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(f"Usage: main {' '.join(names)} ")
    assert ALL[names].help
    for parameter in ALL[names].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert max(parameter.opts, key=len) in run.out


def test_the_program_has_help_and_a_version():
    assert quiz("--help").code == quiz("--version").code == 0
    assert all(names[0] in quiz("--help").out for names in ALL)


def test_the_help_of_the_program_says_what_each_command_does():
    lines = [line.split(maxsplit=1) for line in quiz("--help").out.splitlines()]
    said = dict(line for line in lines if len(line) == 2)
    assert {names[0] for names in ALL} == MODULES.keys() == HELP.keys()
    for name, does in HELP.items():
        assert said[name] == does, "on one line"


def test_the_help_of_the_program_imports_no_command():
    code = (
        "import sys; from quiz.cli import main; main(['--help'], standalone_mode=False); "
        "print([name for name in sys.modules if name.startswith('quiz.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "['quiz.cli']"


@pytest.mark.thorough
@pytest.mark.parametrize("command", ["check", "explain", "diff", "personas", "schema"])
def test_a_command_on_rules_files_imports_neither_the_pages_nor_the_database(command):
    code = (
        "import sys; from quiz.cli import main; "
        f"main.get_command(None, {command!r}); print('flask' in sys.modules, end=' '); "
        "print('sqlalchemy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "False False\n"


def test_an_application_starts_without_what_few_pages_need(tmp_path):
    code = (
        "import sys; from quiz import create_app; create_app(); "
        "print({'authlib', 'numpy', 'psycopg', 'pyarrow', 'webauthn'} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "QUIZ_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("check", "--nonsense"),
        ("check", "one", "two"),
        ("explain",),
        ("diff", "one"),
        ("schema", "file"),
        ("db",),
        ("db", "nonsense"),
        ("team", "add"),
        ("recruiter", "add", "a@quiz.example"),
        ("recruiter", "disable"),
        ("explain", "-", "--rules", "."),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_reported_on_standard_error_and_exits_2(arguments):
    run = quiz(*arguments)
    assert (run.code, run.out) == (2, "")
    assert "Usage: " in run.err


def test_the_installed_program_has_the_same_exit_codes():
    assert quiz_process("nonsense").code == 2
    assert quiz_process("--help").code == 0
