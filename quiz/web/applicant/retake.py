"""Taking the quiz again with the answers of a result, by today's rules."""

from __future__ import annotations

from flask import abort, redirect
from werkzeug.wrappers import Response

from quiz.core.decide.report import plain_answers
from quiz.web.applicant.question import next_page
from quiz.web.framework import sitting
from quiz.web.pages.confirm import Asked, Pressed, ask, when_confirmed
from quiz.web.pages.services import services
from quiz.web.result.access import Access, open_result


def show(token: str) -> str:
    """Ask whether the answers of a result are to be taken over."""
    _found(token)
    return ask(_asked(token))


def take_over(token: str) -> Pressed:
    """Take over the answers that today's rules ask for, and show all, or ask what is missing."""
    found = _found(token)

    def act() -> Response:
        engine = services().engine
        rules = services().editions.find(found.stored.digest).rules
        sitting.take_over(plain_answers(found.stored.answers, rules.questions))
        answers = sitting.answers(engine)
        return redirect(next_page(engine.asked(answers), answers), 303)

    return when_confirmed(_asked(token), act)


def _found(token: str) -> Access:
    found = open_result(token)
    if not found.answers_shown:
        abort(404)
    return found


def _asked(token: str) -> Asked:
    language = services().localized.language
    gettext = language.gettext
    says = [
        gettext("Today’s rules decide then. You see all answers first and can change them."),
        gettext("The old result stays as it is."),
    ]
    if sitting.answers(services().engine):
        says.append(gettext("The answers you have given in this browser meanwhile are replaced."))
    return Asked(
        title=gettext("Take the quiz again with these answers"),
        says=language.sentence_space.join(says),
        button=gettext("Continue"),
        action=f"/r/{token}/again",
        stay=gettext("Back to the result"),
        back=f"/r/{token}",
    )
