"""What comes by an invitation is kept for its team, and never more than it has places."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from support.outcomes import assessment, outcome

from quiz.store import NewRecruiter, NewResult, Store
from quiz.store.errors import StoreError
from quiz.store.invitations import NewInvitation

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
OUTCOME = outcome("CIR", {"ALT": assessment("open", 40), "CIR": assessment("check", 75)})


@pytest.fixture
def invite(store: Store) -> Callable[..., int]:
    """Make an invitation of a team; name what shall differ."""
    team = store.accounts.add_team("Consulate", NOW)
    recruiter = store.accounts.add(
        NewRecruiter(team, "a@consulate.example", "A", "recruiter", "setup"), NOW
    )

    def make(code: str = "FAIR-7K4Q", **changes: object) -> int:
        fields: dict = {
            "team": team,
            "recruiter": recruiter,
            "code": code,
            "title": "Careers fair",
            "language": "en",
            "opens_at": None,
            "closes_at": None,
            "places": None,
            "asks_name": True,
            "asks_email": True,
            "note": None,
        }
        made = store.invitations.add(NewInvitation(**{**fields, **changes}), NOW)
        assert made is not None, "the code is taken"
        return made

    return make


def stage_key(url: str, stage: int) -> str | None:
    """Return the key of a default stage."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        key: str | None = connection.scalar(
            sa.text("SELECT key FROM stages WHERE id = :stage"), {"stage": stage}
        )
    engine.dispose()
    return key


def kept(url: str) -> list[dict]:
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM results ORDER BY id")).mappings().all()
    engine.dispose()
    return [dict(row) for row in rows]


def test_a_result_is_kept_with_what_its_board_is_searched_by(
    url: str, store: Store, invite: Callable[..., int], new_result: Callable[..., NewResult]
) -> None:
    new = new_result(outcome=OUTCOME, answers={"level": ("n2",), "duties": ("clubs", "events")})
    invitation = invite()
    result = store.results.add_invited(new, invitation, name="花子", email="h@mail.example")
    assert result is not None
    [row] = kept(url)
    assert (row["invitation"], row["name"], row["email"]) == (
        invitation,
        "花子",
        "h@mail.example",
    )
    assert (row["best"], row["fit"]) == ("CIR", 75)
    assert stage_key(url, row["stage"]) == "new"
    assert row["sought"] == (
        " standing:ALT=open standing:CIR=check"
        " answer:level=n2 answer:duties=clubs answer:duties=events "
    )
    assert store.results.add_invited(new, invitation, name=None, email=None) == result
    assert len(kept(url)) == 1


@pytest.mark.parametrize(
    ("limits", "comes"),
    [
        ({"opens_at": NOW}, True),
        ({"opens_at": NOW + timedelta(seconds=1)}, False),
        ({"closes_at": NOW + timedelta(seconds=1)}, True),
        ({"closes_at": NOW}, False),
        ({"places": 1}, True),
        ({"places": 0}, False),
    ],
)
def test_nothing_is_kept_where_the_invitation_is_not_open_or_full(
    url: str,
    store: Store,
    invite: Callable[..., int],
    new_result: Callable[..., NewResult],
    limits: dict,
    comes: bool,
) -> None:
    new = new_result(outcome=OUTCOME, created_at=NOW)
    result = store.results.add_invited(new, invite(**limits), name=None, email=None)
    assert (result is not None) == comes == bool(kept(url))


def test_of_sixteen_who_race_for_the_last_three_places_three_get_one(
    url: str, store: Store, invite: Callable[..., int], new_result: Callable[..., NewResult]
) -> None:
    invitation = invite(places=3)

    def come(number: int) -> bool:
        """Come again if all connections are busy, as they may be on a slow machine."""
        new = new_result(str(number), outcome=OUTCOME)
        for _ in range(20):
            with suppress(StoreError):
                return store.results.add_invited(new, invitation, name=None, email=None) is not None
        raise AssertionError(f"{number} was never let in")

    with ThreadPoolExecutor(16) as pool:
        came = list(pool.map(come, range(16)))
    assert came.count(True) == 3
    assert len(kept(url)) == 3


@pytest.mark.parametrize("places", [None, 1])
def test_one_result_that_comes_twice_at_once_is_kept_once_and_by_both(
    url: str,
    store: Store,
    invite: Callable[..., int],
    new_result: Callable[..., NewResult],
    places: int | None,
) -> None:
    invitation, ready = invite(places=places), threading.Barrier(8)
    new = new_result("a", outcome=OUTCOME)

    def come(_number: int) -> object:
        ready.wait()
        return store.results.add_invited(new, invitation, name=None, email=None)

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(come, range(8)))
    assert [row["id"] for row in kept(url)] == [came[0].id]
    assert set(came) == {came[0]}


def test_a_code_is_given_once(store: Store, invite: Callable[..., int]) -> None:
    invite("SAME-7K4Q")
    with pytest.raises(AssertionError, match="the code is taken"):
        invite("SAME-7K4Q")
