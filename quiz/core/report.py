"""An outcome as JSON: the shape that is stored, and that `quiz explain --json` prints."""

from __future__ import annotations

from typing import Any

from quiz.core.model import Answer, Assessment, Change, Outcome, Reason, Rules


def to_json(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as plain data, without the texts, which its edition keeps."""
    return {
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
                "reasons": [
                    {"rule": reason.rule, "effect": reason.effect, "points": reason.points}
                    for reason in seen.reasons
                ],
                "change": None
                if seen.change is None
                else [
                    {"question": change.question, "from": change.from_, "to": change.to}
                    for change in seen.change
                ],
            }
            for position, seen in outcome.positions.items()
        },
        "notices": list(outcome.notices),
    }


def from_json(data: dict[str, Any]) -> Outcome:
    """Return the outcome that `to_json` made `data` of."""
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
                reasons=tuple(
                    [
                        Reason(each["rule"], each["effect"], each["points"])
                        for each in seen["reasons"]
                    ]
                ),
                change=None
                if seen["change"] is None
                else tuple(
                    Change(change["question"], _answer(change["from"]), _answer(change["to"]))
                    for change in seen["change"]
                ),
            )
            for position, seen in data["positions"].items()
        },
        notices=tuple(data["notices"]),
    )


def explained(outcome: Outcome, rules: Rules, language: str) -> dict[str, Any]:
    """Return an outcome as plain data, with what each rule says and the facts it rests on."""
    data = to_json(outcome)
    for seen in data["positions"].values():
        for reason in seen["reasons"]:
            rule = rules.rules[reason["rule"]]
            reason["because"] = rule.because[language]
            reason["facts"] = list(rule.facts)
    data["notices"] = [
        {
            "notice": id_,
            "says": rules.notices[id_].says[language],
            "facts": list(rules.notices[id_].facts),
        }
        for id_ in data["notices"]
    ]
    return data


def _answer(value: Any) -> Answer | None:
    """Return an answer as the core holds it: JSON has lists where the core has tuples."""
    return tuple(value) if isinstance(value, list) else value
