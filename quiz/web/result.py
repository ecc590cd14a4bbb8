"""A stored result, as it was shown on the day it was made, in the reader's language."""

from __future__ import annotations

from quiz.core.report import from_stored
from quiz.web.answers_view import given_answers
from quiz.web.edition import Edition
from quiz.web.parts import parts
from quiz.web.render import render
from quiz.web.result_view import result_view
from quiz.web.seen import Seen, seen
from quiz.web.since import changed_since


def show(token: str) -> bytes:
    """Show a result: everything to its owner, to others as much as the owner reveals."""
    found = seen(token)
    stored = found.stored
    edition = parts().editions.find(stored.digest)
    code = edition.reading(stored.language).language.code
    # All that the page depends on, so that it is made once.
    page = token, stored.id, code, found.mine, found.open, stored.reveal, stored.name
    return parts().result_pages.get(page, lambda: _page(token, found, edition))


def _page(token: str, found: Seen, edition: Edition) -> bytes:
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
        answers=given_answers(reading, stored.answers, change=False)
        if found.answers_shown
        else None,
    ).encode()
