"""A database gets its tables once, whole, and only from a version that knows it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from support.board_results import NOW, Invited

from quiz.store import NewRecipient, NewRecruiter, NewResult, Store, StoreError
from quiz.store.schema import metadata
from quiz.store.upgrade import MIGRATIONS

Make = Callable[..., NewResult]
Open = Callable[[str], Store]


@pytest.fixture
def url(empty_url: str) -> str:
    """The URL of a database without tables, so that the store itself has to make them."""
    return empty_url


@contextmanager
def connection_to(url: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def tables(url: str) -> set[str]:
    with connection_to(url) as connection:
        return set(sa.inspect(connection).get_table_names())


def test_an_upgraded_database_passes_the_check(store: Store) -> None:
    store.check()


def test_a_database_with_all_tables_has_the_newest_migration_that_alembic_finds(
    url: str, store: Store
) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with connection_to(url) as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == newest


def test_upgrading_again_keeps_what_is_there(store: Store, new_result: Make) -> None:
    id_ = store.results.add(new_result()).id
    store.upgrade()
    found = store.results.find("a" * 26)
    assert found is not None
    assert found.id == id_


def test_a_database_without_tables_fails_the_check_and_says_the_cure(
    url: str, open_store: Open
) -> None:
    store = open_store(url)
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).touch()
    with pytest.raises(StoreError, match=r"are not up to date: run quiz db upgrade$"):
        store.check()
    assert tables(url) == set()


def test_nothing_is_kept_or_found_without_tables(
    url: str, open_store: Open, new_result: Make
) -> None:
    store = open_store(url)
    for work in (lambda: store.results.add(new_result()), lambda: store.results.find("a")):
        with pytest.raises(StoreError):
            work()


def test_the_migrations_make_the_tables_that_the_store_uses(url: str, store: Store) -> None:
    with connection_to(url) as connection:
        name = connection.dialect.name

        def has(part: sa.schema.SchemaItem, *_more: object) -> bool:
            """Return whether this kind of database is to have a table, a column or an index."""
            return part.info.get("dialect", name) == name

        options = {"compare_type": True, "include_object": has}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_the_migrations_lead_back_to_an_empty_database(url: str, store: Store) -> None:
    lead_back(url, "base")
    assert tables(url) == {"alembic_version"}
    store.upgrade()
    store.check()


def lead_back(url: str, revision: str) -> None:
    with connection_to(url) as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        command.downgrade(config, revision)


def test_before_there_were_operators_none_are_left_and_recruiters_are(
    url: str, store: Store
) -> None:
    now = datetime.now(UTC)
    team = store.accounts.add_team("Consulate A", now)
    assert team is not None
    recruiter = store.accounts.add(NewRecruiter(team, "r@quiz.example", "R", "reader", "r"), now)
    operator = store.operators.add("o@quiz.example", "O", "token", now)
    assert operator is not None
    assert store.accounts.set_up("token", "hash", now)
    assert store.sessions.start("session", operator, "hash", now)
    store.audit.add(team, operator, "team added", {}, now)
    lead_back(url, "0024")
    store.upgrade()
    store.check()
    assert store.operators.people() == []
    assert [each.recruiter.id for each in store.accounts.people()] == [recruiter]
    assert [(entry.action, entry.by) for entry in store.audit.page(team)] == [("team added", None)]


def test_people_are_found_who_were_stored_before_all_letters_were_taken_apart(
    url: str, store: Store
) -> None:
    invited = Invited(store)
    team, who = invited.team("Consulate A")
    invitation = invited.invitation(team, who)
    result = invited.result(invitation, name="Bodil Ǿster", email="ǽ@home.example")
    store.notes.add(team, result, who, "Met at Ǿstbanen", NOW)
    new = NewRecipient("jose@home.example", "José", "seed", "token", "stop", None)
    store.recipient_mails.invite(team, invitation, who, [new], NOW)
    lead_back(url, "0028")
    before = (
        "UPDATE results SET name_folded = 'bodiløster', email_folded = 'æ@home.example'",
        "UPDATE notes SET says_folded = 'metatøstbanen' WHERE kind = 'note'",
    )
    with connection_to(url) as connection:
        for statement in before:
            connection.execute(sa.text(statement))
    store.upgrade()
    for text in ("Ǿster", "oster", "ǽ@home", "ae@home", "ǿstbanen", "at ostbanen"):
        assert [each.id for each in store.person_data.find(team, text, None, None)] == [result]
    assert [each.name for each, _ in store.person_data.find_invited(team, "jose")] == ["José"]


def upgrade_when_all_are_ready(url: str, together: object, errors: object) -> None:
    store = Store(url)
    together.wait()  # type: ignore[attr-defined]
    try:
        store.upgrade()
        store.check()
    except StoreError as error:
        errors.put(str(error))  # type: ignore[attr-defined]
    else:
        errors.put(None)  # type: ignore[attr-defined]
    store.close()


def test_six_processes_that_start_at_once_all_find_the_tables(url: str, new_result: Make) -> None:
    processes = multiprocessing.get_context("fork")
    together, errors = processes.Barrier(6), processes.Queue()
    running = [
        processes.Process(target=upgrade_when_all_are_ready, args=(url, together, errors))
        for _ in range(6)
    ]
    for process in running:
        process.start()
    assert [errors.get(timeout=30) for _ in running] == [None] * 6
    for process in running:
        process.join()
    assert tables(url) == {"alembic_version", *metadata.tables}


def test_a_database_of_a_newer_version_is_refused_and_left_alone(
    url: str, store: Store, new_result: Make
) -> None:
    store.results.add(new_result())
    with connection_to(url) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for refused in (store.upgrade, store.check):
        with pytest.raises(
            StoreError,
            match=r"was written by a newer version of the quiz \(its tables are at 9999, "
            r"this version knows \d{4}\): install that version, or name another database$",
        ):
            refused()
    with connection_to(url) as connection:
        version = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        assert version == "9999"


def test_a_migration_that_fails_half_way_leaves_nothing(url: str, open_store: Open) -> None:
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).touch()
    with connection_to(url) as connection:
        connection.execute(sa.text("CREATE TABLE results (somebody_elses INTEGER)"))
    with pytest.raises(StoreError, match=r"cannot upgrade the tables in .* already exists"):
        open_store(url).upgrade()
    assert tables(url) == {"results"}
