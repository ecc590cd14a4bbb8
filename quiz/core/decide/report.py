"""An outcome with its texts, as plain data: what `quiz explain --json` prints."""

from __future__ import annotations

from quiz.core.language.model import Change, Outcome, Rules


def explained(
    outcome: Outcome, rules: Rules, language: str, *, given: bool = True
) -> dict[str, object]:
    """Return an outcome as JSON data, with the text of each rule and the facts it rests on.

    Without `given`, a change says which answer would be needed but not which was given.
    Where it is unknown how close the outcome was, `closest` is left out.
    """
    data: dict[str, object] = {
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
                    {
                        **reason._asdict(),
                        "because": rules.rules[reason.rule].because[language],
                        "facts": list(rules.rules[reason.rule].facts),
                    }
                    for reason in seen.reasons
                ],
                "change": None
                if seen.change is None
                else [_change(change, given=given) for change in seen.change],
            }
            for position, seen in outcome.positions.items()
        },
        "notices": [
            {
                "notice": id_,
                "says": rules.notices[id_].says[language],
                "facts": list(rules.notices[id_].facts),
            }
            for id_ in outcome.notices
        ],
    }
    if outcome.closest is None:
        data["closest"] = None
    elif outcome.closest != "unknown":
        closest = outcome.closest
        data["closest"] = {**_change(closest.change, given=given), "best": closest.best}
    return data


def _change(change: Change, *, given: bool) -> dict[str, object]:
    from_ = {"from": change.from_} if given else {}
    return {"question": change.question, **from_, "to": change.to}
