"""All answers on one page, each with a way to change it; and sending them."""

from __future__ import annotations

import datetime as dt

from flask import redirect
from werkzeug.wrappers import Response

from quiz.core.decide.report import to_stored
from quiz.core.language.model import Answers
from quiz.store import NewResult, StoreError
from quiz.web.applicant import booth, visit
from quiz.web.applicant.question import next_page
from quiz.web.framework import sitting
from quiz.web.framework.forms import PressForm
from quiz.web.framework.link_tokens import link_token
from quiz.web.framework.redirect import SeeOther
from quiz.web.pages.errors import log_store_error
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.wording.answers import given_answers


def show() -> str | Response:
    """Show all answers, or ask the first question that has none yet."""
    answers, onward = _complete()
    return redirect(onward) if onward else _page(PressForm(), answers)


def finish() -> Response | tuple[str, int]:
    """Make a result of the answers and show it; if it cannot be kept, say so and keep them."""
    form = PressForm()
    answers, onward = _complete()
    if onward:
        return SeeOther(onward)
    if not form.validate():
        return _page(form, answers), 400
    try:
        onward = _store(answers)
    except StoreError as error:
        log_store_error(error)
        return render("applicant/not_saved.html", services().localized, form=form), 503
    return SeeOther(onward)


def _complete() -> tuple[Answers, str | None]:
    """Return the answers, and where to go first if one is missing."""
    engine = services().engine
    answers = sitting.answers(engine)
    asked = engine.asked(answers)
    return answers, None if len(answers) == len(asked) else next_page(asked, answers)


def _store(answers: Answers) -> str:
    """Store what follows from the answers and return the address to see it at."""
    quiz = services()
    key = quiz.settings.secret_key
    submission = sitting.submission(key, answers)
    result = NewResult(
        submission=submission,
        token=link_token(key, submission, 0),
        digest=quiz.engine.digest,
        source=quiz.source,
        language=quiz.localized.language.code,
        answers=answers,
        outcome=to_stored(quiz.engine.outcome(answers)),
        created_at=dt.datetime.now(dt.UTC),
    )
    kept, complete = visit.keep(result)
    token = link_token(key, submission, kept.address)
    if booth.present():
        return booth.keep_result(submission, token, kept.id, complete=complete)
    sitting.remember_result(kept.id, submission)
    return f"/r/{token}" + ("" if complete else "?team=missed")


def _page(form: PressForm, answers: Answers) -> str:
    localized = services().localized
    return render(
        "applicant/check_answers.html",
        localized,
        form=form,
        problem=form.problem(localized.language),
        target="#again",
        invited=sitting.invited(),
        sections=given_answers(localized, answers, to_change=True),
    )
