"""Ownership of results: owner's links, the list of a browser's own results, and deletion.

The browser that made a result owns it, and so does every browser that takes it over with the
owner's link.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from flask import request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from quiz.store import Link, hash_token
from quiz.web.framework import qr, sitting
from quiz.web.framework.link_tokens import TOKEN, link_token, new_token
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.render import render
from quiz.web.pages.services import public_url_for, services
from quiz.web.result.access import OpenedResult, not_found
from quiz.web.result.link import move_to_new_address


class OwnResultView(NamedTuple):
    """A result in the list of this browser's own results.

    `best` is None if no position fits. `token` is None if the token of the link is not known.
    """

    token: str | None
    best: str | None
    made_on: Markup
    open: bool


def make_link(result: OpenedResult) -> PageOrResponse:
    """Make an owner's link and show it once; the previous one stops working."""

    def act() -> str:
        owner_token = new_token()
        services().store.links.make_owner_link(result.stored.id, owner_token)
        url = public_url_for("owner_link", owner_token=owner_token)
        return render(
            "result/owner_link.html",
            services().localized,
            token=result.token,
            owner_token=owner_token,
            url=url,
            code=qr.element(url),
        )

    return do_if_confirmed(_link_confirmation(result.token), act)


def owner_link_holder(owner_token: str) -> Arguments:
    """Allow holders of the owner's link of an existing result; raises 404 for others."""
    links = services().store.links
    result = links.owned_by(owner_token) if TOKEN.fullmatch(owner_token) else None
    link = next(iter(links.find(result)), None) if result else None
    return {"owner_token": owner_token, "link": link or not_found()}


def ask_take(owner_token: str, link: Link) -> str:  # noqa: ARG001 - the same access as `take`
    """Ask for confirmation to make this browser an owner of a result."""
    return show_confirmation(_take_confirmation(owner_token))


def take(owner_token: str, link: Link) -> PageOrResponse:
    """Make this browser an owner of a result and redirect to it, once it is confirmed."""

    def act() -> Response:
        sitting.remember_result(link.result, link.submission)
        return redirect_to(
            "result", token=token_of(link) or move_to_new_address(link, link.closes_at)
        )

    return do_if_confirmed(_take_confirmation(owner_token), act)


def own_results() -> list[OwnResultView]:
    """Return the results that this browser owns, the newest first. Raises StoreError."""
    ids = sitting.owned_results()
    return [
        _own_result_view(link)
        for link in (services().store.links.find(*ids) if ids else ())
        if sitting.owns(link.result, link.submission)
    ]


def show_own() -> str:
    """List the results that this browser owns, the newest first."""
    return render(
        "result/own_results.html",
        services().localized,
        deleted=request.args.get("done") == "deleted",
        results=own_results(),
    )


def ask_delete(result: OpenedResult) -> str:
    """Ask for confirmation to delete a result."""
    return show_confirmation(_delete_confirmation(result))


def delete(result: OpenedResult) -> PageOrResponse:
    """Delete a result with all its data, once it is confirmed."""
    stored = result.stored

    def act() -> Response:
        forgets = "also" in request.form and _has_answers_of(result)
        services().store.results.delete(stored.id)
        sitting.forget_result(stored.id, stored.submission)
        if forgets:
            sitting.start_again()
        return redirect_to("own_results", done="deleted")

    return do_if_confirmed(_delete_confirmation(result), act)


def _link_confirmation(token: str) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Make an owner’s link"),
        text=gettext("If you made one before, it stops working."),
        button=gettext("Make an owner’s link"),
        action=url_for("make_owner_link", token=token),
        back_label=gettext("Back"),
        back=url_for("link", token=token),
    )


def _take_confirmation(owner_token: str) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Is this result yours?"),
        text=gettext(
            "If so, make this browser its owner. You can then see your answers, decide what the"
            " link shows and delete the result here. Only do this on your own device."
        ),
        button=gettext("Yes, it is mine"),
        action=url_for("take_ownership", owner_token=owner_token),
        back_label=gettext("No"),
        back=url_for("start"),
    )


def _has_answers_of(result: OpenedResult) -> bool:
    """Return whether the sitting of this browser made the result, or has the same answers."""
    stored, answers = result.stored, sitting.answers(services().engine)
    return bool(answers) and (
        sitting.made(stored.id, stored.submission) or answers == stored.answers
    )


def _delete_confirmation(result: OpenedResult) -> Confirmation:
    token, gettext = result.token, services().localized.language.gettext
    return Confirmation(
        title=gettext("Delete this result?"),
        text=gettext(
            "Your answers, the result and its link are deleted permanently. "
            "Anyone who opens the link then "
            "sees “Page not found”. This cannot be undone."
        ),
        button=gettext("Delete permanently"),
        action=url_for("delete", token=token),
        back_label=gettext("Keep it"),
        back=url_for("link", token=token),
        danger=True,
        also=gettext("Also forget my answers in this browser") if _has_answers_of(result) else None,
    )


def _own_result_view(link: Link) -> OwnResultView:
    localized = services().editions.find(link.digest).localized()
    return OwnResultView(
        token=token_of(link),
        best=" · ".join(localized.positions[id_].name for id_ in link.outcome.bests) or None,
        made_on=localized.visitors_moment(link.created_at),
        open=link.is_open(dt.datetime.now(dt.UTC)),
    )


def token_of(link: Link) -> str | None:
    """Return the token of a link; None if the link was made with another secret key."""
    token = link_token(services().settings.secret_key, link.submission, link.address_number)
    return token if hash_token(token) == link.token_hash else None
