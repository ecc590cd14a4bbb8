"""What a team's visits and results add up to."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import sqlalchemy as sa
from support import outcomes
from support.board_results import NOW, Invited

from quiz.core.language.model import Answer, Change, Outcome
from quiz.store import BoardFilter, MissingCounts, ResultGroup, Store, VisitGroup, summary
from quiz.store.schema import visits

MOMENT = timedelta(microseconds=1)


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
    assert set(store.summaries.visits(team, BoardFilter())) == {
        VisitGroup(fair, "degree", 2, 1),
        VisitGroup(online, "degree", 1, 0),
        VisitGroup(online, None, 1, 0),
    }
    day = NOW.date()
    for filters, started in (
        (BoardFilter(invitation=fair), 2),
        (BoardFilter(invitation=theirs), 0),
        (BoardFilter(first=day + timedelta(days=2)), 2),
        (BoardFilter(last=day), 1),
    ):
        assert sum(each.began for each in store.summaries.visits(team, filters)) == started


def test_visits_whose_retention_has_ended_are_not_counted(
    url: str, store: Store, invited: Invited, open_store: Callable[..., Store]
) -> None:
    team, who = invited.team("Consulate A")
    fair = invited.invitation(team, who)
    visit(url, (fair, "degree", False), (fair, "degree", True), (fair, None, False))
    kept = open_store(url, retention=datetime.now(UTC) - NOW - timedelta(hours=1))
    assert sum(each.began for each in kept.summaries.visits(team, BoardFilter())) == 2


def test_results_are_counted_in_groups(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    fair, online = invited.invitation(team, who), invited.invitation(team, who)
    other = invited.invitation(*invited.team("Consulate B"))
    new = invited.stage(team, "new")
    tied = replace(outcome("ALT", ALT=None, CIR=None, SEA=None), tied=("CIR", "SEA"))
    day = timedelta(days=1)
    for invitation, told, at, answers, email in (
        (fair, outcome("ALT", ALT=None), NOW, {"level": ("n2",)}, None),
        (fair, outcome("ALT", ALT=None), NOW + day - MOMENT, {"level": ("n2",)}, None),
        (fair, outcome("ALT", ALT=None), NOW + day, {"level": ("n2",)}, None),
        (fair, outcome("ALT", ALT=None), NOW, {"degree": ("none",)}, "a@mail.example"),
        (online, outcome(None, ALT=None), NOW + 2 * day, {"level": ("n1",)}, None),
        (online, tied, NOW + 2 * day, {"level": ("n1",)}, None),
        (online, tied, NOW + 2 * day, {"level": ("n1",)}, None),
        (other, tied, NOW, {"level": ("n1",)}, None),
    ):
        invited.result(invitation, outcome=told, created_at=at, answers=answers, email=email)
    found = store.summaries.results(team, BoardFilter(), [NOW + day, NOW + 2 * day], "level")
    assert set(found) == {
        ResultGroup(("ALT",), 0, "n2", new, fair, False, 2),
        ResultGroup(("ALT",), 1, "n2", new, fair, False, 1),
        ResultGroup(("ALT",), 0, None, new, fair, True, 1),
        ResultGroup((), 2, "n1", new, online, False, 1),
        ResultGroup(("ALT", "CIR", "SEA"), 2, "n1", new, online, False, 2),
    }
    assert len(found) == 5
    whole = store.summaries.results(team, BoardFilter(invitation=fair))
    assert set(whole) == {
        ResultGroup(("ALT",), 0, None, new, fair, False, 3),
        ResultGroup(("ALT",), 0, None, new, fair, True, 1),
    }
    assert store.summaries.results(invited.team("C")[0], BoardFilter()) == []
    assert store.summaries.span(team, BoardFilter()) == (NOW, NOW + 2 * day)
    assert store.summaries.span(team, BoardFilter(invitation=fair)) == (NOW, NOW + day)
    assert store.summaries.span(invited.team("D")[0], BoardFilter()) is None


def test_an_answer_that_an_earlier_version_stored_as_a_text_is_counted(
    url: str, store: Store, invited: Invited
) -> None:
    team, who = invited.team("Consulate A")
    fair = invited.invitation(team, who)
    old, new = (invited.result(fair, answers={"level": ("n2",)}) for _ in range(2))
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE results SET answers = :answers WHERE id = :id"),
            {"answers": '{"level": "n2"}', "id": old},
        )
    engine.dispose()
    assert store.board.find(team, old)
    assert store.board.find(team, new)
    [group] = store.summaries.results(team, BoardFilter(), (), "level")
    assert (group.answer, group.number) == ("n2", 2)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(5))
def test_counts_equal_those_of_a_separate_reading_on_random_boards(
    store: Store, invited: Invited, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - test data
    team, who = invited.team("Consulate A")
    fairs = [invited.invitation(team, who) for _ in range(3)]
    stages = [each.id for each in store.stages.names(team)]
    boundaries = [NOW + timedelta(days=days) for days in sorted(random.sample(range(40), 6))]
    expected: Counter[tuple[object, ...]] = Counter()
    for _ in range(120):
        bests = random.choice([("ALT",), ("CIR",), (), ("ALT", "CIR"), ("CIR", "SEA")])
        told = outcome(bests[0] if bests else None, ALT=None, CIR=None, SEA=None)
        answer = random.choice(["n1", "n2", "none", None])
        answers = {"level": (answer,)} if answer else {"degree": ("yes",)}
        at = NOW + timedelta(days=random.randrange(-2, 42), hours=random.choice([0, 1]))
        fair, email = random.choice(fairs), random.choice([None, "a@mail.example"])
        result = invited.result(
            fair,
            outcome=replace(told, tied=bests[1:]),
            answers=answers,
            created_at=at,
            email=email,
        )
        stage = random.choice(stages)
        store.work.change(team, [result], who, {"stage": stage}, NOW)
        period = bisect_right(boundaries, at)
        expected[bests, period, answer, stage, fair, email is not None] += 1
    found = store.summaries.results(team, BoardFilter(), boundaries, "level")
    assert {tuple(group[:-1]): group.number for group in found} == expected
    assert len(found) == len(expected)


def test_what_one_other_answer_would_change_is_counted(
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
    first = date(2026, 11, 25)
    assert store.summaries.missing(team, BoardFilter()) == MissingCounts(
        results=4,
        best={"ALT": 2, "CIR": 1},
        missing={"ALT": {("sports", ("judo", "kendo")): 1}, "CIR": {n2: 2}},
    )
    assert store.summaries.missing(team, BoardFilter(last=first)).results == 2
    nobody = invited.team("B")[0]
    assert store.summaries.missing(nobody, BoardFilter()) == MissingCounts(0, {}, {})


def test_an_exact_tie_is_counted_for_all_its_best_matches(store: Store, invited: Invited) -> None:
    team, who = invited.team("Consulate A")
    fair = invited.invitation(team, who)
    n2 = ("level", ("n2",))
    tied = replace(outcome("ALT", ALT=None, CIR=[n2], SEA=[n2]), tied=("CIR",))
    invited.result(fair, outcome=tied)
    invited.result(fair, outcome=outcome("ALT", ALT=None, CIR=[n2], SEA=None))
    counts = store.summaries.missing(team, BoardFilter())
    assert counts.best == {"ALT": 2, "CIR": 1}
    assert counts.missing == {"ALT": {}, "CIR": {n2: 1}, "SEA": {n2: 1}}, "CIR is best already"
