"""What the commands share: reading files, printing results and problems, exit codes."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Problem
from quiz.core.language.reading import LARGEST_SOURCE
from quiz.core.language.rules_file import Rules
from quiz.core.load import loader
from quiz.settings import find_rules

EXIT_FOUND, EXIT_COULD_NOT_RUN = 1, 2
"""Exit codes: the command ran and found something wrong; the command could not run."""

FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, exact and complete.")
language_option = click.option(
    "--lang", help="The language of the texts; the first one of the file if left out."
)


def read_source(path: Path) -> bytes:
    """Return the content of a file, or of standard input for `-`; exit if it cannot be read.

    Of a file that is too large, only as much is returned as shows that it is.
    """
    most = LARGEST_SOURCE + 1
    try:
        if str(path) == "-":
            return b"" if sys.stdin is None else sys.stdin.buffer.read(most)
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        exit_could_not_run(f"{display_name(path)} cannot be read: {error.strerror}")


def given_rules(file: Path | None) -> Path:
    """Return the rules file that a command was given, or else that of the quiz.

    Where nobody has named that either, the command says which it is, before all else.
    """
    if file is not None:
        return file
    path = find_rules()
    if not os.environ.get("QUIZ_RULES"):
        click.echo(f"quiz: no rules file given, so this uses {display_name(path)}", err=True)
    return path


def load_engine(path: Path) -> Engine:
    """Return the engine of a rules file; exit with its problems if it has errors."""
    engine, problems = loader.load(read_source(path))
    if engine is None:
        print_problems(path, problems)
        sys.exit(EXIT_COULD_NOT_RUN)
    return engine


def given_language(lang: str | None, rules: Rules) -> str:
    """Return the language that a command was given, or else the first one of the file.

    Exits if the file does not have the language.
    """
    if lang is not None and lang not in rules.languages:
        known = ", ".join(rules.languages)
        exit_could_not_run(f"the rules file has no language {lang!r}; it has {known}")
    return lang or rules.languages[0]


def display_name(path: Path) -> str:
    """Return the path relative to the working directory; the whole path if outside of it."""
    if str(path) == "-":
        return "standard input"
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def print_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Print problems to standard error, one a line: file:line:column: message."""
    for problem in problems:
        warning = "warning: " if problem.severity == "warning" else ""
        place = f"{display_name(path)}:{problem.line}:{problem.column}"
        click.echo(f"{place}: {warning}{problem.message}", err=True)


def print_json(data: Any) -> None:
    """Print data as indented JSON, whose characters are escaped where the output is not UTF-8."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    is_utf8 = codecs.lookup(encoding).name == "utf-8"
    click.echo(json.dumps(data, ensure_ascii=not is_utf8, indent=2))


def exit_could_not_run(*messages: str) -> NoReturn:
    """Print messages and exit, for a command that could not run."""
    _exit(EXIT_COULD_NOT_RUN, messages)


def exit_refused(*messages: str) -> NoReturn:
    """Print messages and exit, for a command that ran but whose request is not possible."""
    _exit(EXIT_FOUND, messages)


def _exit(code: int, messages: Iterable[str]) -> NoReturn:
    for message in messages:
        click.echo(f"quiz: {message}", err=True)
    sys.exit(code)
