"""The commands: each reads, calls and prints; what they print is put together in quiz.console."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from quiz import console
from quiz.core import document, loader, proof, report, schema
from quiz.core.engine import Engine
from quiz.core.model import Problem, Rules
from quiz.core.sheet import read_answers
from quiz.web.settings import FaultySettings, Settings, find_rules

FOUND, COULD_NOT_RUN = 1, 2

rules_file = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, exact and complete.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jet-quiz")
def main() -> None:
    """Ask which position fits, decide it by one rules file, and prove what the file promises."""


@main.command()
def serve() -> None:
    """Bring the database up to date and serve the quiz (settings: HOST, PORT, QUIZ_...)."""
    import waitress

    from quiz import create_app

    settings = _settings()
    _upgrade(settings)
    app = create_app(settings)
    click.echo(
        f"The quiz is at {settings.public_url} (listening on {settings.host}:{settings.port})"
    )
    try:
        # The limits keep slow and idle connections from shutting out everybody else.
        waitress.serve(
            app,
            host=settings.host,
            port=settings.port,
            threads=8,
            connection_limit=2000,
            channel_timeout=30,
            ident=None,
        )
    except OSError as error:
        _stop(
            f"cannot listen on {settings.host}:{settings.port}: {error.strerror}; set PORT or HOST"
        )


@main.command()
@click.argument("file", type=rules_file, required=False)
@click.option("--strict", is_flag=True, help="Exit 1 for warnings too.")
@as_json
def check(file: Path | None, strict: bool, as_json: bool) -> None:
    """Name every problem of a rules FILE, and whether its personas are told what they expect."""
    path = file or find_rules()
    source = _source(path)
    rules, problems = loader.load(source)
    if rules is None:
        if as_json:
            _print_json({"problems": [_problem(problem) for problem in problems]})
        _report(path, problems)
        sys.exit(FOUND)
    engine = Engine(rules, loader.digest(source))
    personas = proof.personas(engine)
    if as_json:
        _print_json(
            {
                "problems": [_problem(problem) for problem in problems],
                "most": engine.most,
                "personas": [
                    {"name": persona.name, "holds": persona.holds, "got": persona.got}
                    for persona in personas
                ],
            }
        )
    else:
        click.echo(console.checked(rules, engine.most, personas), nl=False)
    _report(path, problems)
    if not all(persona.holds for persona in personas) or (strict and problems):
        sys.exit(FOUND)


@main.command()
@click.argument("answers", type=rules_file)
@click.option("--rules", "file", type=rules_file, help="The rules file; else the quiz's own.")
@click.option("--lang", help="The language of the reasons; else the file's first one.")
@as_json
def explain(answers: Path, file: Path | None, lang: str | None, as_json: bool) -> None:
    """Tell the outcome for one answer sheet (YAML or JSON; - reads standard input) and why."""
    path = file or find_rules()
    rules, digest = _rules(path)
    language = lang or rules.languages[0]
    if language not in rules.languages:
        _stop(f"{path} has no language {language!r}; it has {', '.join(rules.languages)}")
    engine = Engine(rules, digest)
    sheet = document.read(_source(answers))
    problems = list(sheet.problems)
    if not problems:
        given, faults = read_answers(engine.forms, sheet.data)
        problems = [
            Problem(*sheet.place(fault.path, of_key=fault.of_key), fault.message)
            for fault in faults
        ]
    if problems:
        _report(answers, problems)
        sys.exit(FOUND)
    outcome = engine.outcome(given)
    if as_json:
        _print_json(report.explained(outcome, rules, language))
    else:
        click.echo(console.explained(outcome, rules, language), nl=False)


@main.command("schema")
def schema_() -> None:
    """Print the JSON Schema of a rules file."""
    _print_json(schema.json_schema())


@main.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Create the database, or bring it up to date."""
    _upgrade(_settings())


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except FaultySettings as error:
        _stop(*error.problems)


def _upgrade(settings: Settings) -> None:
    from quiz.store import Store, StoreError

    try:
        store = Store(settings.database_url)
        try:
            store.upgrade()
        finally:
            store.close()
    except StoreError as error:
        _stop(f"the database cannot be brought up to date: {error}")


def _source(path: Path) -> bytes:
    """Return what a file holds, `-` being standard input."""
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        _stop(f"{_name(path)} cannot be read: {error.strerror}")


def _rules(path: Path) -> tuple[Rules, str]:
    """Return the rules of a file that must be faultless, with its digest."""
    source = _source(path)
    rules, problems = loader.load(source)
    if rules is None:
        _report(path, problems)
        sys.exit(COULD_NOT_RUN)
    return rules, loader.digest(source)


def _name(path: Path) -> str:
    """Return a path as it is shortest to read from here."""
    if str(path) == "-":
        return "standard input"
    shortest = os.path.relpath(path)
    return str(path) if shortest.startswith("..") else shortest


def _report(path: Path, problems: list[Problem] | tuple[Problem, ...]) -> None:
    for problem in problems:
        click.echo(console.problem(_name(path), problem), err=True)


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "message": problem.message,
    }


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _stop(*messages: str) -> NoReturn:
    for message in messages:
        click.echo(f"quiz: {message}", err=True)
    sys.exit(COULD_NOT_RUN)
