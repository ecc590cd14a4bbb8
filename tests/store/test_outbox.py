"""The outbox gives each mail to one worker, again where that was lost, and keeps what it must."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from support.board_results import NOW, Invited

from quiz.store import NewMail, NewResult, QueuedMail, Store
from quiz.store.outbox import CLAIM_LASTS

Make = Callable[..., NewResult]
LATER = NOW + timedelta(minutes=1)


def mail(recipient: str, **changes: object) -> NewMail:
    return NewMail(recipient, "結果", "It is here.", "ja", **changes)  # type: ignore[arg-type]


def claimed(store: Store) -> QueuedMail:
    found = store.outbox.claim(NOW)
    assert found
    return found


def test_mails_are_claimed_once_in_the_order_in_which_they_were_queued(store: Store) -> None:
    store.outbox.add([mail("a@home.example"), mail("b@home.example")], NOW)
    store.outbox.add([mail("c@home.example")], NOW + timedelta(seconds=1))
    assert store.outbox.claim(NOW - timedelta(seconds=1)) is None, "it is not due yet"
    first = claimed(store)
    assert first == QueuedMail(
        1, first.token, "a@home.example", "結果", "It is here.", "ja", 1, NOW, None, None
    )
    assert claimed(store).recipient == "b@home.example"
    assert store.outbox.claim(NOW) is None
    last = store.outbox.claim(NOW + timedelta(seconds=1))
    assert last
    assert last.recipient == "c@home.example"
    assert len({first.token, last.token}) == 2


def test_many_workers_at_once_share_the_mails(store: Store) -> None:
    store.outbox.add([mail(f"{number}@home.example") for number in range(30)], NOW)

    def work(_: int) -> list[str]:
        found = []
        while mail := store.outbox.claim(NOW):
            store.outbox.note_sent(mail, NOW)
            found.append(mail.recipient)
        return found

    with ThreadPoolExecutor(2) as pool:
        taken = [each for part in pool.map(work, range(2)) for each in part]
    assert sorted(taken) == sorted(f"{number}@home.example" for number in range(30))
    assert store.count_rows()["outbox"] == 0


def test_mails_that_are_queued_twice_at_once_are_queued_once(store: Store) -> None:
    """As where somebody presses the button twice; it takes some tries to meet the moment."""
    for one in range(10):
        mails = [mail("a@home.example", token=f"{one} {number}") for number in range(30)]
        together = threading.Barrier(2, timeout=30)

        def add(mails: list[NewMail] = mails, together: threading.Barrier = together) -> int:
            together.wait()
            return store.outbox.add(mails, NOW)

        with ThreadPoolExecutor(2) as pool:
            pressed = [pool.submit(add) for _ in range(2)]
        assert sorted(each.result() for each in pressed) == [0, 30]
    assert store.count_rows()["outbox"] == 300


def test_a_result_that_is_gone_since_a_mail_was_written_keeps_no_other_mail_from_being_sent(
    store: Store, new_result: Make
) -> None:
    gone, kept = (store.results.add(new_result(token)).id for token in "ab")
    written = [mail("a@home.example", result=gone), mail("b@home.example", result=kept)]
    store.results.delete(gone)
    assert store.outbox.add([*written, mail("c@home.example")], NOW) == 2
    assert store.outbox.add(written[:1], NOW) == 0
    assert [claimed(store).recipient for _ in range(2)] == ["b@home.example", "c@home.example"]


def test_a_claim_ends_and_whoever_had_it_changes_nothing_more(store: Store) -> None:
    store.outbox.add([mail("a@home.example")], NOW)
    lost = claimed(store)
    later = NOW + CLAIM_LASTS
    assert store.outbox.claim(later - timedelta(seconds=1)) is None
    again = store.outbox.claim(later)
    assert again
    assert (again.token, again.attempts) == (lost.token, 2)
    store.outbox.note_sent(lost, later)
    store.outbox.note_refused(lost, "too late", later)
    store.outbox.put_off(lost, "too late", NOW)
    assert store.outbox.claim(later) is None
    assert store.count_rows()["outbox"] == 1
    store.outbox.note_sent(again, later)
    assert store.count_rows()["outbox"] == 0


def test_a_mail_that_is_put_off_is_due_again_later(store: Store) -> None:
    store.outbox.add([mail("a@home.example")], NOW)
    store.outbox.put_off(claimed(store), "451 greylisted", LATER)
    assert store.outbox.claim(LATER - timedelta(seconds=1)) is None
    again = store.outbox.claim(LATER)
    assert again
    assert again.attempts == 2


def test_what_nobody_wrote_leaves_the_outbox_sent_or_not(store: Store) -> None:
    store.outbox.add([mail("a@home.example"), mail("b@home.example")], NOW)
    store.outbox.note_sent(claimed(store), NOW)
    store.outbox.note_refused(claimed(store), "550 no such mailbox", NOW)
    assert store.count_rows()["outbox"] == 0


def test_what_a_team_wrote_is_in_the_history_of_the_result(store: Store, new_result: Make) -> None:
    invited = Invited(store)
    team, recruiter = invited.team("Consulate A")
    invitation = invited.invitation(team, recruiter)
    result = store.results.add_invited(
        new_result("a"), invitation, name="Aiko", email="aiko@home.example"
    )
    assert result
    written = [mail("aiko@home.example", recruiter=recruiter, result=result.id) for _ in range(3)]
    store.outbox.add(written, NOW)
    first = claimed(store)
    account = store.accounts.person(team, recruiter)
    assert account
    assert (first.reply_to, first.sender_name) == (account.recruiter.email, "Consulate A")
    store.outbox.add([mail("to-oneself@home.example", result=result.id)], NOW - timedelta(days=1))
    to_oneself = claimed(store)
    assert (to_oneself.reply_to, to_oneself.sender_name) == (None, None)
    store.outbox.note_sent(to_oneself, NOW)
    store.outbox.note_sent(first, LATER)
    store.outbox.note_refused(claimed(store), "550 no such mailbox", LATER)
    store.outbox.put_off(claimed(store), "451 greylisted", LATER + timedelta(hours=1))
    history = store.outbox.of_result(result.id)
    assert [(each.state, each.ended_at, each.reason) for each in history] == [
        ("queued", None, "451 greylisted"),
        ("refused", LATER, "550 no such mailbox"),
        ("sent", LATER, None),
    ]
    assert {(each.by, each.subject, each.text, each.queued_at) for each in history} == {
        (account.recruiter.name, "結果", "It is here.", NOW)
    }
    assert store.outbox.claim(LATER) is None, "what has ended is not due"
    store.results.delete(result.id)
    assert store.count_rows()["outbox"] == 0
