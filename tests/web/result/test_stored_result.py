"""Which results are stored, and that tokens are neither stored nor logged."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from support.visitor import Visitor


def stored_results(folder: Path) -> int:
    with sqlite3.connect(folder / "quiz.db") as database:
        return int(database.execute("SELECT count(*) FROM results").fetchone()[0])


def dump(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "quiz.db") as database:
        return list(database.iterdump())


def test_submitting_the_same_answers_again_gives_the_same_result(
    app: Flask, visitor: Visitor, tmp_path: Path
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    page = visitor.open("/check-answers")
    first = visitor.send("/check-answers", page).path
    assert visitor.send("/check-answers", page).path == first
    visitor.answer(skill="much")
    changed = visitor.finish().path
    assert changed != first
    visitor.answer(skill="some")
    assert visitor.finish().path == first
    assert stored_results(tmp_path) == 2
    visitor.send("/start-again", visitor.open("/"))
    visitor.answer(home="house", likes="melody", skill="some")
    assert visitor.finish().path != first, "another sitting is another result"


def test_equal_answers_of_two_visitors_are_two_results(app: Flask, visitor: Visitor) -> None:
    paths = set()
    for somebody in (visitor, Visitor(app)):
        somebody.answer(home="house", likes="melody", skill="some")
        paths.add(somebody.finish().path)
    assert len(paths) == 2


def test_an_unfinished_answer_sheet_makes_no_result(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("/quiz/home")
    response = visitor.ask("/check-answers", method="POST", data={"csrf_token": page.token})
    assert (response.status_code, response.location) == (303, "/quiz/home?answer=missing")
    assert stored_results(tmp_path) == 0


def test_opening_a_result_changes_nothing_in_the_database(
    app: Flask, visitor: Visitor, tmp_path: Path
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    path = visitor.finish().path
    before = dump(tmp_path)
    Visitor(app).open(path)
    Visitor(app).ask(path, method="HEAD")
    assert dump(tmp_path) == before


def test_tokens_are_not_stored(visitor: Visitor, tmp_path: Path) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    token = visitor.finish().path.removeprefix("/r/")
    assert re.fullmatch("[a-z2-7]{26}", token)
    for file in tmp_path.iterdir():
        assert token.encode() not in file.read_bytes()


def test_tokens_are_not_logged_with_errors(
    visitor: Visitor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish().path
    with sqlite3.connect(tmp_path / "quiz.db") as connection:
        connection.execute("UPDATE results SET outcome = '{}'")
    connection.close()
    assert Visitor(visitor.client.application).open(result).status == 500
    assert "GET result failed" in caplog.text
    assert result.removeprefix("/r/") not in caplog.text
