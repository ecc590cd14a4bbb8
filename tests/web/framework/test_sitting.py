"""The form of a sitting in the cookie and its submission id are the same in every version."""

from __future__ import annotations

from flask import Flask
from support.engines import sheet
from support.visitor import Visitor

from quiz.web.framework import sitting


def test_the_cookie_holds_one_choice_as_a_string_and_several_as_a_list(visitor: Visitor) -> None:
    visitor.answer(home="house", likes=["melody", "rhythm"], skill="some")
    with visitor.client.session_transaction() as cookie:
        assert cookie["answers"] == {
            "home": "house",
            "likes": ["melody", "rhythm"],
            "skill": "some",
        }


def test_a_submission_repeated_after_an_upgrade_has_the_same_id(app: Flask) -> None:
    answers = sheet({"skill": "some", "home": "house", "likes": ("melody", "rhythm")})
    with app.test_request_context() as context:
        context.session["sitting"] = "abc"
        found = sitting.submission("a key", answers, app.extensions["quiz"].engine.forms)
    assert found == "32b7c97caa9e0d84b19ae3fc377caf82ece329220df65cea56ee65ae33bc3d0b"
