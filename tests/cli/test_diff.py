"""`quiz diff`: which answer sheets and stored results get another best match."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support import reference, reference_sheets
from support.commands import quiz, quiz_process
from support.outcomes import EMPTY
from support.tea_rules import MISTAKES, plain, sheet

from quiz.core.language.sheet import read_answers
from quiz.core.load.loader import load
from quiz.store import NewResult, Store

MORE_FLOWERS = ("points: {HERBAL: 2, GREEN: 1}", "points: {HERBAL: 1, GREEN: 3}")
EARLIER = ("when: {hour: morning}\n    check: HERBAL", "when: {hour: morning}\n    blocks: HERBAL")
NOT_MORE_MILK = ("    only_if: {taste: bitter}\n", "    only_if: {taste: sweet}\n")
SALTY = ("      flowery: {en", "      salty: {en: Salty, ja: 塩味}\n      flowery: {en")
TOO_MANY_POINTS = ("{HERBAL: 2, GREEN: 1}", f"{{HERBAL: 2, GREEN: {2**61}}}")


@pytest.fixture
def changed(other_tea) -> Path:
    return other_tea(MORE_FLOWERS, EARLIER, ("GREEN: not_yet, HERBAL: check}", "BLACK: open}"))


def test_json_equals_what_brute_force_finds_and_each_example_flips(tea, changed):
    old, new = reference.Reference(plain(tea)), reference.Reference(plain(changed))
    told = [(old.best(each) or "none", new.best(each) or "none") for each in old.sheets]
    flips = Counter(pair for pair in told if pair[0] != pair[1])
    run = quiz("diff", tea, changed, "--json")
    assert (run.code, run.err) == (0, "")
    data = run.data
    assert data["comparable"] is True
    assert (data["sheets"], data["flips"]) == (len(told), flips.total())
    assert data["share"] == flips.total() / len(told)
    assert {(each["from"], each["to"]): each["sheets"] for each in data["matrix"]} == flips
    assert len(flips) >= 3
    for each in data["matrix"]:
        assert set(each) == {"from", "to", "sheets", "example"}
        for file, best in ((tea, each["from"]), (changed, each["to"])):
            told_now = quiz(
                "explain", "-", "--rules", file, "--json", stdin=json.dumps(each["example"])
            )
            assert told_now.data["best"] == (None if best == "none" else best)


def test_the_text_has_the_same_numbers_as_json_and_what_changed_in_the_file(tea, changed):
    run, data = quiz_process("diff", tea, changed), quiz("diff", tea, changed, "--json").data
    assert (run.code, run.err) == (0, "")
    assert "  rule flowers-are-herbal changed: points\n" in run.out
    assert "  rule is-it-too-early changed: check, blocks\n" in run.out
    assert f"\n{data['flips']} of 36 answer sheets" in run.out
    for each in data["matrix"]:
        assert f"{each['from']} → {each['to']}" in run.out
    assert f"HERBAL goes from check to blocked on {len(morning_sheets(tea))} sheets." in run.out


def morning_sheets(tea: Path) -> list[dict[str, object]]:
    return [
        each for each in reference_sheets.every_sheet(plain(tea)) if each["hour"] == ("morning",)
    ]


def test_a_file_compared_with_itself_has_no_flips(tea):
    run = quiz("diff", tea, tea, "--fail-on-flip", "--json")
    assert run.code == 0
    expected = {"comparable": True, "sheets": 36, "flips": 0, "share": 0, "matrix": []}
    assert expected.items() <= run.data.items()
    assert "nothing in its content" in quiz("diff", tea, tea).out


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--fail-on-flip",), 1)])
def test_flips_exit_1_only_with_fail_on_flip(tea, changed, options, code):
    assert quiz("diff", tea, changed, *options).code == code
    assert quiz("diff", tea, changed, "--json", *options).code == code


def test_another_reason_alone_is_not_a_flip(tea, other_tea):
    path = other_tea(("You like flowers.", "Flowers are for you."))
    run = quiz("diff", tea, path, "--fail-on-flip")
    assert run.code == 0
    assert "rule flowers-are-herbal changed: because" in run.out


def test_files_with_different_questions_are_not_compared_and_the_question_is_named(tea, other_tea):
    text = "    answers: {hour: morning, taste: [bitter], milk: yes}\n"
    night = "    answers: {hour: evening, taste: [sweet, flowery]}\n"
    path = other_tea(
        NOT_MORE_MILK,
        (text, text.replace(", milk: yes", "")),
        (night, night.replace("]", "], milk: no")),
    )
    run = quiz("diff", tea, path, "--json")
    assert run.code == 0
    assert run.data["comparable"] is False
    assert run.data["questions"] == ["milk"]
    assert not {"sheets", "flips", "share", "matrix"} & set(run.data)
    assert "do not ask these questions in the same way: milk." in quiz("diff", tea, path).out
    assert quiz("diff", tea, path, "--fail-on-flip").code == 1, "nobody knows who flips"


def test_choices_of_only_one_file_are_named_and_their_sheets_left_out(tea, other_tea):
    run = quiz("diff", tea, other_tea(SALTY), "--json")
    assert run.data["left_out"] == {"taste": ["salty"]}
    assert (run.data["sheets"], run.data["flips"]) == (36, 0)
    assert "salty of taste" in quiz("diff", tea, other_tea(SALTY)).out


def test_the_problems_of_a_file_with_errors_are_printed_and_exit_2(tea, other_tea):
    path = other_tea(*MISTAKES)
    for files in ((tea, path), (path, tea)):
        run = quiz("diff", *files)
        assert (run.code, run.out) == (2, "")
        assert run.err == quiz("check", path).err


def test_files_too_large_to_compare_exactly_exit_2(tea, other_tea):
    path = other_tea(TOO_MANY_POINTS)
    run = quiz("diff", tea, path)
    assert (run.code, run.out) == (2, "")
    assert "not proved" in run.err


# ---- Stored results


STORED = {
    "flips": {"hour": "morning", "taste": ["sweet"]},
    "stays": {"hour": "noon", "taste": ["bitter"], "milk": "no"},
    "stays too": {"hour": "evening", "taste": ["neither"]},
    "of an older file": {"hour": "midnight", "taste": ["bitter"], "milk": "no"},
}


@pytest.fixture
def stored(tea: Path, database: str) -> None:
    """Results in the database of the quiz, stored as its pages would."""
    store = Store(database)
    source = tea.read_bytes()
    engine, _ = load(source)
    assert engine is not None
    for token, answers in STORED.items():
        known, faults = read_answers(engine.forms, answers)
        outcome = EMPTY if faults else engine.outcome(known)
        store.results.add(
            NewResult(
                submission=token,
                token=token,
                digest=engine.digest,
                source=source,
                language="en",
                answers=sheet(answers),
                outcome=outcome,
                created_at=datetime.now(UTC),
            )
        )
    store.close()


@pytest.mark.usefixtures("stored")
def test_stored_results_that_would_flip_are_counted(tea, changed):
    run = quiz("diff", tea, changed, "--results", "--json")
    assert run.data["results"] == {
        "flips": 1,
        "same": 2,
        "depends": 0,
        "not_comparable": 1,
        "matrix": [{"from": ["HERBAL"], "to": [["BLACK"]], "results": 1}],
    }
    text = quiz_process("diff", tea, changed, "--results").out
    assert "1 of 4 stored results would get another best match.\n  HERBAL → BLACK  1\n" in text
    assert "Not compared, because one file lacks an answer: 1." in text
    assert "results" not in quiz("diff", tea, changed, "--json").data


@pytest.mark.usefixtures("stored")
def test_stored_results_are_told_the_same_without_the_tables_of_score(tea, changed, monkeypatch):
    with_tables = quiz("diff", tea, changed, "--results", "--json").data
    monkeypatch.setattr("quiz.cli.compare.find_spec", lambda _: None)
    assert quiz("diff", tea, changed, "--results", "--json").data == with_tables


GUESTS = """
  guests:
    ask: {en: Are there guests?, ja: お客さまは？}
    kind: single
    choices:
      yes: {en: Yes, ja: はい}
      no: {en: No, ja: いいえ}

