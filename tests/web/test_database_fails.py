"""With a database that fails, no answers are lost and no success is reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from support.visitor import Visitor


def replace(file: Path, content: bytes) -> None:
    """Replace the database file, as if a wrong one was restored."""
    for part in file.parent.glob(f"{file.name}*"):  # with the write-ahead log
        part.unlink()
    file.write_bytes(content)


FAULTS: dict[str, Callable[[Path], object]] = {
    "the file is gone": Path.unlink,
    "the file is no database": lambda file: replace(file, b"nothing that SQLite knows" * 200),
    "the tables are gone": lambda file: replace(file, b""),
}


@pytest.fixture(params=FAULTS.values(), ids=FAULTS)
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], None]:
    """Return a function that breaks the database."""
    return lambda: request.param(tmp_path / "quiz.db")


def test_answers_are_kept_until_the_result_can_be_stored(
    start_app: Callable[..., Flask], tmp_path: Path, broken: Callable[[], None]
) -> None:
    visitor = Visitor(start_app())
    visitor.answer(home="house", likes="melody", skill="some")
    page = visitor.open("/check-answers")
    broken()
    refused = visitor.send("/check-answers", page)
    assert refused.status == 503
    assert refused.headers["Retry-After"] == "10"
    assert refused.title.startswith("Error: Your answers are not saved yet")
    assert refused.text("h1") == "Your answers are not saved yet"
    assert "your answers stay in this browser" in refused.words
    assert "In a house" in visitor.open("/check-answers").words
    assert refused.forms[0][0]["action"] == "/check-answers"
    again = visitor.send("/check-answers", refused)
    assert again.status == 503, "a second try is no false success either"

    for file in tmp_path.glob("quiz.db*"):
        file.unlink()
    visitor.client.application = start_app()
    result = visitor.send("/check-answers", refused)
    assert result.status == 200
    assert result.text("h1") == "Piano player"


def test_the_answer_to_the_last_question_is_kept_too(
    start_app: Callable[..., Flask], tmp_path: Path, broken: Callable[[], None]
) -> None:
    visitor = Visitor(start_app())
    visitor.answer(home="house", likes="melody")
    page = visitor.open("/quiz/skill")
    broken()
    refused = visitor.send("/quiz/skill?to=result", page, answer="some")
    assert (refused.status, refused.headers["Retry-After"]) == (503, "10")
    assert refused.forms[0][0]["action"] == "/check-answers"
    assert visitor.open("/quiz/skill").chosen == ["some"]

    for file in tmp_path.glob("quiz.db*"):
        file.unlink()
    visitor.client.application = start_app()
    assert visitor.send("/check-answers", refused).text("h1") == "Piano player"


def test_the_start_page_is_whole_where_own_results_cannot_be_read(
    visitor: Visitor, broken: Callable[[], None]
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    visitor.finish()
    broken()
    start = visitor.open("/")
    assert start.status == 200
    assert "/mine" in start.links
    assert "Your result: " not in start.words


def test_a_result_that_cannot_be_read_is_a_503(
    app: Flask, visitor: Visitor, broken: Callable[[], None]
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    path = visitor.finish().path
    broken()
    for reader in (visitor, Visitor(app)):
        page = reader.open(path)
        assert page.status == 503
        assert page.text("h1") == "This page cannot be shown right now"
        assert page.headers["Retry-After"] == "10"


def test_questions_can_be_answered_without_a_database(
    visitor: Visitor, broken: Callable[[], None]
) -> None:
    broken()
    assert visitor.open("/").status == 200
    assert visitor.answer(home="house", likes="melody", skill="some").path == "/check-answers"


def test_only_a_page_that_was_fetched_with_get_offers_to_try_again(
    visitor: Visitor, broken: Callable[[], None]
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish().path
    page = visitor.open(f"{result}/link")
    broken()
    assert "" in visitor.open(f"{result}/link").links, "to the same page"
    refused = visitor.send(f"{result}/close", page)
    assert refused.status == 503
    assert "" not in refused.links
