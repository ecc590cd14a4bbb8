"""Taking the quiz again by today's rules, with the answers of a result."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from quiz.core.decide.report import plain_answers
from quiz.web.applicant.question import next_address
from quiz.web.framework import sitting
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.services import services
from quiz.web.result.access import OpenedResult


def show(result: OpenedResult) -> str | Response:
    """Ask to take over the answers of a result; redirect if they are those of this sitting."""
    stored = result.stored
    if sitting.made(stored.id, stored.submission) and result.stored.answers == sitting.answers(
        services().engine
    ):
        return redirect(url_for("check_answers"))
    return show_confirmation(_confirmation(result.token))


def take_over(result: OpenedResult) -> PageOrResponse:
    """Take over the answers that today's rules ask for.

    Redirects to "Check your answers", or to the first question without an answer.
    """

    def act() -> Response:
        engine = services().engine
        rules = services().editions.find(result.stored.digest).rules
        sitting.take_over(plain_answers(result.stored.answers, rules.questions))
        answers = sitting.answers(engine)
        return redirect(next_address(engine.asked(answers), answers), 303)

    return do_if_confirmed(_confirmation(result.token), act)


def _confirmation(token: str) -> Confirmation:
    language = services().localized.language
    gettext = language.gettext
    says = [
        gettext(
            "The current rules will decide. You will see all your answers first "
            "and can change them."
        ),
        gettext("The old result does not change."),
    ]
    if sitting.answers(services().engine):
        says.append(gettext("This replaces the answers already given in this browser."))
    return Confirmation(
        title=gettext("Take the quiz again with these answers"),
        text=language.sentence_space.join(says),
        button=gettext("Continue"),
        action=url_for("take_over_answers", token=token),
        back_label=gettext("Back to the result"),
        back=url_for("result", token=token),
    )
