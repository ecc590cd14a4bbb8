"""The page on which the owner of a result sees its cards before posting them.

What the owner chooses is in the address of the card, so nothing is stored.
"""

from __future__ import annotations

from flask import request, url_for

from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.result.access import OpenedResult
from quiz.web.result.card import FORMATS
from quiz.web.result.preview import address_of_quiz, chosen_strength
from quiz.web.result.result_card import neutral_heading, strengths


def show(result: OpenedResult) -> str:
    """Show the cards in both sizes, with what speaks for the match to choose from."""
    stored = result.stored
    localized = services().editions.find(stored.digest).localized(stored.language)
    reasons = stored.reveal != "recommendation"
    offered = [each.says for each in strengths(stored.outcome, localized)] if reasons else []
    number, _ = chosen_strength(stored.outcome, localized, request.args)
    best = stored.outcome.best
    return render(
        "result/card.html",
        localized,
        token=result.token,
        says=[localized.positions[id_].name for id_ in (best, *stored.outcome.tied)]
        if best
        else [neutral_heading(localized)],
        strengths=offered,
        number=number,
        hidden=bool(best) and not reasons,
        address=address_of_quiz(),
        cards=[
            (
                size,
                url_for(
                    "card",
                    token=result.token,
                    size=size,
                    strength=number,
                    lang=localized.language.code,
                ),
                form.width,
                form.height,
            )
            for size, form in FORMATS.items()
        ],
    )
