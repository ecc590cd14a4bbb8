"""How commands read files, print results and problems, and end."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Problem
from quiz.core.load import loader

FOUND, COULD_NOT_RUN = 1, 2

FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, exact and complete.")


def source_of(path: Path) -> bytes:
    """Return what a file holds, `-` being standard input."""
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        stop(f"{name_of(path)} cannot be read: {error.strerror}")


def engine_of(path: Path) -> Engine:
    """Return the engine of a file that must be faultless; end the command where it is not."""
    engine, problems = loader.load(source_of(path))
    if engine is None:
        report(path, problems)
        sys.exit(COULD_NOT_RUN)
    return engine


def name_of(path: Path) -> str:
    """Return a path as it is shortest to read from here."""
    if str(path) == "-":
        return "standard input"
    shortest = os.path.relpath(path)
    return str(path) if shortest.startswith("..") else shortest


def report(path: Path, problems: Iterable[Problem]) -> None:
    """Print problems as editors and people know them: file, line, column, what to do."""
    for problem in problems:
        warning = "warning: " if problem.severity == "warning" else ""
        place = f"{name_of(path)}:{problem.line}:{problem.column}"
        click.echo(f"{place}: {warning}{problem.message}", err=True)


def print_json(data: Any) -> None:
    """Print a result for other programs."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def stop(*messages: str) -> NoReturn:
    """End a command that could not run."""
    _end(COULD_NOT_RUN, messages)


def refuse(*messages: str) -> NoReturn:
    """End a command that ran and found that it cannot be done."""
    _end(FOUND, messages)


def _end(code: int, messages: Iterable[str]) -> NoReturn:
    for message in messages:
        click.echo(f"quiz: {message}", err=True)
    sys.exit(code)
