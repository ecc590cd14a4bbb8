"""Checks that what parts of a rules file refer to by id exists: positions and facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from quiz.core.language.conditions import Fault
from quiz.core.language.document import Path, entries
from quiz.core.language.places import parts
from quiz.core.language.words import did_you_mean, listed_twice, listing
from quiz.core.load.at_places import at_place

NOT_READ: Mapping[str, Any] = {}
"""Entries that cannot be read: ids that could be among them are not reported as unknown."""


def known_positions(data: object) -> Mapping[str, Any]:
    """Return the positions, or NOT_READ where there are none to know."""
    return entries(data, "positions") or NOT_READ


def listed(value: object) -> list[Any]:
    """Return ids that are written alone or in a list as a list."""
    if isinstance(value, str):
        return [value]
    return value if isinstance(value, list) else []


def fact_faults(data: object) -> Iterator[Fault]:
    """Yield each fact that is cited and unknown, or cited twice by the same part."""
    known = entries(data, "facts")
    for place, part in parts().items():
        if place and "facts" in part.model_fields:
            for path, owner in at_place(data, place):
                if isinstance(owner, dict):
                    yield from id_faults("fact", known, owner.get("facts"), (*path, "facts"))


def id_faults(thing: str, known: Mapping[str, Any], ids: object, path: Path) -> Iterator[Fault]:
    """Yield a fault for each id that is unknown or repeated, in a list or alone."""
    for index, id_ in enumerate(listed(ids)):
        here = (*path, index) if isinstance(ids, list) else path
        if isinstance(id_, str) and id_ not in known and known is not NOT_READ:
            yield Fault(here, unknown(thing, id_, known))
    for index, message in listed_twice(listed(ids)):
        yield Fault((*path, index), message)


def unknown(thing: str, id_: str, known: Iterable[str]) -> str:
    """Return what is said of an id that does not exist."""
    hint = did_you_mean(id_, known) or f"; there is {listing(known, 'and')}"
    return f"there is no {thing} {id_!r}{hint}"
