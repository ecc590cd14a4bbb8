"""What is due: the results with a day to come back to them, the earliest day first."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from flask import request, url_for

from quiz.store import BoardFilter, BoardRow, Recruiter, conditions
from quiz.web.framework.days import today
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import services
from quiz.web.recruiters.board.history import names_of_people
from quiz.web.recruiters.page import page
from quiz.web.recruiters.paging import parse_id
from quiz.web.recruiters.stages.wording import stage_names

WEEK = dt.timedelta(days=7)
OVERDUE, TODAY, SOON, LATER = N_("Overdue"), N_("Today"), N_("In the next 7 days"), N_("Later")


class DueView(NamedTuple):
    """A result to come back to."""

    id: int
    name: str | None
    day: str
    stage: str
    in_charge: str | None


def show(recruiter: Recruiter) -> str:
    """Show a page of what is due, for everybody of the team or for the recruiter alone."""
    mine = request.args.get("whose") == "mine"
    of_whom = [conditions.in_charge(recruiter.id)] if mine else []
    filters = BoardFilter(conditions=[conditions.due(), *of_whom], sort="due")
    number = max(1, parse_id(request.args.get("page", "1")) or 1)
    found = services().store.board.page(recruiter.team_id, filters, number)
    language = services().localized.language
    stages, people = stage_names(recruiter.team_id), names_of_people(recruiter.team_id)
    groups: dict[str, list[DueView]] = {}
    for row in found.rows:
        view = DueView(
            id=row.id,
            name=row.name,
            day=language.date(row.due_on) if row.due_on else "",
            stage=stages[row.stage],
            in_charge=people.get(row.in_charge) if row.in_charge else None,
        )
        groups.setdefault(_group(row, language), []).append(view)
    whose = "mine" if mine else None
    return page(
        "board/due.html",
        recruiter,
        mine=mine,
        groups=groups,
        before=url_for("due", page=found.number - 1, whose=whose) if found.number > 1 else None,
        after=url_for("due", page=found.number + 1, whose=whose)
        if found.number < found.pages
        else None,
    )


def _group(row: BoardRow, language: Language) -> str:
    day = row.due_on or today()
    if day < today():
        return language.gettext(OVERDUE)
    if day == today():
        return language.gettext(TODAY)
    return language.gettext(SOON if day <= today() + WEEK else LATER)
