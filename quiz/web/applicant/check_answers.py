"""The page "Check your answers": all answers with links to change them, and their submission."""

from __future__ import annotations

import datetime as dt

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from quiz.core.language.model import Answers
from quiz.store import NewResult, QuotaExceeded, StorageFull, StoreError
from quiz.web.applicant import booth, visit
from quiz.web.applicant.question import next_address
from quiz.web.framework import sitting
from quiz.web.framework.forms import ButtonForm
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import link_token, new_address_number
from quiz.web.pages.errors import RETRY_AFTER, log_store_error
from quiz.web.pages.rate_limits import retry_after, try_again_in, wait_until
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.wording.answers import given_answers

NO_ANSWER = N_("The place where results are stored is not responding right now.")
FULL = N_("There is no room for more results right now. Try again tomorrow.")
TOMORROW = dt.timedelta(days=1)
TOO_MANY = N_("Too many results have come from your network.")


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
    except QuotaExceeded as error:
        return _too_many(form, wait_until(error.until))
    except StorageFull:
        return _not_saved(form, FULL), 503, retry_after(TOMORROW)
    except StoreError as error:
        log_store_error(error)
        return _not_saved(form, NO_ANSWER), 503, {"Retry-After": RETRY_AFTER}
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
    address = new_address_number()
    result = NewResult(
        submission=submission,
        token=link_token(key, submission, address),
        digest=quiz.engine.digest,
        source=quiz.source,
        language=quiz.localized.language.code,
        answers=answers,
        outcome=quiz.engine.outcome(answers),
        created_at=dt.datetime.now(dt.UTC),
        address=address,
    )
    kept, complete = visit.add_result(result)
    token = result.token
    if kept.address_number != address:  # the submission was stored before
        token = link_token(key, submission, kept.address_number)
    if booth.current_booth():
        return booth.keep_result(submission, token, kept, complete=complete)
    sitting.remember_result(kept.id, submission, made=True)
    return url_for("result", token=token, team=None if complete else "missed")


def _too_many(form: ButtonForm, wait: dt.timedelta) -> tuple[str, int, dict[str, str]]:
    """Return the page that says when this network may make further results."""
    when = try_again_in(wait, services().localized.language)
    return _not_saved(form, TOO_MANY, when), 429, retry_after(wait)


def _not_saved(form: ButtonForm, why: str, when: str | None = None) -> str:
    """Return the page that says why the answers are not saved yet; `why` is a catalog key."""
    localized = services().localized
    language = localized.language
    kept = language.gettext("Nothing is lost: your answers stay in this browser.")
    says = [language.gettext(why), kept, *([when] if when else ())]
    return render(
        "applicant/not_saved.html", localized, form=form, says=language.sentence_space.join(says)
    )


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
