"""Erasing a person on that person's request: by administrators, once they have confirmed it."""

from __future__ import annotations

from dataclasses import asdict

from flask import abort, url_for

from quiz.store import BoardRow, Recruiter
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in_administrator
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board.counts_in_words import counts_in_words
from quiz.web.recruiters.board.filter_form import board_filter_form
from quiz.web.recruiters.page import page


def of_administrator(result: int) -> Arguments:
    """Allow administrators, for results of their own team; raises 404 for others."""
    recruiter = signed_in_administrator()
    row = services().store.board.find(recruiter.team_id, result)
    return {"recruiter": recruiter, "row": row or abort(404)}


def ask(recruiter: Recruiter, row: BoardRow) -> str:
    """Ask for confirmation to erase the person of a result."""
    return show_confirmation(_confirmation(recruiter, row))


def erase(recruiter: Recruiter, row: BoardRow) -> PageOrResponse:
    """Erase the person of a result once it is confirmed; raises 404 if the result is gone."""

    def act() -> str:
        counts = services().store.deletion.erase_person(recruiter.team_id, row.id) or abort(404)
        record(recruiter, "erasure", **asdict(counts))
        erased = counts_in_words(counts, services().localized.language)
        view = board_filter_form(recruiter).view
        return page("board/erased.html", recruiter, erased=erased, view=view)

    return do_if_confirmed(_confirmation(recruiter, row), act)


def _confirmation(recruiter: Recruiter, row: BoardRow) -> Confirmation:
    counts = services().store.deletion.count_person(recruiter.team_id, row.id) or abort(404)
    form = board_filter_form(recruiter)
    language = services().localized.language
    gettext = language.gettext
    sentences = [
        gettext("Do this only if the person has asked for it."),
        gettext("This will be erased: %(things)s.") % {"things": counts_in_words(counts, language)},
    ]
    if row.email:
        sentences.append(
            gettext("These are all results of your team with the e-mail address %(email)s.")
            % {"email": row.email}
        )
    sentences.append(
        gettext(
            "They are erased for the person too: their own links stop working, and nothing can be "
            "restored."
        )
    )
    return Confirmation(
        title=gettext("Erase this person’s data?"),
        text=language.sentence_space.join(sentences),
        button=gettext("Erase permanently"),
        action=url_for("erase", result=row.id, **form.view),
        back_label=gettext("Keep it"),
        back=url_for("team_result", result=row.id, **form.query),
        danger=True,
    )
