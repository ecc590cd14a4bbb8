"""What a rules file says about the programme: its name, its facts and its positions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from quiz.core.language.field_types import Date, FilePart, NonEmpty, Text


class TableRow(FilePart):
    """One row of the table that shows the positions side by side: a text for each position."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[str, Text]

    row: Text
    """What the row is about."""
    facts: list[str] = []
    """The facts that the row rests on."""

    @property
    def cells(self) -> dict[str, Text]:
        """Position to the text of its cell."""
        return self.__pydantic_extra__


class Programme(FilePart):
    """What pages say about the programme; everything has a neutral default."""

    name: Text | None = None
    """The name of the programme, as it stands within a sentence."""
    about: Text | None = None
    """One sentence about the programme, for the start page and previews of links."""
    table: list[TableRow] = []
    """The positions side by side, one row a line."""
    decides: Text | None = None
    """Who decides about applications; checks are to be confirmed with them."""
    not_official: Text | None = None
    """One sentence: the quiz is unofficial, and who decides instead."""


class Fact(FilePart):
    """What is true about the programme, and where that is written."""

    says: Text
    """The fact, in one sentence."""
    source: NonEmpty
    """The https address of a page, or the title of a printed document."""
    checked: Date
    """The day on which somebody last compared the fact with its source."""
    confidence: Literal["high", "medium", "low"]
    """How sure the source is; facts of low confidence alone cannot block a position."""


class DayEntry(FilePart):
    """One part of a working day in a position."""

    when: Text
    """The time or the occasion."""
    what: Text
    """What is done then."""
    choice: Annotated[dict[str, str], Field(min_length=1, max_length=1)] | None = None
    """The question and the choice that this part of the day answers to, as `duties: clubs`."""
    facts: list[str] = []
    """The facts that it rests on."""


class Position(FilePart):
    """One of the positions that the quiz can recommend."""

    name: Text
    """The full name."""
    label: Text | None = None
    """The short name, for tables and bars; without one, the id."""
    picture: NonEmpty | None = None
    """The name of a picture in static/pictures, without `.svg`."""
    summary: Text | None = None
    """What the position is, in a few sentences."""
    duties: list[Text] = []
    """What is done in the position, one duty a line."""
    day: list[DayEntry] = []
    """A day in the position."""
    next_steps: list[Text] = []
    """What to do in order to apply, one step a line."""
    facts: list[str] = []
    """The facts that these texts rest on."""
