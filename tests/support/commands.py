"""Runs commands of the quiz, in this process or as the installed program."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.testing import CliRunner

from quiz.cli import main

PROGRAM = Path(sys.executable).with_name("quiz")


class Run(NamedTuple):
    """The exit code of a command and what it wrote to standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output, parsed as JSON."""
        return json.loads(self.out)


def all_commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield each command and each group with the names that call it."""
    yield from _commands_of(main)


def _commands_of(
    group: click.Group, *names: str
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*names, name), command
        if isinstance(command, click.Group):
            yield from _commands_of(command, *names, name)


def quiz(*arguments: object, stdin: str = "") -> Run:
    """Run a command in this process; an exception that would be a traceback fails the test."""
    result = CliRunner().invoke(main, [str(each) for each in arguments], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Run(result.exit_code, result.stdout, result.stderr)


def quiz_process(*arguments: object, stdin: str = "") -> Run:
    """Run the installed program."""
    done = subprocess.run(
        [PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, text=True, check=False
    )
    return Run(done.returncode, done.stdout, done.stderr)
