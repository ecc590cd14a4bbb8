"""The questions, an answer sheet and its outcome, as the interface for programs has them.

Texts without a language are in that of the request.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, WithJsonSchema

from quiz.core.language.model import Effect, Standing
from quiz.web.api.endpoint import Body, Model

Texts = dict[str, str]
"""A text by language."""

PlainAnswer = str | list[str]
"""A choice id; for a multiple question a list of them."""


class Condition(Model):
    """The answers after which a question is asked; it has `question`, `all`, `any` or `not`."""

    question: str | None = None
    """At least `at_least` of these `choices` of a question were chosen."""
    choices: list[str] | None = None
    """Ids of choices of that question."""
    at_least: int | None = None
    """How many of these choices at least."""
    all: list[Condition] | None = None
    """Conditions that all hold."""
    any: list[Condition] | None = None
    """Conditions of which one holds."""
    not_: Condition | None = Field(default=None, serialization_alias="not")
    """A condition that does not hold."""


class Choice(Model):
    """One of the choices of a question."""

    id: str
    says: Texts
    """What the choice says."""
    hint: Texts | None
    """A further explanation."""
    exclusive: bool
    """In a multiple question: whether it cannot be chosen together with others."""


class Question(Model):
    """A question. An answer is the id of a choice; of a multiple question, a list of them."""

    id: str
    kind: Literal["single", "scale", "multiple"]
    """One choice, one on a scale from the lowest to the highest, or one or more."""
    ask: Texts
    """The question."""
    hint: Texts | None
    """A further explanation."""
    why: Texts | None
    """Why it is asked."""
    asked_if: Condition | None
    """After which answers to earlier questions it is asked; null: always."""
    choices: list[Choice]


class Questions(Model):
    """The questions of today's edition, in their order."""

    edition: str
    digest: str
    """The SHA-256 of the rules; another one is another edition."""
    title: Texts
    languages: list[str]
    positions: dict[str, Texts]
    """The names of the positions, by id."""
    questions: list[Question]


_Answer = Annotated[
    object,  # what is no answer is refused with the words of the rules
    WithJsonSchema(TypeAdapter(PlainAnswer).json_schema()),
]


class AnswerSheet(Body):
    """The answers to the questions that are asked on them."""

    answers: dict[str, _Answer]
    """For each question the id of a choice; for a multiple question a list of them."""


class Change(Model):
    """Another answer to one question; null for a question not asked."""

    question: str
    from_: PlainAnswer | None = Field(default=None, alias="from")
    to: PlainAnswer | None


class ClosestChange(Change):
    """The one other answer that would lead to another best match."""

    best: str | None


class FromEdition(Model):
    """The edition from which on something applies."""

    from_edition: int


class Reason(Model):
    """What one rule says about one position."""

    rule: str
    effect: Effect
    points: int
    because: str
    """The reason in words."""
    facts: list[str]
    """The facts of the rules that it rests on."""
    question: str | None = None
    """What to ask about it."""
    until: str | FromEdition | None = None
    """For a block: when it lapses."""


class Position(Model):
    """How a position fits."""

    points: int
    most: int
    """The greatest sum of points."""
    fit: int
    """In whole percent."""
    standing: Standing
    band: str | None = None
    """A word for the fit."""
    reasons: list[Reason]
    change: list[Change] | None
    """The fewest other answers that would make it the best match; null if it is, or none would."""
    searched: bool = True
    """False if the changes were not searched to the end."""


class Notice(Model):
    """Something to be said about the answers."""

    notice: str
    says: str
    facts: list[str]


class Told(Model):
    """What a chosen choice says."""

    question: str
    choice: str
    says: str
    facts: list[str]


class Dates(Model):
    """A date or a period of the programme: days or months."""

    date: str
    says: str
    from_: str | None = Field(default=None, alias="from")
    until: str | None = None
    as_of: int
    """The year in which this was said."""
    facts: list[str]


class Outcome(Model):
    """What the quiz recommends, as `quiz explain --json` prints it."""

    edition: str
    digest: str
    best: str | None
    """The best match; null where no position fits."""
    close: list[str]
    """Other positions that fit nearly as well."""
    tied: list[str]
    """Other positions that fit exactly as well."""
    positions: dict[str, Position]
    notices: list[Notice]
    tells: list[Told] = []
    dates: list[Dates] = []
    closest: ClosestChange | None = None
    """Null: no single other answer would lead to another best match. Left out: unknown."""
