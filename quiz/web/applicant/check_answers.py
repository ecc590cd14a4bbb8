"""The page "Check your answers": all answers with links to change them, and their submission."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from quiz.core.language.model import Answers
from quiz.web.applicant import booth, visit
from quiz.web.applicant.new_result import NotSaved, new_result, stored, token_of
from quiz.web.applicant.question import next_address
from quiz.web.framework import sitting
from quiz.web.framework.forms import ButtonForm
from quiz.web.framework.language import N_
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.wording.answers import given_answers

KEPT = N_("Nothing is lost: your answers stay in this browser.")


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
    return stored(
        lambda: _store_result(answers),
        NotSaved(form, url_for("finish"), url_for("check_answers"), KEPT),
    )


def _answers() -> tuple[Answers, str | None]:
    """Return the answers, and the address of the first question that still needs one."""
    engine = services().engine
    answers = sitting.answers(engine)
    asked = engine.asked(answers)
    return answers, None if len(answers) == len(asked) else next_address(asked, answers)


def _store_result(answers: Answers) -> str:
    """Store the result of the answers and return the address of its page."""
    quiz = services()
    submission = sitting.submission(quiz.settings.secret_key, answers, quiz.engine.forms)
    result = new_result(submission, answers)
    kept, complete = visit.add_result(result)
    token = token_of(result, kept)
    if booth.current_booth():
        return booth.keep_result(submission, token, kept, complete=complete)
    sitting.remember_result(kept.id, submission, made=True)
    return url_for("result", token=token, team=None if complete else "missed")


def _page(form: ButtonForm, answers: Answers) -> str:
    localized = services().localized
    return render(
        "applicant/check_answers.html",
        localized,
        form=form,
        problem=form.problem(localized.language),
        target="#again",
        invited=sitting.invited(),
        sections=given_answers(localized, answers),
    )
