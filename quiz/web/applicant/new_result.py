"""A new result on its way into the store, and what is answered where it does not get there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from flask import redirect
from flask.typing import ResponseReturnValue

from quiz.core.language.model import Answers
from quiz.store import KeptResult, NewResult, QuotaExceeded, StorageFull, StoreError
from quiz.web.framework.forms import ButtonForm
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import link_token, new_address_number
from quiz.web.pages.errors import RETRY_AFTER, log_store_error
from quiz.web.pages.rate_limits import retry_after, try_again_in, wait_until
from quiz.web.pages.render import render
from quiz.web.pages.services import services

NO_ANSWER = N_("The place where results are stored is not responding right now.")
FULL = N_("There is no room for more results right now. Try again tomorrow.")
TOMORROW = dt.timedelta(days=1)
TOO_MANY = N_("Too many results have come from your network.")


class NotSaved(NamedTuple):
    """The page that is shown where a result could not be stored.

    `action` is where its button tries again, `back` leads back to the answers, and `kept` says
    where the answers still are, as a key of the catalog.
    """

    action: str
    back: str
    kept: str

    def page(self, why: str, when: str | None = None) -> str:
        """Return the page; `why` is a key of the catalog."""
        localized = services().localized
        language = localized.language
        says = [language.gettext(why), language.gettext(self.kept), *([when] if when else ())]
        return render(
            "applicant/not_saved.html",
            localized,
            form=ButtonForm(),
            action=self.action,
            back=self.back,
            says=language.sentence_space.join(says),
        )


def new_result(submission: str, answers: Answers) -> NewResult:
    """Return a result to add, of a complete answer sheet, by today's rules."""
    quiz = services()
    address = new_address_number()
    return NewResult(
        submission=submission,
        token=link_token(quiz.settings.secret_key, submission, address),
        digest=quiz.engine.digest,
        source=quiz.source,
        language=quiz.localized.language.code,
        answers=answers,
        outcome=quiz.engine.outcome(answers),
        created_at=dt.datetime.now(dt.UTC),
        address=address,
    )


def token_of(result: NewResult, kept: KeptResult) -> str:
    """Return the token of the link of a result that was added, now or before."""
    if kept.address_number == result.address:
        return result.token
    return link_token(services().settings.secret_key, result.submission, kept.address_number)


def stored(store: Callable[[], str], not_saved: NotSaved) -> ResponseReturnValue:
    """Redirect to the address that `store` returns; if the database fails, offer to try again."""
    try:
        address = store()
    except QuotaExceeded as error:
        wait = wait_until(error.until)
        when = try_again_in(wait, services().localized.language)
        return not_saved.page(TOO_MANY, when), 429, retry_after(wait)
    except StorageFull:
        return not_saved.page(FULL), 503, retry_after(TOMORROW)
    except StoreError as error:
        log_store_error(error)
        return not_saved.page(NO_ANSWER), 503, {"Retry-After": RETRY_AFTER}
    return redirect(address, 303)
