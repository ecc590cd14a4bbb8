"""An answer to change, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quiz.core.language.model import Change
from quiz.web.framework.language import Language
from quiz.web.wording.localized import QuestionText


class ChangeText(NamedTuple):
    """An answer to change: what would have to be given, and which of the given ones would go."""

    ask: str
    to: str
    gone: str | None


def change_text(
    change: Change, questions: Mapping[str, QuestionText], language: Language
) -> ChangeText:
    """Return a change in words; of a multiple question only the choices that come and go."""
    question, listing = questions[change.question], language.listing
    before, after = change.from_ or (), change.to or ()
    gone = [id_ for id_ in before if id_ not in after]
    return ChangeText(
        ask=question.ask,
        to=listing(question.words(tuple(to_give(before, after)))),
        gone=listing(question.words(tuple(gone))) if gone else None,
    )


def to_give(before: Sequence[str], after: Sequence[str]) -> Sequence[str]:
    """Return which choices of a changed answer others are told: those that come, else all."""
    return [id_ for id_ in after if id_ not in before] or after
