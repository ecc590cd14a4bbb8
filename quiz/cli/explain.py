"""`quiz explain`: the outcome for one answer sheet."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from quiz.cli import explanation
from quiz.cli.files import (
    EXIT_FOUND,
    FILE,
    as_json,
    given_language,
    given_rules,
    language_option,
    load_engine,
    print_json,
    print_problems,
    read_source,
)
from quiz.core.decide.report import explained
from quiz.core.language import reading
from quiz.core.language.sheet import read_answers
from quiz.core.load import loader


@click.command()
@click.argument("answers", type=FILE)
@click.option("--rules", "file", type=FILE, help="The rules file; the quiz's own if left out.")
@language_option
@as_json
def explain(answers: Path, file: Path | None, lang: str | None, as_json: bool) -> None:
    """Print the outcome for one answer sheet, with its reasons and what would change it.

    ANSWERS is a YAML or JSON file that gives a choice, or a list of them, for each question.
    With -, it is read from standard input.
    """
    engine = load_engine(given_rules(file))
    language = given_language(lang, engine.rules)
    sheet = reading.read(read_source(answers))
    given, problems_of_answers = read_answers(engine.forms, sheet.data)
    problems = [problem for problem in sheet.problems if problem.severity == "error"]
    if sheet.data is not None or not problems:
        problems += loader.placed(sheet, problems_of_answers)
    if problems:
        print_problems(answers, sorted(problems, key=lambda each: (each.line, each.column)))
        sys.exit(EXIT_FOUND)
    outcome = engine.outcome(given)
    if as_json:
        print_json(explained(outcome, engine.rules, language))
    else:
        click.echo(explanation.explanation(outcome, engine.rules, language), nl=False)
