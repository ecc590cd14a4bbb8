"""The page of a question."""

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
"""The query of a question's address that leads back to "Check your answers" afterwards."""


def show(question: str) -> str | Response:
    """Show a question; redirect to the first unanswered one if that must be answered before."""
    engine = services().engine
    answers = sitting.answers(engine)
    asked = engine.asked(answers)
    if question not in engine.forms:
        return _after_change(asked, answers)
    localized, form = _form(question)
    if not _can_answer(question, asked, answers):
        return redirect(next_address(asked, answers, changing=is_changing()))
    chosen = form.answer.shown if form.refused else answers.get(question, ())
    return _page(localized, form, asked, chosen)


def answer(question: str) -> Response | tuple[str, int]:
    """Store an answer and redirect to the next page, or show the question again with an error.

    If the answer rules every position out, a page that says so comes next.
    """
    engine = services().engine
    answers = sitting.answers(engine)
    asked = engine.asked(answers)
    if question not in engine.forms:
        return _after_change(asked, answers)
    localized, form = _form(question)
    if question not in asked:
        return redirect(next_address(asked, answers, changing=is_changing()), 303)
    if not form.validate():
        return _page(localized, form, asked, form.answer.shown), form.status
    answers = sitting.answer(engine, question, form.answer.answer)
    asked = engine.asked(answers)
    visit.record_progress(asked, answers)
    if engine.ruled_out.by_answer(question, answers):
        onward = CHANGING if is_changing() else {}
        return redirect(url_for("ruled_out", question=question, **onward), 303)
    return redirect(next_address(asked, answers, after=question, changing=is_changing()), 303)


def next_address(
    asked: Sequence[str], answers: Answers, *, after: str | None = None, changing: bool = False
) -> str:
    """Return the address of the next page.

    That is the question that follows `after`, the one just answered. Without `after`, or while
    `changing` an earlier answer, it is the first question without an answer. If there is no
    such question, it is "Check your answers".
    """
    if after and not changing:
        following = asked[asked.index(after) + 1 :]
    else:
        following = [question for question in asked if question not in answers]
    if not following:
        return url_for("check_answers")
    return address(following[0], changing=changing)


def address(question: str, *, changing: bool = False) -> str:
    """Return the address of a question; with `changing`, "Check your answers" comes next."""
    return url_for("question", question=question, **(CHANGING if changing else {}))


def _after_change(asked: Sequence[str], answers: Answers) -> Response:
    """Redirect from a question that the rules do not have, any more, to the next one.

    Raises NotFound for somebody who has not begun: the address is then mistyped.
    """
    if not sitting.begun():
        abort(404)
    return redirect(next_address(asked, answers, changing=is_changing()), 303)


def _form(question: str) -> tuple[LocalizedRules, QuestionForm]:
    """Return the localized rules and the form of a question."""
    localized = services().localized
    return localized, services().forms[question](localized.questions[question], localized)


def is_changing() -> bool:
    """Return whether the visitor came from "Check your answers" and goes back to it."""
    return bool(request.query_string) and request.args.get("from") == CHANGING["from"]


def _can_answer(question: str, asked: Sequence[str], answers: Answers) -> bool:
    """Return whether a question is asked and all questions before it are answered."""
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
    changing = is_changing()
    previous = address(asked[place - 1]) if place else url_for("start")
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
        # Without an address, a form would carry a #fragment over to the next page.
        here=address(asked[place], changing=changing),
        back=url_for("check_answers") if changing else previous,
        invited=sitting.invited(),
        changed=sitting.rules_changed(services().engine),
    )
