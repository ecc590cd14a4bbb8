"""`quiz explain`: the outcome for one answer sheet, or everything that is wrong with it."""

from __future__ import annotations

import json
import re

import pytest
from support import reference
from support.commands import quiz, quiz_process
from support.tea_rules import MISTAKES, plain, sheet

EARLY = "hour: morning\ntaste: [bitter, flowery]\nmilk: no\n"
SHEETS = {
    "early": {"hour": "morning", "taste": ["bitter", "flowery"], "milk": "no"},
    "milky": {"hour": "noon", "taste": ["bitter", "sweet"], "milk": "yes"},
    "sweet": {"hour": "noon", "taste": ["sweet"]},
    "late": {"hour": "evening", "taste": ["neither"]},
}


@pytest.mark.parametrize("name", SHEETS)
def test_json_has_the_documented_keys_and_the_outcome_of_the_reference_implementation(name, tea):
    answers = SHEETS[name]
    slow, given = reference.Reference(plain(tea)), sheet(answers)
    data = quiz("explain", "-", "--json", stdin=json.dumps(answers)).data
    expected = slow.outcome(given)
    contract = {"edition", "digest", "best", "close", "tied", "positions"}
    assert set(data) == contract | {"notices", "closest"}
    assert (data["edition"], data["best"]) == ("2030", expected["best"])
    assert re.fullmatch("[0-9a-f]{64}", data["digest"])
    assert (data["close"], data["tied"]) == (expected["close"], expected["tied"])
    assert [each["notice"] for each in data["notices"]] == expected["notices"]
    assert list(data["positions"]) == slow.positions
    for position, seen in data["positions"].items():
        assert set(seen) == {"points", "most", "fit", "standing", "reasons", "change"}
        told = expected["positions"][position]
        assert {key: seen[key] for key in ("points", "most", "fit", "standing")} == {
            key: told[key] for key in ("points", "most", "fit", "standing")
        }
        assert seen["points"] == sum(reason["points"] for reason in seen["reasons"])
        assert seen["reasons"] == [
            {
                "rule": rule,
                "effect": effect,
                "points": points,
                "because": slow.quiz["rules"][rule]["because"]["en"],
                "facts": slow.quiz["rules"][rule].get("facts", []),
            }
            for rule, effect, points in told["reasons"]
        ]
        ways = None if position == data["best"] else slow.change(given, position)
        assert seen["change"] == (
            ways
            and [
                {"question": q, "from": as_json(q, old), "to": as_json(q, new)}
                for q, old, new in ways
            ]
        )


@pytest.mark.parametrize("name", SHEETS)
def test_json_has_the_closest_change_of_the_reference_implementation(name, tea):
    answers = SHEETS[name]
    closest = reference.Reference(plain(tea)).closest(sheet(answers))
    data = quiz("explain", "-", "--json", stdin=json.dumps(answers)).data
    if closest is None:
        assert data["closest"] is None
    else:
        question, old, new, best = closest
        told = {
            "question": question,
            "from": as_json(question, old),
            "to": as_json(question, new),
            "best": best,
        }
        assert data["closest"] == told


def as_json(question: str, answer: tuple[str, ...] | None) -> object:
    """An answer as JSON has it: a list for the one multiple question of the file."""
    return answer and (list(answer) if question == "taste" else answer[0])


def test_the_sheets_above_cover_every_kind_of_outcome():
    told = {name: quiz("explain", "-", "--json", stdin=str(SHEETS[name])).data for name in SHEETS}
    assert {each["best"] for each in told.values()} > {None, "BLACK"}
    assert any(each["close"] for each in told.values())
    positions = [seen for each in told.values() for seen in each["positions"].values()]
    assert {seen["standing"] for seen in positions} == {"open", "check", "not_yet", "closed"}
    steps = [step for seen in positions for step in seen["change"] or []]
    assert {type(step["to"]) for step in steps} == {str, list}
    assert any(step["from"] is None for step in steps), "a question that a change opens"


def test_the_text_lists_every_reason_and_the_points_add_up(tea):
    run = quiz("explain", "-", stdin=EARLY)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("Best match: Black tea (BLACK)\n")
    blocks = re.split(r"\n(?=\w[\w ]+ \([A-Z]+\)\n)", run.out)[1:]
    assert len(blocks) == 3
    for block in blocks:
        (total,) = re.findall(r"^  (\d+) of \d+ points, fit \d+ %, ", block, re.MULTILINE)
        earned = re.findall(r"^ +\+(\d+)  ", block, re.MULTILINE)
        assert sum(map(int, earned)) == int(total)
    assert "check  Ask whether it wakes you. (is-it-too-early)" in run.out


def test_the_text_says_what_would_change_the_outcome_or_that_nothing_would(tea):
    lines = quiz("explain", "-", stdin=json.dumps(SHEETS["sweet"])).out.splitlines()
    assert lines[0] == "Best match: Herbal tea (HERBAL)"
    to_black = "taste: Bitter + Sweet (now: Sweet); milk: Yes (now: not asked)"
    assert f"  It would be the best match with {to_black}" in lines
    nothing = "  No change to the answers that can change would make it the best match."
    assert nothing in quiz("explain", "-", stdin=json.dumps(SHEETS["late"])).out.splitlines()


