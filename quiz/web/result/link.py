"""The page on which the owner of a result changes, closes and reopens its link."""

from __future__ import annotations

import datetime as dt
from typing import get_args

from flask import request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from quiz.store import Link, Reveal
from quiz.web.framework.days import MOMENT, day_of, end_of, last_day, today, use_time_zone
from quiz.web.framework.fields import FieldsForm, day, line, selection
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import link_token
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.confirm import (
    Confirmation,
    PageOrResponse,
    button_confirmation,
    do_if_confirmed,
)
from quiz.web.pages.render import render
from quiz.web.pages.services import public_url_for, services
from quiz.web.result.access import OpenedResult, not_found

LONGEST_NAME = 60
CLOSE, MOVE = N_("Close the link"), N_("Open it again at a new address")
MESSAGES = {
    "saved": N_("Saved."),
    "closed": N_("Closed."),
    "moved": N_("The link is open again at a new address. The old address stays closed."),
}


class LinkForm(FieldsForm):
    """The properties of a link that the owner chooses."""

    reveal = selection(N_("What others see"), get_args(Reveal))
    name = line(N_("Name on the result"), longest=LONGEST_NAME)
    closes_on = day(N_("Last day"), least=today, most=lambda: dt.date.max)


def show(result: OpenedResult) -> str:
    """Show the link's properties, with a form to change them."""
    link = _link(result)
    return _page(result, link, _form(result, link))


def change(result: OpenedResult) -> Response | tuple[str, int]:
    """Save the changed properties, or show the form again with its errors."""
    use_time_zone(request.form.get("time_zone", ""))
    link = _link(result)
    form = _form(result, link)
    if not form.validate():
        return _page(result, link, form), form.status
    services().store.links.change(
        link.result,
        reveal=form.reveal.data,
        name=form.name.data,
        closes_at=end_of(form.closes_on.data) if form.closes_on else link.closes_at,
    )
    return _redirect(result.token, "saved")


def close(result: OpenedResult) -> PageOrResponse:
    """Close the link for everybody but the owner, with immediate effect."""
    link = _link(result)

    def act() -> Response:
        services().store.links.close(link.result, dt.datetime.now(dt.UTC))
        return _redirect(result.token, "closed")

    return do_if_confirmed(_confirmation(result.token, "close_link", CLOSE), act)


def move(result: OpenedResult) -> PageOrResponse:
    """Open the link again under a new URL; the old URL stays closed."""
    link = _link(result)
    return do_if_confirmed(
        _confirmation(result.token, "move_link", MOVE),
        lambda: _redirect(move_to_new_address(link), "moved"),
    )


def move_to_new_address(link: Link, closes_at: dt.datetime | None = None) -> str:
    """Open a link under its next token, until `closes_at`, and return the token.

    Concurrent calls derive the same token, so that only one of them takes effect.
    """
    quiz = services()
    number = link.address_number + 1
    token = link_token(quiz.settings.secret_key, link.submission, number)
    quiz.store.links.move(link.result, address_number=number, token=token, closes_at=closes_at)
    return token


def _link(result: OpenedResult) -> Link:
    return next(iter(services().store.links.find(result.stored.id)), None) or not_found()


def _form(result: OpenedResult, link: Link) -> LinkForm:
    """Return the form; the last day of a link is at most the one on which its result is deleted."""
    deleted_at = result.stored.deleted_at(services().settings.retention)
    form = LinkForm(
        services().localized.language,
        reveal=link.reveal,
        name=link.name,
        closes_on=last_day(link.closes_at),
    )
    form.closes_on.most = lambda: day_of(deleted_at)
    if not link.is_open(dt.datetime.now(dt.UTC)):
        del form.closes_on  # a closed link is reopened only under a new URL
    return form


def _redirect(token: str, message: str) -> Response:
    """Redirect to the page of the link, which then shows one of `MESSAGES`."""
    return redirect_to("link", token=token, done=message)


def _confirmation(token: str, action: str, title: str) -> Confirmation:
    return button_confirmation(
        title, action=url_for(action, token=token), back=url_for("link", token=token)
    )


def _page(result: OpenedResult, link: Link, form: LinkForm) -> str:
    localized = services().localized
    language = localized.language
    last_moment = link.closes_at and link.closes_at - MOMENT
    message = MESSAGES.get(request.args.get("done", ""))
    return render(
        "result/link.html",
        localized,
        form=form,
        message=language.gettext(message) if message else None,
        token=result.token,
        url=public_url_for("result", token=result.token),
        open=link.is_open(dt.datetime.now(dt.UTC)),
        closes_on=localized.visitors_day(last_moment) if last_moment else None,
        ends=last_moment.isoformat(timespec="milliseconds")
        if last_moment and not form.refused
        else None,
        opened=_openings_in_words(link),
        owner_link=link.owner_link,
    )


def _openings_in_words(link: Link) -> str | Markup:
    """Return how often at least the link was opened, and when last."""
    localized = services().localized
    language = localized.language
    if link.opened_at is None:
        return language.gettext("As far as we know, nobody else has opened it yet.")
    words = language.ngettext(
        "Opened at least once, on %(date)s.",
        "Opened at least %(number)s times, last on %(date)s.",
        link.openings,
    )
    values = {"number": link.openings, "date": localized.visitors_day(link.opened_at)}
    return escape(words) % values
