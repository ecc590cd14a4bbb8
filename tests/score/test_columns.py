"""Columns are found by the id or text of a question, and cells by the id or text of a choice."""

from __future__ import annotations

import pyarrow as pa
import pytest
from conftest import SMALL

from benchmarks.sheets import read_engine
from quiz.score.columns import INVALID, Cells, find_columns
from quiz.score.tables import NOT_ASKED, BulkTables


@pytest.fixture(scope="module")
def tables() -> BulkTables:
    return BulkTables(read_engine(SMALL))


def read(tables: BulkTables, question: str, *cells: str | None) -> list[object]:
    codes = Cells(tables, question).codes(pa.array(cells, pa.string()))
    answers = tables.answers(question)
    return [None if code in (INVALID, NOT_ASKED) else answers[code] for code in codes]


def test_a_column_is_named_by_the_id_or_by_the_text_in_any_language(tables: BulkTables) -> None:
    rules = tables.engine.rules
    names = ["Name", "HOME", "隣の人は音楽が好きですか？", " what do you  like?", "skill"]
    found = find_columns(names, rules, {})
    assert found.whole == dict(zip(rules.questions, names[1:], strict=True))
    assert found.others == ("Name",)
    assert found.missing(rules) == []


def test_a_named_column_comes_before_one_that_is_called_like_the_question(
    tables: BulkTables,
) -> None:
    found = find_columns(["home", "place"], tables.engine.rules, {"home": "place"})
    assert (found.whole, found.others) == ({"home": "place"}, ("home",))
    assert found.missing(tables.engine.rules) == ["neighbours", "likes", "skill"]


@pytest.mark.parametrize(
    "names",
    [
        ["likes.melody", "likes.rhythm", "likes.nothing"],
        ["likes/melody", "likes/rhythm", "likes/nothing"],
        ["What do you like? [Melodies]", "What do you like? [Rhythm]", "likes: None of these"],
    ],
)
def test_a_question_can_have_a_column_for_each_choice(tables: BulkTables, names: list[str]) -> None:
    found = find_columns(names, tables.engine.rules, {})
    assert list(found.split["likes"].values()) == names
    cells = Cells(tables, "likes")
    yes, no = pa.array(["yes", "TRUE", "", None, "Melodies"]), pa.array(["0", "x", None, "", "no"])
    codes = cells.codes_of_bits({"melody": yes, "rhythm": no})
    answers = [tables.answers("likes")[code] for code in codes]
    assert answers == [("melody",), ("melody", "rhythm"), None, None, ("melody",)]
    assert cells.codes_of_bits({"melody": pa.array(["perhaps"])}) == [INVALID]


def test_a_choice_is_its_id_or_its_text_in_any_language(tables: BulkTables) -> None:
    assert read(tables, "home", "house", "In a house", "一戸建て", " IN A FLAT ", "", None) == [
        ("house",), ("house",), ("house",), ("flat",), None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    [
        "melody; rhythm",
        "Rhythm,Melodies",
        "リズム|旋律",
        "rhythm\nmelody",
        "melody;rhythm;",
        "melody;, rhythm",
        ";; RHYTHM ;melody",
    ],
)
def test_several_choices_stand_in_one_cell(tables: BulkTables, cell: str) -> None:
    assert read(tables, "likes", cell) == [("melody", "rhythm")]


@pytest.mark.parametrize("cell", ["melody; nothing", "melody; melody", "tunes", "melody; tunes"])
def test_choices_that_cannot_be_given_are_invalid(tables: BulkTables, cell: str) -> None:
    refused, taken = Cells(tables, "likes").codes(pa.array([cell, "melody"]))
    assert refused == INVALID
    assert tables.answers("likes")[taken] == ("melody",)


def test_a_choice_with_a_separator_in_its_text_is_one_choice() -> None:
    text = SMALL.read_text().replace("{en: Melodies,", '{en: "Melodies, slow; or fast",')
    from quiz.core.load.loader import load

    engine, _ = load(text.encode())
    assert engine is not None
    tables = BulkTables(engine)
    assert read(tables, "likes", "Rhythm, Melodies, slow; or fast") == [("melody", "rhythm")]
    assert read(tables, "likes", "Melodies, slow; or fast") == [("melody",)]
    assert read(tables, "likes", "Rhythm|Melodies, slow; or fast") == [("melody", "rhythm")]
    assert read(tables, "likes", "rhythm, melody") == [("melody", "rhythm")]
    assert read(tables, "likes", "rhythm|melody") == [("melody", "rhythm")]


def test_a_line_break_within_a_choice_is_a_space_as_elsewhere() -> None:
    from quiz.core.load.loader import load

    engine, _ = load(SMALL.read_bytes().replace(b"{en: Melodies,", b"{en: Slow melodies,"))
    assert engine is not None
    tables = BulkTables(engine)
    assert read(tables, "likes", "Rhythm\nSlow\nmelodies") == [("melody", "rhythm")]


def test_lists_of_a_column_are_read_like_cells(tables: BulkTables) -> None:
    column = pa.array([["rhythm", "melody"], [], None, ["nothing"]])
    codes = Cells(tables, "likes").codes(column)
    answers = [tables.answers("likes")[code] for code in codes]
    assert answers == [("melody", "rhythm"), None, None, ("nothing",)]
