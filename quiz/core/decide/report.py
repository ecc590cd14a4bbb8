"""Outcomes and answers as JSON: as they are stored, and as `quiz explain --json` prints them.

A stored outcome is read for every page of a result, so there a reason is a list of its rule,
effect and points: with their names it would take twice as long to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quiz.core.language.model import Answer, Answers, Assessment, Change, Closest, Outcome, Reason
from quiz.core.language.rules_file import Question, Rules
from quiz.core.language.sheet import Form, to_answer

PlainAnswer = str | list[str]
"""An answer as JSON has it: a list of choice ids for a multiple question, else one choice id."""


def to_stored(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as plain data, without texts: those are in its edition's rules file."""
    data: dict[str, Any] = {
        "edition": outcome.edition,
        "digest": outcome.digest,
        "best": outcome.best,
        "close": list(outcome.close),
        "tied": list(outcome.tied),
        "positions": {
            position: {
                "points": seen.points,
                "most": seen.most,
                "fit": seen.fit,
                "standing": seen.standing,
                "reasons": [list(reason) for reason in seen.reasons],
                "change": None if seen.change is None else [_plain(each) for each in seen.change],
            }
            for position, seen in outcome.positions.items()
        },
        "notices": list(outcome.notices),
    }
    if outcome.closest is None:
        data["closest"] = None
    elif outcome.closest != "unknown":
        data["closest"] = {**_plain(outcome.closest.change), "best": outcome.closest.best}
    return data


def from_stored(data: dict[str, Any]) -> Outcome:
    """Return the outcome that was stored as `data`, by this version or an earlier one.

    The first versions stored no `closest`, and a reason as a mapping.
    """
    return Outcome(
        edition=data["edition"],
        digest=data["digest"],
        best=data["best"],
        close=tuple(data["close"]),
        tied=tuple(data["tied"]),
        positions={
            position: Assessment(
                points=seen["points"],
                most=seen["most"],
                fit=seen["fit"],
                standing=seen["standing"],
                reasons=tuple([_reason(each) for each in seen["reasons"]]),
                change=None
                if seen["change"] is None
                else tuple([_change(each) for each in seen["change"]]),
            )
            for position, seen in data["positions"].items()
        },
        notices=tuple(data["notices"]),
        closest=_closest(data["closest"]) if "closest" in data else "unknown",
    )


def explained(outcome: Outcome, rules: Rules, language: str) -> dict[str, Any]:
    """Return an outcome as plain data, with each rule's text and the facts it cites."""
    data = to_stored(outcome)
    for position, seen in outcome.positions.items():
        if seen.change is not None:
            changes = [_plain_change(each, rules) for each in seen.change]
            data["positions"][position]["change"] = changes
        data["positions"][position]["reasons"] = [
            {
                **reason._asdict(),
                "because": rules.rules[reason.rule].because[language],
                "facts": list(rules.rules[reason.rule].facts),
            }
            for reason in seen.reasons
        ]
    data["notices"] = [
        {
            "notice": id_,
            "says": rules.notices[id_].says[language],
            "facts": list(rules.notices[id_].facts),
        }
        for id_ in data["notices"]
    ]
    if isinstance(outcome.closest, Closest):
        closest = _plain_change(outcome.closest.change, rules)
        data["closest"] = {**closest, "best": outcome.closest.best}
    return data


def plain_answers(
    answers: Answers, questions: Mapping[str, Question | Form]
) -> dict[str, PlainAnswer]:
    """Return an answer sheet as JSON has it; `questions` has each question of the sheet."""
    return {id_: plain_answer(answer, questions[id_]) for id_, answer in answers.items()}


def plain_answer(answer: Answer, question: Question | Form) -> PlainAnswer:
    """Return an answer to a question as JSON has it."""
    return list(answer) if question.kind == "multiple" else answer[0]


def _plain_change(change: Change, rules: Rules) -> dict[str, Any]:
    """Return a change as JSON has it, with null for a question not asked."""
    question = rules.questions[change.question]
    from_, to = [
        None if answer is None else plain_answer(answer, question)
        for answer in (change.from_, change.to)
    ]
    return {"question": change.question, "from": from_, "to": to}


def _reason(data: list[Any] | dict[str, Any]) -> Reason:
    return Reason._make(data) if isinstance(data, list) else Reason(**data)


def _plain(change: Change) -> dict[str, Any]:
    return {"question": change.question, "from": change.from_, "to": change.to}


def _change(data: dict[str, Any]) -> Change:
    return Change(data["question"], _answer(data["from"]), _answer(data["to"]))


def _closest(data: dict[str, Any] | None) -> Closest | None:
    return None if data is None else Closest(_change(data), data["best"])


def _answer(value: Any) -> Answer | None:
    return None if value is None else to_answer(value)