@pytest.mark.parametrize(
    ("answers", "now", "then"),
    [
        (SHEETS["early"], "In the morning", "Herbal tea (HERBAL) would be the best match"),
        ({"hour": "noon", "taste": ["neither"]}, "At noon", "no position would fit"),
    ],
)
def test_the_text_names_the_single_answer_that_would_change_the_best_match(answers, now, then):
    change = f"hour: In the evening (now: {now})"
    says = f"One different answer would change this: {change}. Then {then}."
    assert says in quiz("explain", "-", stdin=json.dumps(answers)).out.splitlines()[:3]


def test_the_text_says_if_no_single_answer_would_change_the_best_match():
    says = "No single answer that can change would lead to another best match."
    assert says in quiz("explain", "-", stdin=json.dumps(SHEETS["sweet"])).out.splitlines()[:3]


def test_the_text_says_if_no_position_fits():
    run = quiz("explain", "-", stdin=str(SHEETS["late"]))
    assert run.code == 0
    assert run.out.startswith("No position fits these answers.\n")


def test_yaml_json_and_standard_input_give_the_same_outcome(tea, tmp_path):
    (tmp_path / "early.yaml").write_text(EARLY)
    (tmp_path / "early.json").write_text(json.dumps(SHEETS["early"]))
    told = quiz_process("explain", tmp_path / "early.yaml", "--rules", tea)
    assert (told.code, told.err) == (0, "")
    assert quiz("explain", tmp_path / "early.json") == told
    assert quiz_process("explain", "-", stdin=EARLY) == told
    assert quiz("explain", "-", stdin=json.dumps(SHEETS["early"])) == told


def test_a_single_choice_of_a_multiple_question_needs_no_list():
    sweet = quiz("explain", "-", stdin="{hour: noon, taste: sweet}")
    assert sweet == quiz("explain", "-", stdin=json.dumps(SHEETS["sweet"]))


def test_reasons_are_in_the_requested_language():
    run = quiz("explain", "-", "--lang", "ja", stdin=EARLY)
    assert "苦い味が好きだからです。" in run.out
    assert "You like it bitter." not in run.out
    data = quiz("explain", "-", "--lang", "ja", "--json", stdin=EARLY).data
    assert data["positions"]["BLACK"]["reasons"][0]["because"] == "苦い味が好きだからです。"


def test_an_unknown_language_is_wrong_usage():
    run = quiz("explain", "-", "--lang", "fr", stdin=EARLY)
    assert (run.code, run.out) == (2, "")
    assert run.err == "quiz: the rules file has no language 'fr'; it has en, ja\n"


FAULTY = {
    "an answer missing": ("hour: noon\n", ["1:1: question 'taste' is not answered"]),
    "an answer to what is not asked": (
        "hour: noon\ntaste: [sweet]\nmilk: yes\n",
        ["3:1: question 'milk' is not asked with these answers; leave it out"],
    ),
    "an unknown question": (
        "hour: noon\ntaste: [sweet]\nhours: noon\n",
        ["3:1: there is no question 'hours'; did you mean 'hour'?"],
    ),
    "an unknown choice": (
        "hour: nooon\ntaste: [sweet]\n",
        ["1:7: question 'hour' has no choice 'nooon'; did you mean 'noon'?"],
    ),
    "two choices of one": (
        "hour: [noon, evening]\ntaste: [sweet]\n",
        ["1:7: question 'hour' takes one choice, not a list"],
    ),
    "an exclusive choice beside another": (
        "hour: noon\ntaste: [sweet, neither]\n",
        ["2:16: 'neither' cannot be combined with another choice of 'taste'"],
    ),
    "no choice at all": (
        "hour: noon\ntaste: []\n",
        ["2:8: an empty list; name at least one choice of 'taste'"],
    ),
    "a number": ("hour: 12\ntaste: [sweet]\n", ["1:7: a choice of 'hour' is wanted here, not 12"]),
    "a list for a sheet": ("[noon]\n", ["1:1: an answer sheet is a mapping from question to"]),
    "several at once, one of them of YAML": (
        "hour: nooon\ntaste: [sweet, salty]\ntaste: [bitter]\ntee: x\n",
        [
            "1:7: question 'hour' has no choice 'nooon'",
            "2:16: question 'taste' has no choice 'salty'",
            "3:1: the key 'taste' occurs here a second time",
            "4:1: there is no question 'tee'",
        ],
    ),
    "a bracket left open": ("hour: [noon\n", [":"]),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_every_problem_of_a_sheet_is_printed_with_its_place_and_exits_1(fault, tmp_path):
    text, problems = FAULTY[fault]
    (tmp_path / "sheet.yaml").write_text(text)
    run = quiz("explain", tmp_path / "sheet.yaml")
    assert (run.code, run.out) == (1, "")
    told = run.err.splitlines()
    assert len(told) == len(problems)
    for line, problem in zip(told, problems, strict=True):
        assert line.startswith(f"sheet.yaml:{problem}" if problem != ":" else "sheet.yaml:")
    on_stdin = quiz("explain", "-", "--json", stdin=text)
    assert on_stdin.err == run.err.replace("sheet.yaml:", "standard input:")


def test_rules_with_errors_exit_2(other_tea):
    path = other_tea(*MISTAKES)
    run = quiz("explain", "-", "--rules", path, stdin=EARLY)
    assert (run.code, run.out) == (2, "")
    assert run.err == quiz("check", path).err
