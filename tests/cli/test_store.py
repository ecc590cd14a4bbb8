"""Opening the store in commands: it is checked, always closed, and a failure exits 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.cli.store import open_store
from quiz.store import Store, StoreError


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[Store]:
    """The stores that were closed."""
    stores: list[Store] = []
    close = Store.close

    def note(store: Store) -> None:
        stores.append(store)
        close(store)

    monkeypatch.setattr(Store, "close", note)
    return stores


def test_the_store_is_closed_if_the_command_succeeds(sqlite_url: str, closed: list[Store]) -> None:
    with open_store(sqlite_url, check=False) as store:
        store.upgrade()
        assert closed == []
    assert closed == [store]


def test_the_store_is_closed_if_the_command_fails(
    sqlite_url: str, closed: list[Store], capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        pytest.raises(SystemExit) as ended,
        open_store(sqlite_url, check=False, failure="it could not be done") as store,
    ):
        raise StoreError("the reason")
    assert (ended.value.code, closed) == (2, [store])
    assert capsys.readouterr().err == "quiz: it could not be done: the reason\n"


def test_a_store_whose_tables_are_missing_ends_the_command(
    tmp_path: Path, sqlite_url: str, closed: list[Store], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "quiz.db").touch()
    with pytest.raises(SystemExit), open_store(sqlite_url):
        pass
    assert len(closed) == 1
    assert "run quiz db upgrade" in capsys.readouterr().err
