"""The form around the board's rows: a row is changed where it stands, or many at once."""

from __future__ import annotations

from flask import request
from wtforms import BooleanField, SelectMultipleField

from quiz.web.framework.fields import FieldsForm, lines
from quiz.web.framework.language import N_
from quiz.web.pages.services import services
from quiz.web.recruiters.board.work import LONGEST_NOTE
from quiz.web.recruiters.paging import parse_id

STAGE_PREFIX = "stage-"
"""Prefix of the names of the fields with the stage of a row; its result's id follows."""


class RowsForm(FieldsForm):
    """The address of the button that was pressed says in `row` which result is changed."""

    result = SelectMultipleField(choices=(), validate_choice=False)
    whole = BooleanField()
    note = lines(N_("Note on each selected result"), longest=LONGEST_NOTE)

    def __init__(self) -> None:
        super().__init__(services().localized.language)

    @property
    def row(self) -> int | None:
        """The id of the result whose row is changed; None where no such button was pressed."""
        return parse_id(request.args.get("row", ""))

    @property
    def shows_note(self) -> bool:
        """Whether the note stays in sight: something is written, or its button was refused."""
        refused = request.method == "POST" and request.args.get("do") == "note"
        return refused or bool(self.note.data)

    @property
    def stage(self) -> str:
        """The value of the stage that was chosen in that row."""
        return request.form.get(f"{STAGE_PREFIX}{self.row}", "")

    @property
    def ticked(self) -> list[int]:
        """The ids of the selected results in the order of the page, also of a refused form."""
        return [id_ for each in self.result.data or () if (id_ := parse_id(each)) is not None]
