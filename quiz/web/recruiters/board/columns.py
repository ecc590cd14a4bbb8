"""The columns of the board: which there are, and which of them a recruiter sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from flask import url_for
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField

from quiz.store import Recruiter
from quiz.web.framework.fields import FieldsForm
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters.board.filter_form import board_filter_form, default_question
from quiz.web.recruiters.page import page
from quiz.web.wording.localized import LocalizedRules

Kind = Literal[
    "date", "email", "invitation", "best", "position", "question", "in_charge", "due", "stage"
]
USUAL = frozenset({"date", "best", "stage"})
"""What everybody sees who has chosen nothing, with all positions and one question."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `about` is the position or question that it shows, `title` the whole question."""

    kind: Kind
    label: str
    about: str = ""
    title: str = ""

    @property
    def id(self) -> str:
        """What the account of a recruiter keeps of it."""
        return f"{self.kind}:{self.about}" if self.about else self.kind


def columns(localized: LocalizedRules, positions: Iterable[str]) -> list[Column]:
    """Return all columns in their order, with those of the given positions."""
    gettext = localized.language.gettext
    return [
        Column("date", gettext("Date")),
        Column("email", gettext("E-mail")),
        Column("invitation", gettext("Invitation")),
        Column("best", gettext("Best match")),
        *(Column("position", localized.label(id_), id_) for id_ in positions),
        *(
            Column("question", text.label, id_, text.ask)
            for id_, text in localized.questions.items()
        ),
        Column("in_charge", gettext("In charge")),
        Column("due", gettext("Due")),
        Column("stage", gettext("Status")),
    ]


def shown_columns(
    recruiter: Recruiter, every: Sequence[Column], question: str | None
) -> tuple[Column, ...]:
    """Return the columns that a recruiter sees, and that of a question that is asked for.

    The usual question is asked for by everybody who sends the filter without touching that field,
    so it is not added to the columns that somebody has chosen.
    """
    usual = f"question:{default_question(services().engine)}"
    asked = {f"question:{question}"} if question else {usual}
    if recruiter.columns is not None:
        ids = (asked - {usual}).union(recruiter.columns)
        return tuple(each for each in every if each.id in ids)
    ids = asked | USUAL
    return tuple(each for each in every if each.kind == "position" or each.id in ids)


class ColumnsForm(FieldsForm):
    """The ids of the chosen columns."""

    column = SelectMultipleField(N_("Columns"), choices=(), validate_choice=False)


def show(recruiter: Recruiter) -> str:
    """Show all columns, with those ticked that the recruiter sees now."""
    every = _every()
    seen = [each.id for each in shown_columns(recruiter, every, None)]
    return _page(recruiter, every, ColumnsForm(services().localized.language, column=seen))


def choose(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Keep the chosen columns and go back to the board; none are the usual ones."""
    every, form = _every(), ColumnsForm(services().localized.language)
    if not form.validate():
        return _page(recruiter, every, form), form.status
    chosen = [each.id for each in every if each.id in (form.column.data or ())]
    services().store.memberships.choose_columns(recruiter.team_id, recruiter.id, chosen or None)
    return redirect_to("board", **board_filter_form(recruiter).view)


def _every() -> list[Column]:
    quiz = services()
    return columns(quiz.localized, quiz.engine.positions)


def _page(recruiter: Recruiter, every: Sequence[Column], form: ColumnsForm) -> str:
    gettext, view = form.language.gettext, board_filter_form(recruiter).view
    groups: dict[str, list[Column]] = {
        gettext("The result"): [each for each in every if not each.about],
        gettext("Positions"): [each for each in every if each.kind == "position"],
        gettext("Answers"): [each for each in every if each.kind == "question"],
    }
    return page(
        "board/columns.html",
        recruiter,
        form=form,
        problem=form.problem(form.language),
        groups=groups,
        action=url_for("choose_columns", **view),
        back=url_for("board", **view),
    )
