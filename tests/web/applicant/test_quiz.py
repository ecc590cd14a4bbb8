"""The quiz from the start page to a result, with going back, changes and starting again."""

from __future__ import annotations

import pytest
from flask import Flask
from support.visitor import Visitor

COMPLETE = {"home": "house", "likes": ["melody"], "skill": "some"}


def test_the_quiz_leads_from_the_start_to_a_result(visitor: Visitor) -> None:
    start = visitor.open("/")
    assert start.text("h1") == "Which instrument suits you?"
    assert "There are up to 4 questions, one on each page." in start.words
    assert "/quiz/home" in start.links

    page = visitor.open("/quiz/home")
    assert page.text("h1") == "Where do you live?"
    assert "Your home · part 1 of 2 · question 1 of 3" in page.words

    assert visitor.send("/quiz/home", answer="house").path == "/quiz/likes"
    assert visitor.send("/quiz/likes", answer=["melody", "rhythm"]).path == "/quiz/skill"
    check = visitor.send("/quiz/skill", answer="some")
    assert check.path == "/check-answers"
    assert "In a house" in check.words
    assert "Melodies Rhythm" in check.words

    result = visitor.finish()
    assert result.path.startswith("/r/")
    assert "Your best match" in result.words
    assert result.title == "Best match: PIANO · DRUMS – Which instrument suits you?"


def test_the_quiz_leads_to_a_result_in_japanese(app: Flask) -> None:
    visitor = Visitor(app, language="ja,en;q=0.5")
    start = visitor.open("/")
    assert start.language == "ja"
    assert start.text("h1") == "あなたに合う楽器は？"
    page = visitor.open("/quiz/home")
    assert "お住まい · 第1部（全2部） · 質問1／全3問" in page.words
    visitor.answer(**COMPLETE)
    result = visitor.finish()
    assert result.language == "ja"
    assert result.title == "最も合う職種：PIANO – あなたに合う楽器は？"
    assert "旋律が好きだからです。" in result.words


def test_the_number_of_questions_follows_from_the_answers_so_far(visitor: Visitor) -> None:
    assert "question 1 of 3" in visitor.open("/quiz/home").words
    assert "question 2 of 4" in visitor.send("/quiz/home", answer="flat").words
    assert "question 1 of 4" in visitor.open("/quiz/home").words


def test_back_leads_to_the_question_before(visitor: Visitor) -> None:
    assert "/" in visitor.open("/quiz/home").links
    visitor.answer(home="flat", neighbours="love")
    assert "/quiz/neighbours" in visitor.open("/quiz/likes").links
    visitor.answer(home="house")
    assert "/quiz/home" in visitor.open("/quiz/likes").links


def test_an_answer_is_still_chosen_after_going_back_and_reloading(visitor: Visitor) -> None:
    visitor.answer(home="house", likes=["melody", "rhythm"])
    assert visitor.open("/quiz/home").chosen == ["house"]
    assert visitor.open("/quiz/likes").chosen == ["melody", "rhythm"]
    assert visitor.open("/quiz/likes").chosen == ["melody", "rhythm"]


def test_answers_survive_a_language_switch(visitor: Visitor) -> None:
    visitor.answer(home="house")
    page = visitor.open("/quiz/home?lang=ja")
    assert (page.language, page.chosen) == ("ja", ["house"])
    assert visitor.open("/quiz/likes").language == "ja", "the switch is remembered"
    assert visitor.open("/quiz/likes?lang=xx").language == "ja", "an unknown one is not"
    assert visitor.open("/check-answers?lang=en").path == "/quiz/likes"
    assert visitor.open("/quiz/likes").language == "en", "a redirect remembers it too"


def test_language_links_lead_to_the_same_page_and_keep_its_back_link(visitor: Visitor) -> None:
    visitor.answer(**COMPLETE)
    assert "?lang=ja" in visitor.open("/check-answers").links
    for address in ("/quiz/home", "/quiz/home?from=check-answers"):
        way = "&" if "?" in address else "?"
        [switch] = [a for a in visitor.open(address).all("button") if "formaction" in a]
        assert switch["formaction"] == f"{address}{way}answer=unsent&lang=ja"
        page = visitor.send(switch["formaction"], visitor.open(address), answer="tent")
        assert (page.language, page.chosen) == ("ja", ["tent"]), "a choice is kept unsent"
        assert page.status == 200
        assert visitor.open("/quiz/home?lang=en").chosen == ["house"], "and is not an answer yet"


