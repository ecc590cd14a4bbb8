"""The page "What is kept": who runs the quiz, and how to reach them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from support.visitor import Visitor


def test_who_runs_the_quiz_is_named(start_app: Callable[..., Flask]) -> None:
    app = start_app(operator="The Embassy", contact="jet@embassy.example")
    page = Visitor(app).open("/privacy")
    assert "The Embassy runs this quiz and is responsible for the data that it keeps." in page.words
    assert "mailto:jet@embassy.example" in page.links


@pytest.mark.parametrize("contact", ["https://embassy.example/contact", "http://desk.example"])
def test_a_contact_can_be_a_page(start_app: Callable[..., Flask], contact: str) -> None:
    page = Visitor(start_app(contact=contact)).open("/privacy")
    assert contact in page.links
    assert "runs this quiz and" not in page.words


def test_without_the_settings_the_page_says_whom_to_ask(visitor: Visitor) -> None:
    words = visitor.open("/privacy").words
    assert "No name or contact has been given here yet." in words
