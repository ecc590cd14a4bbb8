"""The card of the quiz itself, for previews of its public pages."""

from __future__ import annotations

from flask import Response, request

from quiz.web.applicant.start import how_long
from quiz.web.pages.services import services
from quiz.web.result.card import Card
from quiz.web.result.preview import address_of_quiz, send_card


def show() -> Response:
    """Send the card in the language that its address names. Raises Busy as other cards do."""
    quiz = services()
    today = quiz.editions.today
    localized = today.localizations.get(request.args.get("lang", "")) or today.localized()
    return send_card(
        Card(
            language=localized.language.code,
            size="post",
            heading=localized.title,
            matches=(),
            title=how_long(len(quiz.engine.forms), localized.language),
            address=address_of_quiz(),
            foot=localized.programme.not_official,
        )
    )
