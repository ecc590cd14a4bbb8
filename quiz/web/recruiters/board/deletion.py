"""Deleting a result, an invitation with all it holds, or all before a day; each is asked first."""

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
        N_("Delete what was made before"),
        least=lambda: FIRST_DAY,
        most=lambda: today() + dt.timedelta(days=1),
    )


def ask_result(recruiter: Recruiter, row: BoardRow) -> str:
    """Ask whether a result is to go, and say what goes with it."""
    return show_confirmation(_confirm_deletion_of_result(recruiter, row.id))


def delete_result(recruiter: Recruiter, row: BoardRow) -> PageOrResponse:
    """Delete a result."""

    def act() -> str:
        counts = services().store.deletion.delete_result(recruiter.team_id, row.id) or abort(404)
        return _deleted(recruiter, counts, what="result")

    return do_if_confirmed(_confirm_deletion_of_result(recruiter, row.id), act)


def ask_invitation(recruiter: Recruiter, invitation: Invitation) -> str:
    """Ask whether an invitation is to go, and say what goes with it."""
    return show_confirmation(_confirm_deletion_of_invitation(recruiter, invitation))


def delete_invitation(recruiter: Recruiter, invitation: Invitation) -> PageOrResponse:
    """Delete an invitation with all it holds."""

    def act() -> str:
        counts = services().store.deletion.delete_invitation(recruiter.team_id, invitation.id)
        return _deleted(recruiter, counts or abort(404), what="invitation", title=invitation.title)

    return do_if_confirmed(_confirm_deletion_of_invitation(recruiter, invitation), act)


def show(recruiter: Recruiter) -> str:
    """Ask before which day all is to go."""
    return page("board/deletion.html", recruiter, form=BeforeForm(services().localized.language))


def choose_day(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Lead on to the page that says what would go."""
    form = BeforeForm(services().localized.language)
    valid = form.validate()
    if valid and form.day.data is None:
        form.day.errors = [form.language.gettext("Choose a day.")]
    if form.error_summary:
        return page("board/deletion.html", recruiter, form=form), form.status
    return redirect_to("ask_delete_before", day=form.day.data.isoformat())


def ask_before(recruiter: Recruiter, day: str) -> str:
    """Ask whether all before a day is to go, and say how much that is."""
    return show_confirmation(_confirm_deletion_before(recruiter, _parse_day(day)))


def delete_before(recruiter: Recruiter, day: str) -> PageOrResponse:
    """Delete all results that were made before a day, in UTC."""
    limit = _parse_day(day)

    def act() -> str:
        counts = services().store.deletion.delete_before(recruiter.team_id, midnight(limit))
        return _deleted(recruiter, counts, what="before", day=limit.isoformat())

    return do_if_confirmed(_confirm_deletion_before(recruiter, limit), act)


def _parse_day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        abort(404)


def _confirm_deletion_of_result(recruiter: Recruiter, result: int) -> Confirmation:
    counts = services().store.deletion.count_result(recruiter.team_id, result) or abort(404)
    language = services().localized.language
    return _confirmation(
        language.gettext("Delete this result?"),
        counts,
        url_for("delete_result", result=result),
        url_for("team_result", result=result),
    )


def _confirm_deletion_of_invitation(recruiter: Recruiter, invitation: Invitation) -> Confirmation:
    deletion, gettext = services().store.deletion, services().localized.language.gettext
    return _confirmation(
        gettext("Delete the invitation “%(title)s”?") % {"title": invitation.title},
        deletion.count_invitation(recruiter.team_id, invitation.id),
        url_for("delete_invitation", invitation=invitation.id),
        url_for("team_invitation", invitation=invitation.id),
    )


def _confirm_deletion_before(recruiter: Recruiter, limit: dt.date) -> Confirmation:
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
    says = [gettext("What goes: %(things)s.") % {"things": counts_in_words(counts, language)}]
    if counts.results:
        says.append(
            gettext(
                "They go for the applicants too: their own links open nothing from then on, "
                "and the results cannot be brought back."
            )
        )
    return Confirmation(
        title=title,
        text=language.sentence_space.join(says),
        button=gettext("Delete it for good"),
        action=action,
        back_label=gettext("Keep it"),
        back=back,
        danger=True,
    )


def counts_in_words(counts: DeletionCounts, language: Language) -> str:
    """Return what is deleted as a list in words; results are named even where there are none."""
    ngettext = language.ngettext
    said = [(ngettext("one result", "%(number)s results", counts.results), counts.results)]
    said += [
        (says, number)
        for says, number in (
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
                    "what one shared link shows of them",
                    "what %(number)s shared links show of them",
                    counts.shares,
                ),
                counts.shares,
            ),
            (
                ngettext(
                    "the record that one person began",
                    "the records that %(number)s people began",
                    counts.visits,
                ),
                counts.visits,
            ),
        )
        if number
    ]
    return language.listing([says % {"number": number} for says, number in said])


def _deleted(recruiter: Recruiter, counts: DeletionCounts, **detail: object) -> str:
    """Note what was deleted, and say so."""
    record(recruiter, "deletion", **detail, **asdict(counts))
    return page(
        "board/deleted.html",
        recruiter,
        deleted=counts_in_words(counts, services().localized.language),
    )
