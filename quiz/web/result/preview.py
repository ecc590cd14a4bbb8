"""What goes out with a link: its QR code, the card of its preview, its JSON; and its openings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flask import Response, jsonify, request

from quiz.core.decide.engine import ranked
from quiz.core.decide.report import explained, plain_answers
from quiz.core.language.model import Change, Closest, Outcome
from quiz.web.framework import qr
from quiz.web.framework.turns import Turns
from quiz.web.pages.render import render
from quiz.web.pages.services import public_url_for, services
from quiz.web.result import given
from quiz.web.result.access import OpenedResult, require_page_script
from quiz.web.result.card import Bar, Card
from quiz.web.wording.changes import to_give
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.standings import BEST_MATCH, STANDINGS, percent

_CARD_TURNS = Turns(1, waiting=3)  # drawing one takes 30 ms


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

    Raises Busy if too many are drawn at the moment.
    """
    stored = result.stored
    edition = services().editions.find(stored.digest)
    code = request.args.get("lang", "")
    localized = edition.localizations.get(code) or edition.localized(stored.language)
    # What others see, even where the owner asks.
    shows_reasons = stored.reveal != "recommendation"
    with _CARD_TURNS.take():
        picture = services().cards.get(_card(stored.outcome, localized, bars=shows_reasons))
    return Response(picture, mimetype="image/png")


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


def _card(outcome: Outcome, localized: LocalizedRules, *, bars: bool) -> Card:
    """Return what the card of an outcome says; no name, and no points without `bars`."""
    gettext = localized.language.gettext
    best = localized.positions[outcome.best] if outcome.best else None
    names = [localized.positions[id_].name for id_ in outcome.tied]
    return Card(
        language=localized.language.code,
        title=localized.title,
        kicker=gettext("Best match") if best else "",
        heading=" · ".join((best.name, *names))
        if best
        else gettext("No position fits these answers yet"),
        code=best.label if best and not outcome.tied else None,
        colour=best.colour if best else None,
        bars=tuple(_bar(id_, outcome, localized) for id_ in ranked(outcome)) if bars else (),
        foot=" · ".join(
            (
                gettext("Edition %(edition)s") % {"edition": outcome.edition},
                localized.programme.not_official,
            )
        ),
    )


def _bar(id_: str, outcome: Outcome, localized: LocalizedRules) -> Bar:
    seen, text = outcome.positions[id_], localized.positions[id_]
    words = BEST_MATCH if id_ == outcome.best or id_ in outcome.tied else STANDINGS[seen.standing]
    return Bar(
        name=text.label,
        percent=percent(seen.fit),
        fraction=seen.points / seen.most if seen.most else 0.0,
        colour=text.colour,
        standing=localized.language.gettext(words.on_result),
    )
