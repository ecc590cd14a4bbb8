"""Checks the keys that only say how something is shown: tables, days, pictures, dates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from quiz.core.language.conditions import Fault
from quiz.core.language.document import Path, entries
from quiz.core.language.field_types import DAY_OR_MONTH
from quiz.core.language.words import did_you_mean, listing
from quiz.core.load.at_places import at_place
from quiz.core.load.questions import mappings
from quiz.core.load.references import NOT_READ, known_positions, unknown

MOST_YEARS = 2
"""How many years a date may be away from the cycle that it was seen for."""

_PICTURES = (("positions", "*", "picture"), ("questions", "*", "choices", "*", "picture"))
_PICTURE = re.compile(r"[a-zA-Z0-9_-]+")


def faults(data: object) -> Iterator[Fault]:
    """Yield ids that are unknown, questions of what is no check, and dates out of order."""
    yield from _table_faults(data)
    for path, choice in at_place(data, ("positions", "*", "day", "*", "choice")):
        if isinstance(choice, dict):
            yield from _day_faults(data, choice, path)
    for id_, rule in mappings(data, "rules"):
        if "question" in rule and "check" not in rule and ("points" in rule or "blocks" in rule):
            message = f"'question' is for checks, and rule {id_!r} is not one; remove it"
            yield Fault(("rules", id_, "question"), message, of_key=True)
    for id_, date in mappings(data, "dates"):
        yield from _date_faults(date, ("dates", id_))
    for path, name in _pictures(data):
        if name and not _PICTURE.fullmatch(name):
            said = "the name of a picture has letters from a to z, digits, '_' and '-' only"
            cure = "-".join(_PICTURE.findall(name.rpartition("/")[2].removesuffix(".svg")))
            yield Fault(path, f"{said}, not {name!r}" + (f"; write {cure!r}" if cure else ""))


def warnings(data: object) -> Iterator[Fault]:
    """Yield rows of the table that lack a position, and dates far from their cycle."""
    positions = known_positions(data)
    for path, row in at_place(data, ("programme", "table", "*")):
        lacking = [id_ for id_ in positions if isinstance(row, dict) and id_ not in row]
        if lacking:
            yield Fault(path, f"this row says nothing about {listing(lacking, 'and')}; add a text")
    for id_, date in mappings(data, "dates"):
        as_of = date.get("as_of")
        for key in ("from", "until"):
            written = date.get(key)
            found = DAY_OR_MONTH.fullmatch(written) if isinstance(written, str) else None
            if found and type(as_of) is int and abs(int(found[1]) - as_of) > MOST_YEARS:
                message = f"{written} is more than {MOST_YEARS} years from the cycle {as_of}"
                yield Fault(("dates", id_, key), f"{message}; check 'as_of'")


def picture_faults(data: object, pictures: Collection[str]) -> Iterator[Fault]:
    """Yield each picture that is not among those that there are."""
    known = sorted(pictures)
    for path, name in _pictures(data):
        if name not in known and _PICTURE.fullmatch(name):
            hint = did_you_mean(name, known) or f"; add static/pictures/{name}.svg"
            yield Fault(path, f"there is no picture {name!r}{hint}")


def _pictures(data: object) -> Iterator[tuple[Path, str]]:
    for place in _PICTURES:
        for path, name in at_place(data, place):
            if isinstance(name, str):
                yield path, name


def _table_faults(data: object) -> Iterator[Fault]:
    positions = known_positions(data)
    for path, row in at_place(data, ("programme", "table", "*")):
        for key in row if isinstance(row, dict) else ():
            if key not in ("row", "facts") and key not in positions and positions is not NOT_READ:
                message = unknown("position", key, [*positions, "row", "facts"])
                yield Fault((*path, key), message, of_key=True)


def _day_faults(data: object, named: dict[str, Any], path: Path) -> Iterator[Fault]:
    questions = entries(data, "questions")
    for question, choice in named.items():
        choices = entries(data, "questions", question, "choices")
        if questions and question not in questions:
            yield Fault((*path, question), unknown("question", question, questions), of_key=True)
        elif isinstance(choice, str) and choices and choice not in choices:
            hint = did_you_mean(choice, choices) or f"; it has {listing(choices, 'and')}"
            message = f"question {question!r} has no choice {choice!r}{hint}"
            yield Fault((*path, question), message)


def _date_faults(date: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    if "from" not in date and "until" not in date:
        yield Fault(path, "a date without a day or a month; add from, until or both", of_key=True)
        return
    first, last = date.get("from"), date.get("until")
    if isinstance(first, str) and isinstance(last, str) and DAY_OR_MONTH.fullmatch(first):
        # Written with the year first, days and months are in the order of their texts.
        shorter = min(len(first), len(last))
        if DAY_OR_MONTH.fullmatch(last) and last[:shorter] < first[:shorter]:
            yield Fault((*path, "until"), f"{last} is before {first}; swap them")
