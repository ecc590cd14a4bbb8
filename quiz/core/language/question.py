"""The questions of a rules file, and their choices."""

from __future__ import annotations

from typing import Annotated, Literal, TypeGuard

from pydantic import BeforeValidator, ConfigDict, Field

from quiz.core.language.field_types import Condition, FilePart, NonEmpty, Text, WholePoints


def is_long_form(choice: object) -> TypeGuard[dict[str, object]]:
    """Return whether a choice is written with keys, and not as a bare text."""
    return isinstance(choice, dict) and bool(choice.keys() & Choice.model_fields.keys())


def _choice(value: object) -> object:
    """Return a choice in its long form."""
    return value if is_long_form(value) else {"says": value}


class Section(FilePart):
    """A heading over neighbouring questions."""

    title: Text
    """The heading."""


class Tells(FilePart):
    """What stands on the result of whoever gave a choice."""

    says: Text
    """The text."""
    facts: list[str] = []
    """The facts that it rests on."""


class Choice(FilePart):
    """One of the choices of a question."""

    says: Text
    """What the choice says."""
    label: Text | None = None
    """The short form, for lists and filters; without one, what the choice says."""
    hint: Text | None = None
    """A further explanation under it."""
    picture: NonEmpty | None = None
    """The name of a pictogram in static/pictures, without `.svg`."""
    exclusive: bool = False
    """In a multiple question: whether it cannot stand beside another choice."""
    tells: Tells | None = None
    """What stands on the result of whoever gave this choice."""


class ChoicePoints(FilePart):
    """The points of one choice, by position; short for a rule of its own."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[str, WholePoints]

    because: Text
    """The reason that the applicant reads."""
    facts: list[str] = []
    """The facts that it rests on."""


class Question(FilePart):
    """A question, asked on a page of its own."""

    section: str | None = None
    """The section that it belongs to."""
    label: Text | None = None
    """What its answers are about, for recruiters; without one, the question."""
    ask: Text
    """The question."""
    hint: Text | None = None
    """A further explanation under it."""
    why: Text | None = None
    """Why it is asked."""
    kind: Literal["single", "scale", "multiple"]
    """One choice, one choice on a scale from the lowest to the highest, or one choice or more."""
    show: Literal["cards", "list"] = "cards"
    """Whether its choices are shown as cards, or as a list to search in."""
    can_change: Literal["yes", "up", "wish", "no"] = "no"
    """What applicants can still change: anything, upwards only, what they would like, nothing."""
    only_if: Condition | None = None
    """The answers to earlier questions on which it is asked; without it, always."""
    choices: Annotated[dict[str, Annotated[Choice, BeforeValidator(_choice)]], Field(min_length=2)]
    """The choices, by id."""
    points: dict[str, ChoicePoints] = {}
    """The points of choices, each short for a rule named `<question>-<choice>`."""

    @property
    def exclusive(self) -> frozenset[str]:
        """The choices that cannot stand beside another."""
        return frozenset(id_ for id_, choice in self.choices.items() if choice.exclusive)
