"""Teams and their recruiters: made by an administrator, set up once by their owner."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from quiz.store import Account, NewRecruiter, Recruiter, Store, StoreError, Team

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LINK_LASTS = timedelta(hours=72)


@pytest.fixture
def team(store: Store) -> int:
    id_ = store.accounts.add_team("Consulate A", NOW)
    assert id_ is not None
    return id_


@pytest.fixture
def add(store: Store, team: int) -> Callable[..., int | None]:
    """Adds somebody to the team."""

    def add(email: str = "a@quiz.example", link: str = "token a", team: int = team) -> int | None:
        return store.accounts.add(NewRecruiter(team, email, "A", "recruiter", link), NOW)

    return add


def test_a_team_is_found_by_its_name_with_how_many_people_it_has(store: Store, add) -> None:
    add("a@quiz.example", "token a")
    add("b@quiz.example", "token b")
    other = store.accounts.add_team("領事館", NOW)
    assert store.accounts.team("領事館") == Team(other, "領事館", 0)
    assert [(team.name, team.people) for team in store.accounts.teams()] == [
        ("Consulate A", 2),
        ("領事館", 0),
    ]
    assert store.accounts.team("consulate a") is None


def test_a_name_makes_one_team_only(store: Store, team: int) -> None:
    assert store.accounts.add_team("Consulate A", NOW) is None
    assert [found.id for found in store.accounts.teams()] == [team]


def test_a_new_account_waits_for_its_owner(store: Store, team: int, add) -> None:
    id_ = add("Äda@Quiz.Example ")
    assert store.accounts.find(" ÄDA@quiz.example") == Account(
        Recruiter(id_, team, "Consulate A", "äda@quiz.example", "A", "recruiter"),
        password_hash=None,
        setup_ends_at=NOW + LINK_LASTS,
        disabled_at=None,
    )
    assert store.accounts.people()[0].state == "not set up"


def test_an_address_has_one_account_in_all_teams(store: Store, add) -> None:
    other = store.accounts.add_team("Consulate B", NOW)
    assert add() is not None
    assert add("A@QUIZ.EXAMPLE", "token b", other) is None
    assert len(store.accounts.people()) == 1


def test_nobody_is_added_to_a_team_that_does_not_exist(store: Store, add) -> None:
    with pytest.raises(StoreError):
        add(team=99)


def test_a_team_sees_its_own_people_only(store: Store, team: int, add) -> None:
    other = store.accounts.add_team("Consulate B", NOW)
    mine, theirs = add(), add("b@quiz.example", "token b", other)
    assert [account.recruiter.id for account in store.accounts.people(team)] == [mine]
    assert [account.recruiter.id for account in store.accounts.people()] == [mine, theirs]
    assert store.accounts.person(team, mine) is not None
    assert store.accounts.person(team, theirs) is None


def test_a_set_up_link_works_once(store: Store, add) -> None:
    id_ = add()
    whose = store.accounts.to_set_up("token a", NOW)
    assert whose is not None
    assert whose.id == id_
    assert store.accounts.set_up("token a", "hash", NOW)
    assert store.accounts.to_set_up("token a", NOW) is None
    assert not store.accounts.set_up("token a", "another", NOW)
    account = store.accounts.find("a@quiz.example")
    assert account is not None
    assert (account.password_hash, account.state) == ("hash", "in use")


@pytest.mark.parametrize(("after", "works"), [(-timedelta(seconds=1), True), (timedelta(), False)])
def test_a_set_up_link_works_for_72_hours(store: Store, add, after: timedelta, works: bool) -> None:
    add()
    then = NOW + LINK_LASTS + after
    assert (store.accounts.to_set_up("token a", then) is not None) is works
    assert store.accounts.set_up("token a", "hash", then) is works


def test_a_reset_takes_the_password_the_older_link_and_all_sessions(store: Store, add) -> None:
    id_ = add()
    store.accounts.reset(id_, "token b", NOW + timedelta(hours=1))
    assert not store.accounts.set_up("token a", "hash", NOW)
    assert store.accounts.set_up("token b", "hash", NOW + LINK_LASTS)
    assert store.sessions.start("session", id_, "hash", NOW)
    store.accounts.reset(id_, "token c", NOW)
    assert store.sessions.find("session", NOW) is None
    assert not store.sessions.start("another", id_, "hash", NOW)


def test_a_disabled_account_is_closed_until_it_is_enabled(store: Store, add) -> None:
    id_ = add()
    store.accounts.disable(id_, NOW)
    assert store.accounts.people()[0].state == "disabled"
    assert store.accounts.to_set_up("token a", NOW) is None
    assert not store.accounts.set_up("token a", "hash", NOW)
    store.accounts.enable(id_)
    assert store.accounts.set_up("token a", "hash", NOW)
    assert store.sessions.start("session", id_, "hash", NOW)
    store.accounts.disable(id_, NOW)
    assert store.sessions.find("session", NOW) is None
    assert not store.sessions.start("another", id_, "hash", NOW)
    store.accounts.enable(id_)
    assert store.sessions.find("session", NOW) is None, "what has ended stays so"
    assert store.sessions.start("another", id_, "hash", NOW)
    store.accounts.enable(id_)
    assert store.sessions.find("another", NOW) is not None, "enabling ends nothing"


def test_a_changed_password_ends_all_sessions_of_its_owner_only(store: Store, add) -> None:
    mine, theirs = add(), add("b@quiz.example", "token b")
    for id_, token in ((mine, "token a"), (theirs, "token b")):
        store.accounts.set_up(token, "hash", NOW)
        store.sessions.start(f"session of {id_}", id_, "hash", NOW)
    assert store.accounts.change_password(mine, before="hash", after="new")
    assert store.sessions.find(f"session of {mine}", NOW) is None
    assert store.sessions.find(f"session of {theirs}", NOW) is not None


def test_of_two_changes_of_one_password_the_first_counts(store: Store, add) -> None:
    id_ = add()
    store.accounts.set_up("token a", "hash", NOW)
    assert store.accounts.change_password(id_, before="hash", after="new")
    assert not store.accounts.change_password(id_, before="hash", after="newer")
    store.accounts.rehash(id_, before="hash", after="newest")
    account = store.accounts.find("a@quiz.example")
    assert account is not None
    assert (account.password_hash, account.state) == ("new", "in use")


def test_a_newer_hash_of_the_same_password_ends_no_session(store: Store, add) -> None:
    id_ = add()
    store.accounts.set_up("token a", "hash", NOW)
    store.sessions.start("session", id_, "hash", NOW)
    store.accounts.rehash(id_, before="hash", after="new")
    assert store.sessions.find("session", NOW) is not None
    assert store.sessions.start("another", id_, "new", NOW)


def test_a_password_hash_does_not_show_in_what_an_account_prints(store: Store, add) -> None:
    add()
    store.accounts.set_up("token a", "a hash nobody reads", NOW)
    assert "nobody reads" not in repr(store.accounts.find("a@quiz.example"))


def test_tokens_are_stored_as_hashes_only(url: str, store: Store, add) -> None:
    id_ = add(link="the token of the link")
    store.accounts.set_up("the token of the link", "hash", NOW)
    store.accounts.reset(id_, "another token", NOW)
    store.accounts.set_up("another token", "hash", NOW)
    store.sessions.start("the token of the session", id_, "hash", NOW)
    store.accounts.add(NewRecruiter(1, "b@quiz.example", "B", "recruiter", "waiting"), NOW)
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        rows = [
            connection.execute(sa.text(every)).all()
            for every in ("SELECT * FROM recruiters", "SELECT * FROM recruiter_sessions")
        ]
    engine.dispose()
    assert [len(found) for found in rows] == [2, 1]
    assert "token" not in str(rows)
    assert "waiting" not in str(rows)


def set_up_when_both_are_ready(url: str, together: object, told: object, number: int) -> None:
    store = Store(url)
    store.check()
    together.wait()  # type: ignore[attr-defined]
    told.put((store.accounts.set_up("token a", f"hash {number}", NOW), number))  # type: ignore[attr-defined]
    store.close()


def test_of_two_processes_with_one_set_up_link_one_wins(url: str, store: Store, add) -> None:
    add()
    processes = multiprocessing.get_context("fork")
    together, told = processes.Barrier(2), processes.Queue()
    running = [
        processes.Process(target=set_up_when_both_are_ready, args=(url, together, told, number))
        for number in range(2)
    ]
    for process in running:
        process.start()
    answers = dict(told.get(timeout=30) for _ in running)
    for process in running:
        process.join()
    assert set(answers) == {True, False}
    account = store.accounts.find("a@quiz.example")
    assert account is not None
    assert account.password_hash == f"hash {answers[True]}"
