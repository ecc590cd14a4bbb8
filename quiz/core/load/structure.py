"""Checks the keys and types of a rules file against the model, with messages for its author."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from quiz.core.language.conditions import Fault
from quiz.core.language.document import Path, entries
from quiz.core.language.field_types import DAY, EDITION
from quiz.core.language.mistakes import look_alike
from quiz.core.language.places import parts
from quiz.core.language.rules_file import Rules
from quiz.core.language.signs import sign_in_words
from quiz.core.language.words import KEYS_ALIKE, did_you_mean, listing, shown
from quiz.core.load.choice_points import NOT_POSITIONS

TAKEN = "; points are never taken away: give them to other answers or positions"

_ONE_OR_MORE = "; a multiple question takes one choice or more, and no other number can be set"
_ALL_ANSWERED = "; every question that is asked has to be answered"
_OTHER_KEYS = {
    "min": _ONE_OR_MORE,
    "max": _ONE_OR_MORE,
    "required": _ALL_ANSWERED,
    "optional": _ALL_ANSWERED,
    "if": "; a condition is written after 'when', or after 'only_if' for a question",
}
"""What is said of keys that other systems have and this language has not."""

_SYNONYMS = {
    "ask": ("prompt", "text", "label"),
    "because": ("reason", "reasons", "why", "explanation"),
    "choices": ("options", "answers"),
    "kind": ("type",),
    "points": ("score", "scores", "weight", "weights"),
    "says": ("text", "title", "label"),
    "source": ("url", "link"),
    "when": ("condition", "conditions"),
}
"""Keys of this language, with words for the same in other systems."""


def faults(data: object) -> Iterator[Fault]:
    """Yield every key that is missing or unknown and every value of the wrong type."""
    if not isinstance(data, dict):
        yield Fault((), "a rules file is a mapping that begins with 'format: 1'")
        return
    yield from _empty(data, ())
    try:
        Rules.model_validate(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            if detail["input"] is not None and not _said_elsewhere(detail, data):
                yield _fault(detail)


def _said_elsewhere(detail: ErrorDetails, data: dict[str, Any]) -> bool:
    """Return whether a more specific check reports the same fault in better words."""
    path = detail["loc"]
    is_condition = path[-1:] in (("when",), ("only_if",)) and detail["type"] == "dict_type"
    is_answer = path[:1] == ("personas",) and path[2:3] == ("answers",) and len(path) > 3
    # A key of a choice's points that is no position, as a misspelt because.
    is_no_position = (
        path[:1] == ("questions",)
        and path[2:3] == ("points",)
        and len(path) == 5
        and path[4] not in (*entries(data, "positions"), *NOT_POSITIONS)
    )
    return is_condition or is_answer or is_no_position


def _empty(data: object, path: Path) -> Iterator[Fault]:
    """Yield each empty value: a `when:` with nothing after it would always hold."""
    if data is None:
        yield Fault(path, "nothing is written here; write a value, or leave the key out")
    elif isinstance(data, (dict, list)):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _empty(value, (*path, step))


def _fault(detail: ErrorDetails) -> Fault:
    path = tuple(step for step in detail["loc"] if step not in (EDITION, DAY))
    kind = detail["type"]
    if kind == "missing":
        return Fault(path[:-1], f"{str(path[-1])!r} is missing{_owner(path[:-1])}; add it")
    if kind == "extra_forbidden":
        key = str(path[-1])
        hint = _OTHER_KEYS.get(key) or _synonym(key, _keys_at(path[:-1]))
        hint = hint or did_you_mean(key, _keys_at(path[:-1]), KEYS_ALIKE)
        hint = hint or f"; known here are {listing(_keys_at(path[:-1]), 'and')}"
        return Fault(path, f"unknown key {key!r}{hint}", of_key=True)
    written = shown(detail["input"])
    if kind == "string_type" and isinstance(detail["input"], (list, dict)):
        thing = "position" if path[-1:] == ("best",) else "text"
        return Fault(path, f"one {thing} is wanted here, not {written}")
    wants = _WANTS.get(kind)
    if wants is None:
        return Fault(path, f"{written} does not fit here: {detail['msg'].lower()}")
    return Fault(path, wants(written, detail.get("ctx", {})) + _hint(detail))


def _hint(detail: ErrorDetails) -> str:
    """Return what an author has probably meant by a value of the wrong type."""
    value, kind = detail["input"], detail["type"]
    if kind in ("dict_type", "model_type", "list_type") and isinstance(value, str):
        found = look_alike(value)
        return f"; {found[1]}" if found else sign_in_words(value)
    if kind == "dict_type" and isinstance(value, list) and detail["loc"][-1] == "choices":
        return "; write each choice as 'id: text', on a line of its own and without '- '"
    return ""


def _keys_at(path: Path) -> list[str]:
    """Return the keys that the mapping at `path` may have."""
    for places, part in parts().items():
        if len(places) == len(path) and all(
            place in ("*", step) for place, step in zip(places, path, strict=True)
        ):
            return [field.alias or name for name, field in part.model_fields.items()]
    return []


def _synonym(key: str, known: Iterable[str]) -> str:
    """Return "; did you mean 'because'?" for another word for a known key, or nothing."""
    meant = next((word for word in known if key.lower() in _SYNONYMS.get(word, ())), None)
    return f"; did you mean {meant!r}?" if meant else ""


def _owner(path: Path) -> str:
    """Return " from rule 'x'", for a path that leads to an entry of the file."""
    if len(path) >= 2 and path[-2] in _COLLECTIONS:
        thing = "the points of" if path[-2] == "points" else str(path[-2]).removesuffix("s")
        return f" from {thing} {path[-1]!r}"
    return f" from {path[-1]!r}" if path and isinstance(path[-1], str) else ""


_COLLECTIONS = {place[-2] for place in parts() if place[-1:] == ("*",)}
"""The keys under which entries stand, each after its id or its number."""


def _points(written: str) -> str:
    taken = TAKEN if written.lstrip("'\"")[:1] in tuple("-\u2212\uff0d") else ""
    return f"points are a whole number from 1, not {written}{taken}"


_WANTS: Mapping[str, Callable[[str, Mapping[str, Any]], str]] = {
    "text": lambda written, _: (
        f"a text, or a text for each language, is wanted here, not {written}"
    ),
    "string_type": lambda written, _: f"text is wanted here, not {written}; put it in quotes",
    "string_too_short": lambda _, __: "the text is empty; write it or leave the key out",
    "int_type": lambda written, _: _points(written),
    "greater_than_equal": lambda written, limit: (
        _points(written)
        if limit["ge"] == 1
        else f"a percent is a number from 0 to 100, not {written}"
    ),
    "less_than_equal": lambda written, _: f"a percent is a number from 0 to 100, not {written}",
    "number": lambda written, _: f"a percent is a number from 0 to 100, not {written}",
    "format": lambda written, _: f"the format is 1, not {written}; this program knows no other",
    "date": lambda written, _: f"a date is wanted here, as 2026-11-22, not {written}",
    "day_or_month": lambda written, _: (
        f"a day, as 2026-11-22, or a month, as 2026-11, is wanted here, not {written}"
    ),
    "year": lambda written, _: f"a year is wanted here, as 2028, not {written}",
    "value": lambda written, _: f"a word or a whole number is wanted here, not {written}",
    "bool_type": lambda written, _: f"true or false is wanted here, not {written}",
    "dict_type": lambda written, _: f"a mapping of keys to values is wanted here, not {written}",
    "model_type": lambda written, _: f"a mapping of keys to values is wanted here, not {written}",
    "list_type": lambda written, _: f"a list is wanted here, as [a, b], not {written}",
    "too_short": lambda written, limit: (
        f"at least {limit['min_length']} entries are wanted here, not {limit['actual_length']}"
        if limit["min_length"] > 1
        else f"{written} is empty; at least one entry is wanted here"
    ),
    "literal_error": lambda written, known: (
        f"{written} is not known here; it is one of {known['expected']}"
    ),
}
"""What each of pydantic's findings says to an author."""
