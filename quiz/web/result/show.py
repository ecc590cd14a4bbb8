"""A stored result, as it was shown on the day it was made, in the reader's language."""

from __future__ import annotations

from flask import request

from quiz.core.decide.report import from_stored
from quiz.web.framework.language import N_
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.result.access import Access, open_result
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


def show(token: str) -> bytes:
    """Show a result: everything to its owner, to others as much as the owner reveals."""
    quiz, found = services(), open_result(token)
    stored = found.stored
    edition = quiz.editions.find(stored.digest)
    localized = edition.localized(stored.language)
    query = request.query_string
    told = query and found.mine and stored.invitation is None
    news = NEWS.get(request.args.get("team", "")) if told else None
    # All that the page depends on, so that it is made once.
    seen_as = found.mine, found.open, stored.reveal, stored.name, stored.invitation, news
    page = token, stored.id, localized.language.code, *seen_as
    return quiz.result_pages.get(page, lambda: _page(token, found, edition, localized, news))


def _page(
    token: str, found: Access, edition: Edition, localized: LocalizedRules, news: str | None
) -> bytes:
    stored, quiz, language = found.stored, services(), localized.language
    outcome = from_stored(stored.outcome)
    invited = found.mine and stored.invitation
    return render(
        "result/show.html",
        localized,
        result=result_view(outcome, localized, edition.least_fit, reasons=found.reasons_shown),
        since=changed_since(quiz, stored, outcome, language.code),
        link=f"{quiz.settings.public_url}/r/{token}",
        token=token,
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
