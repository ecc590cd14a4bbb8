"""The end of the quiz: the last question submits all answers, which can be checked before."""

from __future__ import annotations

from flask import Flask
from support.visitor import Page, Visitor

ALMOST = {"home": "house", "likes": ["melody"]}
TO_RESULT = "/quiz/skill?to=result"


def at_the_last(visitor: Visitor) -> Page:
    visitor.answer(**ALMOST)
    return visitor.open("/quiz/skill")


def test_the_last_question_leads_to_the_result(visitor: Visitor) -> None:
    page = at_the_last(visitor)
    assert "Show my result" in page.words
    assert page.forms[0][0]["action"] == TO_RESULT
    assert visitor.send(TO_RESULT, page, answer="some").path.startswith("/r/")


def test_other_questions_do_not(visitor: Visitor) -> None:
    page = visitor.open("/quiz/home")
    assert "Show my result" not in page.words
    assert visitor.send("/quiz/home?to=result", page, answer="house").path == "/quiz/likes"


def test_a_choice_is_needed_first(visitor: Visitor) -> None:
    page = visitor.send(TO_RESULT, at_the_last(visitor))
    assert (page.path, page.status) == ("/quiz/skill", 422)
    assert page.forms[0][0]["action"] == TO_RESULT


def test_all_answers_can_be_checked_before(visitor: Visitor) -> None:
    page = at_the_last(visitor)
    [check] = [a for a in page.all("button") if a.get("formaction") == "/quiz/skill"]
    assert check["class"] == "quiet"
    page = visitor.send("/quiz/skill", page, answer="some")
    assert page.path == "/check-answers"
    assert "/quiz/skill" in page.links, "Back"
    assert "Show my result" not in visitor.open("/quiz/skill?from=check-answers").words


def test_the_same_answers_have_one_result_however_they_are_submitted(visitor: Visitor) -> None:
    page = at_the_last(visitor)
    first = visitor.send(TO_RESULT, page, answer="some").path
    assert visitor.send(TO_RESULT, page, answer="some").path == first
    assert visitor.finish().path == first


def test_missing_answers_are_asked_for_first_and_the_page_says_why(app: Flask) -> None:
    visitor = Visitor(app)
    page = at_the_last(visitor)
    visitor.send("/start-again", visitor.open("/"))  # in another tab
    asked = visitor.send(TO_RESULT, page, answer="some")
    assert asked.path == "/quiz/home"
    assert "the quiz was started again in another tab" in asked.words
    assert "started again" not in visitor.open("/quiz/home").words


def test_back_from_a_question_that_a_change_opened_leads_to_the_change(visitor: Visitor) -> None:
    visitor.answer(**ALMOST, skill="some")
    page = visitor.send("/quiz/home?from=check-answers", answer="flat")
    assert page.path == "/quiz/neighbours"
    assert "/quiz/home?from=check-answers" in page.links
    assert "/check-answers" not in page.links
