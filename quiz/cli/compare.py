"""`quiz diff`: compare two rules files over all answer sheets."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

import click

from quiz.cli import console
from quiz.cli.files import EXIT_FOUND, FILE, as_json, exit_could_not_run, load_engine, print_json
from quiz.core.decide.engine import Engine
from quiz.core.decide.report import plain_answers
from quiz.core.language.model import Answers
from quiz.core.prove.compare import Comparison, compare
from quiz.core.prove.retold import RecordedResults, retell_all
from quiz.core.space import TooManyStatesError
from quiz.settings import find_database


@click.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option(
    "--fail-on-flip",
    is_flag=True,
    help="Exit with 1 if any answer sheet flips, or none can be compared.",
)
@click.option("--results", is_flag=True, help="Also say which stored results would flip.")
@as_json
def diff(old: Path, new: Path, fail_on_flip: bool, results: bool, as_json: bool) -> None:
    """Count the answer sheets whose best match differs between the rules files OLD and NEW.

    Such a sheet is said to flip.
    """
    before, after = load_engine(old), load_engine(new)
    try:
        comparison = compare(before, after)
    except TooManyStatesError as error:
        exit_could_not_run(f"the comparison is not proved: {error}")
    stored = _retell_stored(before, after) if results else None
    if as_json:
        print_json(_as_json(comparison, after, stored))
    else:
        click.echo(console.comparison_report(comparison, after.rules, stored), nl=False)
    if fail_on_flip and (comparison.flips or comparison.differing):
        sys.exit(EXIT_FOUND)


def _retell_stored(old: Engine, new: Engine) -> RecordedResults:
    from quiz.cli.store import open_store  # SQLAlchemy takes half a second to import

    with open_store(find_database(), failure="the stored results cannot be read") as store:
        sheets = store.results.all_answers()
        with click.progressbar(
            sheets,
            length=store.results.number(),
            label="Comparing",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
            update_min_steps=1_000,
        ) as shown:
            return _retell_all(old, new, shown)


def _retell_all(old: Engine, new: Engine, sheets: Iterable[Answers]) -> RecordedResults:
    """Return what the sheets are told, with the tables of `quiz score` where there are any."""
    if not find_spec("pyarrow"):
        return retell_all(old, new, sheets)
    from quiz.score import recorded  # NumPy and pyarrow take half a second to import

    try:
        retelling = recorded.Retelling(old, new)
    except recorded.TooLargeError:
        return retell_all(old, new, sheets)
    return retelling.retell_all(sheets)


def _as_json(
    comparison: Comparison, new: Engine, stored: RecordedResults | None
) -> Mapping[str, object]:
    data: dict[str, object] = {
        "comparable": not comparison.differing,
        "questions": list(comparison.differing),
        "left_out": comparison.left_out,
        "changes": list(comparison.changes),
    }
    if not comparison.differing:
        data |= {
            "sheets": comparison.sheets,
            "flips": comparison.flips,
            "share": comparison.flips / comparison.sheets if comparison.sheets else 0,
            "matrix": [
                {
                    "from": flip.before,
                    "to": flip.after,
                    "sheets": flip.sheets,
                    "example": flip.example and plain_answers(flip.example, new.forms),
                }
                for flip in comparison.matrix
            ],
            "standings": [asdict(moved) for moved in comparison.standings],
        }
    return data if stored is None else {**data, "results": _results_as_json(stored)}


def _results_as_json(stored: RecordedResults) -> Mapping[str, object]:
    matrix = [
        {"from": told.before, "to": told.after, "results": told.results} for told in stored.matrix
    ]
    return {**asdict(stored), "matrix": matrix}
