"""What goes out with a link: its QR code, the card of its preview, its JSON; and its openings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from flask import Response, jsonify, request

from quiz.core.decide.report import explained, plain_answers
from quiz.core.language.model import Change, Closest, Outcome
from quiz.web.framework import qr
from quiz.web.framework.turns import Turns
from quiz.web.pages.render import render
from quiz.web.pages.services import public_url_for, services
from quiz.web.result import given
from quiz.web.result.access import OpenedResult, require_page_script
from quiz.web.result.card import Card, Size
from quiz.web.result.result_card import Strength, result_card, strengths
from quiz.web.wording.changes import to_give
from quiz.web.wording.localized import LocalizedRules

_CARD_TURNS = Turns(1, waiting=3)  # drawing one takes 0.2 to 0.6 s


def show_code(result: OpenedResult) -> str:
    """Show the QR code of a link as large as the screen."""
    localized = services().localized
    services().store.storage.note_opening(result.stored.id)
    return render("result/qr_code.html", localized, token=result.token, link=_link(result))


def code(result: OpenedResult) -> Response:
    """Send the QR code of a link as a picture."""
    return Response(qr.picture(_link(result)), mimetype="image/svg+xml")


def card(result: OpenedResult) -> Response:
    """Send the card that is shown where a link is pasted; no more than the owner reveals.

    The address may say its `size`, the number of a `strength` that it shows, and whether it is
    a `download`. Raises Busy if too many are drawn at the moment.
    """
    stored = result.stored
    edition = services().editions.find(stored.digest)
    code = request.args.get("lang", "")
    localized = edition.localizations.get(code) or edition.localized(stored.language)
    _, strength = chosen_strength(stored.outcome, localized, request.args)
    size: Size = "story" if request.args.get("size") == "story" else "post"
    # What others see, even where the owner asks.
    reasons = stored.reveal != "recommendation"
    address = address_of_quiz()
    shown = result_card(
        stored.outcome, edition, localized, strength, address=address, reasons=reasons
    )
    response = send_card(replace(shown, size=size))
    if "download" in request.args:
        response.headers["Content-Disposition"] = f'attachment; filename="quiz-{size}.png"'
    return response


def send_card(shown: Card) -> Response:
    """Send a card, drawn now or before. Raises Busy if too many are drawn at the moment."""
    with _CARD_TURNS.take():
        picture = services().cards.get(shown)
    return Response(picture, mimetype="image/png")


def chosen_strength(
    outcome: Outcome, localized: LocalizedRules, given: Mapping[str, str]
) -> tuple[int, Strength | None]:
    """Return which strength an address chooses, from 1, and that one; 0 is none.

    Where it chooses none of those that there are, it is the first.
    """
    offered = strengths(outcome, localized)
    written = given.get("strength", "")
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 1
    number = min(1, len(offered)) if number > len(offered) else number
    return number, offered[number - 1] if number else None


def address_of_quiz() -> str:
    """Return where the quiz is, to be read and typed: without https:// before it."""
    return services().settings.public_url.partition("://")[2]


def as_json(result: OpenedResult) -> Response:
    """Send what the owner reveals as JSON, in the words of `quiz explain --json`."""
    stored = result.stored
    edition = services().editions.find(stored.digest)
    language = edition.localized(stored.language).language.code
    outcome = stored.outcome if result.answers_shown else _without_answers(stored.outcome)
    data = explained(outcome, edition.rules, language, given=result.answers_shown)
    if not result.reasons_shown:
        data = {key: data[key] for key in ("edition", "digest", "best", "close", "tied")}
    if result.answers_shown:
        data["answers"] = plain_answers(stored.answers, edition.rules.questions)
    if stored.name:
        data["name"] = stored.name
    if result.mine and stored.invitation is not None:
        data["email"] = given.address_of(result)
    return jsonify(**data, made_at=stored.created_at.isoformat())


def _without_answers(outcome: Outcome) -> Outcome:
    """Return an outcome whose changes say nothing of the answers that were given."""
    positions = {
        id_: seen._replace(change=seen.change and tuple(map(_without_answer, seen.change)))
        for id_, seen in outcome.positions.items()
    }
    closest = outcome.closest
    if isinstance(closest, Closest):
        closest = closest._replace(change=_without_answer(closest.change))
    return replace(outcome, positions=positions, closest=closest)


def _without_answer(change: Change) -> Change:
    """Return a change that has only what would have to be given besides."""
    to = None if change.to is None else tuple(to_give(change.from_ or (), change.to))
    return Change(change.question, None, to)


def count_opening(result: OpenedResult) -> tuple[str, int]:
    """Count that somebody else than the owner opened a link, or note that the owner used it."""
    require_page_script()
    if result.mine:
        services().store.storage.note_opening(result.stored.id)
    else:
        services().store.links.count_opening(result.token, dt.datetime.now(dt.UTC))
    return "", 204


def _link(result: OpenedResult) -> str:
    return public_url_for("result", token=result.token)
