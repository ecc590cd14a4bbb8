"""The outcome for one answer sheet."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from quiz.cli import console
from quiz.cli.files import (
    FILE,
    FOUND,
    as_json,
    engine_of,
    print_json,
    report,
    source_of,
    stop,
)
from quiz.core.decide.report import explained
from quiz.core.language import document
from quiz.core.language.sheet import read_answers
from quiz.core.load import loader
from quiz.settings import find_rules


@click.command()
@click.argument("answers", type=FILE)
@click.option("--rules", "file", type=FILE, help="The rules file; else the quiz's own.")
@click.option("--lang", help="The language of the reasons; else the file's first one.")
@as_json
def explain(answers: Path, file: Path | None, lang: str | None, as_json: bool) -> None:
    """Tell the outcome for one answer sheet, why, and what would change it.

    ANSWERS is YAML or JSON, from question to choice or choices; - reads standard input.
    """
    engine = engine_of(file or find_rules())
    languages = engine.rules.languages
    if lang is not None and lang not in languages:
        stop(f"the rules file has no language {lang!r}; it has {', '.join(languages)}")
    sheet = document.read(source_of(answers))
    given, faults = read_answers(engine.forms, sheet.data)
    problems = list(sheet.problems)
    if sheet.data is not None or not problems:
        problems += loader.placed(sheet, faults)
    if problems:
        report(answers, sorted(problems, key=lambda each: (each.line, each.column)))
        sys.exit(FOUND)
    outcome = engine.outcome(given)
    if as_json:
        print_json(explained(outcome, engine.rules, lang or languages[0]))
    else:
        click.echo(console.explained(outcome, engine.rules, lang or languages[0]), nl=False)
