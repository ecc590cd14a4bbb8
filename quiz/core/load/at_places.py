"""Finds what stands at a place of a rules file's plain data, whose `*` is any entry."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.core.language.document import Path
from quiz.core.language.places import Place


def at_place(data: object, place: Place, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield each path of the data that the place stands for, with the value there."""
    if not place:
        yield path, data
    elif place[0] != "*":
        if isinstance(data, dict) and place[0] in data:
            yield from at_place(data[place[0]], place[1:], (*path, place[0]))
    elif isinstance(data, (dict, list)):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from at_place(value, place[1:], (*path, step))
