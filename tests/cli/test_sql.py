"""`quiz sql`: the statement that it prints, and what it refuses."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from typing import Any

import pytest
import sqlglot
from conftest import ROOT, SMALL
from support.commands import Run, quiz
from support.engines import engine_of
from support.small_files import multiple, quiz_of, single
from support.sql_scores import by_engine

from benchmarks.sheets import read_engine
from quiz.score.sql.dialects import DIALECTS, CannotSayError, check
from quiz.score.sql.layout import TooLargeError
from quiz.score.sql.openings import TooManyCombinationsError
from quiz.score.sql.statement import Sheets, statement

NOT_RUN = ("trino", "bigquery", "snowflake")
"""Those of which no engine runs in the tests: their statements are only parsed."""


def printed(*arguments: str, dialect: str = "sqlite") -> Run:
    return quiz("sql", "--dialect", dialect, "--rules", SMALL, *arguments)


def made(quiz: dict[str, Any], dialect: str) -> str:
    engine = engine_of(quiz)
    return statement(engine, Sheets("sheets", {id_: id_ for id_ in engine.forms}, []), dialect)


def test_the_statement_scores_a_table_with_columns_that_are_carried_through() -> None:
    run = printed("--table", "answers", "--carry", "id", "--column", "skill=How well")
    assert (run.code, run.err) == (0, "")
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(
            'CREATE TABLE answers (id, home, neighbours, likes, "How well");'
            "INSERT INTO answers VALUES ('x', 'house', NULL, 'melody', 'some');"
        )
        found = connection.execute(run.out)
        names = [each[0] for each in found.description]
        row = dict(zip(names, found.fetchone(), strict=True))
    connection.close()
    assert names[:4] == ["id", "best", "close", "tied"]
    sheet = {"home": ("house",), "likes": ("melody",), "skill": ("some",)}
    assert row == {"id": "x", **by_engine(read_engine(SMALL), sheet)}
    assert row["best"] == "PIANO"


@pytest.mark.thorough
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("path", [SMALL, ROOT / "rules.yaml"], ids=["small", "rules.yaml"])
def test_every_dialect_reads_its_own_statement(dialect: str, path: Any) -> None:
    run = quiz("sql", "--dialect", dialect, "--rules", path, "--carry", "id")
    assert (run.code, run.err) == (0, "")
    assert len(sqlglot.parse(run.out, dialect=dialect)) == 1


def test_a_dialect_that_is_unknown_is_refused_with_its_name() -> None:
    run = printed(dialect="oracle")
    assert run.code == 2
    assert "'oracle' is not one of" in run.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--column", "skills=x"], "--column skills=x: write the id of a question"),
        (["--column", "skill"], "--column skill: write the id of a question"),
        (["--column", "skill="], "--column skill=: everybody is asked 'skill'; name a column"),
        (["--table", "a b c"], "--table a b c: this is not the name of a table in sqlite"),
        (["--table", "a AS b"], "--table a AS b: this is not the name of a table in sqlite"),
        (["--carry", ""], "--carry: name a column"),
        (["--table", "a; b"], "--table a; b: this is not the name of a table in sqlite"),
    ],
)
def test_what_cannot_be_understood_is_refused(arguments: list[str], says: str) -> None:
    run = printed(*arguments)
    assert run.code == 2
    assert says in run.err


def test_sqlite_is_refused_more_tables_than_it_joins() -> None:
    questions = {f"q{number}": single("a", "b") for number in range(64)}
    rules = [{"when": {id_: "a"}, "points": {"A": 1}} for id_ in questions]
    with pytest.raises(CannotSayError, match="sqlite joins at most 64 tables; this needs 65"):
        made(quiz_of(questions, rules), "sqlite")
    assert made(quiz_of(questions, rules), "duckdb")


@pytest.mark.parametrize("dialect", ["sqlite", "trino", "bigquery", "snowflake"])
def test_a_statement_that_is_too_long_is_refused_with_the_name_of_the_dialect(dialect: str) -> None:
    with pytest.raises(CannotSayError, match=f"{dialect} takes at most 1,0.* this needs 1,048,577"):
        check(" " * 1_048_577, 2, dialect)
    check(" " * 1_000_000, 2, dialect)
    check(" " * 2_000_000, 200, "duckdb")


def test_a_block_on_too_many_combinations_is_refused() -> None:
    choices = [f"c{number}" for number in range(15)]
    questions = {"q": multiple(*choices, alone="none")}
    rules = [{"when": {"q": {"count": 3, "of": choices}}, "blocks": ["A"]}]
    with pytest.raises(TooManyCombinationsError, match="question 'q'"):
        made(quiz_of(questions, rules), "duckdb")


def test_points_beyond_the_numbers_of_sql_are_refused() -> None:
    rules = [{"when": {"q": "a"}, "points": {"A": 1 << 32, "B": 1 << 31}}]
    quiz_with_them = quiz_of({"q": single("a", "b")}, rules)
    with pytest.raises(TooLargeError):
        made(quiz_with_them, "duckdb")


def test_without_its_library_the_command_says_how_to_install_it() -> None:
    code = (
        "import sys; sys.modules['sqlglot'] = None; sys.argv = ['quiz', 'sql'];"
        " from quiz.program import run; sys.exit(run())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "sql needs sqlglot" in done.stderr
    assert "jet-quiz[sql]" in done.stderr
    assert "Traceback" not in done.stderr
