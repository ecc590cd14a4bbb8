"""What goes into the store comes out of it, once, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.outcomes import EMPTY, assessment, long_outcome

from quiz.core.language.model import (
    Assessment,
    Change,
    Closest,
    Effect,
    Outcome,
    Reason,
    Standing,
)
from quiz.store import NewResult, Store, StoredResult, StoreError, hash_token

Make = Callable[..., NewResult]
Open = Callable[[str], Store]

# All that a form lets through, and NUL, which PostgreSQL takes inside JSON only escaped.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)


def several(each: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(each, max_size=4).map(tuple)


given_answers = several(texts)
answers = st.dictionaries(texts, given_answers, max_size=12)
changes = st.builds(Change, texts, st.none() | given_answers, st.none() | given_answers)
assessments = st.builds(
    Assessment,
    *[st.integers()] * 3,
    st.sampled_from(get_args(Standing)),
    several(st.builds(Reason, texts, st.sampled_from(get_args(Effect)), st.integers())),
    st.none() | several(changes),
)
outcomes = st.builds(
    Outcome,
    texts,
    texts,
    st.none() | texts,
    several(texts),
    several(texts),
    st.dictionaries(texts, assessments, max_size=4),
    several(texts),
    st.none() | st.just("unknown") | st.builds(Closest, changes, st.none() | texts),
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
    kept = store.results.add(new)
    assert kept.address_number == 0
    assert store.results.find(new.token) == StoredResult(
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
    store.results.add(new)
    stored = '{"japanese": "n2", "sports": ["judo", "kendo"]}'.replace(":", "\\:")
    execute(url, f"UPDATE results SET answers = '{stored}'")  # noqa: S608
    found = store.results.find(new.token)
    assert found is not None
    assert found.answers == {"japanese": ("n2",), "sports": ("judo", "kendo")}
    assert list(store.results.all_answers()) == [found.answers]


def test_a_token_that_was_never_given_finds_nothing(store: Store, new_result: Make) -> None:
    store.results.add(new_result("a" * 26))
    assert store.results.find("b" * 26) is None
    assert store.results.find(hash_token("a" * 26)) is None
    assert store.results.find("") is None


@given(answers, outcomes, moments)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_goes_in_comes_out(
    store: Store, new_result: Make, answers: dict, outcome: Outcome, moment: datetime
) -> None:
    token = str(hash((str(answers), str(outcome), moment)))
    store.results.add(new_result(token, answers=answers, outcome=outcome, created_at=moment))
    found = store.results.find(token)
    assert found is not None
    assert (found.answers, found.outcome, found.created_at) == (answers, outcome, moment)
    assert list(found.answers) == list(answers)
    assert list(found.outcome.positions) == list(outcome.positions)
    assert found.created_at.tzinfo is UTC


def test_a_result_and_an_edition_of_several_megabytes_come_out_whole(
    store: Store, new_result: Make
) -> None:
    outcome = long_outcome(*["国際交流員になる人の🎌" * 10_000] * 20)
    source = bytes(range(256)) * 10_000
    store.results.add(new_result(outcome=outcome, source=source))
    found = store.results.find("a" * 26)
    assert found is not None
    assert found.outcome == outcome
    assert store.editions.source(found.digest) == source


def test_what_is_kept_survives_a_new_start(
    url: str, store: Store, open_store: Open, new_result: Make
) -> None:
    id_ = store.results.add(new_result()).id
    store.close()
    found = open_store(url).results.find("a" * 26)
    assert found is not None
    assert found.id == id_


def test_the_token_itself_is_not_stored(url: str, store: Store, new_result: Make) -> None:
    store.results.add(new_result("thesecrettoken"))
    (row,) = rows(url, "results")
    assert row["token_hash"] == hash_token("thesecrettoken")
    assert "thesecrettoken" not in str(row)


def test_the_edition_of_a_result_is_kept_once_and_as_it_was_first(
    url: str, store: Store, open_store: Open, new_result: Make
) -> None:
    new = new_result()
    assert store.editions.source(new.digest) is None
    store.results.add(new)
    store.results.add(replace(new, submission="b", token="b" * 26))
    open_store(url).results.add(replace(new, submission="c", token="c" * 26))
    assert store.editions.source(new.digest) == new.source
    assert [row["digest"] for row in rows(url, "editions")] == [new.digest]


def test_results_of_several_editions_keep_each_its_own(store: Store, new_result: Make) -> None:
    for number in range(3):
        store.results.add(
            new_result(str(number), digest=str(number) * 64, source=f"edition {number}".encode())
        )
    for number in range(3):
        found = store.results.find(str(number))
        assert found is not None
        assert store.editions.source(found.digest) == f"edition {number}".encode()


def test_an_edition_that_was_removed_behind_the_back_is_kept_again(
    url: str, store: Store, new_result: Make
) -> None:
    store.results.add(new_result("a"))
    execute(url, "DELETE FROM results", "DELETE FROM editions")
    new = new_result("b")
    store.results.add(new)
    assert store.editions.source(new.digest) == new.source


def test_the_same_submission_again_changes_nothing(
    url: str, store: Store, new_result: Make
) -> None:
    first = new_result()
    id_ = store.results.add(first)
    again = replace(
        first, token="b" * 26, language="ja", answers={}, outcome=EMPTY, digest="6" * 64
    )
    assert store.results.add(again) == id_
    found = store.results.find(first.token)
    assert found is not None
    assert found.answers == first.answers
    assert len(rows(url, "results")) == 1


def test_the_id_of_a_deleted_result_is_never_given_again(
    url: str, store: Store, new_result: Make
) -> None:
    first = store.results.add(new_result("a")).id
    execute(url, "DELETE FROM results")
    assert store.results.add(new_result("b")).id != first


def test_texts_that_name_no_number_are_kept(store: Store, new_result: Make) -> None:
    outcome = long_outcome("NaN", "Infinity", "-Infinity")
    store.results.add(new_result(outcome=outcome))
    stored = store.results.find("a" * 26)
    assert stored is not None
    assert stored.outcome == outcome


def outcome_that_fits(fit: float) -> Outcome:
    return replace(EMPTY, positions={"ALT": assessment("open", fit)})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"created_at": datetime(2026, 11, 22)},  # noqa: DTZ001 - the point of the test
        {"created_at": None},
        {"outcome": outcome_that_fits(float("nan"))},
        {"outcome": outcome_that_fits(float("-inf"))},
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
        store.results.add(new_result(**changes))
    assert store.results.find("a" * 26) is None
    assert rows(url, "results") == rows(url, "editions") == []
    store.results.add(new_result())
