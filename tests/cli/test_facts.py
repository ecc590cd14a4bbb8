"""`quiz facts`: what each source must still say, and what cites it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from support.commands import quiz, quiz_process
from support.engines import rules_of
from support.tea_rules import MISTAKES, TODAY, TOMORROW, plain

from quiz.cli.facts import due, sources

ROOT = Path(__file__).parents[2]
CAFFEINE = f"""\
  caffeine:
    says: {{en: Black and green tea hold caffeine., ja: 紅茶と緑茶にはカフェインが含まれます。}}
    source: The tea book, page 3
    checked: {TOMORROW}
    confidence: high
"""
MORE = f"""\
  grown:
    says: {{en: Tea grows in Uji., ja: 宇治では茶が育ちます。}}
    source: https://tea.example/uji
    checked: 2026-02-01
    confidence: medium
  drunk:
    says: Tea is drunk hot.
    source: https://tea.example/cup
    checked: 2026-01-31
    confidence: medium
  rare:
    says: White tea is rare.
    source: The tea book, page 3
    checked: {TODAY}
    confidence: high
  herbs:
    says: Herbs hold no caffeine.
    source: https://tea.example/uji
    checked: {TODAY}
    confidence: low
"""
CITES = (
    "BLACK: {name: {en: Black tea, ja: 紅茶}}",
    "BLACK: {name: {en: Black tea, ja: 紅茶}, facts: [caffeine, grown]}",
)


@pytest.fixture
def more(other_tea) -> Path:
    """The tea rules with five facts, of which a position, two rules and a notice cite two."""
    return other_tea((CAFFEINE, CAFFEINE + MORE), CITES)


def test_facts_are_listed_by_source_the_least_certain_and_oldest_first(more):
    run = quiz_process("facts", more)
    assert (run.code, run.err) == (0, "")
    assert (
        run.out
        == f"""\
Edition 2030, checked on {TOMORROW}: 5 facts from 3 sources.

https://tea.example/uji
  herbs (low confidence, checked on {TODAY})
    says: Herbs hold no caffeine.
    not used anywhere
  grown (medium confidence, checked on 2026-02-01)
    says: Tea grows in Uji.
    used by positions: BLACK

https://tea.example/cup
  drunk (medium confidence, checked on 2026-01-31)
    says: Tea is drunk hot.
    not used anywhere

The tea book, page 3
  rare (high confidence, checked on {TODAY})
    says: White tea is rare.
    not used anywhere
  caffeine (high confidence, checked on {TOMORROW})
    says: Black and green tea hold caffeine.
    used by positions: BLACK; rules: black-wakes-you, caffeine-keeps-awake; notices: enjoy
