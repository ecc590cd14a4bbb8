"""The page of a question."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from quiz.core.language.conditions import asks
from quiz.core.language.model import Answers
from quiz.web.applicant import visit
from quiz.web.applicant.progress import progress
from quiz.web.applicant.submission import submit
from quiz.web.framework import frame, refused_forms, sitting
from quiz.web.framework.forms import for_another_language
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.question_form import QuestionForm

CHANGING: Mapping[str, Any] = {"from": "check-answers"}
"""The query of a question's address that leads back to "Check your answers" afterwards."""

TO_RESULT: Mapping[str, Any] = {"to": "result"}
"""The query with which the last question is sent to submit all answers."""

MISSING: Mapping[str, Any] = {"answer": "missing"}
"""The query of the question to which somebody is sent who wanted to be further on."""


def show(question: str) -> str | Response:
    """Show a question; redirect to the first unanswered one if that must be answered before."""
    engine = services().engine
    answers = sitting.answers(engine)
    asked = engine.asked(answers)
    if question not in engine.forms:
        return _after_change(asked, answers)
    localized, form = _form(question)
    if not _can_answer(question, asked, answers):
        return redirect(first_missing(asked, answers, changing=is_changing()))
    chosen = form.answer.shown if form.refused else answers.get(question, ())
    return _page(localized, form, asked, chosen)


def answer(question: str) -> ResponseReturnValue:
    """Store an answer and go on, or show the question again with an error.

    Choices that were sent only to be shown in another language are not stored.
    """
    engine = services().engine
    answers = sitting.answers(engine)
    asked = engine.asked(answers)
    if question not in engine.forms:
        return _after_change(asked, answers)
    localized, form = _form(question)
    if question not in asked:
        return redirect(next_address(asked, answers, changing=is_changing()), 303)
    if for_another_language():
        refused_forms.keep(form, 200, request.path)
        return redirect(address(question, changing=is_changing()), 303)
    if not form.validate():
        return _page(localized, form, asked, form.answer.shown), form.status
    return _go_on(question, sitting.answer(engine, question, form.answer.answer))


def _go_on(question: str, answers: Answers) -> ResponseReturnValue:
    """Return what follows the answer to a question: most often, a redirect to the next page.

    The last question can submit all answers, and then leads to the result. If an answer rules
    every position out, a page that says so comes next.
    """
    engine = services().engine
    asked = engine.asked(answers)
    visit.record_progress(asked, answers)
    if _asked_for(TO_RESULT) and question == asked[-1] and len(answers) == len(asked):
        return submit(answers)
    if engine.ruled_out.by_answer(question, answers):
        onward = CHANGING if is_changing() else {}
        return redirect(frame.address("ruled_out", question=question, **onward), 303)
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
        return frame.address("check_answers")
    return address(following[0], changing=changing)


def first_missing(asked: Sequence[str], answers: Answers, *, changing: bool = False) -> str:
    """Return the next address for somebody whose answers to earlier questions are missing.

    Its page says so, because they may have started again in another tab.
    """
    target = next_address(asked, answers, changing=changing)
    missing = len(answers) < len(asked)
    return f"{target}{'&' if '?' in target else '?'}{urlencode(MISSING)}" if missing else target


def address(question: str, *, changing: bool = False) -> str:
    """Return the address of a question; with `changing`, "Check your answers" comes next."""
    return frame.address("question", question=question, **(CHANGING if changing else {}))


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
    return _asked_for(CHANGING)


def _asked_for(query: Mapping[str, Any]) -> bool:
    """Return whether the address has this query, beside what else it may have."""
    return bool(request.query_string) and all(
        request.args.get(name) == value for name, value in query.items()
    )


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
    question = form.answer.text.id
    changing, last = is_changing(), _is_last(question, asked)
    to_result = last and not changing
    known = tuple([choice for choice in form.answer.text.choices if choice in chosen])
    # Without an address, a form would carry a #fragment over to the next page.
    here = address(question, changing=changing)
    return render(
        "applicant/question.html",
        localized,
        query=urlencode(CHANGING) if changing else "",
        form_here=here,
        question=form.answer.text,
        form=form,
        problem=form.problem(localized.language),
        target="#answer",
        error=next(iter(form.answer.errors), None),
        choices=localized.choices(question, known),
        progress=progress(question, asked, localized.questions, localized.language),
        number=asked.index(question) + 1,
        total=len(asked),
        here=here,
        to_result=frame.address("question", question=question, **TO_RESULT) if to_result else None,
        back=_back(question, asked),
        invited=sitting.invited(),
        missing=_asked_for(MISSING),
        changed=sitting.rules_changed(services().engine),
    )


def _is_last(question: str, asked: Sequence[str]) -> bool:
    """Return whether no question follows, whatever is answered to this one."""
    return question == asked[-1] and not any(
        question in asks(form.only_if) for form in services().engine.forms.values()
    )


def _back(question: str, asked: Sequence[str]) -> str:
    """Return where Back leads to.

    From a change it is "Check your answers", unless an answer is missing: that page would lead
    here again.
    """
    place, changing = asked.index(question), is_changing()
    if changing and len(sitting.answers(services().engine)) == len(asked):
        return frame.address("check_answers")
    return address(asked[place - 1], changing=changing) if place else frame.beginning()
