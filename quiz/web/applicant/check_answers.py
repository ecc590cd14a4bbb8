"""The page "Check your answers": all answers with links to change them, and their submission."""

from __future__ import annotations

import datetime as dt

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from quiz.core.language.model import Answers
from quiz.store import NewResult, StoreError
from quiz.web.applicant import booth, visit
from quiz.web.applicant.question import next_address
from quiz.web.framework import sitting
from quiz.web.framework.forms import ButtonForm
from quiz.web.framework.link_tokens import link_token
from quiz.web.pages.errors import RETRY_AFTER, log_store_error
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
    try:
        result_url = _store_result(answers)
    except StoreError as error:
        log_store_error(error)
        page = render("applicant/not_saved.html", services().localized, form=form)
        return page, 503, {"Retry-After": RETRY_AFTER}
    return redirect(result_url, 303)


def _answers() -> tuple[Answers, str | None]:
    """Return the answers, and the address of the first question that still needs one."""
    engine = services().engine
    answers = sitting.answers(engine)
    asked = engine.asked(answers)
    return answers, None if len(answers) == len(asked) else next_address(asked, answers)


def _store_result(answers: Answers) -> str:
    """Store the result of the answers and return the address of its page."""
    quiz = services()
    key = quiz.settings.secret_key
    submission = sitting.submission(key, answers, quiz.engine.forms)
    result = NewResult(
        submission=submission,
        token=link_token(key, submission, 0),
        digest=quiz.engine.digest,
        source=quiz.source,
        language=quiz.localized.language.code,
        answers=answers,
        outcome=quiz.engine.outcome(answers),
        created_at=dt.datetime.now(dt.UTC),
    )
    kept, complete = visit.add_result(result)
    token = link_token(key, submission, kept.address_number)
    if booth.current_booth():
        return booth.keep_result(submission, token, kept.id, complete=complete)
    sitting.remember_result(kept.id, submission)
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
