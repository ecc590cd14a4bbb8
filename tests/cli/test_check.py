"""`quiz check`: every problem of a rules file, then its census, promises and personas."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
import yaml
from support import reference, reference_sheets
from support.commands import quiz, quiz_process
from support.tea_rules import IDLE_RULE, MISTAKES, plain, sheet

from quiz.core.decide.engine import Engine
from quiz.web.framework.pictures import pictures

BROKEN_NEVER = ("best: BLACK, when: {hour: evening}", "best: BLACK, when: {taste: sweet}")
BROKEN_POSSIBLE = ("possible: {best: GREEN}", "possible: {best: GREEN, when: {milk: yes}}")
BROKEN_SHARE = ("at_least: 33", "at_least: 34.5, at_most: 38.5")
BROKEN_PERSONA = ("expect: {best: HERBAL, BLACK: closed}", "expect: {best: BLACK, BLACK: closed}")
TOO_MANY_POINTS = ("{HERBAL: 2, GREEN: 1}", f"{{HERBAL: 2, GREEN: {2**61}}}")


def test_the_report_on_a_file_without_problems_is_on_standard_output_only(tea):
    run = quiz_process("check", tea)
    assert (run.code, run.err) == (0, "")
    assert "36 answer sheets" in run.out
    assert "Promises: 3 of 3 hold." in run.out
    assert "Personas: 2 of 2 get the outcome that they expect." in run.out
    assert "\x1b" not in run.out, "colour is for terminals"


def test_without_a_file_it_checks_the_rules_of_the_quiz(tea):
    assert quiz("check") == quiz("check", tea)


@pytest.mark.parametrize("command", [("check",), ("explain", "-"), ("personas",)])
def test_the_rules_that_nobody_has_named_are_named_first(command, monkeypatch):
    monkeypatch.delenv("QUIZ_RULES")
    run = quiz(*command, stdin="{}")
    first = run.err.splitlines()[0]
    assert first.startswith("quiz: no rules file given, so this uses ")
    assert first.endswith("rules.yaml")


def count_calls(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> list[None]:
    """Return a list that grows with each call of a method, which does what it did."""
    calls: list[None] = []
    method = getattr(owner, name)

    def counted(*arguments, **named):
        calls.append(None)
        return method(*arguments, **named)

    monkeypatch.setattr(owner, name, counted)
    return calls


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_file_is_parsed_once_and_compiled_once(other_tea, monkeypatch, options):
    path = other_tea(("\noutcome:", IDLE_RULE))  # with advice, which has places too
    parsed = count_calls(monkeypatch, yaml, "parse")
    compiled = count_calls(monkeypatch, Engine, "__init__")
    run = quiz("check", path, *options)
    assert "rule 'late-and-early' can never apply" in run.err
    assert (len(parsed), len(compiled)) == (1, 1)


def test_a_dash_reads_standard_input(tea):
    assert quiz("check", "-", stdin=tea.read_text()) == quiz("check", tea)


def test_json_equals_what_brute_force_finds(tea):
    slow = reference.Reference(plain(tea))
    bests = Counter(slow.best(each) or "none" for each in slow.sheets)
    assert quiz("check", tea, "--json").data == {
        "problems": [],
        "census": {
            "sheets": len(slow.sheets),
            "best": {each: bests[each] for each in ("BLACK", "GREEN", "HERBAL", "none")},
            "tied": sum(1 for each in slow.sheets if slow.tied(each)),
        },
        "most": slow.most,
        "promises": [
            {"says": promise["says"]["en"], "holds": True, "counterexample": None}
            for promise in slow.quiz["promises"]
        ],
        "personas": [
            {
                "name": "early-bird",
                "holds": True,
                "got": {"best": "BLACK", "GREEN": "not_yet", "HERBAL": "check"},
            },
            {"name": "night-owl", "holds": True, "got": {"best": "HERBAL", "BLACK": "closed"}},
        ],
    }


def test_the_table_has_the_same_numbers_as_json(tea):
    run, census = quiz("check", tea), quiz("check", tea, "--json").data["census"]
    rows = re.findall(r"^  (\w+) +([\d,]+) +([\d.]+)%", run.out, re.MULTILINE)
    assert {name: int(sheets) for name, sheets, _ in rows} == census["best"]
    assert sum(float(share) for *_, share in rows) == pytest.approx(100, abs=0.01)


def test_the_real_rules_keep_all_their_promises(monkeypatch):
    monkeypatch.delenv("QUIZ_RULES")
    run = quiz("check", "--json")
    assert run.code == 0
    census = run.data["census"]
    assert sum(census["best"].values()) == census["sheets"]
    assert not [each for each in run.data["problems"] if each["severity"] == "error"]


# ---- Problems


def test_all_problems_are_on_standard_error_in_order_of_place_and_exit_1(other_tea):
    path = other_tea(*MISTAKES)
    run = quiz_process("check", path)
    lines = path.read_text().splitlines()
    places = [
        (number, text.index(thing) + 1)
        for thing in ("nooon", "maybe", "140")
        for number, text in enumerate(lines, start=1)
        if thing in text
    ]
    assert (run.code, run.out) == (1, "")
    found = [line.split(": ", 1)[0] for line in run.err.splitlines()]
    assert found == [f"{path.name}:{line}:{column}" for line, column in places]
    assert "question 'hour' has no choice 'nooon'; did you mean 'noon'?" in run.err


def test_json_of_a_file_with_errors_has_only_the_problems(other_tea):
    path = other_tea(*MISTAKES)
    run = quiz("check", path, "--json")
    assert run.code == 1
    assert list(run.data) == ["problems"]
    assert len(run.data["problems"]) == len(MISTAKES)
    for each in run.data["problems"]:
        assert set(each) == {"line", "column", "severity", "message"}
        assert each["severity"] == "error"
        place = f"{path.name}:{each['line']}:{each['column']}"
        assert f"{place}: {each['message']}\n" in run.err


def test_a_warning_is_printed_with_the_report_and_fails_only_with_strict(other_tea):
    path = other_tea(("\noutcome:", IDLE_RULE))
    line = (
        path.read_text().splitlines().index("    when: {hour: {at_least: evening, at_most: noon}}")
    )
    run, strict = quiz("check", path), quiz("check", path, "--strict")
    assert (run.code, strict.code) == (0, 1)
    assert run.err == strict.err
    assert run.err.startswith(
        f"{path.name}:{line + 1}:11: warning: rule 'late-and-early' can never"
    )
    assert "Promises: 3 of 3 hold." in run.out
    data = quiz("check", path, "--json").data
    assert [each["severity"] for each in data["problems"]] == ["warning"]
    assert data["census"]["sheets"] == 36


def test_a_missing_translation_is_a_warning_at_its_line(other_tea):
    path = other_tea(
        ("{en: You like flowers., ja: 花の香りが好きだからです。}", "You like flowers.")
    )
    run = quiz("check", path)
    assert (run.code, run.err.count("\n")) == (0, 1)
    line = path.read_text().splitlines().index("    because: You like flowers.") + 1
    assert run.err.startswith(f"{path.name}:{line}:14: warning: no translation into 'ja'")


# ---- Promises and personas


@pytest.mark.parametrize(
    ("broken", "number"), [(BROKEN_NEVER, 0), (BROKEN_POSSIBLE, 1), (BROKEN_SHARE, 2)]
)
def test_a_broken_promise_is_reported_and_exits_1(other_tea, broken, number):
    path = other_tea(broken)
    run, data = quiz("check", path), quiz("check", path, "--json").data
    assert run.code == 1
    assert [each["holds"] for each in data["promises"]] == [each != number for each in range(3)]
    assert f"✗ {data['promises'][number]['says']}" in run.out
    assert "Promises: 2 of 3 hold." in run.out


def test_explaining_the_counterexample_shows_how_the_promise_is_broken(other_tea):
    path = other_tea(BROKEN_NEVER)
    found = quiz("check", path, "--json").data["promises"][0]["counterexample"]
    assert reference_sheets.holds({"taste": "sweet"}, sheet(found), plain(path))
    (line,) = re.findall(r"for example: (.*)", quiz("check", path).out)
    for stdin in (str(found), line):
        told = quiz("explain", "-", "--rules", path, "--json", stdin=stdin)
        assert told.code == 0
        assert told.data["best"] == "BLACK"


def test_a_possible_promise_that_is_broken_has_no_counterexample(other_tea):
    data = quiz("check", other_tea(BROKEN_POSSIBLE), "--json").data
    assert data["promises"][1]["counterexample"] is None


def test_the_counterexample_of_a_share_that_is_too_small_has_another_match(other_tea):
    path = other_tea(("at_least: 33", "at_least: 100"))
    found = quiz("check", path, "--json").data["promises"][2]["counterexample"]
    assert reference.Reference(plain(path)).best(sheet(found)) != "HERBAL"


def test_a_persona_with_another_outcome_is_reported_with_both_and_exits_1(other_tea):
    path = other_tea(BROKEN_PERSONA)
    run, data = quiz("check", path), quiz("check", path, "--json").data
    assert run.code == 1
    assert "✗ night-owl: expected best: BLACK, BLACK: closed, got best: HERBAL" in run.out
    assert [each["holds"] for each in data["personas"]] == [True, False]
    assert data["personas"][1]["got"] == {"best": "HERBAL", "BLACK": "closed"}


def test_rules_too_large_to_count_are_not_proved_and_exit_1(other_tea):
    path = other_tea(TOO_MANY_POINTS)
    run, data = quiz("check", path), quiz("check", path, "--json").data
    assert run.code == 1
    assert "Not proved: GREEN can earn 2^61 points or more." in run.out
    assert data["census"] is None
    # The first needs no count: BLACK is blocked on all the sheets that it is about.
    assert [each["holds"] for each in data["promises"]] == [True, None, None]
    assert data["most"]["BLACK"] == 5, "the greatest sum needs no count"
    assert [each["holds"] for each in data["personas"]] == [True, True]


def test_a_best_match_without_points_is_a_warning_at_the_least_fit(other_tea):
    path = other_tea(("outcome: {least_fit: 40, close: 15}", "outcome: {least_fit: 0, close: 15}"))
    slow = reference.Reference(plain(path))
    best = [(sheet, slow.best(sheet)) for sheet in slow.sheets]
    without = [
        each for sheet, each in best if each and not reference.points(slow.quiz, sheet, each)
    ]
    assert set(without) == {"HERBAL"}
    warnings = [line for line in quiz("check", path).err.splitlines() if "no point" in line]
    said = f"HERBAL is the best match on {len(without)} answer sheets that earn it no point"
    cure = "set least_fit above 0 if that is not meant"
    assert warnings == [f"other.yaml:82:22: warning: {said}; {cure}"]


def test_a_file_whose_changes_are_not_searched_to_the_end_is_a_warning(tmp_path):
    choices = {f"c{number}": "Words." for number in range(15)}
    rules = {
        f"r{number}": {"when": {"m": choice}, "points": {"A": 1 + number}, "because": "."}
        for number, choice in enumerate(choices)
    }
    multiple = {"ask": "?", "kind": "multiple", "can_change": "yes", "choices": choices}
    written = {
        "format": 1, "title": "T", "edition": "1", "checked": "2026-11-22", "languages": ["en"],
        "positions": {"A": {"name": "A"}, "B": {"name": "B"}},
        "questions": {"m": multiple}, "rules": rules,
    }  # fmt: skip
    path = tmp_path / "rules.yaml"
    path.write_text(json.dumps(written, indent=1))
    run = quiz("check", path)
    assert run.code == 0
    assert "not searched to the end on 50 of 50 answer sheets" in run.err
    assert quiz("check", path, "--strict").code == 1


def test_a_picture_that_must_not_be_put_into_a_page_is_named(monkeypatch, tmp_path, tea):
    folder = tmp_path / "static" / "pictures"
    folder.mkdir(parents=True)
    (folder / "cup.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg">\n<script/>\n</svg>')
    monkeypatch.setattr("quiz.web.framework.pictures.find_folder", lambda _: tmp_path / "static")
    pictures.cache_clear()
    run = quiz("check", tea)
    pictures.cache_clear()
    assert run.code == 1
    view, script = [line for line in run.err.splitlines() if "pictures" in line]
    assert view.startswith("static/pictures/cup.svg:1: <svg> needs a viewBox with four numbers")
    assert script.startswith("static/pictures/cup.svg:2: <script> is not allowed; use only g, path")
