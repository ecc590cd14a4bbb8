"""What goes into the store comes out of it, once, for everybody."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.store import NewResult, Store, StoredResult, StoreError, hash_token

Make = Callable[..., NewResult]
Open = Callable[[str], Store]

# All that a form lets through, and NUL, which PostgreSQL takes inside JSON only escaped.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
answers = st.dictionaries(texts, st.lists(texts, max_size=4).map(tuple), max_size=12)
outcomes = st.dictionaries(
    texts,
    st.recursive(
        st.none() | st.booleans() | st.integers() | texts,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
        max_leaves=12,
    ),
    max_size=6,
)
moments = st.datetimes(
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=9))]),
    min_value=datetime(1970, 1, 3),  # noqa: DTZ001 - Hypothesis adds the time zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
)


def execute(url: str, *statements: str) -> list[dict[str, object]]:
    """Run statements behind the store's back and return the rows of the last."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        for statement in statements:
            cursor = connection.execute(sa.text(statement))
        found = [dict(row) for row in cursor.mappings()] if cursor.returns_rows else []
    engine.dispose()
    return found


def rows(url: str, table: str) -> list[dict[str, object]]:
    return execute(url, f"SELECT * FROM {table}")  # noqa: S608


def test_a_kept_result_is_found_by_its_token_as_it_was(store: Store, new_result: Make) -> None:
    new = new_result()
    kept = store.add_result(new)
    assert kept.address == 0
    assert store.find_result(new.token) == StoredResult(
        kept.id,
        new.digest,
        new.language,
        dict(new.answers),
        new.outcome,
        new.created_at,
        reveal="reasons",
        name=None,
        closes_at=None,
        invitation=None,
        submission=new.submission,
    )


def test_answers_of_an_earlier_version_are_found_as_tuples(
    url: str, store: Store, new_result: Make
) -> None:
    new = new_result()
    store.add_result(new)
    stored = '{"japanese": "n2", "sports": ["judo", "kendo"]}'.replace(":", "\\:")
    execute(url, f"UPDATE results SET answers = '{stored}'")  # noqa: S608
    found = store.find_result(new.token)
    assert found is not None
    assert found.answers == {"japanese": ("n2",), "sports": ("judo", "kendo")}
    assert list(store.all_answers()) == [found.answers]


def test_a_token_that_was_never_given_finds_nothing(store: Store, new_result: Make) -> None:
    store.add_result(new_result("a" * 26))
    assert store.find_result("b" * 26) is None
    assert store.find_result(hash_token("a" * 26)) is None
    assert store.find_result("") is None


@given(answers, outcomes, moments)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_goes_in_comes_out(
    store: Store, new_result: Make, answers: dict, outcome: dict, moment: datetime
) -> None:
    token = str(hash((str(answers), str(outcome), moment)))
    store.add_result(new_result(token, answers=answers, outcome=outcome, created_at=moment))
    found = store.find_result(token)
    assert found is not None
    assert (found.answers, found.outcome, found.created_at) == (answers, outcome, moment)
    assert list(found.answers) == list(answers)
    assert list(found.outcome) == list(outcome)
    assert found.created_at.tzinfo is UTC


def test_a_result_and_an_edition_of_several_megabytes_come_out_whole(
    store: Store, new_result: Make
) -> None:
    outcome = {"texts": ["国際交流員になる人の🎌" * 10_000] * 20}
    source = bytes(range(256)) * 10_000
    store.add_result(new_result(outcome=outcome, source=source))
    found = store.find_result("a" * 26)
    assert found is not None
    assert found.outcome == outcome
    assert store.edition(found.digest) == source


def test_what_is_kept_survives_a_new_start(
    url: str, store: Store, open_store: Open, new_result: Make
) -> None:
    id_ = store.add_result(new_result()).id
    store.close()
    found = open_store(url).find_result("a" * 26)
    assert found is not None
    assert found.id == id_


def test_the_token_itself_is_not_stored(url: str, store: Store, new_result: Make) -> None:
    store.add_result(new_result("thesecrettoken"))
    (row,) = rows(url, "results")
    assert row["token_hash"] == hash_token("thesecrettoken")
    assert "thesecrettoken" not in str(row)


def test_the_edition_of_a_result_is_kept_once_and_as_it_was_first(
    url: str, store: Store, open_store: Open, new_result: Make
) -> None:
    new = new_result()
    assert store.edition(new.digest) is None
    store.add_result(new)
    store.add_result(replace(new, submission="b", token="b" * 26))
    open_store(url).add_result(replace(new, submission="c", token="c" * 26))
    assert store.edition(new.digest) == new.source
    assert [row["digest"] for row in rows(url, "editions")] == [new.digest]


