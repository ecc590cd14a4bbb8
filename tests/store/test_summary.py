"""What a team's visits and results add up to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from support.board_results import NOW, Invited

from quiz.store import BoardFilter, Store, Told, Visited, summary
from quiz.store.schema import visits


@pytest.fixture
def invited(store: Store) -> Invited:
    return Invited(store)


def visit(url: str, *rows: tuple[int, str | None, bool]) -> None:
    """Write visits: of which invitation, the last question answered, whether it was finished."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        for number, (invitation, question, finished) in enumerate(rows):
            connection.execute(
                sa.insert(visits).values(
                    sitting_hash=f"{number:064}",
                    invitation=invitation,
                    started_at=NOW + timedelta(days=number),
                    question=question,
                    finished_at=NOW if finished else None,
                )
            )
    engine.dispose()


def outcome(best: str | None, **changes: list[tuple[str, Any]] | None) -> dict[str, Any]:
    """Return an outcome: for each position, the answers to change for it to be best."""
    return {
        "best": best,
        "positions": {
            position: {
                "standing": "open",
                "fit": 50,
                "change": change and [{"question": q, "from": "x", "to": to} for q, to in change],
            }
            for position, change in changes.items()
        },
    }


def test_visits_are_counted_by_where_they_ended(url: str, store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    fair, online = invited.invitation(team, who), invited.invitation(team, who)
    other, stranger = invited.team("Consulate B")
    theirs = invited.invitation(other, stranger)
    visit(
        url,
        (fair, "degree", False),
        (fair, "degree", True),
        (online, "degree", False),
        (online, None, False),
        (theirs, "degree", False),
    )
    assert store.summaries.visited(team, BoardFilter()) == Visited(4, 1, {"degree": 2, None: 1})
    day = NOW.date()
    for wanted, started in (
        (BoardFilter(invitation=fair), 2),
        (BoardFilter(invitation=theirs), 0),
        (BoardFilter(first=day + timedelta(days=2)), 2),
        (BoardFilter(last=day), 1),
        (BoardFilter(kept_since=NOW + timedelta(days=1)), 3),
    ):
        assert store.summaries.visited(team, wanted).started == started


def test_results_are_counted_by_what_they_were_told_and_when(
    store: Store, invited: Invited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary, "AT_ONCE", 2)
    team, who = invited.team("Consulate A")
    fair = invited.invitation(team, who)
    n2, sports = ("level", ["n2"]), ("sports", ["judo", "kendo"])
    later = NOW + timedelta(days=1)
    invited.result(fair, outcome=outcome("ALT", ALT=None, CIR=[n2]))
    invited.result(fair, outcome=outcome("ALT", ALT=None, CIR=[n2, sports]))
    invited.result(fair, outcome=outcome("CIR", ALT=None, CIR=[n2]), created_at=later)
    invited.result(fair, outcome=outcome(None, ALT=[sports], CIR=[n2]), created_at=later)
    first, second = date(2026, 11, 25), date(2026, 11, 26)
    assert store.summaries.told(team, BoardFilter()) == Told(
        results=4,
        best={"ALT": 2, "CIR": 1, "none": 1},
        days={(first, "ALT"): 2, (second, "CIR"): 1, (second, "none"): 1},
        missing={"ALT": {("sports", ("judo", "kendo")): 1}, "CIR": {("level", ("n2",)): 2}},
    )
    assert store.summaries.told(team, BoardFilter(last=first)).results == 2
    assert store.summaries.told(invited.team("B")[0], BoardFilter()) == Told(0, {}, {}, {})
