"""CSRF tokens: masked anew in each form, and all valid for the session."""

from __future__ import annotations

import pytest
from support.visitor import Visitor

from quiz.web.framework.csrf import masked, unmasked


def test_each_form_masks_the_token_anew_and_older_ones_stay_valid(
    visitor: Visitor,
) -> None:
    first, second = visitor.open("/quiz/home"), visitor.open("/quiz/home")
    assert first.token != second.token
    assert unmasked(first.token) == unmasked(second.token) != b""
    assert visitor.send("/quiz/home", first, answer="house").path == "/quiz/likes"


@pytest.mark.parametrize("sent", ["", "A", "AAAA", "é", "token", "=" * 50, "A" * 5000])
def test_a_token_that_was_not_masked_is_refused(visitor: Visitor, sent: str) -> None:
    visitor.open("/quiz/home")
    data = {"csrf_token": sent, "answer": "house"}
    answer = visitor.ask("/quiz/home", method="POST", data=data, follow_redirects=True)
    assert answer.status_code == 400


def test_unmasking_returns_the_token() -> None:
    assert unmasked(masked("abc-XYZ_09")) == b"abc-XYZ_09"
