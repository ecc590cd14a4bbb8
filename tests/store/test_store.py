"""The store closes what it has opened."""

from __future__ import annotations

import pytest

from quiz.store import Store


def test_a_store_is_closed_at_the_end_of_its_block(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[Store] = []

    def close(store: Store) -> None:
        closed.append(store)

    monkeypatch.setattr(Store, "close", close)
    with pytest.raises(ZeroDivisionError), Store(url) as store:
        raise ZeroDivisionError
    assert closed == [store]
