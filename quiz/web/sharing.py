"""What goes out with a link: its QR code, the card of its preview, its JSON; and its openings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, abort, jsonify, request

from quiz.core.decide.engine import ranked
from quiz.core.decide.report import explained, from_stored
from quiz.core.language.model import Outcome
from quiz.web import qr
from quiz.web.card import Bar, Card, draw
from quiz.web.language import N_
from quiz.web.parts import parts
from quiz.web.reading import Reading, percent
from quiz.web.render import render
from quiz.web.result_view import to_give
from quiz.web.seen import seen

STANDINGS = {
    "open": N_("Possible"),
    "check": N_("Possible"),
    "not_yet": N_("Not yet"),
    "closed": N_("Not open to you"),
}


def show_code(token: str) -> str:
    """Show the QR code of a link as large as the screen."""
    seen(token)
    reading = parts().reading
    return render("code.html", reading, token=token, link=_link(token))


def code(token: str) -> Response:
    """Send the QR code of a link as a picture."""
    seen(token)
    return Response(qr.svg(_link(token)), mimetype="image/svg+xml")


def card(token: str) -> Response:
    """Send the card that is shown where a link is pasted; no more than the owner reveals."""
    found = seen(token)
    edition = parts().editions.find(found.stored.digest)
    code = request.args.get("lang", "")
    reading = edition.readings.get(code) or edition.reading(found.stored.language)
    # What others see, even where the owner asks.
    shows_reasons = found.stored.reveal != "recommendation"
    page = "card", found.stored.submission, reading.language.code, shows_reasons
    picture = parts().cards.get(
        page, lambda: draw(_card(from_stored(found.stored.outcome), reading, bars=shows_reasons))
    )
    return Response(picture, mimetype="image/png")


def as_json(token: str) -> Response:
    """Send what the owner reveals as JSON, in the words of `quiz explain --json`."""
    found = seen(token)
    stored = found.stored
    edition = parts().editions.find(stored.digest)
    language = edition.reading(stored.language).language.code
    data = explained(from_stored(stored.outcome), edition.rules, language)
    if not found.reasons_shown:
        data = {key: data[key] for key in ("edition", "digest", "best", "close", "tied")}
    elif not found.answers_shown:
        _hide_answers(data)
    if found.answers_shown:
        data["answers"] = stored.answers
    if stored.name:
        data["name"] = stored.name
    return jsonify(**data, made_at=stored.created_at.isoformat())


def _hide_answers(data: dict[str, Any]) -> None:
    """Leave of each change what would have to be given, and take out what was."""
    changes = [
        change for position in data["positions"].values() for change in position["change"] or ()
    ]
    if data.get("closest"):
        changes.append(data["closest"])
    for change in changes:
        given, to = change.pop("from"), change["to"]
        if isinstance(to, (list, tuple)):
            change["to"] = to_give(given or (), to)


def count_opening(token: str) -> tuple[str, int]:
    """Count that somebody opened a link; asked for by the page's own script alone.

    A header that no form and no other site can send stands for the proof that forms carry:
    readers of a link have no cookie, and reading it gives them none.
    """
    if request.headers.get("X-Opened") != "link":
        abort(400)
    if not seen(token).mine:
        parts().store.links.count_opening(token, dt.datetime.now(dt.UTC))
    return "", 204


def _link(token: str) -> str:
    return f"{parts().settings.public_url}/r/{token}"


def _card(outcome: Outcome, reading: Reading, *, bars: bool) -> Card:
    """Return what the card of an outcome says; no name, and no points without `bars`."""
    gettext = reading.language.gettext
    best = reading.positions[outcome.best] if outcome.best else None
    return Card(
        language=reading.language.code,
        title=reading.title.unescape(),
        kicker=gettext("Best match") if best else "",
        heading=best.name.unescape() if best else gettext("No position fits these answers yet"),
        code=outcome.best,
        colour=best.colour if best else None,
        bars=tuple(_bar(id_, outcome, reading) for id_ in ranked(outcome)) if bars else (),
        foot=" · ".join(
            (
                gettext("Edition %(edition)s") % {"edition": outcome.edition},
                gettext("unofficial: the embassy or consulate decides"),
            )
        ),
    )


def _bar(id_: str, outcome: Outcome, reading: Reading) -> Bar:
    seen, text = outcome.positions[id_], reading.positions[id_]
    word = "Best match" if id_ == outcome.best else STANDINGS[seen.standing]
    return Bar(
        name=id_,
        percent=percent(seen.fit),
        fraction=seen.points / seen.most if seen.most else 0.0,
        colour=text.colour,
        standing=reading.language.gettext(word),
    )
