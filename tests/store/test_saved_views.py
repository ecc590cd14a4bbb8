"""Saved views: a name in the team's words and the query of an address, for one team."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from support.board_results import NOW, Invited

from quiz.store import SavedView, Store
from quiz.store.saved_views import MOST_VIEWS

LATER = NOW + timedelta(days=1)


@pytest.fixture
def team(store: Store) -> tuple[int, int]:
    """The ids of a team and of its recruiter."""
    return Invited(store).team("Consulate A")


def test_a_view_is_saved_replaced_renamed_and_deleted(store: Store, team: tuple[int, int]) -> None:
    id_, who = team
    first = store.saved_views.add(id_, who, "CIR、N2以上", "best=CIR", NOW)
    assert first is not None
    second = store.saved_views.add(id_, who, "A", "best=ALT", NOW)
    assert second is not None
    assert store.saved_views.of_team(id_) == [
        SavedView(first, "CIR、N2以上", "best=CIR", "R", NOW),
        SavedView(second, "A", "best=ALT", "R", NOW),
    ]
    assert store.saved_views.replace(id_, first, who, "best=SEA", LATER)
    assert store.saved_views.rename(id_, second, "B")
    assert store.saved_views.rename(id_, second, "B"), "its own name is not taken"
    assert store.saved_views.of_team(id_) == [
        SavedView(first, "CIR、N2以上", "best=SEA", "R", LATER),
        SavedView(second, "B", "best=ALT", "R", NOW),
    ]
    assert store.saved_views.delete(id_, first)
    assert not store.saved_views.delete(id_, first)
    assert [view.id for view in store.saved_views.of_team(id_)] == [second]


def test_two_views_of_a_team_have_two_names(store: Store, team: tuple[int, int]) -> None:
    id_, who = team
    other, somebody = Invited(store).team("Consulate B")
    assert store.saved_views.add(id_, who, "A", "best=CIR", NOW)
    second = store.saved_views.add(id_, who, "B", "best=CIR", NOW)
    assert second is not None
    assert store.saved_views.add(id_, who, "A", "best=ALT", NOW) is None
    assert not store.saved_views.rename(id_, second, "A")
    assert store.saved_views.add(other, somebody, "A", "best=ALT", NOW)
    assert [view.query for view in store.saved_views.of_team(id_)] == ["best=CIR"] * 2


def test_a_view_of_another_team_cannot_be_changed(store: Store, team: tuple[int, int]) -> None:
    id_, who = team
    other, somebody = Invited(store).team("Consulate B")
    view = store.saved_views.add(id_, who, "A", "best=CIR", NOW)
    assert view is not None
    assert not store.saved_views.replace(other, view, somebody, "", LATER)
    assert not store.saved_views.rename(other, view, "B")
    assert not store.saved_views.delete(other, view)
    assert store.saved_views.of_team(other) == []
    assert store.saved_views.of_team(id_) == [SavedView(view, "A", "best=CIR", "R", NOW)]


def test_a_team_has_a_limited_number_of_views_also_when_many_are_saved_at_once(
    store: Store, team: tuple[int, int]
) -> None:
    id_, who = team

    def save(number: int) -> int | None:
        return store.saved_views.add(id_, who, str(number % (MOST_VIEWS + 5)), "", NOW)

    with ThreadPoolExecutor(3) as pool:
        saved = list(pool.map(save, range(2 * (MOST_VIEWS + 5))))
    assert len([each for each in saved if each is not None]) == MOST_VIEWS
    names = [view.name for view in store.saved_views.of_team(id_)]
    assert len(names) == len(set(names)) == MOST_VIEWS
