"""Rewrites the points of choices as ordinary rules, so that nothing else has to know of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quiz.core.language.document import Document, Path, entries
from quiz.core.load.questions import mappings

NOT_POSITIONS = ("because", "facts")
"""The keys of a choice's points that are no positions."""


def made(data: object) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Yield the id and the path of each choice's points, with the rule that they are short for."""
    for question, keys in mappings(data, "questions"):
        for choice, entry in mappings(keys, "points"):
            rule = {key: entry[key] for key in NOT_POSITIONS if key in entry}
            rule["points"] = {key: entry[key] for key in entry if key not in NOT_POSITIONS}
            rule["when"] = {question: choice}
            yield f"{question}-{choice}", ("questions", question, "points", choice), rule


def expand(document: Document) -> None:
    """Put rules in the place of all points of choices in a faultless file.

    They follow the file's own rules. The place of each is that of its choice's points.
    """
    for id_, path, _ in made(document.data):
        document.values["rules", id_] = document.place(path)
        document.keys["rules", id_] = document.place(path, of_key=True)
    document.data = expanded(entries(document.data))


def expanded(data: Any) -> dict[str, Any]:
    """Return a faultless file's data with rules in the place of all points of choices."""
    questions = {
        id_: {key: value for key, value in question.items() if key != "points"}
        for id_, question in data["questions"].items()
    }
    rules = {id_: rule for id_, _, rule in made(data)}
    return {**data, "questions": questions, "rules": {**data["rules"], **rules}}
