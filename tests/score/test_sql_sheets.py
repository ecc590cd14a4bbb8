"""What `quiz sql` reads in the cells of a table, and how it says that a sheet cannot be scored."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import SMALL
from support.sql_scores import Row, by_duckdb, by_engine, by_postgresql, by_sqlite, made

from benchmarks.sheets import read_engine
from quiz.score.sql.statement import Sheets, statement

COLUMNS = ["number", "home", "neighbours", "likes", "skill"]
WRONG = {
    "an unknown choice": (["tents", None, "melody", "some"], "home"),
    "a choice in other letters": (["Tent", None, "melody", "some"], "home"),
    "no answer": (["tent", None, "melody", None], "skill"),
    "an answer too many": (["tent", "love", "melody", "some"], "neighbours"),
    "an answer too few": (["flat", None, "melody", "some"], "neighbours"),
    "no answer at all": ([None, None, None, None], "home"),
    "an unknown choice among several": (["tent", None, "melody; tunes", "some"], "likes"),
    "a choice twice": (["tent", None, "melody; rhythm; melody", "some"], "likes"),
    "one that stands alone with another": (["tent", None, "melody; nothing", "some"], "likes"),
    "separators alone": (["tent", None, "; ;", "some"], "likes"),
    "a part of a choice": (["tent", None, "melod", "some"], "likes"),
    "two choices without a sign": (["tent", None, "melodyrhythm", "some"], "likes"),
    "an empty cell": (["tent", None, "", "some"], "likes"),
}
READ = ["melody; rhythm", "rhythm;melody", "melody,rhythm", "melody, rhythm", "rhythm|melody",
        " melody ; rhythm".replace(" ;", ";"), "melody;;rhythm;"]  # fmt: skip


@pytest.fixture(params=["duckdb", "sqlite", "postgres"])
def scored(request: pytest.FixtureRequest) -> Any:
    """A function that scores rows in one of the databases."""

    def run(rows: list[list[Any]], columns: list[str] = COLUMNS, sql: str = "") -> list[Row]:
        numbered = [[number, *row] for number, row in enumerate(rows)]
        sql = sql or made(read_engine(SMALL), request.param)
        if request.param == "postgres":
            url = request.getfixturevalue("postgresql_url")
            return by_postgresql(url, sql, columns, numbered)
        return {"duckdb": by_duckdb, "sqlite": by_sqlite}[request.param](sql, columns, numbered)

    run.dialect = request.param  # type: ignore[attr-defined]
    return run


def test_a_sheet_that_cannot_be_scored_names_the_first_wrong_question(scored: Any) -> None:
    found = scored([row for row, _ in WRONG.values()])
    assert {name: row["wrong"] for name, row in zip(WRONG, found, strict=True)} == {
        name: question for name, (_, question) in WRONG.items()
    }
    for row in found:
        assert {value for name, value in row.items() if name not in ("number", "wrong")} == {None}


def test_it_does_not_keep_other_sheets_from_being_scored(scored: Any) -> None:
    right = {"home": ("tent",), "likes": ("melody", "rhythm"), "skill": ("some",)}
    rows = [["tent", None, cell, "some"] for cell in READ]
    rows += [["tent", "", "melody; rhythm", "some"], WRONG["no answer"][0]]
    found = scored(rows)
    outcome = by_engine(read_engine(SMALL), right)
    assert [dict(row, number=0) for row in found[:-1]] == [{"number": 0, **outcome}] * (
        len(rows) - 1
    )
    assert found[-1]["wrong"] == "skill"


def test_columns_may_be_called_otherwise_and_a_question_may_have_none(scored: Any) -> None:
    columns = {"home": "Where do you live?", "likes": "select", "skill": "best"}
    sheets = Sheets("sheets", columns, ["number", "best"])
    sql = statement(read_engine(SMALL), sheets, scored.dialect)
    rows = [["tent", "melody", "some"], ["flat", "melody", "some"]]
    first, second = scored(rows, ["number", *columns.values()], sql)
    right = {"home": ("tent",), "likes": ("melody",), "skill": ("some",)}
    assert first.pop("given_best") == second["given_best"] == "some"
    assert first == {"number": 0, **by_engine(read_engine(SMALL), right)}
    assert second["wrong"] == "neighbours"
