"""The structure of rules.yaml as frozen pydantic models, key by key.

`quiz schema` prints it as JSON Schema. The loader alone makes these models, after it has
reported what is wrong with a file, so nothing that holds one asks whether it is complete.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from quiz.core.language.field_types import (
    Condition,
    Date,
    FilePart,
    Ids,
    NonEmpty,
    Percent,
    Text,
    Value,
    When,
    Year,
)
from quiz.core.language.programme import Fact, Position, Programme
from quiz.core.language.question import Question, Section
from quiz.core.language.rule import Rule


def _format(value: object) -> object:
    """Refuse true, which Python takes for 1."""
    if type(value) is not int or value != 1:
        raise PydanticCustomError("format", "not a known format")
    return value


class Band(FilePart):
    """The word for fits from a percent on."""

    from_: Annotated[Percent, Field(alias="from")]
    """The lowest fit that it is for, in percent."""
    says: Text
    """The word, as `good match`."""


class FitScale(FilePart):
    """Which fits are good enough, which are close, and in which words fits are told."""

    least_fit: Percent = Decimal(0)
    """The fit from which a position is recommended, in percent."""
    close: Percent = Decimal(0)
    """How many percentage points below the best fit a position counts as close."""
    bands: list[Band] = []
    """Words for fits, the lowest first; the last one that a fit reaches is its word."""


class Notice(FilePart):
    """A further text on results whose outcome meets its `if` and whose answers meet its `when`."""

    if_: Annotated[dict[str, Ids] | None, Field(alias="if")] = None
    """The outcomes on which it stands, as a persona's `expect`."""
    when: Condition | None = None
    """The answers on which it stands."""
    says: Text
    """The text."""
    facts: list[str] = []
    """The facts that it rests on."""


class DateRange(FilePart):
    """When something is open, on results whose outcome meets `if` and whose answers meet `when`."""

    if_: Annotated[dict[str, Ids] | None, Field(alias="if")] = None
    """The outcomes on which it stands, as a persona's `expect`."""
    when: Condition | None = None
    """The answers on which it stands."""
    from_: Annotated[When | None, Field(alias="from")] = None
    """The first day, or month."""
    until: When | None = None
    """The last day, or month."""
    as_of: Year
    """The cycle (year of departure) for which it was seen."""
    says: Text
    """What happens then, as `Applications open`."""
    facts: list[str] = []
    """The facts that it rests on."""


class Persona(FilePart):
    """An example applicant with the outcome expected."""

    says: Text | None = None
    """Who it is."""
    answers: dict[str, Ids]
    """The answers."""
    expect: dict[str, Ids]
    """What is expected of the outcome: `best`, `close`, and standings by position."""


class Never(FilePart):
    """No answer sheet on which `when` and `if` hold has this best match."""

    best: str
    """A position, or `none`; every position that is tied for best counts."""
    if_: Annotated[dict[str, Ids] | None, Field(alias="if")] = None
    """The outcomes that are meant, as a notice's `if`."""
    when: Condition | None = None
    """The answers that are meant."""


class Share(Never):
    """Which share of the answer sheets that are meant has this best match, in percent."""

    at_most: Percent | None = None
    """The greatest share."""
    at_least: Percent | None = None
    """The smallest share."""


class Promise(FilePart):
    """A claim about the rules that is proved over all answer sheets; exactly one of three."""

    says: Text
    """The claim in words."""
    never: Never | None = None
    """No answer sheet is such."""
    possible: Never | None = None
    """At least one answer sheet is such."""
    share: Share | None = None
    """So many answer sheets are such."""


class Rules(FilePart):
    """A whole rules file."""

    format: Annotated[Literal[1], BeforeValidator(_format)]
    """The format of the file: 1."""
    title: Text
    """The title of the quiz."""
    edition: NonEmpty
    """The edition, shown on every result."""
    checked: Date
    """The day on which the facts were last checked."""
    languages: Annotated[list[NonEmpty], Field(min_length=1)]
    """The languages of the texts, the fallback first."""
    values: dict[str, Value] = {}
    """Values that change every year; texts refer to them as {name}."""
    programme: Programme = Programme()
    """What pages say about the programme."""
    facts: dict[str, Fact] = {}
    """What is true about the programme, with sources."""
    positions: Annotated[dict[str, Position], Field(min_length=1)]
    """The positions that can be recommended; of an exact tie, the first one is listed first."""
    sections: dict[str, Section] = {}
    """Headings over questions."""
    questions: Annotated[dict[str, Question], Field(min_length=1)]
    """The questions, in the order in which they are asked."""
    rules: dict[str, Rule]
    """The rules."""
    outcome: FitScale = FitScale()
    """Which fits are good enough or close, and the words for them."""
    notices: dict[str, Notice] = {}
    """What else a result says, in this order."""
    dates: dict[str, DateRange] = {}
    """When something is open, shown on results."""
    personas: dict[str, Persona] = {}
    """Example applicants, with the outcomes expected."""
    promises: list[Promise] = []
    """Claims that are proved over all answer sheets."""
