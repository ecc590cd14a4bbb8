"""The links that a team has shared: what each shows, how often it was opened, and its end."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from quiz.store import Recruiter, Reveal, hash_token
from quiz.store.shares import Share
from quiz.web.framework import qr
from quiz.web.framework.days import DAY
from quiz.web.framework.language import N_, Language
from quiz.web.framework.link_tokens import share_token
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.services import public_url_for, services
from quiz.web.recruiters.access import signed_in
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page
from quiz.web.recruiters.paging import before_id, next_page_url

REVEAL_WORDS: dict[Reveal, str] = {
    "recommendation": N_("the recommendation only"),
    "reasons": N_("the recommendation and its reasons"),
    "answers": N_("everything, with the answers"),
}


class ShareView(NamedTuple):
    """A share as a page shows it; `address` is None where it opens nothing, or cannot be told."""

    id: int
    label: str
    address: str | None
    about: str
    by: str
    until: str
    opened: str
    open: bool


def of_team(share: int) -> Arguments:
    """Let a recruiter in to a share of their own team."""
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
    """Show one share with its link, as a QR code too."""
    view = _share_view(share)
    return page(
        "shares/share.html",
        recruiter,
        share=view,
        code=qr.element(view.address) if view.address else None,
    )


def ask_revoke(recruiter: Recruiter, share: Share) -> str:  # noqa: ARG001 - of_team gives both
    """Ask whether a share is to open nothing any more."""
    return show_confirmation(_confirmation(share))


def revoke(recruiter: Recruiter, share: Share) -> PageOrResponse:
    """Let a share open nothing from now on."""

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
            "Whoever opens “%(label)s” then sees that there is no such page. It cannot be opened "
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
    # After a change of the secret key a link still opens, but cannot be told again.
    told = is_open and hash_token(token) == share.token_hash
    return ShareView(
        share.id,
        share.label,
        public_url_for("team_share", token=token) if told else None,
        share_in_words(share.results, share.reveal, share.names, language),
        language.gettext("Made by %(name)s on %(date)s")
        % {"name": share.by, "date": language.date(share.created_at)},
        _end_in_words(share, language, is_open=is_open),
        _openings_in_words(share, language),
        is_open,
    )


def share_in_words(results: int, reveal: Reveal, names: bool, language: Language) -> str:  # noqa: FBT001 - a column
    """Return how many results a share shows, how much of them, and whether with names."""
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
        return gettext("Revoked on %(date)s") % {"date": language.date(share.revoked_at)}
    says = gettext("Opens until %(date)s") if is_open else gettext("Ended after %(date)s")
    return says % {"date": language.date(share.ends_at - DAY)}


def _openings_in_words(share: Share, language: Language) -> str:
    """Return how often it was opened, as far as that is known, and when last."""
    if share.opened_at is None:
        return language.gettext("As far as we know, nobody has opened it yet.")
    return language.ngettext(
        "Opened at least once, on %(date)s.",
        "Opened at least %(number)s times, last on %(date)s.",
        share.openings,
    ) % {"number": share.openings, "date": language.date(share.opened_at)}
