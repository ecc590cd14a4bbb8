"""The submission of a sitting: its result is stored, and shown to whoever answered."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from quiz.core.language.model import Answers
from quiz.web.applicant import booth, taken, visit
from quiz.web.applicant.new_result import NotSaved, new_result, stored, token_of
from quiz.web.framework import frame, sitting
from quiz.web.framework.language import N_
from quiz.web.pages.services import services

KEPT = N_("Nothing is lost: your answers stay in this browser.")


def submit(answers: Answers) -> ResponseReturnValue:
    """Store the result of complete answers and redirect to it, or offer to try again.

    The same answers of the same sitting have one result, however often they are submitted.
    """
    return stored(
        lambda: _store_result(answers),
        NotSaved(frame.address("finish"), frame.address("check_answers"), KEPT),
    )


def _store_result(answers: Answers) -> str:
    """Store the result of the answers and return the address of its page."""
    quiz = services()
    submission = sitting.submission(quiz.settings.secret_key, answers, quiz.engine.forms)
    result = new_result(submission, answers)
    kept, complete = visit.add_result(result)
    token = token_of(result, kept)
    if booth.current_booth() or frame.current():
        taken.keep(submission, token, kept, complete=complete)
        return frame.address("result") if frame.current() else url_for("booth_result")
    sitting.remember_result(kept.id, submission, made=True)
    return url_for("result", token=token, team=None if complete else "missed")
