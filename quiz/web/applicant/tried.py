"""The answer sheet that somebody tries, as the address of the page says it.

Each question has a field of its own. What the address leaves out, or says in a way that is no
answer, is as in the result from which the trial began.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answer, Answers, Change
from quiz.core.language.sheet import Form, canonical, holds
from quiz.web.wording.localized import FIELD


class Tried(NamedTuple):
    """An answer sheet that is tried.

    `answers` are complete where no question is `unanswered`; `shown` has for each question
    that is asked the choices that its field shows as chosen, and `clashing` the questions for
    which choices came that cannot stand together.
    """

    answers: Answers
    shown: Mapping[str, Answer]
    unanswered: tuple[str, ...]
    clashing: frozenset[str]


def begin(engine: Engine, answers: Answers) -> dict[str, Answer]:
    """Return those answers of a result that today's rules ask for and know."""
    return engine.kept(
        {
            question: canonical(engine.forms[question], answer)
            for question, answer in answers.items()
            if question in engine.forms and _is_valid(engine.forms[question], answer)
        }
    )


def read(engine: Engine, own: Answers, sent: MultiDict[str, str]) -> Tried:
    """Return the sheet that `sent` says, beginning from the answers of a result."""
    answers: dict[str, Answer] = {}
    shown: dict[str, Answer] = {}
    clashing = set()
    for question, form in engine.forms.items():
        if not holds(form.only_if, answers):
            continue
        chosen = _chosen(form, sent.getlist(FIELD + question), own.get(question, ()))
        shown[question] = chosen
        if _is_valid(form, chosen):
            answers[question] = chosen
        elif chosen:
            clashing.add(question)
    unanswered = tuple(question for question in shown if question not in answers)
    return Tried(answers, shown, unanswered, frozenset(clashing))


def query(answers: Answers, own: Answers) -> str:
    """Return the query of an address that says which answers differ from those of a result."""
    return urlencode(
        [
            (FIELD + question, choice)
            for question, answer in answers.items()
            if answer != own.get(question)
            for choice in answer
        ]
    )


def changed(engine: Engine, own: Answers, changes: tuple[Change, ...]) -> dict[str, Answer]:
    """Return the answers of a result after some changes."""
    new = {change.question: change.to for change in changes if change.to is not None}
    return engine.kept({**own, **new})


def _chosen(form: Form, sent: list[str], own: Answer) -> Answer:
    """Return the choices of a field: those sent, or the result's own where none can be meant.

    A field of a multiple question always sends an empty choice too, so that none is none.
    """
    choices = set(sent) - {""}
    if not sent or not choices.issubset(form.choices):
        return own
    if form.kind != "multiple" and len(choices) != 1:
        return own
    return canonical(form, choices)


def _is_valid(form: Form, answer: Answer) -> bool:
    """Return whether some choices are an answer to a question."""
    return (
        bool(answer)
        and all(choice in form.choices for choice in answer)
        and (len(answer) == 1 or (form.kind == "multiple" and form.exclusive.isdisjoint(answer)))
    )
