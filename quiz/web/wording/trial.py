"""The view models of a trial: the verdict, what is different, and what could be tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quiz.core.language.model import Outcome
from quiz.web.wording.changes import ChangeText, change_text
from quiz.web.wording.differences import (
    DifferencesView,
    FitView,
    differences_view,
    fit_views,
)
from quiz.web.wording.localized import LocalizedRules, PositionText


@dataclass(frozen=True, slots=True)
class TrialView:
    """The verdict on the answers: the `best` matches, with the word for their fit, and all `fits`.

    While an answer is missing, both are as before. `differences` is None where nothing is
    different, or where there is nothing to compare with.
    """

    best: Sequence[PositionText]
    band: str | None
    fits: Sequence[FitView]
    differences: DifferencesView | None


class Offer(NamedTuple):
    """The fewest answers to change so that a position is the best match, and their address."""

    position: PositionText
    changes: Sequence[ChangeText]
    query: str


def trial_view(
    now: Outcome | None, before: Outcome | None, localized: LocalizedRules
) -> TrialView | None:
    """Return the verdict; None where neither sheet is complete."""
    seen = now or before
    if seen is None:
        return None
    fits = fit_views(seen, before or seen, localized)
    return TrialView(
        best=[localized.positions[position] for position in seen.bests],
        band=next((each.band for each in fits if each.text.id == seen.best), None),
        fits=fits,
        differences=differences_view(now, before, localized)
        if now and before and now is not before
        else None,
    )


def offers(
    outcome: Outcome, localized: LocalizedRules, query: Callable[[str], str]
) -> Sequence[Offer]:
    """Return the fewest changes for each position that is not best, where there are any.

    `query` returns the query of the address with the changes for a position.
    """
    return [
        Offer(
            localized.positions[position],
            [
                change_text(change, localized.questions, localized.language)
                for change in seen.change
                if change.to is not None
            ],
            query(position),
        )
        for position, seen in outcome.positions.items()
        if seen.change
    ]
