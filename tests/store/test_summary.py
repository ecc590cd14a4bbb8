"""What a team's visits and results add up to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from support import outcomes
from support.board_results import NOW, Invited

from quiz.core.language.model import Answer, Change, Outcome
from quiz.store import BoardFilter, ResultCounts, Store, VisitCounts, summary
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


def outcome(best: str | None, **changes: list[tuple[str, Answer]] | None) -> Outcome:
    """Return an outcome: for each position, the answers to change for it to be best."""
    return outcomes.outcome(
        best,
        {
            position: outcomes.assessment(
                "open", 50, change=change and tuple(Change(q, ("x",), to) for q, to in change)
            )
            for position, change in changes.items()
        },
    )


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
    assert store.summaries.count_visits(team, BoardFilter()) == VisitCounts(
        4, 1, {"degree": 2, None: 1}
    )
    day = NOW.date()
    for filters, started in (
        (BoardFilter(invitation=fair), 2),
        (BoardFilter(invitation=theirs), 0),
        (BoardFilter(first=day + timedelta(days=2)), 2),
        (BoardFilter(last=day), 1),
    ):
        assert store.summaries.count_visits(team, filters).started == started


def test_visits_whose_retention_has_ended_are_not_counted(
    url: str, store: Store, invited: Invited, open_store: Callable[..., Store]
) -> None:
    team, who = invited.team("Consulate A")
    fair = invited.invitation(team, who)
    visit(url, (fair, "degree", False), (fair, "degree", True), (fair, None, False))
    kept = open_store(url, retention=datetime.now(UTC) - NOW - timedelta(hours=1))
    assert kept.summaries.count_visits(team, BoardFilter()).started == 2


def test_results_are_counted_by_what_they_were_told_and_when(
    store: Store, invited: Invited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary, "AT_ONCE", 2)
    team, who = invited.team("Consulate A")
    fair = invited.invitation(team, who)
    n2, sports = ("level", ("n2",)), ("sports", ("judo", "kendo"))
    later = NOW + timedelta(days=1)
    invited.result(fair, outcome=outcome("ALT", ALT=None, CIR=[n2]))
    invited.result(fair, outcome=outcome("ALT", ALT=None, CIR=[n2, sports]))
    invited.result(fair, outcome=outcome("CIR", ALT=None, CIR=[n2]), created_at=later)
    invited.result(fair, outcome=outcome(None, ALT=[sports], CIR=[n2]), created_at=later)
    first, second = date(2026, 11, 25), date(2026, 11, 26)
    assert store.summaries.count_results(team, BoardFilter()) == ResultCounts(
        results=4,
        best={("ALT",): 2, ("CIR",): 1, (): 1},
        days={(first, ("ALT",)): 2, (second, ("CIR",)): 1, (second, ()): 1},
        missing={"ALT": {("sports", ("judo", "kendo")): 1}, "CIR": {n2: 2}},
    )
    assert store.summaries.count_results(team, BoardFilter(last=first)).results == 2
    assert store.summaries.count_results(invited.team("B")[0], BoardFilter()) == ResultCounts(
        0, {}, {}, {}
    )


def test_an_exact_tie_is_counted_by_all_its_best_matches(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    fair = invited.invitation(team, who)
    n2 = ("level", ("n2",))
    tied = replace(outcome("ALT", ALT=None, CIR=[n2], SEA=[n2]), tied=("CIR",))
    invited.result(fair, outcome=tied)
    invited.result(fair, outcome=outcome("ALT", ALT=None, CIR=[n2], SEA=None))
    counts = store.summaries.count_results(team, BoardFilter())
    assert counts.best == {("ALT", "CIR"): 1, ("ALT",): 1}
    assert counts.missing == {"ALT": {}, "CIR": {n2: 1}, "SEA": {n2: 1}}, "CIR is best already"
