"""The structure of rules.yaml as frozen pydantic models, key by key.

`quiz schema` prints it as JSON Schema. The loader alone makes these models, after it has
reported what is wrong with a file, so nothing that holds one asks whether it is complete.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeGuard

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from quiz.core.language.model import Effect


def _by_language(value: object, info: ValidationInfo) -> object:
    """Return a text with an entry for every language and its {values} filled in.

    Without the loader's context (only the shape is being checked) a plain string
    becomes an entry for the empty language.
    """
    if isinstance(value, str):
        value = {"": value}
    elif not isinstance(value, dict):
        raise PydanticCustomError("text", "not a text")
    if not info.context:
        return value
    languages, values = info.context["languages"], info.context["values"]
    fallback: str = value.get("") or value[languages[0]]
    texts = {language: value.get(language, fallback) for language in languages}
    return {language: fill_in(text, values) for language, text in texts.items()}


def fill_in(text: str, values: Mapping[str, str | int]) -> str:
    """Return `text` with each {name} replaced by its value."""
    return VALUE.sub(lambda found: str(values.get(found[1], found[0])), text)


def is_long_form(choice: object) -> TypeGuard[dict[str, object]]:
    """Return whether a choice is written with keys, and not as a bare text."""
    return isinstance(choice, dict) and bool(choice.keys() & {"says", "hint", "exclusive"})


def _choice(value: object) -> object:
    """Return a choice in its long form."""
    return value if is_long_form(value) else {"says": value}


def _one_or_more(value: object) -> object:
    """Return a single id as a list of one."""
    return [value] if isinstance(value, str) else value


def _number(value: object) -> object:
    """Refuse what pydantic would take for a number by its spelling alone."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise PydanticCustomError("number", "not a number")
    return value


def _format(value: object) -> object:
    """Refuse true, which Python takes for 1."""
    if type(value) is not int or value != 1:
        raise PydanticCustomError("format", "not a known format")
    return value


def _date(value: object) -> object:
    """Return the date written as 2026-11-22; nothing else is one."""
    try:
        if isinstance(value, str) and len(value) == len("2026-11-22"):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("date", "not a date")


def _value(value: object) -> object:
    """Return a word or a whole number; refuse anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise PydanticCustomError("value", "neither a word nor a whole number")
    return value


VALUE = re.compile(r"\{([^{}]*)\}")
"""A {value} in a text."""

NonEmpty = Annotated[str, Field(min_length=1)]
Text = Annotated[
    dict[str, NonEmpty],
    BeforeValidator(_by_language),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": {"type": "string", "minLength": 1},
                },
            ]
        }
    ),
]
"""A text: once loaded, every language of the file to its string."""

Condition = Annotated[dict[str, Any], WithJsonSchema({"title": "Condition"})]
"""A condition as it is written in the file; `conditions` parses it, `schema` describes it."""

Percent = Annotated[
    Decimal,
    BeforeValidator(_number),
    Field(ge=0, le=100, strict=False),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]
WholePoints = Annotated[int, Field(ge=1)]
Date = Annotated[
    dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})
]
Value = Annotated[Any, BeforeValidator(_value), WithJsonSchema({"type": ["string", "integer"]})]
Ids = Annotated[
    list[str],
    BeforeValidator(_one_or_more),
    Field(min_length=1),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "minItems": 1, "items": {"type": "string"}},
            ]
        }
    ),
]
"""One id, or a list of them."""


class FilePart(BaseModel):
    """Base of all parts of a rules file: frozen, strict, without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Fact(FilePart):
    """What is true about the programme, and where that is written."""

    says: Text
    source: NonEmpty
    checked: Date
    confidence: Literal["high", "medium", "low"]


class Position(FilePart):
    """One of the positions that the quiz can recommend."""

    name: Text
    summary: Text | None = None
    duties: list[Text] = []
    next_steps: list[Text] = []
    facts: list[str] = []


class Section(FilePart):
    """A heading over neighbouring questions."""

    title: Text


class Choice(FilePart):
    """One of the choices of a question."""

    says: Text
    hint: Text | None = None
    exclusive: bool = False


class Question(FilePart):
    """A question, asked on a page of its own."""

    section: str | None = None
    ask: Text
    hint: Text | None = None
    kind: Literal["single", "scale", "multiple"]
    can_change: Literal["yes", "up", "no"] = "no"
    only_if: Condition | None = None
    choices: Annotated[dict[str, Annotated[Choice, BeforeValidator(_choice)]], Field(min_length=2)]

    @property
    def exclusive(self) -> frozenset[str]:
        """The choices that cannot stand beside another."""
        return frozenset(id_ for id_, choice in self.choices.items() if choice.exclusive)


class Rule(FilePart):
    """When it applies, its effect (exactly one of three), and the reason that it gives."""

    when: Condition | None = None
    points: Annotated[dict[str, WholePoints], Field(min_length=1)] | None = None
    check: Ids | None = None
    blocks: Ids | None = None
    because: Text
    facts: list[str] = []

    @property
    def effect(self) -> Effect:
        """Which of the three effects the rule has."""
        if self.points is not None:
            return "points"
        return "check" if self.check is not None else "blocks"

    @property
    def earns(self) -> Mapping[str, int]:
        """Position to points; empty for a check or a block."""
        return self.points or {}

    @property
    def positions(self) -> tuple[str, ...]:
        """The positions that the rule is about."""
        return tuple(self.points or self.check or self.blocks or ())


class Thresholds(FilePart):
    """What makes a fit good enough, and two fits close."""

    least_fit: Percent = Decimal(0)
    close: Percent = Decimal(0)


class Notice(FilePart):
    """A further text on results whose outcome meets its `if` and whose answers meet its `when`."""

    if_: Annotated[dict[str, Ids] | None, Field(alias="if")] = None
    when: Condition | None = None
    says: Text
    facts: list[str] = []


class Persona(FilePart):
    """An example applicant with the outcome expected."""

    says: Text | None = None
    answers: dict[str, Ids]
    expect: dict[str, Ids]


class Never(FilePart):
    """No answer sheet on which `when` holds has this best match."""

    best: str
    when: Condition | None = None


class Share(Never):
    """Which share of the answer sheets on which `when` holds has this best match, in percent."""

    at_most: Percent | None = None
    at_least: Percent | None = None


class Promise(FilePart):
    """A claim about the rules that is proved over all answer sheets; exactly one of three."""

    says: Text
    never: Never | None = None
    possible: Never | None = None
    share: Share | None = None


class Rules(FilePart):
    """A whole rules file."""

    format: Annotated[Literal[1], BeforeValidator(_format)]
    title: Text
    edition: NonEmpty
    checked: Date
    languages: Annotated[list[NonEmpty], Field(min_length=1)]
    values: dict[str, Value] = {}
    facts: dict[str, Fact] = {}
    positions: Annotated[dict[str, Position], Field(min_length=1)]
    sections: dict[str, Section] = {}
    questions: Annotated[dict[str, Question], Field(min_length=1)]
    rules: dict[str, Rule]
    outcome: Thresholds = Thresholds()
    notices: dict[str, Notice] = {}
    personas: dict[str, Persona] = {}
    promises: list[Promise] = []
