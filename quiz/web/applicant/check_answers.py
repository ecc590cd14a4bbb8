"""The page "Check your answers": all answers with links to change them, and their submission."""

from __future__ import annotations

from flask import redirect
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from quiz.core.language.model import Answers
from quiz.web.applicant.question import address, first_missing
from quiz.web.applicant.submission import submit
from quiz.web.framework import sitting
from quiz.web.framework.forms import ButtonForm
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.wording.answers import given_answers


def show() -> str | Response:
    """Show all answers, or redirect to the first question without one."""
    answers, missing = _answers()
    return redirect(missing) if missing else _page(ButtonForm(), answers)


def finish() -> ResponseReturnValue:
    """Store the result and redirect to it; if the database fails, offer to try again."""
    form = ButtonForm()
    answers, missing = _answers()
    if missing:
        return redirect(missing, 303)
    if not form.validate():
        return _page(form, answers), 400
    return submit(answers)


def _answers() -> tuple[Answers, str | None]:
    """Return the answers, and the address of the first question that still needs one."""
    engine = services().engine
    answers = sitting.answers(engine)
    asked = engine.asked(answers)
    return answers, None if len(answers) == len(asked) else first_missing(asked, answers)


def _page(form: ButtonForm, answers: Answers) -> str:
    localized = services().localized
    return render(
        "applicant/check_answers.html",
        localized,
        form=form,
        problem=form.problem(localized.language),
        target="#again",
        back=address(services().engine.asked(answers)[-1]),
        invited=sitting.invited(),
        sections=given_answers(localized, answers),
    )
