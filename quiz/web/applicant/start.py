"""The start page: what the quiz is, how long it takes and what is stored; and starting again."""

from __future__ import annotations

from werkzeug.wrappers import Response

from quiz.core.language.model import Answers
from quiz.store import StoreError
from quiz.web.applicant.progress import minutes
from quiz.web.applicant.question import address, next_address
from quiz.web.framework import sitting
from quiz.web.framework.forms import ButtonForm
from quiz.web.framework.language import Language
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.errors import log_store_error
from quiz.web.pages.page_preview import about, page_preview
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.result.owner import OwnResultView, own_results


def show() -> str:
    """Show the start page, with a link to where the visitor left off."""
    answers = sitting.answers(services().engine)
    return _page(answers, ButtonForm() if answers else None)


def start_again() -> Response | tuple[str, int]:
    """Forget the answers; redirect to the first question, or to the invitation if there is one."""
    engine, invited = services().engine, sitting.invited()
    answers = sitting.answers(engine)
    form = ButtonForm()
    if answers and not form.validate():
        return _page(answers, form), 400
    sitting.start_again()
    if invited:
        return redirect_to("invitation", code=invited.code)
    return redirect_to("question", question=next(iter(engine.forms)))


def how_many(questions: int, language: Language) -> str:
    """Return a sentence that says how many questions there are."""
    return language.ngettext(
        "There is one question.",
        "There are up to %(number)s questions, one on each page.",
        questions,
    ) % {"number": questions}


def how_long(questions: int, language: Language) -> str:
    """Return a sentence that says how long answering takes."""
    number = minutes(questions)
    return language.ngettext(
        "Answering takes about one minute.", "Answering takes about %(number)s minutes.", number
    ) % {"number": number}


def _latest_result() -> OwnResultView | None:
    """Return the latest result of this browser; None if it has none, or the database fails."""
    try:
        return next(iter(own_results()), None)
    except StoreError as error:
        log_store_error(error)
        return None


def _is_finished(answers: Answers) -> bool:
    """Return whether the answers are those of a result that this sitting made."""
    key, forms = services().settings.secret_key, services().engine.forms
    return bool(answers) and sitting.is_finished(sitting.submission(key, answers, forms))


def _page(answers: Answers, form: ButtonForm | None) -> str:
    """Render the start page; with answers, `form` is the one to start again."""
    engine = services().engine
    localized = services().localized
    lead = about(localized)
    return render(
        "applicant/start.html",
        localized,
        preview=page_preview(localized, localized.title, lead, "start"),
        lead=lead,
        form=form,
        owns_results=bool(sitting.owned_results()),
        own=_latest_result(),
        finished=_is_finished(answers),
        problem=form.problem(localized.language) if form else None,
        target="#again",
        how_many=how_many(len(engine.forms), localized.language),
        how_long=how_long(len(engine.forms), localized.language),
        invited=sitting.invited(),
        first=address(next(iter(engine.forms))),
        so_far=localized.language.ngettext(
            "You have answered one question so far.",
            "You have answered %(number)s questions so far.",
            len(answers),
        )
        % {"number": len(answers)},
        continue_at=next_address(engine.asked(answers), answers),
    )