def test_results_of_several_editions_keep_each_its_own(store: Store, new_result: Make) -> None:
    for number in range(3):
        store.add_result(
            new_result(str(number), digest=str(number) * 64, source=f"edition {number}".encode())
        )
    for number in range(3):
        found = store.find_result(str(number))
        assert found is not None
        assert store.edition(found.digest) == f"edition {number}".encode()


def test_an_edition_that_was_removed_behind_the_back_is_kept_again(
    url: str, store: Store, new_result: Make
) -> None:
    store.add_result(new_result("a"))
    execute(url, "DELETE FROM results", "DELETE FROM editions")
    new = new_result("b")
    store.add_result(new)
    assert store.edition(new.digest) == new.source


def test_the_same_submission_again_changes_nothing(
    url: str, store: Store, new_result: Make
) -> None:
    first = new_result()
    id_ = store.add_result(first)
    again = replace(first, token="b" * 26, language="ja", answers={}, outcome={}, digest="6" * 64)
    assert store.add_result(again) == id_
    found = store.find_result(first.token)
    assert found is not None
    assert found.answers == first.answers
    assert len(rows(url, "results")) == 1


def test_sixteen_threads_with_the_same_submission_make_one_result(
    url: str, store: Store, new_result: Make
) -> None:
    together = threading.Barrier(16)

    def add(_number: int) -> int:
        together.wait()
        return store.add_result(new_result()).id

    with ThreadPoolExecutor(16) as pool:
        ids = set(pool.map(add, range(16)))
    assert ids == {row["id"] for row in rows(url, "results")}
    assert len(ids) == 1


def test_sixteen_threads_with_their_own_tokens_keep_all_results(
    url: str, store: Store, new_result: Make
) -> None:
    def add(number: int) -> int:
        return store.add_result(new_result(str(number))).id

    with ThreadPoolExecutor(16) as pool:
        ids = list(pool.map(add, range(160)))
    assert sorted(ids) == sorted(row["id"] for row in rows(url, "results"))
    assert len(set(ids)) == 160


def add_when_all_are_ready(url: str, new: NewResult, together: object, ids: object) -> None:
    store = Store(url)
    together.wait()  # type: ignore[attr-defined]
    ids.put([store.add_result(new).id for _ in range(5)])  # type: ignore[attr-defined]
    store.close()


def test_four_processes_with_the_same_submission_make_one_result(
    url: str, store: Store, new_result: Make
) -> None:
    processes = multiprocessing.get_context("fork")
    together, ids = processes.Barrier(4), processes.Queue()
    running = [
        processes.Process(target=add_when_all_are_ready, args=(url, new_result(), together, ids))
        for _ in range(4)
    ]
    for process in running:
        process.start()
    given_ids = {id_ for _ in running for id_ in ids.get(timeout=20)}
    for process in running:
        process.join()
    assert given_ids == {row["id"] for row in rows(url, "results")}
    assert len(given_ids) == 1


def find_in_child(store: Store, token: str, answers_: object) -> None:
    answers_.put(store.find_result(token))  # type: ignore[attr-defined]


def test_a_store_that_was_open_before_a_fork_serves_both_sides(
    store: Store, new_result: Make
) -> None:
    new = new_result()
    id_ = store.add_result(new).id
    processes = multiprocessing.get_context("fork")
    found = processes.Queue()
    child = processes.Process(target=find_in_child, args=(store, new.token, found))
    child.start()
    assert found.get(timeout=20).id == id_
    child.join()
    assert store.add_result(new).id == id_


def test_the_id_of_a_deleted_result_is_never_given_again(
    url: str, store: Store, new_result: Make
) -> None:
    first = store.add_result(new_result("a")).id
    execute(url, "DELETE FROM results")
    assert store.add_result(new_result("b")).id != first


def test_texts_that_name_no_number_are_kept(store: Store, new_result: Make) -> None:
    outcome = {"NaN": ["Infinity", "-Infinity"]}
    store.add_result(new_result(outcome=outcome))
    stored = store.find_result("a" * 26)
    assert stored is not None
    assert stored.outcome == outcome


@pytest.mark.parametrize(
    "changes",
    [
        {"created_at": datetime(2026, 11, 22)},  # noqa: DTZ001 - the point of the test
        {"created_at": None},
        {"outcome": {"fit": float("nan")}},
        {"outcome": {"fit": float("-inf")}},
        {"language": "\ud800"},
        {"answers": {"japanese": ("\udfff",)}},
        {"language": None},
    ],
    ids=[
        "no time zone",
        "no time",
        "not a number",
        "infinite",
        "surrogate",
        "surrogate in JSON",
        "nothing",
    ],
)
def test_what_cannot_be_stored_is_refused_whole(
    url: str, store: Store, new_result: Make, changes: dict
) -> None:
    with pytest.raises(StoreError, match="cannot keep a result"):
        store.add_result(new_result(**changes))
    assert store.find_result("a" * 26) is None
    assert rows(url, "results") == rows(url, "editions") == []
    store.add_result(new_result())
