"""`quiz check`, `quiz personas` and `quiz schema`: check a rules file and prove its promises."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from quiz.cli import console
from quiz.cli.files import (
    EXIT_FOUND,
    FILE,
    as_json,
    exit_could_not_run,
    given_rules,
    load_engine,
    print_json,
    print_problems,
    read_source,
)
from quiz.core.decide.engine import Engine
from quiz.core.decide.report import plain_answers
from quiz.core.language import reading
from quiz.core.language.model import Problem
from quiz.core.load import loader
from quiz.core.load.schema import json_schema
from quiz.core.prove.advice import advice
from quiz.core.prove.pointless import matches_without_points
from quiz.core.prove.proof import Proof, prove
from quiz.core.prove.suggest import suggestions
from quiz.core.prove.unsearched import search_warnings
from quiz.core.space import TooManyStatesError
from quiz.settings import picture_names
from quiz.web.framework.pictures import FaultyPictures, pictures


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@as_json
def check(file: Path | None, strict: bool, as_json: bool) -> None:
    """Report every problem in a rules FILE, and prove its promises over all answer sheets."""
    path = given_rules(file)
    source = read_source(path)
    read = reading.read(source)
    engine, problems = loader.compile_document(
        read, loader.digest(source), pictures=picture_names()
    )
    if engine is None:
        if as_json:
            print_json({"problems": [asdict(problem) for problem in problems]})
        print_problems(path, problems)
        sys.exit(EXIT_FOUND)
    proof = prove(engine)
    today = dt.datetime.now(dt.UTC).date()
    found = [
        *advice(engine, proof.counting, today),
        *matches_without_points(engine, proof.counting),
        *search_warnings(engine),
    ]
    advised = loader.placed(read, found, "warning")
    problems = tuple(sorted((*problems, *advised), key=lambda each: (each.line, each.column)))
    if as_json:
        print_json(_as_json(engine, proof, problems))
    else:
        click.echo(console.check_report(engine, proof), nl=False)
    print_problems(path, problems)
    faulty_pictures = _faulty_pictures()
    for line in faulty_pictures:
        click.echo(line, err=True)
    if not proof.holds or faulty_pictures or (strict and problems):
        sys.exit(EXIT_FOUND)


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option(
    "--suggest", is_flag=True, help="Print personas for the rules that no persona exercises yet."
)
def personas(file: Path | None, suggest: bool) -> None:
    """List the personas in a rules FILE, or suggest more so that every rule is exercised."""
    engine = load_engine(given_rules(file))
    if suggest:
        try:
            click.echo(console.suggested_personas(engine, suggestions(engine)), nl=False)
        except TooManyStatesError:
            exit_could_not_run("the rules join too many questions for personas to be suggested")
    else:
        click.echo(console.persona_list(engine), nl=False)


@click.command()
def schema() -> None:
    """Print the JSON Schema of a rules file."""
    print_json(json_schema())


def _faulty_pictures() -> tuple[str, ...]:
    """Return a line for each fault of a picture that pages would show."""
    try:
        pictures()
    except FaultyPictures as faulty:
        return faulty.problems
    return ()


def _as_json(engine: Engine, proof: Proof, problems: tuple[Problem, ...]) -> dict[str, Any]:
    census = proof.census
    return {
        "problems": [asdict(problem) for problem in problems],
        "census": census and {"sheets": census.sheets, "best": census.best, "tied": census.tied},
        "most": engine.most,
        "promises": [
            {
                "says": result.promise.says[engine.rules.languages[0]],
                "holds": result.holds,
                "counterexample": result.counterexample
                and plain_answers(result.counterexample, engine.forms),
            }
            for result in proof.promises
        ],
        "personas": [asdict(persona) for persona in proof.personas],
    }
