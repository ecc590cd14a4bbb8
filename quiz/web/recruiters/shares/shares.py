"""The list of a team's shares, the page of one share, and revoking it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from quiz.store import Recruiter, Reveal, hash_token
from quiz.store.shares import Share
from quiz.web.framework import qr
from quiz.web.framework.days import MOMENT, day_of
from quiz.web.framework.language import N_, Language
from quiz.web.framework.link_tokens import share_token
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.services import public_url_for, services
from quiz.web.recruiters.access import signed_in
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page
from quiz.web.recruiters.paging import before_id, board_url, next_page_url

REVEAL_WORDS: dict[Reveal, str] = {
    "recommendation": N_("the recommendation only"),
    "reasons": N_("the recommendation and its reasons"),
    "answers": N_("everything, with the answers"),
}


class ShareView(NamedTuple):
    """A share as pages show it.

    `url` is None if the share is no longer open or its URL is not known; the other texts are in
    the language of the page.
    """

    id: int
    label: str
    url: str | None
    contents: str
    by: str
    until: str
    opened: str
    open: bool


def of_team(share: int) -> Arguments:
    """Allow recruiters, for shares of their own team; raises 404 for others."""
    recruiter = signed_in()
    found = services().store.shares.find(recruiter.team_id, share)
    return {"recruiter": recruiter, "share": found or abort(404)}


def show(recruiter: Recruiter) -> str:
    """List the shares of the team, the newest first."""
    found = services().store.shares.page(recruiter.team_id, before_id())
    return page(
        "shares/shares.html",
        recruiter,
        shares=[_share_view(each) for each in found],
        next_page=next_page_url("shares", [each.id for each in found]),
        revoked="revoked" in request.args,
    )


def show_one(recruiter: Recruiter, share: Share) -> str:
    """Show one share with its link and QR code."""
    view = _share_view(share)
    return page(
        "shares/share.html",
        recruiter,
        share=view,
        board=board_url() if "back" in request.args else None,
        code=qr.element(view.url) if view.url else None,
    )


def ask_revoke(recruiter: Recruiter, share: Share) -> str:  # noqa: ARG001 - of_team gives both
    """Ask for confirmation to revoke a share."""
    return show_confirmation(_confirmation(share))


def revoke(recruiter: Recruiter, share: Share) -> PageOrResponse:
    """Revoke a share with immediate effect, once it is confirmed."""

    def act() -> Response:
        if services().store.shares.revoke(recruiter.team_id, share.id, dt.datetime.now(dt.UTC)):
            record(recruiter, "share revoked", share=share.id)
        return redirect_to("shares", revoked=1)

    return do_if_confirmed(_confirmation(share), act)


def _confirmation(share: Share) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Revoke this link?"),
        text=gettext(
            "Anyone who opens “%(label)s” then sees “Page not found”. It cannot be opened "
            "again; make a new link instead."
        )
        % {"label": share.label},
        button=gettext("Revoke"),
        action=url_for("revoke_share", share=share.id),
        back_label=gettext("Back"),
        back=url_for("shares"),
        danger=True,
    )


def _share_view(share: Share) -> ShareView:
    quiz = services()
    language = quiz.localized.language
    token = share_token(quiz.settings.secret_key, share.seed)
    is_open = share.revoked_at is None and dt.datetime.now(dt.UTC) < share.ends_at
    # After a change of the secret key a link still works, but its token cannot be derived again.
    is_known = is_open and hash_token(token) == share.token_hash
    return ShareView(
        id=share.id,
        label=share.label,
        url=public_url_for("team_share", token=token) if is_known else None,
        contents=share_in_words(share.results, share.reveal, share.names, language),
        by=language.gettext("Made by %(name)s on %(date)s")
        % {"name": share.by, "date": language.date(day_of(share.created_at))},
        until=_end_in_words(share, language, is_open=is_open),
        opened=_openings_in_words(share, language),
        open=is_open,
    )


def share_in_words(results: int, reveal: Reveal, names: bool, language: Language) -> str:  # noqa: FBT001 - a column
    """Return how many results a share has, what it reveals of them, and whether it shows names."""
    gettext = language.gettext
    return " · ".join(
        (
            language.ngettext("one result", "%(number)s results", results) % {"number": results},
            gettext(REVEAL_WORDS[reveal]),
            gettext("with names") if names else gettext("without names"),
        )
    )


def _end_in_words(share: Share, language: Language, *, is_open: bool) -> str:
    gettext = language.gettext
    if share.revoked_at:
        return gettext("Revoked on %(date)s") % {"date": language.date(day_of(share.revoked_at))}
    words = gettext("Open until %(date)s") if is_open else gettext("Ended after %(date)s")
    return words % {"date": language.date(day_of(share.ends_at - MOMENT))}


def _openings_in_words(share: Share, language: Language) -> str:
    """Return how often at least a share was opened, and when last."""
    if share.opened_at is None:
        return language.gettext("As far as we know, nobody has opened it yet.")
    return language.ngettext(
        "Opened at least once, on %(date)s.",
        "Opened at least %(number)s times, last on %(date)s.",
        share.openings,
    ) % {"number": share.openings, "date": language.date(day_of(share.opened_at))}
