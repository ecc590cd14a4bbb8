"""Where the parts and the texts of a rules file stand, as read off its models."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, TypeAlias, get_args, get_origin, get_type_hints

from quiz.core.language.field_types import FilePart, Text
from quiz.core.language.rules_file import Rules

Place: TypeAlias = tuple[str, ...]
"""A path in which `*` is any entry of a mapping or a list."""

_EXTRA = "__pydantic_extra__"
_MARK = Text.__metadata__[0]  # type: ignore[attr-defined]  # Annotated has it at run time


@cache
def parts() -> dict[Place, type[FilePart]]:
    """Return the model at each place of a file."""
    return {(): Rules, **{place: found for place, found in _places(Rules, ()) if found is not None}}


@cache
def texts() -> tuple[Place, ...]:
    """Return the places of texts."""
    return tuple(place for place, found in _places(Rules, ()) if found is None)


def _places(part: type[FilePart], place: Place) -> Iterator[tuple[Place, type[FilePart] | None]]:
    """Yield the places within a part: of other parts with their models, of texts with None."""
    hints = get_type_hints(part, include_extras=True)
    for name, field in part.model_fields.items():
        yield from _within(hints[name], (*place, field.alias or name))
    if _EXTRA in part.__annotations__:
        yield from _within(hints[_EXTRA], place)


def _within(type_: Any, place: Place) -> Iterator[tuple[Place, type[FilePart] | None]]:
    if get_origin(type_) is Annotated:
        if _MARK in type_.__metadata__:
            yield place, None
        else:
            yield from _within(get_args(type_)[0], place)
    elif isinstance(type_, type) and issubclass(type_, FilePart):
        yield place, type_
        yield from _places(type_, place)
    else:
        entries = get_origin(type_) in (dict, list)
        for argument in get_args(type_)[-1:] if entries else get_args(type_):
            yield from _within(argument, (*place, "*") if entries else place)
