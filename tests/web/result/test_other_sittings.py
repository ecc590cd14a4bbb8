"""Links and buttons of a result act on that result, and not on another sitting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SMALL
from flask import Flask
from support.invitations import INVITED_ANSWERS, begin, invite
from support.visitor import Visitor

TENT = {"home": "tent", "likes": "nothing", "skill": "none"}

CHANGED = (
    "The quiz has changed since your last answer. Answers that still fit its questions are kept."
)


@pytest.fixture
def first(visitor: Visitor) -> str:
    """The address of a result, after which the visitor began again and gave other answers."""
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish().path
    visitor.send("/start-again", visitor.open("/"))
    visitor.answer(home="tent", likes="nothing")
    return result


def change_link(visitor: Visitor, result: str) -> str:
    [link] = [link for link in visitor.open(result).links if link.startswith(f"{result}/again")]
    return link


def test_changing_the_answers_of_an_older_result_begins_with_those(
    visitor: Visitor, first: str
) -> None:
    page = visitor.open(change_link(visitor, first))
    assert "This replaces the answers already given in this browser." in page.words
    check = visitor.send(page.path, page)
    assert check.path == "/check-answers"
    assert "In a house" in check.words


def test_changing_the_answers_of_the_result_just_made_shows_them_at_once(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    check = visitor.open(change_link(visitor, visitor.finish().path))
    assert (check.path, "In a house" in check.words) == ("/check-answers", True)


def test_changed_answers_are_not_taken_for_those_of_the_result(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish().path
    visitor.send("/quiz/home?from=check-answers", answer="tent")
    page = visitor.open(change_link(visitor, result))
    assert page.path == f"{result}/again"
    assert "In a house" in visitor.send(page.path, page).words


def test_deleting_or_withdrawing_an_older_result_leaves_a_later_sitting_alone(
    app: Flask, visitor: Visitor
) -> None:
    store = app.extensions["quiz"].store
    invite(store, "Consulate A", code="LEEDS-7K4Q")
    for action in ("delete", "withdraw"):
        begin(visitor)
        visitor.answer(**INVITED_ANSWERS)
        result = visitor.finish().path
        begin(visitor)
        visitor.answer(**TENT)
        page = visitor.open(f"{result}/{action}")
        assert not [a for a in page.all("input") if a.get("name") == "also"], "it is not asked"
        visitor.send(f"{result}/{action}", page, also="yes")
        assert "For: Consulate A" in visitor.open("/check-answers").words
        assert "Consulate A sees this result" in visitor.finish().words


def test_deleting_a_result_asks_whether_to_forget_the_answers_and_does_so(
    visitor: Visitor,
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish().path
    page = visitor.open(f"{result}/delete")
    assert "Also forget my answers in this browser" in page.words
    assert page.chosen == ["yes"], "unless somebody says otherwise"
    assert "have been deleted" in visitor.send(page.path, page, also="yes").words
    start = visitor.open("/")
    assert "Your answers are still here" not in start.words
    assert "Find my position" in start.words
    assert visitor.open("/quiz/home").chosen == []


def test_answers_are_kept_by_those_who_say_so(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish().path
    visitor.send(f"{result}/delete")
    assert "Your answers are still here" in visitor.open("/").words
    again = visitor.finish().path
    assert again != result, "the same answers make another result"


def test_the_answers_of_a_deleted_result_are_forgotten_also_when_they_were_taken_over(
    visitor: Visitor, first: str
) -> None:
    visitor.send(f"{first}/again")
    page = visitor.open(f"{first}/delete")
    visitor.send(page.path, page, also="yes")
    assert "Your answers are still here" not in visitor.open("/").words


def renamed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """Return the small rules file with changes."""
    source = SMALL.read_text()
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    file = tmp_path / "renamed.yaml"
    file.write_text(source)
    return file


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_question_that_was_renamed_leads_on_and_answers_that_still_count_are_kept(
    app: Flask, start_app: Callable[..., Flask], tmp_path: Path, method: str
) -> None:
    visitor = Visitor(app)
    visitor.answer(home="house", likes="melody")
    token = visitor.open("/quiz/skill").token
    today = Visitor(start_app(rules_path=renamed(tmp_path, ("skill", "experience"))))
    cookie = visitor.client.get_cookie("quiz")
    assert cookie is not None
    today.client.set_cookie("quiz", cookie.value)
    data = {"csrf_token": token, "answer": "some"}
    answer = today.ask("/quiz/skill", method=method, data=data if method == "POST" else None)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/quiz/experience")
    assert CHANGED not in visitor.open("/quiz/skill").words
    page = today.open("/quiz/experience")
    assert CHANGED in page.words
    today.language = "ja"
    assert "前回の回答のあとで、この診断の内容が変わりました。" in today.open(page.path).words
    assert today.open("/quiz/likes").chosen == ["melody"]
    today.answer(experience="some")
    assert CHANGED not in today.open("/quiz/likes?lang=en").words, "it was said"
    assert today.finish().status == 200


def test_the_first_question_may_be_renamed_before_it_is_answered(
    app: Flask, start_app: Callable[..., Flask], tmp_path: Path
) -> None:
    visitor = Visitor(app)
    visitor.open("/quiz/home")
    changes = (("home:", "dwelling:"), ("section: home", "section: dwelling"))
    today = Visitor(start_app(rules_path=renamed(tmp_path, *changes)))
    cookie = visitor.client.get_cookie("quiz")
    assert cookie is not None
    today.client.set_cookie("quiz", cookie.value)
    assert today.open("/quiz/home").path == "/quiz/dwelling"


def test_a_mistyped_question_is_a_404_for_somebody_who_has_not_begun(visitor: Visitor) -> None:
    assert visitor.open("/quiz/nothing").status == 404
