"""The proof that forms carry: another one in each form, and all of them good."""

from __future__ import annotations

import pytest
from support.visitor import Visitor

from quiz.web.framework.csrf import masked, unmasked


def test_each_form_has_it_under_another_mask_and_an_older_one_still_counts(
    visitor: Visitor,
) -> None:
    first, second = visitor.open("/quiz/home"), visitor.open("/quiz/home")
    assert first.token != second.token
    assert unmasked(first.token) == unmasked(second.token) != b""
    assert visitor.send("/quiz/home", first, answer="house").path == "/quiz/likes"


@pytest.mark.parametrize("sent", ["", "A", "AAAA", "é", "token", "=" * 50, "A" * 5000])
def test_what_was_never_masked_proves_nothing(visitor: Visitor, sent: str) -> None:
    visitor.open("/quiz/home")
    answer = visitor.ask("/quiz/home", method="POST", data={"csrf_token": sent, "answer": "house"})
    assert answer.status_code == 400


def test_a_mask_comes_off_again() -> None:
    assert unmasked(masked("abc-XYZ_09")) == b"abc-XYZ_09"
