"""`quiz score`: the outcomes of many answer sheets at once."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

import click
import pyarrow as pa

from quiz.cli.files import (
    EXIT_FOUND,
    FILE,
    display_name,
    exit_could_not_run,
    given_rules,
    load_engine,
)
from quiz.core.decide.engine import Engine
from quiz.score.columns import Columns, find_columns
from quiz.score.results import results
from quiz.score.scoring import Scoring
from quiz.score.sheet_source import Source, UnreadableFileError, record_of
from quiz.score.sheets import kind_of, open_sheets
from quiz.score.tables import TooLargeError

KINDS = click.Choice(["csv", "parquet", "jsonl"])
SHOWN = 5
"""How many sheets that cannot be scored are shown, where there is no file for them."""

Bad: TypeAlias = tuple[int, tuple[str, ...]]
"""The number of a record that cannot be scored, from 1, and every reason."""


@click.command()
@click.argument("sheets", type=FILE)
@click.option(
    "--output", type=FILE, default="-", help="Where the outcomes go; - is standard output."
)
@click.option("--rejected", type=FILE, help="A CSV file for the sheets that cannot be scored.")
@click.option("--rules", "file", type=FILE, help="The rules file; the quiz's own if left out.")
@click.option(
    "--from", "from_", type=KINDS, help="The format of SHEETS, if its name does not show it."
)
@click.option("--to", type=KINDS, help="The format of the output, if its name does not show it.")
@click.option("--reasons", metavar="LANGUAGE", help="Add the reasons in words, in this language.")
@click.option(
    "--column",
    "given",
    multiple=True,
    metavar="QUESTION=NAME",
    help="The column of a question, if its name does not show it; can be repeated.",
)
def score(  # noqa: PLR0913, PLR0917 - click passes each option by name
    sheets: Path,
    output: Path,
    rejected: Path | None,
    file: Path | None,
    from_: str | None,
    to: str | None,
    reasons: str | None,
    given: tuple[str, ...],
) -> None:
    """Score every answer sheet of a CSV, Parquet or JSON-lines file.

    SHEETS has a row for each sheet and a column for each question, named by its id or its text;
    other columns are carried through. With -, it is read from standard input. The outcomes are
    best, close, tied, the points, fit and standing of each position, and the rules that apply.
    """
    engine = load_engine(given_rules(file))
    if reasons and reasons not in engine.rules.languages:
        exit_could_not_run(f"the rules file has no language {reasons!r}")
    into = to or _kind(output, "--to")
    if rejected is not None and rejected.suffix.lower() in (".parquet", ".jsonl"):
        exit_could_not_run(f"--rejected writes CSV: end {display_name(rejected)} in .csv instead")
    _refuse_same_files({"SHEETS": sheets, "--output": output, "--rejected": rejected})
    with ExitStack() as stack:
        try:
            path = stack.enter_context(_spooled(sheets))
            source = open_sheets(path, from_ or _kind(sheets, "--from"))
            columns = _columns(source, engine, given)
            scoring = Scoring(engine, columns, reasons, as_text=into == "csv")
            with _written(output, path):
                bad = _score(source, scoring, columns, None if str(output) == "-" else output, into)
            with _written(rejected or output, path):
                _report(source, bad, rejected)
        except UnreadableFileError as error:
            exit_could_not_run(f"{display_name(sheets)}: {error}")
        except TooLargeError:
            exit_could_not_run("the points of the rules file are too large to score many sheets")
        except OSError as error:
            if error.filename is None:  # of the standard output, see quiz.program
                raise
            exit_could_not_run(f"{display_name(sheets)} cannot be read: {error.strerror}")
    if bad:
        sys.exit(EXIT_FOUND)


def _refuse_same_files(named: Mapping[str, Path | None]) -> None:
    """Exit where a file would be replaced that is read, or written for something else."""
    standard = [name for name in ("--output", "--rejected") if str(named[name]) == "-"]
    if len(standard) > 1:
        exit_could_not_run("--output and --rejected cannot both be standard output")
    files = [(name, path) for name, path in named.items() if path is not None and str(path) != "-"]
    for (one, path), (other, same) in combinations(files, 2):
        device = path.exists() and not path.is_file()
        if path.resolve() == same.resolve() and not device:
            exit_could_not_run(
                f"{one} and {other} are the same file {display_name(path)}; name another one"
            )


def _score(
    source: Source, scoring: Scoring, columns: Columns, output: Path | None, kind: str
) -> list[Bad]:
    """Write the outcomes; return the records that cannot be scored, with every reason."""
    bad: list[Bad] = []
    scored = 0
    batches = source.batches(columns.answers)
    first = next(batches, None)
    if first is None:
        which = " that can be read" if source.unreadable else ""
        raise UnreadableFileError(f"the file has no answer sheets{which}")
    given = pa.schema([first.schema.field(name) for name in columns.others])
    schema = scoring.schema(given)
    with results(output, kind, schema) as write, _progress(source) as show:
        seen = 0
        batch = first
        while batch is not None:
            found, rejected = scoring.score(batch, given, schema)
            write(found)
            scored += found.num_rows
            bad += [
                (record_of(source.unreadable, seen + each.row), each.reasons) for each in rejected
            ]
            seen += batch.num_rows
            show()
            batch = next(batches, None)
    bad += [(each.record, (each.reason,)) for each in source.unreadable]
    sheets = "sheet" if scored == 1 else "sheets"
    click.echo(f"{scored:,} {sheets} scored, {len(bad):,} not", err=True)
    return sorted(bad)


def _report(source: Source, bad: Sequence[Bad], path: Path | None) -> None:
    """Write the sheets that cannot be scored, with their line and every reason, or show some."""
    if not bad:
        return
    shown = bad if path else bad[:SHOWN]
    lines = source.lines([record for record, _ in shown])
    rows = [(lines.get(record, record), "; ".join(reasons)) for record, reasons in shown]
    what = "line" if lines else "row"
    if path is None:
        for line, reasons in rows:
            click.echo(f"{what} {line}: {reasons}", err=True)
        if len(bad) > SHOWN:
            click.echo("…; --rejected FILE has them all", err=True)
        return
    schema = pa.schema([(what, pa.int64()), ("reasons", pa.string())])
    with results(None if str(path) == "-" else path, "csv", schema) as write:
        write(pa.record_batch([*zip(*rows, strict=True)], schema))


def _columns(source: Source, engine: Engine, given: Sequence[str]) -> Columns:
    """Return the columns of each question, and print what each was taken for."""
    columns = find_columns(source.names, engine.rules, _named_columns(source, engine, given))
    for id_ in engine.forms:
        if id_ in columns.whole:
            click.echo(f"{id_}: column {columns.whole[id_]!r}", err=True)
        elif id_ in columns.split:
            number = len(columns.split[id_])
            each = "1 column, for a choice" if number == 1 else f"{number} columns, one a choice"
            click.echo(f"{id_}: {each}", err=True)
    click.echo(f"carried through: {', '.join(map(repr, columns.others)) or 'nothing'}", err=True)
    missing = columns.missing(engine.rules)
    always = [id_ for id_ in missing if not engine.rules.questions[id_].only_if]
    for id_ in missing:
        if id_ not in always:
            click.echo(f"{id_}: no column, so nobody was asked it", err=True)
    if always:
        exit_could_not_run(
            f"there is no column for {', '.join(map(repr, always))}, which everybody is asked; "
            "name a column for the question's id or text, or use --column"
        )
    return columns


def _named_columns(source: Source, engine: Engine, given: Sequence[str]) -> dict[str, str]:
    """Return the column of each question for which --column names one."""
    named: dict[str, str] = {}
    for each in given:
        question, equals, name = each.partition("=")
        if not equals or question not in engine.forms:
            exit_could_not_run(f"--column {each}: write the id of a question, = and a column")
        if name not in source.names:
            exit_could_not_run(f"--column {each}: there is no column {name!r}")
        if question in named:
            exit_could_not_run(f"--column {each}: {question!r} has a column already")
        named[question] = name
    return named


def _kind(path: Path, option: str) -> str:
    """Return what kind of file a name stands for; that of standard input and output is CSV."""
    if str(path) == "-":
        return "csv"
    try:
        return kind_of(path)
    except ValueError:
        exit_could_not_run(
            f"{display_name(path)}: the name does not say what it is; "
            f"end it in .csv, .parquet or .jsonl, or use {option}"
        )


@contextmanager
def _spooled(sheets: Path) -> Iterator[Path]:
    """Give the path of a file, into which standard input is copied for `-`."""
    if str(sheets) != "-":
        yield sheets
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(tempfile.NamedTemporaryFile())
            shutil.copyfileobj(sys.stdin.buffer, file)
            file.flush()
        except OSError as error:
            exit_could_not_run(
                f"standard input cannot be copied to {tempfile.gettempdir()}: {error.strerror}; "
                "set TMPDIR to a folder with more room"
            )
        yield Path(file.name)


@contextmanager
def _written(path: Path, source: Path) -> Iterator[None]:
    """End the command where a file cannot be written; the program does so for its own output."""
    try:
        yield
    except OSError as error:
        if str(path) == "-" or error.filename == str(source):
            raise
        why = os.strerror(error.errno) if error.errno else error  # Arrow says it in other words
        exit_could_not_run(f"{display_name(path)}: {why}; the file was not written")


@contextmanager
def _progress(source: Source) -> Iterator[Callable[[], None]]:
    """Give a function that shows how much was read, on a terminal."""
    steps = 1000
    with click.progressbar(
        length=steps, label="Scoring", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield lambda: bar.update(min(round(source.done * steps), steps) - bar.pos)
