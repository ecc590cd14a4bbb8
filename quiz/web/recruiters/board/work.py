"""The work on a result: its stage, who is in charge, a day to come back to it, and a new note.

They are one form, so that nothing that is typed in one field is lost by sending another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from wtforms import HiddenField

from quiz.store import BoardRow, Changes, Recruiter, Stage
from quiz.web.framework.days import today
from quiz.web.framework.fields import FieldsForm, day, lines, selection
from quiz.web.framework.language import N_
from quiz.web.pages.services import services
from quiz.web.recruiters.board.people import can_be_in_charge
from quiz.web.recruiters.stages.wording import stage_options, stages_of

LONGEST_NOTE = 4000
LATEST = dt.timedelta(days=3 * 366)
EARLIEST = dt.date(2020, 1, 1)


class WorkForm(FieldsForm):
    """The work on a result; a field that is not sent stays as it is.

    The form says what each field was when its page was made, so that somebody who sends it later
    does not undo what others have changed meanwhile.
    """

    stage = selection(N_("Status"), ())
    in_charge = selection(N_("In charge"), ())
    due_on = day(N_("Come back to it on"), least=lambda: EARLIEST, most=lambda: today() + LATEST)
    note = lines(N_("New note"), longest=LONGEST_NOTE)
    was_stage, was_in_charge, was_due_on = HiddenField(), HiddenField(), HiddenField()

    stages: Sequence[tuple[str, str]] = ()
    people: Sequence[tuple[str, str]] = ()


def work_form(recruiter: Recruiter, row: BoardRow) -> WorkForm:
    """Return the form with what the result is like now, or with what was sent."""
    language = services().localized.language
    stages = stages_of(recruiter.team_id)
    stage = next((each.value for each in stages if each.id == row.stage), None)
    in_charge, due_on = str(row.in_charge or ""), row.due_on
    form = WorkForm(
        language,
        stage=stage,
        in_charge=in_charge,
        due_on=due_on,
        was_stage=stage,
        was_in_charge=in_charge,
        was_due_on=_written(due_on),
    )
    form.stages = stage_options(stages, language, row.stage)
    form.people = [
        ("", language.gettext("nobody")),
        *can_be_in_charge(recruiter.team_id, row.in_charge),
    ]
    form.stage.values = [value for value, _ in form.stages]
    form.in_charge.values = [value for value, _ in form.people]
    return form


def changed(row: BoardRow, form: WorkForm, stages: Sequence[Stage]) -> Changes:
    """Return what whoever sent the form has changed of a result."""
    stage = next(each.id for each in stages if each.value == form.stage.data)
    in_charge = int(form.in_charge.data) if form.in_charge.data else None
    due_on = form.due_on.data
    changes: Changes = {}
    if form.stage.data != form.was_stage.data and stage != row.stage:
        changes["stage"] = stage
    if (form.in_charge.data or "") != form.was_in_charge.data and in_charge != row.in_charge:
        changes["in_charge"] = in_charge
    if _written(due_on) != form.was_due_on.data and due_on != row.due_on:
        changes["due_on"] = due_on
    return changes


def _written(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
