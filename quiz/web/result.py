"""A stored result, as it was shown on the day it was made, in the reader's language."""

from __future__ import annotations

from flask import abort

from quiz.core.report import from_json
from quiz.store import StoredResult
from quiz.web import sitting
from quiz.web.addresses import TOKEN
from quiz.web.answers_view import given_answers
from quiz.web.edition import Edition
from quiz.web.parts import parts
from quiz.web.render import render
from quiz.web.result_view import result_view


def show(token: str) -> bytes:
    """Show a result; its answers only to the browser that made it."""
    stored = _find(token)
    edition = parts().editions.find(stored.digest)
    reading = edition.reading()
    mine = sitting.made(stored.id)
    # All that the page depends on: a result never changes, so its page is made once.
    page = stored.id, reading.language.code, mine
    return parts().result_pages.get(page, lambda: _page(stored, token, edition, mine=mine))


def _page(stored: StoredResult, token: str, edition: Edition, *, mine: bool) -> bytes:
    reading = edition.reading()
    return render(
        "result.html",
        reading,
        result=result_view(from_json(stored.outcome), reading, edition.least_fit),
        link=f"{parts().settings.public_url}/r/{token}",
        made_on=reading.language.date(stored.created_at),
        mine=mine,
        answers=given_answers(reading, stored.answers, change=False) if mine else None,
    ).encode()


def _find(token: str) -> StoredResult:
    stored = parts().store.find_result(token) if TOKEN.fullmatch(token) else None
    if stored is None:
        abort(404)
    return stored
