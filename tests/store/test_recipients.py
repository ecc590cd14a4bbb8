"""Recipients of personal invitations: sent once, limited, and deleted when it is time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from support.board_results import NOW, Invited

from quiz.store import NewMail, NewRecipient, NewResult, Recipient, Store, TooManyRecipients
from quiz.store.recipients import KEPT_AFTER_END, LIST_KEPT

Make = Callable[..., NewResult]


class Team:
    """A team with one invitation, and what it sends."""

    def __init__(self, store: Store, name: str = "Consulate A") -> None:
        self.store, self.invited = store, Invited(store)
        self.id, self.recruiter = self.invited.team(name)
        self.invitation = self.invited.invitation(self.id, self.recruiter)

    def invite(self, *emails: str, now: datetime = NOW, invitation: int | None = None) -> int:
        where = invitation or self.invitation
        new = [
            NewRecipient(
                email,
                None,
                f"seed of {email} {where}",
                f"token of {email} {where}",
                f"stop {email.casefold()}",
                NewMail(email, "Come", "Here is the link.", "en", recruiter=self.recruiter),
            )
            for email in emails
        ]
        return self.store.recipient_mails.invite(self.id, where, self.recruiter, new, now)

    def remind(self, now: datetime = NOW) -> int:
        def write(recipient: Recipient) -> NewMail:
            return NewMail(recipient.email, "Again", "Here.", "en", recruiter=self.recruiter)

        return self.store.recipient_mails.remind(self.id, self.invitation, write, now)

    def work(self, refused: Sequence[str] = ()) -> list[str]:
        """Take every mail that is due as sent or refused; return to whom they were."""
        to = []
        while mail := self.store.outbox.claim(NOW):
            to.append(mail.recipient)
            if mail.recipient in refused:
                self.store.outbox.note_refused(mail, "550 no such mailbox", NOW)
            else:
                self.store.outbox.note_sent(mail, NOW)
        return to

    @property
    def states(self) -> list[str]:
        return [each.state for each in self.store.recipients.every(self.invitation)]


@pytest.fixture
def team(store: Store) -> Team:
    return Team(store)


def test_an_invitation_comes_in_the_name_of_the_team(team: Team, store: Store) -> None:
    team.invite("a@home.example")
    mail = store.outbox.claim(NOW)
    assert mail is not None
    assert mail.sender_name == "Consulate A"


def test_an_address_is_invited_once_however_it_is_written(team: Team) -> None:
    assert team.invite("a@home.example", "b@home.example") == 2
    assert team.invite("A@home.example", "c@home.example") == 1
    assert team.work() == ["a@home.example", "b@home.example", "c@home.example"]
    other = team.invited.invitation(team.id, team.recruiter)
    assert team.invite("a@home.example", invitation=other) == 1, "another invitation is another one"


def test_a_list_that_is_sent_by_two_at_once_is_sent_once(team: Team) -> None:
    emails = [f"{number}@home.example" for number in range(20)]
    with ThreadPoolExecutor(2) as pool:
        numbers = list(pool.map(lambda _: team.invite(*emails), range(2)))
    assert sorted(numbers) == [0, 20]
    assert sorted(team.work()) == sorted(emails)


def test_what_became_of_a_mail_is_noted_on_the_recipient_and_the_mail_is_deleted(
    team: Team, store: Store
) -> None:
    team.invite("a@home.example", "no@home.example", "b@home.example")
    lost = store.outbox.claim(NOW)
    assert lost
    assert lost.invited == store.recipients.every(team.invitation)[0].id
    assert team.work(refused=["no@home.example"]) == ["no@home.example", "b@home.example"]
    assert team.states == ["waiting", "refused", "sent"]
    assert store.recipients.every(team.invitation)[1].reason == "550 no such mailbox"
    again = store.outbox.claim(NOW + timedelta(hours=1))
    assert again
    store.outbox.note_refused(lost, "too late", NOW)
    assert team.states[0] == "waiting", "whoever has lost its claim changes nothing"
    store.outbox.note_sent(again, NOW)
    assert team.states[0] == "sent"
    assert store.count_rows()["outbox"] == 0


def test_reminders_go_once_to_those_who_were_reached_and_have_not_finished(
    team: Team, store: Store, new_result: Make
) -> None:
    team.invite("waits@home.example")
    store.outbox.claim(NOW)  # and is not sent yet
    team.invite("a@home.example", "done@home.example", "stop@home.example", "no@home.example")
    team.work(refused=["no@home.example"])
    by_email = {each.email: each.id for each in store.recipients.every(team.invitation)}
    store.results.add_invited(
        new_result(created_at=NOW),
        team.invitation,
        name=None,
        email=None,
        recipient=by_email["done@home.example"],
    )
    store.opt_outs.add("stop stop@home.example", NOW)
    store.recipients.start(by_email["a@home.example"], NOW)
    assert store.recipient_mails.number_to_remind(team.invitation) == 1
    assert (team.remind(), team.remind()) == (1, 0)
    assert team.work() == ["a@home.example"]
    assert team.states == ["waiting", "started", "finished", "opted out", "refused"]


def test_a_recipient_who_is_deleted_while_reminders_are_queued_keeps_no_other_from_one(
    url: str,
    team: Team,
    store: Store,
    open_store: Callable[[str], Store],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    team.invite("a@home.example", "b@home.example")
    team.work()
    first = store.recipients.every(team.invitation)[0].id
    removing = threading.Thread(target=open_store(url).recipients.remove, args=(first,))

    def remove_when_found(*row: Any) -> Recipient:
        if removing.ident is None:
            removing.start()
            removing.join(0.2)  # it has to wait until the reminders are queued
        return Recipient(*row)

    monkeypatch.setattr("quiz.store.recipient_mails.Recipient", remove_when_found)
    assert team.remind() == 2
    removing.join()
    assert team.work() == ["b@home.example"]


def test_the_first_result_has_the_address_and_leaves_with_the_person(
    team: Team, store: Store, new_result: Make
) -> None:
    team.invite("a@home.example")
    [recipient] = store.recipients.every(team.invitation)

    def finish(token: str) -> int:
        made = store.results.add_invited(
            new_result(token, created_at=NOW),
            team.invitation,
            name=None,
            email=None,
            recipient=recipient.id,
        )
        assert made
        return made.id

    first = finish("a" * 26)
    assert finish("a" * 26) == first, "sent twice"
    second = finish("b" * 26)
    emails = {row.id: row.email for row in store.board.every(team.id, [first, second])}
    assert emails == {first: "a@home.example", second: None}
    found = store.recipients.of_result(first)
    assert found
    assert (found.id, found.finished_at) == (recipient.id, NOW)
    store.results.withdraw(first)
    [recipient] = store.recipients.every(team.invitation)
    assert (recipient.state, recipient.result) == ("finished", None)


def test_a_team_sends_no_more_than_its_limit_in_a_day(
    team: Team, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.store.recipient_mails.MOST_A_DAY", 3)
    team.invite("a@home.example", "b@home.example")
    with pytest.raises(TooManyRecipients) as caught:
        team.invite("c@home.example", "d@home.example")
    assert (caught.value.left, len(team.states)) == (1, 2)
    team.work()
    with pytest.raises(TooManyRecipients):
        team.remind()
    assert store.recipient_mails.number_to_remind(team.invitation) == 2
    assert Team(store, "Consulate B").invite("a@home.example") == 1, "others have their own"
    tomorrow = NOW + timedelta(days=1)
    assert team.remind(tomorrow) == 2
    assert team.invite("c@home.example", now=tomorrow) == 1


def test_a_link_works_until_its_invitation_is_removed_or_its_recipient_is(
    team: Team, store: Store
) -> None:
    team.invite("a@home.example", "b@home.example")
    first, second = (f"token of {name}@home.example {team.invitation}" for name in "ab")
    found = store.recipients.find(first)
    assert found
    assert found[0].email == "a@home.example"
    assert store.recipients.find("token of nobody") is None
    store.recipients.remove(found[0].id)
    assert store.recipients.find(first) is None
    assert team.work() == ["b@home.example"], "nor is the mail sent"
    assert store.recipients.find(second)
    assert store.removals.remove_invitation(team.id, team.recruiter, team.invitation, NOW)
    assert store.recipients.find(second) is None
    assert store.recipients.one(team.id, 2) is None
    store.removals.finish(NOW + timedelta(days=31))
    assert store.count_rows()["recipients"] == 0


def test_addresses_are_deleted_some_time_after_the_end_of_their_invitation(
    team: Team, store: Store
) -> None:
    team.invite("a@home.example")
    open_ended = team.invited.invitation(team.id, team.recruiter)
    team.invite("b@home.example", invitation=open_ended)
    store.recipient_lists.keep(team.invitation, team.recruiter, [[1, "a"]], NOW)
    store.invitations.close(team.id, team.invitation, NOW)
    assert store.recipients.delete_ended(NOW + KEPT_AFTER_END - timedelta(seconds=1)) == 0
    assert store.recipient_lists.of(team.invitation, team.recruiter) == ()
    assert LIST_KEPT < KEPT_AFTER_END
    assert store.recipients.delete_ended(NOW + KEPT_AFTER_END) == 1
    assert [each.email for each in store.recipients.every(open_ended)] == ["b@home.example"]


def test_without_an_end_addresses_are_kept_as_long_as_results_are(
    url: str, open_store: Callable[..., Store]
) -> None:
    store = open_store(url, retention=timedelta(days=400))
    team = Team(store)
    team.invite("old@home.example", now=NOW - timedelta(days=4000))
    team.invite("new@home.example", now=datetime.now(NOW.tzinfo))
    store.purge.run(lambda _number: None)
    assert [each.email for each in store.recipients.every(team.invitation)] == ["new@home.example"]


def test_erasing_a_person_erases_their_invitations(team: Team, store: Store) -> None:
    other = Team(store, "Consulate B")
    for each in (team, other):
        each.invite("a@home.example", "b@home.example")
    result = team.invited.result(team.invitation, email="A@home.example")
    assert store.deletion.erase_person(team.id, result)
    assert [each.email for each in store.recipients.every(team.invitation)] == ["b@home.example"]
    assert len(store.recipients.every(other.invitation)) == 2, "those of the other team"
    assert team.work().count("a@home.example") == 1, "the mail of the other team"


def test_progress_counts_who_has_come_so_far_at_least(team: Team, store: Store) -> None:
    team.invite("a@home.example", "b@home.example", "c@home.example")
    first, second, third = (each.id for each in store.recipients.every(team.invitation))
    store.recipients.mark_sent(first, NOW)
    store.recipients.mark_sent(second, NOW)
    store.recipients.start(second, NOW)
    store.recipients.start(second, NOW + timedelta(hours=1))
    found = store.recipients.progress(team.invitation)
    assert (found.added, found.sent, found.started, found.finished) == (3, 2, 1, 0)
    assert store.recipients.counts(team.invitation) == {
        "finished": 0,
        "opted out": 0,
        "started": 1,
        "refused": 0,
        "sent": 1,
        "waiting": 1,
    }
    waiting = store.recipients.page(team.invitation, state="waiting")
    assert [each.id for each in waiting] == [third]
    sent = store.recipients.page(team.invitation, reached="sent", after=first)
    assert [(each.id, each.started_at) for each in sent] == [(second, NOW)]


def test_an_opt_out_is_a_hash_and_is_taken_back(team: Team, store: Store) -> None:
    store.opt_outs.add("stop a@home.example", NOW)
    store.opt_outs.add("stop a@home.example", NOW)
    assert store.opt_outs.has("stop a@home.example")
    assert store.opt_outs.among(["stop b@home.example"]) == set()
    assert team.invite("a@home.example", "b@home.example") == 1
    store.opt_outs.take_back("stop a@home.example")
    assert team.invite("a@home.example") == 1
