"""Databases that were set up in a way that does not suit are refused at start, with the cure."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg
import pytest
from support import postgresql
from support.commands import quiz_process
from support.store_failures import refused

from quiz.store import NewResult, Store, StoreError

Make = Callable[..., NewResult]


@pytest.fixture
def other_encoding(server: postgresql.PostgreSQL, postgresql_url: str) -> Callable[[str], str]:
    """Return a function that makes a database with an encoding, and returns its URL."""

    def make(encoding: str) -> str:
        name = f"in_{encoding.lower()}"
        with psycopg.connect(postgresql_url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(
                f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 LOCALE 'C'"
            )
        path = urlsplit(postgresql_url).path
        return postgresql_url.replace(path, f"/{name}")

    return make


@pytest.mark.thorough
@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1", "EUC_JP"])
def test_a_database_that_cannot_hold_every_letter_is_refused_with_the_cure(
    other_encoding: Callable[[str], str], encoding: str, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    url = other_encoding(encoding)
    cure = f"its encoding is {encoding}, which cannot hold every letter; make it anew with "
    with Store(url) as store:
        for work in (store.upgrade, store.check):
            with refused(f"{cure}CREATE DATABASE in_{encoding.lower()} ENCODING 'UTF8'"):
                work()
    monkeypatch.setenv("QUIZ_DATABASE_URL", url)
    monkeypatch.setenv("QUIZ_INSTANCE", str(tmp_path))
    for command in (("db", "upgrade"), ("serve",)):
        run = quiz_process(*command)
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith("quiz: the database cannot be brought up to date: ")
        assert cure in run.err
        assert "Traceback" not in run.err


@pytest.mark.parametrize("threshold", ["0", "5"])
def test_a_server_may_prepare_statements_if_it_is_told_to(
    postgresql_url: str, new_result: Make, threshold: str
) -> None:
    with Store(f"{postgresql_url}&prepare_threshold={threshold}") as store:
        store.upgrade()
        for number in range(10):
            store.results.add(new_result(str(number)))
            assert store.results.find(str(number)) is not None


def test_a_threshold_that_is_no_number_is_named(postgresql_url: str) -> None:
    with pytest.raises(StoreError, match=r"prepare_threshold .* whole number, not soon"):
        Store(f"{postgresql_url}&prepare_threshold=soon")
