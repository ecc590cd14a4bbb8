"""Outcomes that are written out, not decided: name what shall differ."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from quiz.core.language.model import Assessment, Outcome, Standing

EMPTY = Outcome(
    edition="2028",
    digest="5" * 64,
    best=None,
    close=(),
    tied=(),
    positions={},
    notices=(),
    closest=None,
)


def assessment(standing: Standing = "open", fit: int = 0, **changes: Any) -> Assessment:
    """Return how a position comes out, of 100 points."""
    fields: dict[str, Any] = {"points": fit, "most": 100, "reasons": (), "change": None}
    return Assessment(**{"standing": standing, "fit": fit, **fields, **changes})


def outcome(
    best: str | None, positions: dict[str, Assessment] | None = None, **changes: Any
) -> Outcome:
    """Return an outcome of these positions."""
    return replace(EMPTY, best=best, positions=positions or {}, **changes)


def long_outcome(*texts: str) -> Outcome:
    """Return an outcome that holds these texts."""
    return replace(EMPTY, notices=texts)
