"""Which addresses of a database are understood, and what is said about the others."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from quiz.store import Store, StoreError


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "the address of the database cannot be read"),
        ("quiz.db", "the address of the database cannot be read"),
        ("sqlite://", "the address of an SQLite database names a file and nothing else"),
        ("sqlite:///:memory:", "write sqlite:///folder/quiz.db, or sqlite:////folder/quiz.db"),
        ("sqlite:///file:quiz.db?uri=true", "names a file and nothing else"),
        ("postgresql://localhost:54x2/quiz", "the address of the database cannot be read"),
        ("postgresql://quiz:open@sesame@localhost/quiz", "write %40 for @"),
        ("postgresql://quiz:open@ses/ame@localhost/quiz", "write %40 for @"),
        ("mysql://localhost/quiz", "mysql is not a database that the quiz knows"),
    ],
)
def test_an_address_that_cannot_serve_is_refused_with_the_cure(address: str, told: str) -> None:
    with pytest.raises(StoreError) as refusal:
        Store(address)
    assert told in str(refusal.value)
    assert "ame@" not in str(refusal.value)


def test_the_short_name_of_postgresql_is_understood(postgresql_url: str) -> None:
    store = Store(postgresql_url.replace("postgresql:", "postgres:"))
    store.upgrade()
    store.check()
    store.close()


def test_a_password_never_appears_in_an_error() -> None:
    store = Store("postgresql://quiz:opensesame@127.0.0.1:1/quiz")
    with pytest.raises(StoreError) as failure:
        store.check()
    assert "127.0.0.1" in str(failure.value)
    assert "opensesame" not in str(failure.value) + repr(failure.value.__cause__)


def test_a_missing_driver_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "quiz.store.postgresql", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'psycopg\[binary\]'"):
        Store("postgresql://localhost/quiz")


def test_a_file_name_with_signs_of_an_address_is_taken_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "100% 日本#1.db"
    store = Store(f"sqlite:///{file}")
    store.upgrade()
    store.check()
    store.close()
    assert file.read_bytes().startswith(b"SQLite format 3")
