"""Deleting a result, an invitation with its results, or all results before a day.

Each deletion is confirmed on a page that counts what will be deleted.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from flask import abort, url_for
from werkzeug.wrappers import Response

from quiz.store import BoardRow, DeletionCounts, Invitation, Recruiter
from quiz.web.framework.days import midnight, today
from quiz.web.framework.fields import FieldsForm, day
from quiz.web.framework.language import N_, Language
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page

FIRST_DAY = dt.date(2000, 1, 1)


class BeforeForm(FieldsForm):
    """The day before which all results are deleted."""

    day = day(
        N_("Delete results made before"),
        least=lambda: FIRST_DAY,
        most=lambda: today() + dt.timedelta(days=1),
    )


def ask_result(recruiter: Recruiter, row: BoardRow) -> str:
    """Ask for confirmation to delete a result."""
    return show_confirmation(_result_confirmation(recruiter, row.id))


def delete_result(recruiter: Recruiter, row: BoardRow) -> PageOrResponse:
    """Delete a result once it is confirmed; raises 404 if it is gone."""

    def act() -> str:
        counts = services().store.deletion.delete_result(recruiter.team_id, row.id) or abort(404)
        return _record_and_show(recruiter, counts, what="result")

    return do_if_confirmed(_result_confirmation(recruiter, row.id), act)


def ask_invitation(recruiter: Recruiter, invitation: Invitation) -> str:
    """Ask for confirmation to delete an invitation with its results."""
    return show_confirmation(_invitation_confirmation(recruiter, invitation))


def delete_invitation(recruiter: Recruiter, invitation: Invitation) -> PageOrResponse:
    """Delete an invitation with its results once it is confirmed; raises 404 if it is gone."""

    def act() -> str:
        counts = services().store.deletion.delete_invitation(recruiter.team_id, invitation.id)
        return _record_and_show(
            recruiter, counts or abort(404), what="invitation", title=invitation.title
        )

    return do_if_confirmed(_invitation_confirmation(recruiter, invitation), act)


def show(recruiter: Recruiter) -> str:
    """Show the form for the day before which all results are deleted."""
    return page("board/deletion.html", recruiter, form=BeforeForm(services().localized.language))


def choose_day(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Redirect to the confirmation page for the chosen day, or show the form with its errors."""
    form = BeforeForm(services().localized.language)
    valid = form.validate()
    if valid and form.day.data is None:
        form.day.errors = [form.language.gettext("Choose a day.")]
    if form.error_summary:
        return page("board/deletion.html", recruiter, form=form), form.status
    return redirect_to("ask_delete_before", day=form.day.data.isoformat())


def ask_before(recruiter: Recruiter, day: str) -> str:
    """Ask for confirmation to delete all results before a day."""
    return show_confirmation(_day_confirmation(recruiter, _parse_day(day)))


def delete_before(recruiter: Recruiter, day: str) -> PageOrResponse:
    """Delete all results made before a day of the team, once it is confirmed."""
    limit = _parse_day(day)

    def act() -> str:
        counts = services().store.deletion.delete_before(recruiter.team_id, midnight(limit))
        return _record_and_show(recruiter, counts, what="before", day=limit.isoformat())

    return do_if_confirmed(_day_confirmation(recruiter, limit), act)


def _parse_day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        abort(404)


def _result_confirmation(recruiter: Recruiter, result: int) -> Confirmation:
    counts = services().store.deletion.count_result(recruiter.team_id, result) or abort(404)
    language = services().localized.language
    return _confirmation(
        language.gettext("Delete this result?"),
        counts,
        url_for("delete_result", result=result),
        url_for("team_result", result=result),
    )


def _invitation_confirmation(recruiter: Recruiter, invitation: Invitation) -> Confirmation:
    deletion, gettext = services().store.deletion, services().localized.language.gettext
    return _confirmation(
        gettext("Delete the invitation “%(title)s”?") % {"title": invitation.title},
        deletion.count_invitation(recruiter.team_id, invitation.id),
        url_for("delete_invitation", invitation=invitation.id),
        url_for("team_invitation", invitation=invitation.id),
    )


def _day_confirmation(recruiter: Recruiter, limit: dt.date) -> Confirmation:
    language = services().localized.language
    return _confirmation(
        language.gettext("Delete all results made before %(date)s?")
        % {"date": language.date(limit)},
        services().store.deletion.count_before(recruiter.team_id, midnight(limit)),
        url_for("delete_before", day=limit.isoformat()),
        url_for("deletion"),
    )


def _confirmation(title: str, counts: DeletionCounts, action: str, back: str) -> Confirmation:
    language = services().localized.language
    gettext = language.gettext
    sentences = [
        gettext("This will be deleted: %(things)s.") % {"things": counts_in_words(counts, language)}
    ]
    if counts.results:
        sentences.append(
            gettext(
                "They are deleted for the applicants too: their own links stop working, and the"
                " results cannot be restored."
            )
        )
    return Confirmation(
        title=title,
        text=language.sentence_space.join(sentences),
        button=gettext("Delete permanently"),
        action=action,
        back_label=gettext("Keep it"),
        back=back,
        danger=True,
    )


def counts_in_words(counts: DeletionCounts, language: Language) -> str:
    """Return the counts as a list in words, without zeros except for the number of results."""
    ngettext = language.ngettext
    parts = [(ngettext("one result", "%(number)s results", counts.results), counts.results)]
    parts += [
        (words, number)
        for words, number in (
            (
                ngettext(
                    "one note or change of status",
                    "%(number)s notes and changes of status",
                    counts.notes,
                ),
                counts.notes,
            ),
            (
                ngettext(
                    "what one shared link shows about them",
                    "what %(number)s shared links show about them",
                    counts.shares,
                ),
                counts.shares,
            ),
            (
                ngettext(
                    "the record of one person who started",
                    "the records of %(number)s people who started",
                    counts.visits,
                ),
                counts.visits,
            ),
        )
        if number
    ]
    return language.listing([words % {"number": number} for words, number in parts])


def _record_and_show(recruiter: Recruiter, counts: DeletionCounts, **detail: object) -> str:
    """Record the deletion, and return the page that says what was deleted."""
    record(recruiter, "deletion", **detail, **asdict(counts))
    return page(
        "board/deleted.html",
        recruiter,
        deleted=counts_in_words(counts, services().localized.language),
    )
