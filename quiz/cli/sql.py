"""`quiz sql`: the rules as one SQL statement, for sheets that lie in a database or a warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from sqlglot import ParseError, TokenError

from quiz.cli.files import FILE, exit_could_not_run, given_rules, load_engine
from quiz.core.decide.engine import Engine
from quiz.score.sql.dialects import DIALECTS, CannotSayError
from quiz.score.sql.layout import TooLargeError
from quiz.score.sql.openings import TooManyCombinationsError
from quiz.score.sql.statement import Sheets, statement


@click.command()
@click.option(
    "--dialect", type=click.Choice(DIALECTS), required=True, help="The database whose SQL to write."
)
@click.option("--table", default="sheets", help="The table of sheets; sheets if left out.")
@click.option("--rules", "file", type=FILE, help="The rules file; the quiz's own if left out.")
@click.option(
    "--carry",
    "carried",
    multiple=True,
    metavar="NAME",
    help="A column to carry through, such as an id; can be repeated.",
)
@click.option(
    "--column",
    "given",
    multiple=True,
    metavar="QUESTION=NAME",
    help="The column of a question, if its name is not the id; leave NAME empty if there is none, "
    "because nobody was asked the question; can be repeated.",
)
def sql(
    dialect: str, table: str, file: Path | None, carried: tuple[str, ...], given: tuple[str, ...]
) -> None:
    """Print one SQL statement that scores every answer sheet of a table by the rules.

    The table has a row for each sheet and a column for each question, with the ids of the
    choices. The outcomes are best, close, tied, the points, fit and standing of each position,
    and the rules that apply. For a sheet that cannot be scored, they are null, and the
    column "wrong" names the first question whose answer is wrong, missing or superfluous.
    """
    if "" in carried:
        exit_could_not_run("--carry: name a column")
    engine = load_engine(given_rules(file))
    sheets = Sheets(table, _columns(engine, given), carried)
    try:
        click.echo(f"{statement(engine, sheets, dialect)};")
    except CannotSayError as error:
        exit_could_not_run(str(error))
    except TooLargeError:
        exit_could_not_run("the points of the rules file are too large for the numbers of SQL")
    except TooManyCombinationsError as error:
        exit_could_not_run(
            f"whether a position can be opened depends on too many answers at once: {error}"
        )
    except (ParseError, TokenError):
        exit_could_not_run(f"--table {table}: this is not the name of a table in {dialect}")


def _columns(engine: Engine, given: Sequence[str]) -> dict[str, str]:
    """Return the column of each question that has one."""
    columns = {id_: id_ for id_ in engine.forms}
    for each in given:
        question, equals, name = each.partition("=")
        if not equals or question not in engine.forms:
            exit_could_not_run(f"--column {each}: write the id of a question, = and a column")
        if name:
            columns[question] = name
        elif engine.rules.questions[question].only_if:
            del columns[question]
        else:
            exit_could_not_run(f"--column {each}: everybody is asked {question!r}; name a column")
    return columns
