"""Programs read the questions and get the outcome for an answer sheet, without a token."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from support.api import Api
from werkzeug.test import TestResponse

from quiz.core.decide.report import explained
from quiz.core.language.sheet import read_answers

ROOT = Path(__file__).parents[3]
QUESTIONS, OUTCOMES = "/api/v1/questions", "/api/v1/outcomes"
ANSWERS: dict[str, Any] = {"home": "house", "likes": ["melody"], "skill": "some"}


def ask(app: Flask, answers: object, address: str = OUTCOMES) -> TestResponse:
    return Api(app).send("POST", address, {"answers": answers})


def errors(answer: TestResponse) -> list[tuple[str, str]]:
    assert answer.status_code == 422
    assert answer.json is not None
    return [(each["pointer"], each["detail"]) for each in answer.json["errors"]]


def test_all_questions_have_their_texts_and_choices(app: Flask) -> None:
    data = Api(app).get(QUESTIONS).json
    rules = app.extensions["quiz"].engine.rules
    assert data is not None
    assert (data["edition"], data["digest"]) == ("2030", app.extensions["quiz"].engine.digest)
    assert data["languages"] == ["en", "ja"]
    assert data["positions"]["DRUMS"] == {"en": "Drum player", "ja": "太鼓奏者"}
    assert [each["id"] for each in data["questions"]] == list(rules.questions)
    home, neighbours = data["questions"][:2]
    assert home["ask"] == {"en": "Where do you live?", "ja": "どこに住んでいますか？"}
    assert home["asked_if"] is None
    assert neighbours["asked_if"] == {"question": "home", "choices": ["flat"], "at_least": 1}
    flat = home["choices"][1]
    assert (flat["id"], flat["says"]["ja"]) == ("flat", "集合住宅")
    assert flat["hint"] == {"en": "With thin walls", "ja": "壁が薄い家"}


@pytest.mark.parametrize(
    ("only_if", "expected"),
    [
        ({"not": {"home": "tent"}}, {"not": {"question": "home", "choices": ["tent"]}}),
        (
            {"any": [{"home": ["tent", "flat"]}, {"not": {"home": "house"}}]},
            {
                "any": [
                    {"question": "home", "choices": ["flat", "tent"]},
                    {"not": {"question": "home", "choices": ["house"]}},
                ]
            },
        ),
    ],
)
def test_every_kind_of_condition_says_when_a_question_is_asked(
    start_app: Callable[..., Flask], tmp_path: Path, only_if: object, expected: object
) -> None:
    rules = (ROOT / "tests/web/small.yaml").read_text()
    path = tmp_path / "rules.yaml"
    path.write_text(rules.replace("only_if: {home: flat}", f"only_if: {json.dumps(only_if)}"))
    data = Api(start_app(rules_path=path)).get(QUESTIONS).json
    assert data is not None
    found = json.dumps(data["questions"][1]["asked_if"]).replace(', "at_least": 1', "")
    assert json.loads(found) == expected


@pytest.mark.thorough
def test_an_outcome_is_that_of_the_command_explain(start_app: Callable[..., Flask]) -> None:
    app = start_app(rules_path=ROOT / "rules.yaml")
    engine = app.extensions["quiz"].engine
    for persona in engine.rules.personas.values():
        sent = {
            question: list(ids) if engine.forms[question].kind == "multiple" else ids[0]
            for question, ids in persona.answers.items()
        }
        answers, _ = read_answers(engine.forms, sent)
        for language in engine.rules.languages:
            answer = ask(app, sent, f"{OUTCOMES}?lang={language}")
            assert answer.json == explained(engine.outcome(answers), engine.rules, language)


def test_texts_are_in_the_language_that_is_asked_for(app: Flask) -> None:
    english, japanese = (ask(app, ANSWERS, f"{OUTCOMES}?lang={code}") for code in ("en", "ja"))
    accepted = Api(app).send(
        "POST", OUTCOMES, {"answers": ANSWERS}, headers={"Accept-Language": "ja"}
    )
    assert english.json != japanese.json
    assert accepted.json == japanese.json


def test_nothing_is_stored(app: Flask) -> None:
    before = app.extensions["quiz"].store.count_rows()
    assert ask(app, ANSWERS).status_code == 200
    after = app.extensions["quiz"].store.count_rows()
    assert {name: after[name] for name in after if before[name] != after[name]} == {"attempts": 1}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"home": "castle"}, ["#/answers/home"]),
        ({"home": ["house"]}, ["#/answers/home"]),
        ({"home": 1}, ["#/answers/home"]),
        ({"home": {"a": None}}, ["#/answers/home"]),
        ({"likes": ["melody", "x"]}, ["#/answers/likes/1"]),
        ({"neighbours": "love"}, ["#/answers/neighbours"]),
        ({"a/b~c": "x"}, ["#/answers/a~1b~0c"]),
        ({"home": "flat"}, ["#/answers"]),  # the neighbours are not answered
        ({"home": "castle", "skill": None}, ["#/answers/home", "#/answers/skill"]),
    ],
)
def test_what_is_wrong_with_a_sheet_is_said_at_its_place(
    app: Flask, changes: dict[str, Any], where: list[str]
) -> None:
    found = errors(ask(app, ANSWERS | changes))
    assert [pointer for pointer, _ in found] == where
    assert all(detail for _, detail in found)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("", "application/json", 400),
        ("{", "application/json", 400),
        ("[" * 60_000, "application/json", 400),
        ('{"answers": {"home": "\\ud800"}}', "application/json", 400),
        (b'{"answers": "\xff"}', "application/json", 400),
        ("{}", "application/json", 422),
        ("[]", "application/json", 422),
        ('{"answers": null}', "application/json", 422),
        ('{"answers": {}, "name": "x"}', "application/json", 422),
        ('{"answers": {}}', "text/plain", 415),
        ("answers=x", "application/x-www-form-urlencoded", 415),
        ('{"answers": {}}', "", 415),
        (f'{{"answers": "{"x" * 70_000}"}}', "application/json", 413),
    ],
)
def test_what_is_no_answer_sheet_is_a_problem(
    app: Flask, body: str | bytes, kind: str, status: int
) -> None:
    answer = Api(app).ask("POST", OUTCOMES, data=body, content_type=kind)
    assert answer.status_code == status


def test_questions_that_have_not_changed_are_not_sent_again(app: Flask) -> None:
    program = Api(app)
    first = program.get(QUESTIONS)
    assert first.headers["Cache-Control"] == "no-cache"
    again = program.get(QUESTIONS, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_scripts_of_other_sites_may_ask(app: Flask) -> None:
    asked = {
        "Origin": "https://x.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    before = Api(app).ask("OPTIONS", OUTCOMES, headers=asked)
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Headers"] == "Content-Type, If-None-Match"
    for answer in (before, ask(app, ANSWERS), ask(app, {}), Api(app).get(QUESTIONS)):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_network_asks_only_so_often(start_app: Callable[..., Flask]) -> None:
    app = start_app(people_per_hour=1)
    found = [ask(app, ANSWERS) for _ in range(21)]
    assert [each.status_code for each in found] == [200] * 20 + [429]
    assert int(found[-1].headers["Retry-After"]) > 3000
