"""Answer sheets that commands print can be read again unchanged, whatever the ids."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.engines import engine_of_data, steady

from quiz.cli.console import sheet_on_one_line, suggested_personas
from quiz.core.language.reading import read

IDS = st.one_of(
    st.sampled_from(
        ["yes", "true", "null", "~", "12", "1.5", "1st", "日本語", "a b", "a: b", "a #b"]
    ),
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=6),
)
SHEETS = st.dictionaries(IDS, st.one_of(IDS, st.lists(IDS, min_size=1, max_size=3)), min_size=1)


@steady(300)
@given(SHEETS)
@example({"true": "null", "-": ["]", ","]})
@example({"a: b": '"', "日本語": ["\U00010000", "\\"]})
def test_a_sheet_on_one_line_is_read_as_the_same_sheet(sheet):
    document = read(sheet_on_one_line(sheet).encode())
    assert (document.data, document.problems) == (sheet, [])


@pytest.mark.parametrize("id_", ["true", "12", "a: b", "日本語", "1st"])
def test_suggested_personas_are_read_as_the_same_sheets(id_):
    engine = engine_of_data(
        {
            "format": 1,
            "title": "T",
            "edition": "1",
            "checked": "2026-11-22",
            "languages": ["en"],
            "positions": {id_: {"name": "P"}},
            "questions": {id_: {"ask": "?", "kind": "multiple", "choices": {id_: "A", "b": "B"}}},
            "rules": {"r": {"when": {id_: id_}, "points": {id_: 1}, "because": "b"}},
        }
    )
    document = read(suggested_personas(engine, [{id_: (id_, "b")}]).encode())
    assert document.problems == []
    assert document.data == {
        "personas": {
            "suggested-1": {"answers": {id_: [id_, "b"]}, "expect": {"best": id_, id_: "open"}}
        }
    }
