"""An outcome as JSON: the shape that is stored, and that `quiz explain --json` prints."""

from __future__ import annotations

from typing import Any

from quiz.core.model import Answer, Assessment, Change, Closest, Outcome, Reason, Rules


def to_json(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as plain data, without the texts, which its edition keeps."""
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
                "reasons": [
                    {"rule": reason.rule, "effect": reason.effect, "points": reason.points}
                    for reason in seen.reasons
                ],
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


def from_json(data: dict[str, Any]) -> Outcome:
    """Return the outcome that `to_json` made `data` of, now or before there was a `closest`."""
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
                else tuple([_change(each) for each in seen["change"]]),
            )
            for position, seen in data["positions"].items()
        },
        notices=tuple(data["notices"]),
        closest=_closest(data["closest"]) if "closest" in data else "unknown",
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


def _plain(change: Change) -> dict[str, Any]:
    return {"question": change.question, "from": change.from_, "to": change.to}


def _change(data: dict[str, Any]) -> Change:
    return Change(data["question"], _answer(data["from"]), _answer(data["to"]))


def _closest(data: dict[str, Any] | None) -> Closest | None:
    return None if data is None else Closest(_change(data), data["best"])


def _answer(value: Any) -> Answer | None:
    """Return an answer as the core holds it: JSON has lists where the core has tuples."""
    return tuple(value) if isinstance(value, list) else value
