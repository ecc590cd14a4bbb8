"""Answers and outcomes as JSON: how they are stored, and how older forms of them are read.

An outcome is decoded for every result that is read, so a reason is stored as the list of
its rule, effect and points: the names of these parts would take twice as long to read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Dialect, TypeDecorator

from quiz.core.language.model import (
    Answer,
    Answers,
    Assessment,
    Change,
    Closest,
    Outcome,
    Reason,
)
from quiz.core.language.sheet import to_answer


class AnswersJson(TypeDecorator[Answers]):
    """A column of answer sheets."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Answers | None, dialect: Dialect) -> object:  # noqa: ARG002 - SQLAlchemy's signature
        """Return an answer sheet as JSON data."""
        return None if value is None else encode_answers(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Answer] | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the answer sheet of JSON data."""
        return None if value is None else decode_answers(value)


class ColumnsJson(TypeDecorator[tuple[str, ...]]):
    """A column of ids, in their order."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the ids of JSON data."""
        return None if value is None else tuple(value)


class OutcomeJson(TypeDecorator[Outcome]):
    """A column of outcomes."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Outcome | None, dialect: Dialect) -> object:  # noqa: ARG002 - SQLAlchemy's signature
        """Return an outcome as JSON data."""
        return None if value is None else encode_outcome(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Outcome | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the outcome of JSON data."""
        return None if value is None else decode_outcome(value)


def encode_answers(answers: Answers) -> Mapping[str, object]:
    """Return an answer sheet as JSON data."""
    return dict(answers)


def decode_answers(data: Mapping[str, Any]) -> dict[str, Answer]:
    """Return the answer sheet that was stored as `data`.

    Earlier versions stored one choice as a string, this one stores a list of it.
    """
    return {question: to_answer(answer) for question, answer in data.items()}


def encode_outcome(outcome: Outcome) -> Mapping[str, object]:
    """Return an outcome as JSON data, without texts: those are stored with its edition."""
    data: dict[str, object] = {
        "edition": outcome.edition,
        "digest": outcome.digest,
        "best": outcome.best,
        "close": outcome.close,
        "tied": outcome.tied,
        "positions": {
            position: {
                "points": seen.points,
                "most": seen.most,
                "fit": seen.fit,
                "standing": seen.standing,
                "reasons": [list(reason) for reason in seen.reasons],
                "change": None
                if seen.change is None
                else [_encode_change(change) for change in seen.change],
                **({} if seen.searched else {"searched": False}),
            }
            for position, seen in outcome.positions.items()
        },
        "notices": outcome.notices,
        **({"tells": outcome.tells} if outcome.tells else {}),
        **({"dates": outcome.dates} if outcome.dates else {}),
    }
    if outcome.closest is None:
        data["closest"] = None
    elif outcome.closest != "unknown":
        data["closest"] = {
            **_encode_change(outcome.closest.change),
            "best": outcome.closest.best,
        }
    return data


def decode_outcome(data: Mapping[str, Any]) -> Outcome:
    """Return the outcome that was stored as `data`, by this version or an earlier one.

    A search that came to its end is not mentioned, nor are tells and dates where there are none.
    Earlier versions stored no `closest`,
    each reason as an object with named parts, and an answer of one choice as a string.
    Raises KeyError where a part is missing that every version has stored.
    """
    return Outcome(
        edition=data["edition"],
        digest=data["digest"],
        best=data["best"],
        close=tuple(data["close"]),
        tied=tuple(data["tied"]),
        positions={
            position: Assessment(
                seen["points"],
                seen["most"],
                seen["fit"],
                seen["standing"],
                _decode_reasons(seen["reasons"]),
                None
                if seen["change"] is None
                else tuple([_decode_change(change) for change in seen["change"]]),
                seen.get("searched", True),
            )
            for position, seen in data["positions"].items()
        },
        notices=tuple(data["notices"]),
        closest=_decode_closest(data["closest"]) if "closest" in data else "unknown",
        tells=tuple([(question, choice) for question, choice in data.get("tells", ())]),
        dates=tuple(data.get("dates", ())),
    )


def _decode_reasons(data: Sequence[Any]) -> tuple[Reason, ...]:
    if data and isinstance(data[0], dict):  # as earlier versions stored them
        return tuple(Reason(**reason) for reason in data)
    return tuple(map(Reason._make, data))


def _encode_change(change: Change) -> Mapping[str, object]:
    return {"question": change.question, "from": change.from_, "to": change.to}


def _decode_change(data: Mapping[str, Any]) -> Change:
    from_, to = data["from"], data["to"]
    return Change(
        data["question"],
        None if from_ is None else to_answer(from_),
        None if to is None else to_answer(to),
    )


def _decode_closest(data: Mapping[str, Any] | None) -> Closest | None:
    return None if data is None else Closest(_decode_change(data), data["best"])
