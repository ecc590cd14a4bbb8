"""A stored result, as it was shown on the day it was made, in the reader's language."""

from __future__ import annotations

from flask import request

from quiz.web.framework.language import N_
from quiz.web.framework.request import current_request
from quiz.web.pages.render import render
from quiz.web.pages.services import public_url_for, services
from quiz.web.result.access import OpenedResult
from quiz.web.result.edition_notice import changed_since
from quiz.web.wording.answers import given_answers
from quiz.web.wording.edition import Edition
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.outcome import result_view

NEWS = {
    "missed": N_(
        "The invitation was closed, or its places were taken, before you were done. "
        "The team did not get this result; it is yours alone."
    ),
    "withdrawn": N_("The result is withdrawn. The team no longer sees it."),
}
"""What has just become of the result, as the address says it."""


def show(result: OpenedResult) -> bytes:
    """Show a result: everything to its owner, to others as much as the owner reveals."""
    quiz, stored = services(), result.stored
    edition = quiz.editions.find(stored.digest)
    localized = edition.localized(stored.language)
    query = current_request().query_string
    told = query and result.mine and stored.invitation is None
    news = NEWS.get(request.args.get("team", "")) if told else None
    # All that the page depends on, so that it is made once.
    seen_as = result.mine, result.open, stored.reveal, stored.name, stored.invitation, news
    page = result.token, stored.id, localized.language.code, *seen_as
    return quiz.result_pages.get(page, lambda: _page(result, edition, localized, news))


def _page(
    found: OpenedResult, edition: Edition, localized: LocalizedRules, news: str | None
) -> bytes:
    stored, quiz, language = found.stored, services(), localized.language
    outcome = stored.outcome
    invited = found.mine and stored.invitation
    return render(
        "result/show.html",
        localized,
        result=result_view(outcome, localized, edition.least_fit, reasons=found.reasons_shown),
        since=changed_since(quiz, stored, outcome, language.code),
        link=public_url_for("result", token=found.token),
        card=public_url_for("card", token=found.token, lang=language.code),
        token=found.token,
        name=stored.name,
        made_on=language.date(stored.created_at),
        mine=found.mine,
        open=found.open,
        reveal=stored.reveal,
        news=language.gettext(news) if news else None,
        team=quiz.store.invitations.team_of(invited) if invited else None,
        team_until=language.date(stored.created_at + quiz.settings.retention) if invited else None,
        answers=given_answers(localized, stored.answers) if found.answers_shown else None,
    ).encode()
