"""Removing from the board: a result, an invitation with its results, or all before a day.

The results stay with their owners, and can be put back for some days. An invitation or many
results are removed once that is confirmed on a page that counts them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from flask import abort, url_for
from werkzeug.wrappers import Response

from quiz.store import BoardRow, Invitation, Recruiter, Removed, ResultsCounts
from quiz.store.removals import DAYS_TO_PUT_BACK
from quiz.web.framework.days import midnight, today
from quiz.web.framework.fields import FieldsForm, day
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.confirm import (
    Confirmation,
    PageOrResponse,
    button_confirmation,
    do_if_confirmed,
    show_confirmation,
)
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board.counts_in_words import counts_in_words
from quiz.web.recruiters.board.filter_form import board_filter_form
from quiz.web.recruiters.page import page

FIRST_DAY = dt.date(2000, 1, 1)
REMOVE = N_("Remove from the board")


class BeforeForm(FieldsForm):
    """The day before which all results are removed."""

    day = day(
        N_("Remove results made before"),
        least=lambda: FIRST_DAY,
        most=lambda: today() + dt.timedelta(days=1),
    )


def remove_result(recruiter: Recruiter, row: BoardRow) -> PageOrResponse:
    """Remove a result at once, because it can be put back, and lead back to where it was."""
    form = board_filter_form(recruiter)

    def act() -> Response:
        removed = services().store.removals.remove_results(
            recruiter.team_id, recruiter.id, [row.id], dt.datetime.now(dt.UTC)
        )
        if removed is None:
            abort(404)
        record(recruiter, "removal", what="results", **asdict(removed.counts))
        return redirect_to("board", **{**form.view, "done": f"removed-{removed.removal}"})

    confirmation = button_confirmation(
        REMOVE,
        action=url_for("remove_result", result=row.id, **form.view),
        back=url_for("team_result", result=row.id, **form.query),
    )
    return do_if_confirmed(confirmation, act)


def ask_invitation(recruiter: Recruiter, invitation: Invitation) -> str:
    """Ask for confirmation to remove an invitation with its results."""
    return show_confirmation(_invitation_confirmation(recruiter, invitation))


def remove_invitation(recruiter: Recruiter, invitation: Invitation) -> PageOrResponse:
    """Remove an invitation with its results once it is confirmed; raises 404 if it is gone."""

    def act() -> Response:
        removed = services().store.removals.remove_invitation(
            recruiter.team_id, recruiter.id, invitation.id, dt.datetime.now(dt.UTC)
        )
        return _record_and_show(recruiter, removed, what="invitation", title=invitation.title)

    return do_if_confirmed(_invitation_confirmation(recruiter, invitation), act)


def show(recruiter: Recruiter) -> str:
    """Show the form for the day before which all results are removed."""
    return page("board/removal.html", recruiter, form=BeforeForm(services().localized.language))


def choose_day(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Redirect to the confirmation page for the chosen day, or show the form with its errors."""
    form = BeforeForm(services().localized.language)
    valid = form.validate()
    if valid and form.day.data is None:
        form.day.errors = [form.language.gettext("Choose a day.")]
    if form.error_summary:
        return page("board/removal.html", recruiter, form=form), form.status
    return redirect_to("ask_remove_before", day=form.day.data.isoformat())


def ask_before(recruiter: Recruiter, day: str) -> str:
    """Ask for confirmation to remove all results before a day."""
    return show_confirmation(_day_confirmation(recruiter, _parse_day(day)))


def remove_before(recruiter: Recruiter, day: str) -> PageOrResponse:
    """Remove all results made before a day of the team, once it is confirmed."""
    limit = _parse_day(day)

    def act() -> Response:
        removed = services().store.removals.remove_before(
            recruiter.team_id,
            recruiter.id,
            midnight(limit),
            limit.isoformat(),
            dt.datetime.now(dt.UTC),
        )
        if removed is None:
            return redirect_to("removed")
        return _record_and_show(recruiter, removed, what="before", day=limit.isoformat())

    return do_if_confirmed(_day_confirmation(recruiter, limit), act)


def _parse_day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        abort(404)


def _invitation_confirmation(recruiter: Recruiter, invitation: Invitation) -> Confirmation:
    language = services().localized.language
    ending = language.gettext(
        "Nobody can start or finish the quiz with this invitation any more. People who have "
        "already started keep their result, but your team does not get it."
    )
    return _confirmation(
        language.gettext("Remove the invitation “%(title)s”?") % {"title": invitation.title},
        services().store.removals.count_invitation(recruiter.team_id, invitation.id),
        url_for("remove_invitation", invitation=invitation.id),
        url_for("team_invitation", invitation=invitation.id),
        ending,
    )


def _day_confirmation(recruiter: Recruiter, limit: dt.date) -> Confirmation:
    language = services().localized.language
    return _confirmation(
        language.gettext("Remove all results made before %(date)s?")
        % {"date": language.date(limit)},
        services().store.removals.count_before(recruiter.team_id, midnight(limit)),
        url_for("remove_before", day=limit.isoformat()),
        url_for("removal"),
    )


def _confirmation(
    title: str, counts: ResultsCounts, action: str, back: str, *more: str
) -> Confirmation:
    language = services().localized.language
    gettext = language.gettext
    sentences = [
        gettext("This will be removed from the board: %(things)s.")
        % {"things": counts_in_words(counts, language)},
        gettext(
            "Applicants keep their results and links. You can put everything back within "
            "%(days)s days; after that, your team’s notes are deleted."
        )
        % {"days": DAYS_TO_PUT_BACK},
        *more,
    ]
    return Confirmation(
        title=title,
        text=language.sentence_space.join(sentences),
        button=gettext(REMOVE),
        action=action,
        back_label=gettext("Keep it"),
        back=back,
    )


def _record_and_show(recruiter: Recruiter, removed: Removed | None, **detail: object) -> Response:
    """Record the removal, and redirect to the page that lists it; raise 404 if there was none."""
    if removed is None:
        abort(404)
    record(recruiter, "removal", **detail, **asdict(removed.counts))
    return redirect_to("removed", done=removed.removal)
