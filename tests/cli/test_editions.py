"""docs/editions: the two steps from the edition before, and what its recorded results are told."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support.commands import quiz, quiz_process
from support.engines import engine_of
from support.outcomes import EMPTY
from support.tea_rules import plain

from quiz.cli.files import load_engine
from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answers
from quiz.core.language.sheet import holds
from quiz.core.prove.compare import Comparison, compare
from quiz.store import NewResult, Store

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "editions"
PAGE = (FOLDER / "README.md").read_text()
BEFORE, QUESTIONS, RULES = FOLDER / "before.yaml", FOLDER / "questions.yaml", ROOT / "rules.yaml"
COMMIT = "f39a6b4"
SECOND_STEP = "The second step: the rules"

pytestmark = pytest.mark.thorough

Quiz = dict[str, Any]


def nothing_decided_otherwise(compared: Comparison) -> bool:
    assert compared.differing == ()
    return (compared.matrix, compared.standings) == ((), ())


def rows_under(heading: str) -> list[list[str]]:
    """Return the cells of the first table under a heading of the page, without its head."""
    _, section = PAGE.split(f"\n## {heading}\n")
    lines = re.search(r"(?m)(^\|.*\n)+", section)
    assert lines
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in lines[0].splitlines()[2:]]


def printed() -> str:
    """Return what the page says that the command about results prints."""
    shown = re.search(r"(?s)```text\n(.*?)```", PAGE)
    assert shown
    return shown[1]


# ---- The file before


def test_the_file_before_decides_and_expects_what_the_commit_had(tmp_path):
    show = ["git", "show", f"{COMMIT}:rules.yaml"]
    shown = subprocess.run(show, cwd=ROOT, capture_output=True, check=False)
    if shown.returncode:
        pytest.skip("the commit is not in this checkout")
    path = tmp_path / "rules.yaml"
    path.write_bytes(shown.stdout)
    engines = [load_engine(path), load_engine(BEFORE)]
    assert nothing_decided_otherwise(compare(*engines))
    one, other = [engine.rules for engine in engines]
    assert [*one.rules] == [*other.rules]
    for part in ("outcome", "values", "edition"):
        assert getattr(one, part) == getattr(other, part)
    assert {id_: (each.answers, each.expect) for id_, each in one.personas.items()} == {
        id_: (each.answers, each.expect) for id_, each in other.personas.items()
    }


# ---- The first step: the questions


NEW_QUESTIONS = ("country", "work_language")
NEW_CHOICES = {"athlete": "professional", "jet_ended_at_the_limit": "recent_jet"}
"""Each new choice with the one that the edition before offered for the same answer."""


def as_asked_before(file: Quiz) -> Quiz:
    """The file without the new questions, and with `openings` asked of everybody."""
    old = deepcopy(file)
    for id_ in NEW_QUESTIONS:
        del old["questions"][id_]
    del old["questions"]["openings"]["only_if"]
    return {**old, "personas": {}}


def swapped(part: Any, one: str, other: str) -> Any:
    """Conditions, or a file, in which two choices have changed places."""
    if isinstance(part, dict):
        return {key: swapped(value, one, other) for key, value in part.items()}
    if isinstance(part, list):
        return [swapped(each, one, other) for each in part]
    return {one: other, other: one}.get(part, part)


def asked_by(file: Quiz) -> Iterator[str]:
    """Yield every question that a rule or an `only_if` of the file asks about."""
    conditions = [each.get("only_if", {}) for each in file["questions"].values()]
    conditions += [rule.get("when", {}) for rule in file["rules"].values()]
    while conditions:
        for key, asks in conditions.pop().items():
            if key in ("any", "all", "not"):
                conditions += asks if isinstance(asks, list) else [asks]
            else:
                yield key


def test_the_first_step_decides_no_sheet_of_the_edition_before_otherwise():
    file = as_asked_before(plain(QUESTIONS))
    compared = compare(load_engine(BEFORE), engine_of(file))
    assert nothing_decided_otherwise(compared)
    assert f"all {compared.sheets:,} sheets" in PAGE
    assert {question: set(choices) for question, choices in compared.left_out.items()} == {
        "sports_background": {"athlete"},
        "history": {"jet_ended_at_the_limit"},
    }
    assert not set(NEW_QUESTIONS) & set(asked_by(file)), "so their answers decide nothing"


def test_without_openings_the_first_step_decides_as_the_edition_before_with_both_positions():
    """No rule asks about that choice, so its sheets have what a sheet without an answer has."""
    whens = [rule.get("when", {}) for rule in plain(QUESTIONS)["rules"].values()]
    assert {str(each["openings"]) for each in whens if "openings" in each} == {
        "cir_only",
        "alt_only",
        "unknown",
    }
    assert not [each for each in whens if {"any", "all", "not"} & set(each)]


@pytest.mark.parametrize(("new", "old"), NEW_CHOICES.items())
def test_the_first_step_takes_a_new_choice_as_the_old_one_for_the_same_answer(new, old):
    file = as_asked_before(plain(QUESTIONS))
    other = deepcopy(file)
    for part in [*other["questions"].values(), *other["rules"].values()]:
        for key in {"only_if", "when"} & set(part):
            part[key] = swapped(part[key], new, old)
    assert nothing_decided_otherwise(compare(engine_of(file), engine_of(other)))


def test_the_first_step_asks_the_questions_of_today():
    step, today = load_engine(QUESTIONS), load_engine(RULES)
    assert [*step.forms.items()] == [*today.forms.items()]


def test_quiz_diff_names_what_the_first_step_adds():
    data = quiz("diff", BEFORE, QUESTIONS, "--json").data
    assert data["comparable"] is False
    assert set(data["questions"]) == {"openings", *NEW_QUESTIONS}
    told = [each for each in data["changes"] if each.startswith("rule ")]
    assert told == [
        "rule recently-on-jet changed: when",
        "rule sea-and-your-history changed: when",
        "rule sports-professional changed: when",
    ]
    for each in [*data["questions"], *NEW_CHOICES]:
        assert f"`{each}`" in PAGE


# ---- The second step: the rules


def test_the_page_has_the_cells_of_quiz_diff_for_the_second_step():
    data = quiz("diff", QUESTIONS, RULES, "--json").data
    cells = {(each["from"], each["to"]): each["sheets"] for each in data["matrix"]}
    assert {
        (row[0], row[1]): int(row[2].replace(",", "")) for row in rows_under(SECOND_STEP)
    } == cells
    assert f"{data['flips']:,} of {data['sheets']:,} answer sheets" in PAGE
    moved = {
        (each["position"], each["before"], each["after"], f"{each['sheets']:,}")
        for each in data["standings"]
    }
    assert moved == {tuple(row[:4]) for row in rows_under("Positions that are open or closed anew")}


def parts_of_the_second_step() -> Iterator[tuple[str, Quiz]]:
    """Yield what the page explains one by one: the file after each part of the second step."""
    step, today = plain(QUESTIONS), plain(RULES)
    step |= {key: today[key] for key in ("facts", "languages", "values")}
    step["outcome"]["least_fit"] = today["outcome"]["least_fit"]
    yield "least fit", deepcopy(step)
    gates = {id_: rule for id_, rule in today["rules"].items() if "points" not in rule}
    points = {id_: rule for id_, rule in step["rules"].items() if "points" in rule}
    step["rules"] = gates | points
    yield "checks and blocks", deepcopy(step)
    yield "points", today


def test_the_page_has_the_cells_of_each_part_of_the_second_step():
    told = {(row[0], row[1], row[2]): row[3] for row in rows_under("What each part does")}
    earlier, found = engine_of(plain(QUESTIONS)), {}
    for part, file in parts_of_the_second_step():
        engine = engine_of(file)
        for flip in compare(earlier, engine).matrix:
            found[part, flip.before, flip.after] = f"{flip.sheets:,}"
        earlier = engine
    assert told == found


# ---- Recorded results


def recorded_sheets(engine: Engine) -> Iterator[Answers]:
    """Yield the personas of a file and 300 random sheets, which are the same in every run."""
    yield from (persona.answers for persona in engine.rules.personas.values())
    random = Random(2028)  # noqa: S311
    for _ in range(300):
        sheet: dict[str, tuple[str, ...]] = {}
        for id_, form in engine.forms.items():
            if not holds(form.only_if, sheet):
                continue
            if form.kind == "multiple":
                together = [each for each in form.choices if each not in form.exclusive]
                some = tuple(each for each in together if random.random() < 0.4)
                sheet[id_] = some or tuple(form.exclusive)
            else:
                sheet[id_] = (form.choices[int(random.random() * len(form.choices))],)
        yield sheet


@pytest.fixture
def recorded(database: str) -> None:
    """A database with results of the edition before."""
    engine, source = load_engine(BEFORE), BEFORE.read_bytes()
    store = Store(database)
    for number, answers in enumerate(recorded_sheets(engine)):
        store.results.add(
            NewResult(
                submission=str(number),
                token=str(number),
                digest=engine.digest,
                source=source,
                language="en",
                answers=answers,
                outcome=EMPTY,
                created_at=datetime.now(UTC),
            )
        )
    store.close()


@pytest.mark.usefixtures("recorded")
def test_the_page_shows_what_recorded_results_of_the_edition_before_are_told():
    command = ("docs/editions/before.yaml", "rules.yaml", "--results")
    assert f"quiz diff {' '.join(command)}\n" in PAGE
    run = quiz_process("diff", BEFORE, RULES, "--results")
    assert (run.code, run.err) == (0, "")
    assert run.out.endswith(f"country.\n{printed()}")
