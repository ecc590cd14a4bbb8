"""The types of values in a rules file: texts, conditions, percents, days, ids and numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    InstanceOf,
    Tag,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from quiz.attribute_docstrings import Described
from quiz.core.language.links import escaped


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
    """Return `text` with each {name} replaced by its value, which is never read as a link."""
    return VALUE.sub(lambda found: escaped(str(values.get(found[1], found[0]))), text)


def _one_or_more(value: object) -> object:
    """Return a single id as a list of one."""
    return [value] if isinstance(value, str) else value


def _number(value: object) -> object:
    """Refuse what pydantic would take for a number by its spelling alone."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise PydanticCustomError("number", "not a number")
    return value


def _date(value: object) -> object:
    """Return the date written as 2026-11-22; nothing else is one."""
    try:
        if isinstance(value, str) and len(value) == len("2026-11-22"):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("date", "not a date")


def _day_or_month(value: object) -> object:
    """Return what is written as 2026-11-22 or as 2026-11."""
    found = DAY_OR_MONTH.fullmatch(value) if isinstance(value, str) else None
    try:
        if found:
            year, month, day = found.groups()
            dt.date(int(year), int(month), int(day or 1))
            return DayOrMonth(int(year), int(month), int(day) if day else None)
    except ValueError:
        pass
    raise PydanticCustomError("day_or_month", "neither a day nor a month")


def _year(value: object) -> object:
    """Return a year of four digits."""
    if type(value) is not int or not 1900 <= value <= 9999:
        raise PydanticCustomError("year", "not a year")
    return value


def _value(value: object) -> object:
    """Return a word or a whole number; refuse anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise PydanticCustomError("value", "neither a word nor a whole number")
    return value


class DayOrMonth(NamedTuple):
    """A day, or a month where `day` is None; its text is as in the file."""

    year: int
    month: int
    day: int | None

    def __str__(self) -> str:
        """Return it as 2026-11-22 or 2026-11."""
        day = "" if self.day is None else f"-{self.day:02}"
        return f"{self.year:04}-{self.month:02}{day}"


DAY_OR_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
"""How a day or a month is written: year, month and perhaps day."""

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
When = Annotated[
    InstanceOf[DayOrMonth],
    BeforeValidator(_day_or_month),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"}),
]
"""A day or a month."""

Year = Annotated[
    int,
    BeforeValidator(_year),
    WithJsonSchema({"type": "integer", "minimum": 1900, "maximum": 9999}),
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


class FilePart(Described):
    """Base of all parts of a rules file: frozen, strict, without unknown keys.

    The text under a key describes it in the JSON Schema.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class FromEdition(FilePart):
    """The edition for which a block no longer counts."""

    from_edition: Year
    """The edition, a year."""


def _kind_of_until(value: object) -> str:
    return EDITION if isinstance(value, dict | FromEdition) else DAY


EDITION, DAY = "=edition", "=day"
"""Steps of the paths of errors in one of two types; no key of a file begins so."""

Until = Annotated[
    Annotated[FromEdition, Tag(EDITION)] | Annotated[Date, Tag(DAY)],
    Discriminator(_kind_of_until),
]
"""When a block lapses."""
