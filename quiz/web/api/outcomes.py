"""`/api/v1/outcomes`: the outcome for an answer sheet, of which nothing is stored."""

from __future__ import annotations

from quiz.core.decide.report import explained
from quiz.core.language.sheet import read_answers
from quiz.web.api.endpoint import endpoint, pointer
from quiz.web.api.models import AnswerSheet, Outcome
from quiz.web.framework.language import N_
from quiz.web.pages.problem_details import Fault, InvalidError
from quiz.web.pages.services import services


@endpoint(N_("Get the outcome for an answer sheet; nothing is stored"))
def decide(body: AnswerSheet) -> Outcome:
    """Return the outcome for an answer sheet. Nothing is stored."""
    quiz = services()
    engine = quiz.engine
    answers, faults = read_answers(engine.forms, body.answers)
    if faults:
        raise InvalidError(
            [
                Fault(detail=each.message, pointer=pointer(("answers", *each.path)))
                for each in faults
            ]
        )
    language = quiz.localized.language.code
    data = explained(engine.outcome(answers), engine.rules, language)
    return Outcome.model_validate(data)
