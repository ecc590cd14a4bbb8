"""A stored result, as it was shown on the day it was made, in the reader's language."""

from __future__ import annotations

from flask import request

from quiz.core.report import from_stored
from quiz.web.answers_view import given_answers
from quiz.web.edition import Edition
from quiz.web.language import N_
from quiz.web.parts import parts
from quiz.web.render import render
from quiz.web.result_view import result_view
from quiz.web.seen import Seen, seen
from quiz.web.since import changed_since

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
    found = seen(token)
    stored = found.stored
    edition = parts().editions.find(stored.digest)
    code = edition.reading(stored.language).language.code
    news = NEWS.get(request.args.get("team", "")) if request.query_string and found.mine else None
    # All that the page depends on, so that it is made once.
    seen_as = found.mine, found.open, stored.reveal, stored.name, stored.invitation, news
    page = token, stored.id, code, *seen_as
    return parts().result_pages.get(page, lambda: _page(token, found, edition, news))


def _page(token: str, found: Seen, edition: Edition, news: str | None) -> bytes:
    stored, quiz = found.stored, parts()
    reading = edition.reading(stored.language)
    outcome = from_stored(stored.outcome)
    return render(
        "result.html",
        reading,
        result=result_view(outcome, reading, edition.least_fit, reasons=found.reasons_shown),
        since=changed_since(quiz.engine, stored, outcome, quiz.reading),
        link=f"{quiz.settings.public_url}/r/{token}",
        token=token,
        name=stored.name,
        made_on=reading.language.date(stored.created_at),
        mine=found.mine,
        open=found.open,
        reveal=stored.reveal,
        news=reading.language.gettext(news) if news else None,
        team=quiz.store.invitations.team_of(stored.invitation)
        if found.mine and stored.invitation
        else None,
        team_until=reading.language.date(stored.created_at + quiz.settings.retention),
        answers=given_answers(reading, stored.answers, change=False)
        if found.answers_shown
        else None,
    ).encode()
