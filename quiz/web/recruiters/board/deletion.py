"""Deleting a result, an invitation with all it holds, or all before a day; each is asked first."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from flask import abort, redirect
from werkzeug.wrappers import Response

from quiz.store import DeletionCounts, Recruiter
from quiz.store.filter import midnight
from quiz.web.framework.days import today
from quiz.web.framework.fields import FieldsForm, day
from quiz.web.framework.language import N_, Language
from quiz.web.pages.confirm import Asked, Pressed, ask, when_confirmed
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import note
from quiz.web.recruiters.page import page
from quiz.web.recruiters.session import administrator, signed_in

FIRST_DAY = dt.date(2000, 1, 1)


class BeforeForm(FieldsForm):
    """The day before which all results are deleted."""

    day = day(
        N_("Delete what was made before"),
        least=lambda: FIRST_DAY,
        most=lambda: today() + dt.timedelta(days=1),
    )


def ask_result(result: int) -> str:
    """Ask whether a result is to go, and say what goes with it."""
    return ask(_asked_for_result(signed_in(), result))


def delete_result(result: int) -> Pressed:
    """Delete a result."""
    recruiter = signed_in()

    def act() -> str:
        counts = services().store.deletion.delete_result(recruiter.team_id, result) or abort(404)
        return _done(recruiter, counts, what="result")

    return when_confirmed(_asked_for_result(recruiter, result), act)


def ask_invitation(invitation: int) -> str:
    """Ask whether an invitation is to go, and say what goes with it."""
    return ask(_asked_for_invitation(administrator(), invitation))


def delete_invitation(invitation: int) -> Pressed:
    """Delete an invitation with all it holds."""
    recruiter = administrator()
    title = services().store.deletion.title(recruiter.team_id, invitation)

    def act() -> str:
        counts = services().store.deletion.delete_invitation(recruiter.team_id, invitation)
        return _done(recruiter, counts or abort(404), what="invitation", title=title)

    return when_confirmed(_asked_for_invitation(recruiter, invitation), act)


def show() -> str:
    """Ask before which day all is to go."""
    recruiter = administrator()
    return page("board/deletion.html", recruiter, form=BeforeForm(services().localized.language))


def choose_day() -> Response | tuple[str, int]:
    """Lead on to the page that says what would go."""
    recruiter = administrator()
    form = BeforeForm(services().localized.language)
    valid = form.validate()
    if valid and form.day.data is None:
        form.day.errors = [form.language.gettext("Choose a day.")]
    if form.faults:
        return page("board/deletion.html", recruiter, form=form), form.status
    return redirect(f"/recruiter/deletion/{form.day.data.isoformat()}", 303)


def ask_before(day: str) -> str:
    """Ask whether all before a day is to go, and say how much that is."""
    return ask(_asked_for_day(administrator(), _day(day)))


def delete_before(day: str) -> Pressed:
    """Delete all results that were made before a day, in UTC."""
    recruiter, limit = administrator(), _day(day)

    def act() -> str:
        counts = services().store.deletion.delete_before(recruiter.team_id, midnight(limit))
        return _done(recruiter, counts, what="before", day=limit.isoformat())

    return when_confirmed(_asked_for_day(recruiter, limit), act)


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        abort(404)


def _asked_for_result(recruiter: Recruiter, result: int) -> Asked:
    counts = services().store.deletion.count_result(recruiter.team_id, result) or abort(404)
    language = services().localized.language
    return _asked(
        language.gettext("Delete this result?"),
        counts,
        f"/recruiter/results/{result}/delete",
        f"/recruiter/results/{result}",
    )


def _asked_for_invitation(recruiter: Recruiter, invitation: int) -> Asked:
    deletion, gettext = services().store.deletion, services().localized.language.gettext
    title = deletion.title(recruiter.team_id, invitation) or abort(404)
    return _asked(
        gettext("Delete the invitation “%(title)s”?") % {"title": title},
        deletion.count_invitation(recruiter.team_id, invitation),
        f"/recruiter/invitations/{invitation}/delete",
        f"/recruiter/invitations/{invitation}",
    )


def _asked_for_day(recruiter: Recruiter, limit: dt.date) -> Asked:
    language = services().localized.language
    return _asked(
        language.gettext("Delete all results made before %(date)s?")
        % {"date": language.date(limit)},
        services().store.deletion.count_before(recruiter.team_id, midnight(limit)),
        f"/recruiter/deletion/{limit.isoformat()}",
        "/recruiter/deletion",
    )


def _asked(title: str, counts: DeletionCounts, action: str, back: str) -> Asked:
    language = services().localized.language
    gettext = language.gettext
    says = [gettext("What goes: %(things)s.") % {"things": things(counts, language)}]
    if counts.results:
        says.append(
            gettext(
                "They go for the applicants too: their own links open nothing from then on, "
                "and the results cannot be brought back."
            )
        )
    return Asked(
        title=title,
        says=language.sentence_space.join(says),
        button=gettext("Delete it for good"),
        action=action,
        stay=gettext("Keep it"),
        back=back,
        danger=True,
    )


def things(counts: DeletionCounts, language: Language) -> str:
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


def _done(recruiter: Recruiter, counts: DeletionCounts, **detail: object) -> str:
    """Note what was deleted, and say so."""
    note(recruiter, "deletion", **detail, **asdict(counts))
    return page("board/deleted.html", recruiter, went=things(counts, services().localized.language))
