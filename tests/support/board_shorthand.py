"""Short forms for the tests of a team's board: an outcome, conditions of a filter, ids of rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quiz.core.language.model import Outcome, Standing
from quiz.store import BoardFilter, BoardRow
from quiz.store.conditions import Condition
from support import outcomes


def outcome(best: str | None, **standings: Standing) -> Outcome:
    """Return an outcome with a best match and the standing of each position."""
    return outcomes.outcome(
        best, {position: outcomes.assessment(word, 60) for position, word in standings.items()}
    )


def having(*conditions: Condition, **more: Any) -> BoardFilter:
    """Return the filter with conditions."""
    return BoardFilter(conditions=conditions, **more)


def ids(rows: Iterable[BoardRow]) -> list[int]:
    """Return the id of each row, in their order."""
    return [row.id for row in rows]
