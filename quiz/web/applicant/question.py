"""One question on a page of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from quiz.core.language.model import Answers
from quiz.web.applicant import visit
from quiz.web.framework import sitting
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.question_form import QuestionForm

CHANGING: Mapping[str, Any] = {"from": "check-answers"}
"""In the query of a question's address: go back to all answers afterwards."""


def show(question: str) -> str | Response:
    """Ask a question, or an earlier one that has no answer yet."""
    localized, form = _form(question)
    engine = services().engine
    answers = sitting.answers(engine)
    asked = engine.asked(answers)
    if not _reached(question, asked, answers):
        return redirect(next_page(asked, answers, changing=_changing()))
    return _page(localized, form, asked, answers.get(question, ()))


def answer(question: str) -> Response | tuple[str, int]:
    """Keep an answer and go on, or show the same page with what to do."""
    localized, form = _form(question)
    engine = services().engine
    answers = sitting.answers(engine)
    asked = engine.asked(answers)
    if question not in asked:
        return redirect(next_page(asked, answers, changing=_changing()), 303)
    if not form.validate():
        return _page(localized, form, asked, form.answer.shown), form.status
    answers = sitting.answer(engine, question, form.answer.answer)
    asked = engine.asked(answers)
    visit.reached(asked, answers)
    onward = next_page(asked, answers, after=question, changing=_changing())
    return redirect(onward, 303)


def next_page(
    asked: Sequence[str], answers: Answers, *, after: str | None = None, changing: bool = False
) -> str:
    """Return where to go on: the question `after` one just answered, else the first unanswered.

    Whoever changes one answer goes back to all of them, unless the change asks a new question.
    """
    if after and not changing:
        following = asked[asked.index(after) + 1 :]
    else:
        following = [question for question in asked if question not in answers]
    if not following:
        return url_for("check_answers")
    return address(following[0], changing=changing)


def address(question: str, *, changing: bool = False) -> str:
    """Return the address of a question; `changing` leads back to all answers afterwards."""
    return url_for("question", question=question, **(CHANGING if changing else {}))


def _form(question: str) -> tuple[LocalizedRules, QuestionForm]:
    """Return the form of a question and the texts around it; 404 where there is none."""
    form = services().forms.get(question)
    if form is None:
        abort(404)
    localized = services().localized
    return localized, form(localized.questions[question], localized)


def _changing() -> bool:
    return bool(request.query_string) and request.args.get("from") == CHANGING["from"]


def _reached(question: str, asked: Sequence[str], answers: Answers) -> bool:
    """Return whether all questions before this one are answered, and it is asked itself."""
    for earlier in asked:
        if earlier == question:
            return True
        if earlier not in answers:
            return False
    return False


def _page(
    localized: LocalizedRules, form: QuestionForm, asked: Sequence[str], chosen: Collection[str]
) -> str:
    place = asked.index(form.answer.text.id)
    changing = _changing()
    earlier = address(asked[place - 1]) if place else url_for("start")
    return render(
        "applicant/question.html",
        localized,
        query=urlencode(CHANGING) if changing else "",
        question=form.answer.text,
        form=form,
        problem=form.problem(localized.language),
        target="#answer",
        error=next(iter(form.answer.errors), None),
        chosen=chosen,
        number=place + 1,
        total=len(asked),
        here=address(asked[place], changing=changing),  # a #fragment would go on to the next page
        back=url_for("check_answers") if changing else earlier,
        invited=sitting.invited(),
    )
