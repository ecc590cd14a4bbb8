"""The outbox is emptied: every mail arrives once, is tried again, or is given up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.board_results import Invited
from support.databases import write_migrated_sqlite
from support.mail_server import Running, mail_server

from quiz.store import NewMail, NewRecipient, QueuedMail, Store
from quiz.store.schema import outbox
from quiz.worker.courier import GIVEN_UP_AFTER, MOST_FAULTS, WAITS, Courier
from quiz.worker.delivery import Delivery, Report

REASON = "the quiz failed at it (IndexError); its log says where"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url) as opened:
        yield opened


@pytest.fixture
def running() -> Iterator[Running]:
    with mail_server() as server:
        yield server


def never() -> bool:
    return False


def queue(store: Store, *recipients: str, age: timedelta = timedelta()) -> None:
    mails = [NewMail(each, "Subject", "Text", "en") for each in recipients]
    store.outbox.add(mails, datetime.now(UTC) - age)


def next_tries(url: str) -> list[timedelta]:
    """Return in how much time, in whole minutes, each mail of the outbox is tried again."""
    engine = sa.create_engine(url)
    with closing(engine.connect()) as connection:
        found = connection.scalars(sa.select(outbox.c.next_try_at)).all()
    engine.dispose()
    now = datetime.now(UTC)
    return [timedelta(minutes=round((each - now).total_seconds() / 60)) for each in found]


def let_pass(url: str) -> None:
    """Make all mails due that wait, as if time had passed."""
    engine = sa.create_engine(url)
    waits = outbox.c.next_try_at.is_not(None)
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).where(waits).values(next_try_at=datetime.now(UTC)))
    engine.dispose()


def test_what_is_due_is_sent_in_order(store: Store, running: Running) -> None:
    courier = Courier(store.outbox, Delivery(running.server))
    assert courier.work(never) == 0
    queue(store, "a@home.example", "b@home.example")
    assert courier.work(never) == 2
    assert courier.work(never) == 0
    assert running.mailbox.recipients == ["a@home.example", "b@home.example"]
    assert store.count_rows()["outbox"] == 0


def test_nothing_is_begun_once_it_is_stopped(store: Store, running: Running) -> None:
    queue(store, "a@home.example", "b@home.example")
    stops = iter([False, True])
    assert Courier(store.outbox, Delivery(running.server)).work(lambda: next(stops)) == 1
    assert running.mailbox.recipients == ["a@home.example"]


def test_a_refusal_for_good_is_not_tried_again(
    store: Store, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    queue(store, "no@home.example", "a@home.example")
    assert Courier(store.outbox, Delivery(running.server)).work(never) == 2
    assert running.mailbox.recipients == ["a@home.example"]
    assert store.count_rows()["outbox"] == 0
    assert caplog.messages == ["mail 1 was not sent: 550 5.1.1 no such mailbox"]


def test_a_mail_waits_longer_after_each_refusal_for_now(
    url: str, store: Store, running: Running
) -> None:
    queue(store, "later@home.example")
    courier = Courier(store.outbox, Delivery(running.server))
    for wait in (*WAITS, WAITS[-1]):
        assert courier.work(never) == 1
        assert next_tries(url) == [wait]
        let_pass(url)
        running.mailbox.seen.clear()
    running.mailbox.seen.add("later@home.example")
    assert courier.work(never) == 1
    assert running.mailbox.recipients == ["later@home.example"]


def test_a_mail_is_given_up_in_the_end(store: Store, running: Running) -> None:
    queue(store, "later@home.example", age=GIVEN_UP_AFTER)
    assert Courier(store.outbox, Delivery(running.server)).work(never) == 1
    assert store.count_rows()["outbox"] == 0
    assert running.mailbox.recipients == []


class Faulty(Delivery):
    """A delivery with a fault: of a mail to an address that begins with `x` it makes nothing."""

    def deliver(self, mail: QueuedMail) -> Report:
        if mail.recipient.startswith("x"):
            raise IndexError(mail.recipient)
        return super().deliver(mail)


def test_a_mail_at_which_the_quiz_fails_is_given_up_and_keeps_no_other_waiting(
    url: str, store: Store, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    invited = Invited(store)
    team, who = invited.team("Consulate A")
    invitation = invited.invitation(team, who)
    new = [
        NewRecipient(
            email, None, email, email, email, NewMail(email, "Come", "Text", "en", recruiter=who)
        )
        for email in ("x@home.example", "a@home.example")
    ]
    store.recipient_mails.invite(team, invitation, who, new, datetime.now(UTC))
    courier = Courier(store.outbox, Faulty(running.server))
    for wait in WAITS[:-1]:
        assert courier.work(never) == 1 + (wait == WAITS[0])
        assert running.mailbox.recipients == ["a@home.example"]
        assert next_tries(url) == [wait]
        assert store.outbox.waiting().reason == REASON
        let_pass(url)
    assert courier.work(never) == 1
    assert store.count_rows()["outbox"] == 0
    states = {each.email: (each.state, each.reason) for each in store.recipients.every(invitation)}
    assert states == {"x@home.example": ("refused", REASON), "a@home.example": ("sent", None)}
    assert caplog.text.count("the quiz failed at mail 1") == MOST_FAULTS
    assert "Traceback" in caplog.text


def test_a_mail_of_a_team_at_which_the_quiz_fails_is_refused_in_its_history(
    url: str, store: Store, running: Running
) -> None:
    invited = Invited(store)
    team, who = invited.team("Consulate A")
    result = invited.result(invited.invitation(team, who))
    mail = NewMail("x@home.example", "Next steps", "Text", "en", who, result)
    store.outbox.add([mail], datetime.now(UTC))
    for _ in range(MOST_FAULTS):
        assert Courier(store.outbox, Faulty(running.server)).work(never) == 1
        let_pass(url)
    assert Courier(store.outbox, Faulty(running.server)).work(never) == 0
    [written] = store.outbox.of_result(result)
    assert (written.state, written.reason) == ("refused", REASON)
    assert store.outbox.waiting().refused == 1, "as the operator's page says"


def test_without_a_server_no_more_than_one_mail_is_tried_in_a_minute(
    url: str, store: Store, running: Running
) -> None:
    queue(store, "a@home.example", "b@home.example")
    courier = Courier(store.outbox, Delivery(replace(running.server, encryption="starttls")))
    assert courier.work(never) == 1
    assert courier.work(never) == 0
    let_pass(url)
    assert Courier(store.outbox, Delivery(running.server)).work(never) == 2, "none is lost"
    assert sorted(running.mailbox.recipients) == ["a@home.example", "b@home.example"]


def test_a_mail_that_the_server_took_without_saying_so_is_sent_again_as_the_same(
    url: str, store: Store, running: Running
) -> None:
    queue(store, "dies@home.example")
    Courier(store.outbox, Delivery(running.server)).work(never)
    let_pass(url)
    Courier(store.outbox, Delivery(running.server)).work(never)
    first, second = running.mailbox.received
    assert first["Message-ID"] == second["Message-ID"]
    assert store.count_rows()["outbox"] == 0
