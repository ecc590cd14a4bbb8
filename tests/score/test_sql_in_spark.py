"""The statement of `quiz sql` in a real Spark, on this machine; tests/score/conftest.py says when.

A test that has no Java fails: it is never skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

import pytest
from conftest import ROOT
from support import strategies
from support.engines import engine_of, sheet
from support.sql_scores import by_spark, expected, made, table_of

from benchmarks.sheets import draw_sheets, read_engine

SHEETS = 200_000
SMALL_FILES = 50


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    if shutil.which("java") is None:
        pytest.fail("Spark needs Java 17 or newer: install default-jre-headless", pytrace=False)
    from pyspark.sql import SparkSession

    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2"}
    settings |= {"spark.driver.host": "127.0.0.1", "spark.ui.showConsoleProgress": "false"}
    spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield spark
    spark.stop()


@pytest.mark.filterwarnings("default")  # those of PySpark are not ours
def test_they_are_equal_for_the_real_rules(session: Any) -> None:
    engine = read_engine(ROOT / "rules.yaml")
    sheets = list(islice(draw_sheets(engine, seed=3), SHEETS))
    assert by_spark(session, made(engine, "spark"), *table_of(engine, sheets)) == expected(
        engine, sheets
    )


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("seed", range(SMALL_FILES))
def test_they_are_equal_for_random_rules_files(session: Any, seed: int) -> None:
    quiz, raw = strategies.quiz_with_sheets(Random(seed))  # noqa: S311
    engine = engine_of(quiz)
    sheets = [sheet(answers) for answers in raw]
    found = by_spark(session, made(engine, "spark"), *table_of(engine, sheets))
    assert found == expected(engine, sheets)


@pytest.mark.filterwarnings("default")
def test_what_is_asked_of_a_cell_is_not_asked_of_every_sheet(session: Any) -> None:
    engine = read_engine(ROOT / "rules.yaml")
    columns = ", ".join(f"{name} STRING" for name in ("number", *engine.forms))
    session.createDataFrame([], columns).createOrReplaceTempView("sheets")
    execution = session.sql(made(engine, "spark"))._jdf.queryExecution()  # noqa: SLF001
    plan = execution.optimizedPlan().toString()
    below = ["".join(part.splitlines()[1:3]) for part in plan.split("Aggregate [")[1:]]
    assert len(below) == sum(form.kind == "multiple" for form in engine.forms.values())
    assert "locate(" in plan
    assert not any("locate(" in each for each in below), below
