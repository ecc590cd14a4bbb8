"""What the checks of a rules file know of its questions, and the check of its conditions."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from quiz.core.language.conditions import (
    All,
    Condition,
    Fault,
    Reader,
    Shape,
    TooManyTermsError,
    read,
    terms,
)
from quiz.core.language.document import Path, entries
from quiz.core.language.sheet import Form
from quiz.core.load import texts


def mappings(data: object, *path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the entries at `path` that are mappings themselves."""
    return ((key, value) for key, value in entries(data, *path).items() if isinstance(value, dict))


def shapes(data: object) -> dict[str, Shape]:
    """Return what conditions need to know of each question."""
    return {
        id_: Shape(
            question.get("kind", "single"),
            tuple(entries(question, "choices")),
            texts.of_choices(question),
        )
        for id_, question in mappings(data, "questions")
    }


def forms(data: object) -> dict[str, Form]:
    """Return the questions' forms; one whose `only_if` is faulty counts as always asked."""
    known = shapes(data)
    return {
        id_: Form(
            known[id_].kind,
            known[id_].choices,
            frozenset(
                choice
                for choice, long_form in mappings(question, "choices")
                if long_form.get("exclusive") is True
            ),
            _only_if(question.get("only_if"), known),
        )
        for id_, question in mappings(data, "questions")
    }


def _only_if(raw: object, known: Mapping[str, Shape]) -> Condition:
    if not isinstance(raw, dict) or not _readable(raw, known):
        return All()
    return read(raw, known)


def _readable(raw: dict[str, Any], known: Mapping[str, Shape]) -> bool:
    """Return whether a condition is without faults and about questions that have choices."""
    return not any(Reader(known).faults(raw, ())) and all(known[q].choices for q in _asked(raw))


def _asked(raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield the questions of a condition without faults."""
    for key, value in raw.items():
        if key in ("any", "all", "not"):
            for part in [value] if key == "not" else value:
                yield from _asked(part)
        else:
            yield key


def condition_faults(
    known: Mapping[str, Shape], raw: object, path: Path, later: Container[str] = ()
) -> Iterator[Fault]:
    """Yield the faults of a condition at `path` about `known` questions, none of them `later`."""
    if raw is None:
        return
    yield from Reader(known, later).faults(raw, path)
    if isinstance(raw, dict) and _readable(raw, known):
        try:
            terms(read(raw, known))
        except TooManyTermsError:
            yield Fault(
                path, "this condition has too many combinations; split the rule into several"
            )