rules:
  guests-like-black-tea:
    when: {guests: yes}
    blocks: [HERBAL, GREEN]
    because: {en: Guests like black tea., ja: 紅茶です。}
"""


@pytest.mark.usefixtures("stored")
def test_where_a_new_question_decides_the_possibilities_of_stored_results_are_told(tea, other_tea):
    without_personas = re.sub(r"(?ms)^personas:.*?(?=^\S)", "", tea.read_text())
    new = other_tea((tea.read_text(), without_personas), ("\nrules:\n", GUESTS))
    run = quiz("diff", tea, new, "--results", "--json")
    assert run.data["comparable"] is False
    assert run.data["questions"] == ["guests"]
    assert run.data["results"] == {
        "flips": 0,
        "same": 2,
        "depends": 1,  # in the morning, sweet: a guest would be told otherwise
        "not_comparable": 1,
        "matrix": [{"from": ["HERBAL"], "to": [["BLACK"], ["HERBAL"]], "results": 1}],
    }
    text = quiz_process("diff", tea, new, "--results").out
    assert "0 of 4 stored results would get another best match.\n1 would or would not: " in text
    assert "\n  HERBAL → BLACK or HERBAL 1\n" in text


def test_stored_results_without_a_database_exit_2(tea, instance):
    run = quiz("diff", tea, tea, "--results")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("quiz: the stored results cannot be read: ")
    assert not list(instance.glob("*.db")), "looking makes no database"


def test_stored_results_in_an_unknown_kind_of_database_exit_2(tea, monkeypatch):
    monkeypatch.setenv("QUIZ_DATABASE_URL", "mysql://somewhere/quiz")
    run = quiz("diff", tea, tea, "--results")
    assert (run.code, run.out) == (2, "")
    assert "mysql" in run.err or "QUIZ_DATABASE_URL" in run.err
