"""Invitations as their team and their applicants find them, and what withdrawing leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
from support.invitations import invite
from support.outcomes import assessment, outcome

from quiz.store import Invitation, NewResult, Store, Terms

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OUTCOME = outcome("CIR", {"CIR": assessment("open", 75)})


@pytest.fixture
def come(store: Store, new_result: Callable[..., NewResult]) -> Callable[..., int]:
    """Return the result of somebody who comes by an invitation."""

    def make(invitation: Invitation, token: str = "a" * 26) -> int:
        new = new_result(token, outcome=OUTCOME)
        kept = store.results.add_invited(new, invitation.id, name="花子", email="h@mail.example")
        assert kept is not None
        return kept.id

    return make


def test_an_invitation_is_found_by_its_code_and_by_its_team_alone(store: Store) -> None:
    ours = invite(store, "Consulate A", code="LEEDS-7K4Q", note="Come\nand see", places=5)
    other = invite(store, "Consulate B", code="YORK-7K4Q")
    assert store.invitations.find("LEEDS-7K4Q") == ours
    assert (ours.team_name, ours.note, ours.places) == ("Consulate A", "Come\nand see", 5)
    assert store.invitations.find("leeds-7k4q") is None
    assert store.invitations.one(ours.team, ours.id) == ours
    assert store.invitations.one(other.team, ours.id) is None
    assert store.invitations.of_team(ours.team) == [ours]


def test_a_teams_invitations_come_newest_first_with_what_came_of_each(
    store: Store, come: Callable[..., int]
) -> None:
    first, second = invite(store), invite(store, code="FAIR-3333")
    come(first)
    for sitting, last in (("a", "level"), ("b", "duties"), ("c", None)):
        store.visits.start(sitting, first.id, NOW)
        if last:
            store.visits.reach(sitting, last)
    store.visits.finish("b", NOW)
    found = store.invitations.of_team(first.team)
    assert [(i.id, i.taken, i.started, i.finished) for i in found] == [
        (second.id, 0, 0, 0),
        (first.id, 1, 3, 1),
    ]


def test_all_of_an_invitation_can_be_changed_by_its_team_but_the_code(store: Store) -> None:
    ours = invite(store)
    terms = Terms(
        title="別の題",
        language="ja",
        opens_at=NOW,
        closes_at=NOW + HOUR,
        places=3,
        asks_name=False,
        asks_email=False,
        note="来てください",
    )
    store.invitations.change(ours.team + 1, ours.id, terms)
    assert store.invitations.one(ours.team, ours.id) == ours
    store.invitations.change(ours.team, ours.id, terms)
    assert store.invitations.one(ours.team, ours.id) == replace(ours, **asdict(terms))


def test_an_invitation_is_closed_at_once_and_opened_again(store: Store) -> None:
    ours = invite(store, opens_at=NOW - HOUR, closes_at=NOW + HOUR)
    for team, stage in ((ours.team + 1, "open"), (ours.team, "closed")):
        store.invitations.close(team, ours.id, NOW)
        found = store.invitations.find(ours.code)
        assert found is not None
        assert found.stage(NOW) == stage
    store.invitations.open_again(ours.team, ours.id)
    found = store.invitations.find(ours.code)
    assert found is not None
    assert (found.opens_at, found.closes_at, found.stage(NOW)) == (None, None, "open")


@pytest.mark.parametrize(
    ("changes", "stage"),
    [
        ({}, "open"),
        ({"opens_at": NOW}, "open"),
        ({"opens_at": NOW + HOUR}, "not yet"),
        ({"closes_at": NOW + HOUR}, "open"),
        ({"closes_at": NOW}, "closed"),
        ({"closes_at": NOW, "places": 1}, "closed"),
        ({"places": 1}, "full"),
        ({"places": 2}, "open"),
    ],
)
def test_an_invitation_is_open_between_its_days_while_it_has_places(
    store: Store, come: Callable[..., int], changes: dict, stage: str
) -> None:
    ours = invite(store)
    come(ours)
    store.invitations.change(ours.team, ours.id, replace(_terms(ours), **changes))
    found = store.invitations.find(ours.code)
    assert found is not None
    assert found.stage(NOW) == stage


def _terms(of: Invitation) -> Terms:
    return Terms(**{name: getattr(of, name) for name in Terms.__dataclass_fields__})
