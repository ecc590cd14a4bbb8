"""What cites a fact is found in every part of a file, and checks grow old by calendar months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field
from support.engines import rules_of
from support.tea_rules import plain

from quiz.core.language.facts import citations, is_due, last_check_of_all, months_after
from quiz.core.language.field_types import FilePart
from quiz.core.language.rules_file import Rules
from quiz.core.load.loader import load

ROOT = Path(__file__).parents[3]


def fact(checked: str = "2026-11-22") -> dict[str, Any]:
    return {"says": "So.", "source": "A book", "checked": checked, "confidence": "high"}


def file(**more: Any) -> dict[str, Any]:
    """A rules file in which a position, two rules and a notice cite facts."""
    return {
        "format": 1,
        "title": "T",
        "edition": "1",
        "checked": "2026-11-22",
        "languages": ["en"],
        "facts": {"one": fact(), "two": fact(), "spare": fact()},
        "positions": {"A": {"name": "A", "facts": ["two"]}},
        "questions": {"q": {"ask": "?", "kind": "single", "choices": {"a": "A", "b": "B"}}},
        "rules": {
            "r": {"when": {"q": "a"}, "points": {"A": 1}, "because": ".", "facts": ["two", "one"]},
            "s": {"when": {"q": "b"}, "points": {"A": 1}, "because": ".", "facts": ["one"]},
        },
        "notices": {"n": {"says": ".", "facts": ["one"]}},
        **more,
    }


def test_every_part_that_cites_a_fact_is_named_once_and_a_fact_that_none_cites_has_no_place():
    assert citations(rules_of(file())) == {
        "one": ["rules.r", "rules.s", "notices.n"],
        "two": ["positions.A", "rules.r"],
        "spare": [],
    }


class Row(FilePart):
    """A part as it may be added to the language."""

    row: str
    facts: list[str] = Field(default=[])


class Part(FilePart):
    """A part that holds others, in a list and below a key with another name in Python."""

    table: list[Row]
    if_: Annotated[dict[str, Row], Field(alias="if")]


class Wider(Rules):
    """Rules of a language that has more keys."""

    programme: Part


def test_citations_in_parts_that_this_module_does_not_know_are_found():
    rows = [{"row": "R"}, {"row": "S", "facts": ["spare"]}]
    data = file(programme={"table": rows, "if": {"x": {"row": "T", "facts": ["spare"]}}})
    rules = Wider.model_validate(data, context={"languages": ["en"], "values": {}})
    assert citations(rules)["spare"] == ["programme.table.2", "programme.if.x"]


@pytest.mark.parametrize("path", ["rules.yaml", "docs/example-rules.yaml", "tests/web/small.yaml"])
def test_all_that_a_file_cites_anywhere_has_a_place(path):
    data = plain(ROOT / path)
    engine, _ = load((ROOT / path).read_bytes())
    assert engine is not None
    cited = set(cited_in({key: part for key, part in data.items() if key != "facts"}))
    assert cited
    assert cited == {id_ for id_, places in citations(engine.rules).items() if places}


def cited_in(part: object) -> Iterator[str]:
    """Yield what stands in any list `facts` of plain data."""
    if isinstance(part, dict):
        facts = part.get("facts")
        yield from facts if isinstance(facts, list) else ()
    if isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from cited_in(each)


@pytest.mark.parametrize(
    ("checked", "one", "two", "spare", "last"),
    [
        ("2026-11-22", "2026-11-23", "2027-01-01", "2026-12-01", "2026-11-22"),
        ("2026-11-22", "2026-11-21", "2026-11-20", "2026-12-01", "2026-11-20"),
        ("2026-11-22", "2026-11-23", "2026-11-23", "2020-01-01", "2026-11-22"),
    ],
)
def test_the_last_check_of_all_is_the_oldest_of_the_file_and_of_the_facts_it_cites(
    checked, one, two, spare, last
):
    facts = {"one": fact(one), "two": fact(two), "spare": fact(spare)}
    rules = rules_of(file(checked=checked, facts=facts))
    assert last_check_of_all(rules) == dt.date.fromisoformat(last)


def test_a_file_without_facts_was_last_checked_when_it_says():
    bare = {key: part for key, part in file().items() if key not in ("facts", "notices")}
    bare["positions"] = {"A": {"name": "A"}}
    bare["rules"] = {"r": {"points": {"A": 1}, "because": "."}}
    assert last_check_of_all(rules_of(bare)) == dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-11-22", 0, "2026-11-22"),
        ("2026-11-22", 1, "2026-12-22"),
        ("2026-12-22", 1, "2027-01-22"),
        ("2026-11-22", 12, "2027-11-22"),
        ("2026-11-22", 25, "2028-12-22"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-01-31", 2, "2027-03-31"),
        ("2027-03-31", 1, "2027-04-30"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("9998-12-31", 12, "9999-12-31"),
        ("9998-12-31", 13, "9999-12-31"),
        ("2026-11-22", 10**30, "9999-12-31"),
    ],
)
def test_months_are_those_of_the_calendar(day, months, then):
    assert months_after(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(then)


@pytest.mark.parametrize(
    ("checked", "months", "last_day"),
    [
        ("2026-11-22", 0, "2026-11-22"),
        ("2026-11-22", 12, "2027-11-22"),
        ("2027-11-22", 12, "2028-11-22"),  # 366 days later
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
    ],
)
def test_a_check_is_due_from_the_day_after_so_many_months(checked, months, last_day):
    on, last = dt.date.fromisoformat(checked), dt.date.fromisoformat(last_day)
    assert not is_due(on, months, last)
    assert is_due(on, months, last + dt.timedelta(days=1))


def test_a_check_on_a_day_to_come_is_not_due():
    assert not is_due(dt.date(2026, 11, 23), 0, dt.date(2026, 11, 22))