"""
    )
    assert quiz("facts", more) == run


def test_json_has_the_same_in_the_same_order(more):
    assert quiz("facts", more, "--json").data == {
        "edition": "2030",
        "checked": TOMORROW,
        "sources": [
            {
                "source": "https://tea.example/uji",
                "facts": [
                    {
                        "fact": "herbs",
                        "says": "Herbs hold no caffeine.",
                        "checked": TODAY,
                        "confidence": "low",
                        "used_by": [],
                    },
                    {
                        "fact": "grown",
                        "says": "Tea grows in Uji.",
                        "checked": "2026-02-01",
                        "confidence": "medium",
                        "used_by": ["positions.BLACK"],
                    },
                ],
            },
            {
                "source": "https://tea.example/cup",
                "facts": [
                    {
                        "fact": "drunk",
                        "says": "Tea is drunk hot.",
                        "checked": "2026-01-31",
                        "confidence": "medium",
                        "used_by": [],
                    }
                ],
            },
            {
                "source": "The tea book, page 3",
                "facts": [
                    {
                        "fact": "rare",
                        "says": "White tea is rare.",
                        "checked": TODAY,
                        "confidence": "high",
                        "used_by": [],
                    },
                    {
                        "fact": "caffeine",
                        "says": "Black and green tea hold caffeine.",
                        "checked": TOMORROW,
                        "confidence": "high",
                        "used_by": [
                            "positions.BLACK",
                            "rules.black-wakes-you",
                            "rules.caffeine-keeps-awake",
                            "notices.enjoy",
                        ],
                    },
                ],
            },
        ],
    }


def test_facts_are_in_the_requested_language_or_else_in_the_first_one(more):
    says = "    says: 紅茶と緑茶にはカフェインが含まれます。"
    assert says in quiz("facts", more, "--lang", "ja").out.splitlines()
    told = quiz("facts", more, "--lang", "ja", "--json").data["sources"]
    assert told[0]["facts"][1]["says"] == "宇治では茶が育ちます。"
    run = quiz("facts", more, "--lang", "fr")
    assert (run.code, run.out) == (2, "")
    assert run.err == "quiz: the rules file has no language 'fr'; it has en, ja\n"


@pytest.mark.parametrize(
    ("months", "today", "expected"),
    [
        (12, dt.date(2027, 1, 31), []),
        (12, dt.date(2027, 2, 1), ["drunk"]),
        (12, dt.date(2027, 2, 2), ["grown", "drunk"]),
        (1, dt.date(2026, 2, 28), []),  # 31 January and a month
        (1, dt.date(2026, 3, 1), ["drunk"]),
        (1, dt.date(2026, 3, 2), ["grown", "drunk"]),
        (0, dt.date(2026, 1, 31), []),
        (0, dt.date(2026, 2, 1), ["drunk"]),
        (0, dt.date(2999, 1, 2), ["caffeine", "grown", "drunk", "rare", "herbs"]),
    ],
)
def test_a_fact_is_due_when_more_calendar_months_have_passed(more, months, today, expected):
    assert due(rules_of(plain(more)), months, today) == expected


def test_only_facts_that_are_due_are_listed(more):
    """By 1 March 2026, the two of medium confidence have been due by a month."""
    run = quiz("facts", more, "--due", "1")
    assert run.code == 0
    head, *rest = run.out.splitlines()
    assert head == (
        f"Edition 2030, checked on {TOMORROW}: "
        "2 of 5 facts were last checked more than 1 month ago."
    )
    assert [line.split()[0] for line in rest if line.startswith("  ") and line[2] != " "] == [
        "drunk",
        "grown",
    ]
    listed = quiz("facts", more, "--due", "1", "--json").data["sources"]
    assert [each["source"] for each in listed] == [
        "https://tea.example/cup",
        "https://tea.example/uji",
    ]
    more.write_text(more.read_text().replace(TODAY, TOMORROW))  # it may be past midnight by now
    assert (
        quiz("facts", more, "--due", "0")
        .out.splitlines()[0]
        .endswith("2 of 5 facts were last checked before today.")
    )


def test_if_no_fact_is_due_the_command_says_so_and_lists_nothing(tea):
    run = quiz("facts", tea, "--due", "12")
    assert (run.code, run.out) == (
        0,
        f"Edition 2030, checked on {TOMORROW}: no fact was last checked more than 12 months ago.\n",
    )
    assert quiz("facts", tea, "--due", "12", "--json").data["sources"] == []
    assert "no fact was last checked before today." in quiz("facts", tea, "--due", "0").out


def test_single_facts_and_sources_are_counted_as_such(tea, other_tea):
    assert quiz("facts", tea).out.startswith(
        f"Edition 2030, checked on {TOMORROW}: 1 fact from 1 source.\n"
    )
    old = other_tea((CAFFEINE, CAFFEINE.replace(TOMORROW, "2025-01-01")))
    head = quiz("facts", old, "--due", "2").out.splitlines()[0]
    assert head.endswith(": 1 of 1 fact was last checked more than 2 months ago.")


def test_a_file_without_facts_has_nothing_to_list(tmp_path):
    written = {
        "format": 1, "title": "T", "edition": "1", "checked": "2026-11-22", "languages": ["en"],
        "positions": {"A": {"name": "A"}},
        "questions": {"q": {"ask": "?", "kind": "single", "choices": {"a": "A", "b": "B"}}},
        "rules": {"r": {"when": {"q": "a"}, "points": {"A": 1}, "because": "."}},
    }  # fmt: skip
    path = tmp_path / "rules.yaml"
    path.write_text(json.dumps(written))
    for options in ((), ("--due", "0")):
        run = quiz("facts", path, *options)
        assert (run.code, run.out) == (0, "Edition 1, checked on 2026-11-22: there are no facts.\n")


@pytest.mark.parametrize("months", ["-1", "1.5", "year", ""])
def test_months_are_a_whole_number(tea, months):
    run = quiz("facts", tea, "--due", months)
    assert (run.code, run.out) == (2, "")
    assert "Usage: " in run.err


def test_a_faulty_file_cannot_be_listed(other_tea):
    run = quiz("facts", other_tea(*MISTAKES))
    assert (run.code, run.out) == (2, "")
    assert len(run.err.splitlines()) == len(MISTAKES)


def test_a_file_that_is_not_named_is_that_of_the_quiz(tea):
    assert quiz("facts") == quiz("facts", tea)
    assert quiz("facts", "-", stdin=tea.read_text()) == quiz("facts", tea)


def test_every_fact_of_the_real_file_is_listed_once(monkeypatch):
    monkeypatch.delenv("QUIZ_RULES")
    data = plain(ROOT / "rules.yaml")
    listed = quiz("facts", "--json").data["sources"]
    facts = {each["fact"]: (one["source"], each) for one in listed for each in one["facts"]}
    assert sum(len(one["facts"]) for one in listed) == len(facts)
    assert len({one["source"] for one in listed}) == len(listed)
    assert facts.keys() == data["facts"].keys()
    for id_, (source, each) in facts.items():
        written = data["facts"][id_]
        assert (source, each["checked"]) == (written["source"], written["checked"])
        assert each["confidence"] == written["confidence"]
        assert "{" not in each["says"], "values are filled in"
    least = [min(each["confidence"] != "low" for each in one["facts"]) for one in listed]
    assert least == sorted(least)
    assert quiz("facts").out.count("\n    says: ") == len(facts)


def test_the_facts_of_a_source_come_where_its_least_certain_fact_would(more):
    rules = rules_of(plain(more))
    assert sources(rules) == {
        "https://tea.example/uji": ["herbs", "grown"],
        "https://tea.example/cup": ["drunk"],
        "The tea book, page 3": ["rare", "caffeine"],
    }
    assert sources(rules, ["caffeine", "grown", "drunk"]) == {
        "https://tea.example/cup": ["drunk"],
        "https://tea.example/uji": ["grown"],
        "The tea book, page 3": ["caffeine"],
    }