def test_answers_survive_closing_the_browser(app: Flask, visitor: Visitor) -> None:
    visitor.answer(home="house")
    cookie = visitor.client.get_cookie("quiz")
    assert cookie is not None
    assert cookie.expires is not None, "a cookie without a date dies with the browser"


def test_a_page_that_changes_nothing_sends_no_cookie(visitor: Visitor) -> None:
    visitor.answer(home="house")
    assert "Set-Cookie" not in visitor.ask("/quiz/home").headers
    assert "Set-Cookie" not in visitor.ask("/").headers


def test_the_start_page_sets_no_cookie(visitor: Visitor) -> None:
    assert "Set-Cookie" not in visitor.ask("/").headers


@pytest.mark.parametrize("address", ["/quiz/skill", "/quiz/likes", "/check-answers"])
def test_jumping_ahead_redirects_to_the_first_unanswered_question(
    visitor: Visitor, address: str
) -> None:
    assert visitor.ask(address).status_code == 302
    assert visitor.open(address).path == "/quiz/home"


def test_a_question_that_is_not_asked_redirects_to_the_first_unanswered_one(
    visitor: Visitor,
) -> None:
    visitor.answer(home="house")
    assert visitor.open("/quiz/neighbours").path == "/quiz/likes"
    page = visitor.open("/quiz/home")
    assert visitor.send("/quiz/neighbours", page, answer="love").path == "/quiz/likes"
    visitor.answer(likes="melody", skill="none")
    assert visitor.open("/quiz/neighbours").path == "/check-answers"


def test_a_changed_answer_leads_back_to_check_answers(visitor: Visitor) -> None:
    check = visitor.answer(**COMPLETE)
    assert "/quiz/likes?from=check-answers" in check.links
    page = visitor.open("/quiz/likes?from=check-answers")
    assert "/check-answers" in page.links
    check = visitor.send("/quiz/likes?from=check-answers", answer="rhythm")
    assert check.path == "/check-answers"
    assert "Rhythm" in check.words
    assert "Melodies" not in check.words


def test_a_changed_answer_that_opens_a_question_leads_to_that_question_first(
    visitor: Visitor,
) -> None:
    visitor.answer(**COMPLETE)
    response = visitor.ask(
        "/quiz/home?from=check-answers",
        method="POST",
        data={"csrf_token": visitor.open("/quiz/home").token, "answer": "flat"},
    )
    assert response.location == "/quiz/neighbours?from=check-answers"
    assert visitor.open("/check-answers").path == "/quiz/neighbours"
    check = visitor.send("/quiz/neighbours?from=check-answers", answer="love")
    assert check.path == "/check-answers"
    assert "They love it" in check.words


def test_a_changed_answer_that_closes_a_question_drops_its_answer(visitor: Visitor) -> None:
    visitor.answer(home="flat", neighbours="love", likes="melody", skill="some")
    check = visitor.send("/quiz/home?from=check-answers", answer="house")
    assert check.path == "/check-answers"
    assert "Do your neighbours like music?" not in check.words
    visitor.answer(home="flat")
    assert visitor.open("/quiz/neighbours").chosen == []


def test_the_start_page_links_to_where_the_visitor_left_off(visitor: Visitor) -> None:
    visitor.answer(home="house")
    start = visitor.open("/")
    assert "You have answered one question so far." in start.words
    assert "/quiz/likes" in start.links
    visitor.answer(likes="melody", skill="some")
    start = visitor.open("/")
    assert "You have answered 3 questions so far." in start.words
    assert "/check-answers" in start.links


def test_starting_again_forgets_the_answers(visitor: Visitor) -> None:
    visitor.answer(**COMPLETE)
    page = visitor.send("/start-again", visitor.open("/"))
    assert (page.path, page.chosen) == ("/quiz/home", [])
    assert visitor.open("/check-answers").path == "/quiz/home"


def test_starting_again_without_answers_leads_to_the_first_question(visitor: Visitor) -> None:
    response = visitor.ask("/start-again", method="POST")
    assert (response.status_code, response.location) == (303, "/quiz/home")


def test_answers_to_questions_that_the_rules_no_longer_ask_are_dropped(
    app: Flask, visitor: Visitor
) -> None:
    with visitor.client.session_transaction() as cookie:
        cookie["rules"] = "an older one"
        cookie["answers"] = {
            "home": "castle",
            "gone": "yes",
            "likes": ["melody", "rhythm"],
            "skill": ["much"],
        }
    assert visitor.open("/quiz/skill").path == "/quiz/home"
    visitor.answer(home="house")
    assert visitor.open("/quiz/likes").chosen == ["melody", "rhythm"]
    assert visitor.open("/check-answers").path == "/quiz/skill"
