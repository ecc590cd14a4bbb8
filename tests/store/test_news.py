"""News are what others have done since somebody looked; digests tell their numbers, once each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from support.board_results import NOW, Invited
from support.mails import MAIL_SERVER

from quiz.settings import Settings
from quiz.store import Digest, NewDigest, NewMail, NewRecipient, NewRecruiter, Store
from quiz.store.digests import next_time
from quiz.worker.digests import DigestTask
from quiz.worker.status import JobStatus, status_of

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
NOTHING = dict.fromkeys(("results", "stages", "notes", "due", "refused"), 0)


class Team:
    """A team with two recruiters, one of whom looks at the news."""

    def __init__(self, store: Store, name: str = "Consulate A") -> None:
        self.store, self.invited = store, Invited(store)
        self.id, self.other = self.invited.team(name)
        new = NewRecruiter(self.id, f"{self.id}@quiz.example", "Reads", "reader", f"token {name}")
        me = store.accounts.add(new, NOW)
        assert me
        self.me = me
        self.invitation = self.invited.invitation(self.id, self.other)

    def counts(self, since: dt.datetime, now: dt.datetime = NOW + HOUR) -> Mapping[str, int]:
        return self.store.news.counts(self.me, self.id, since, now.date(), since.date())

    def digest(self, token: str = "d" * 26, every: str = "day", now: dt.datetime = NOW) -> None:
        new = NewDigest(every, "ja", f"seed of {token}", token)  # type: ignore[arg-type]
        self.store.digests.choose(self.me, self.id, new, now)


@pytest.fixture
def team(store: Store) -> Team:
    return Team(store)


def test_news_are_what_others_have_done_since(team: Team, store: Store) -> None:
    before = NOW - HOUR
    results = [team.invited.result(team.invitation, name=name) for name in ("A", "B", "C")]
    invited = team.invited.stage(team.id, "contacted")
    for who in (team.other, team.me):
        store.notes.add(team.id, results[0], who, "called", NOW)
        store.notes.add(team.id, results[0], who, "again", NOW + HOUR / 2)
    store.work.change(team.id, results[:2], team.other, {"stage": invited}, NOW)
    store.work.change(team.id, results[:1], team.me, {"due_on": NOW.date()}, NOW)
    assert team.counts(before - DAY) == {
        **NOTHING,
        "results": 3,
        "stages": 2,
        "notes": 1,
        "due": 1,
    }
    assert team.counts(NOW + HOUR / 4) == {**NOTHING, "notes": 1}
    assert team.counts(NOW + HOUR) == NOTHING
    asked = (team.me, team.id, before - DAY, NOW.date(), (before - DAY).date())
    [note] = store.news.items("notes", *asked)
    assert (note.result, note.name, note.by, note.at) == (results[0], "A", "R", NOW + HOUR / 2)
    [due] = store.news.items("due", *asked)
    assert (due.result, due.at) == (results[0], NOW.date())
    assert [item.name for item in store.news.items("results", *asked)] == ["C", "B", "A"]
    assert Team(store, "Consulate B").counts(before - DAY) == NOTHING


def test_refused_mails_are_news(team: Team, store: Store) -> None:
    result = team.invited.result(team.invitation, name="A", email="no@home.example")
    mail = NewMail("no@home.example", "Hi", "Hi", "en", recruiter=team.other, result=result)
    store.outbox.add([mail], NOW)
    invitation = NewMail("no@home.example", "Come", "Come", "en", recruiter=team.other)
    new = NewRecipient("no@home.example", "B", "seed", "token", "stop", invitation)
    store.recipient_mails.invite(team.id, team.invitation, team.other, [new], NOW)
    while claimed := store.outbox.claim(NOW):
        store.outbox.note_refused(claimed, "550", NOW)
    since = NOW - HOUR
    assert team.counts(since) == {**NOTHING, "refused": 2, "results": 1}
    found = store.news.items("refused", team.me, team.id, since, NOW.date(), since.date())
    assert {(item.result, item.recipient, item.name) for item in found} == {
        (result, None, "A"),
        (None, 1, "B"),
    }


def test_news_are_seen_by_one_recruiter_of_one_team(team: Team, store: Store) -> None:
    assert store.news.seen_at(team.me, team.id) is None
    store.news.mark_seen(team.me, team.id, NOW)
    store.news.mark_seen(team.me, team.id, NOW + HOUR)
    assert store.news.seen_at(team.me, team.id) == NOW + HOUR
    assert store.news.seen_at(team.other, team.id) is None


def write(digest: Digest) -> NewMail:
    told = ", ".join(f"{kind} {number}" for kind, number in digest.counts.items() if number)
    return NewMail(digest.email, digest.team_name, told, digest.language)


def test_a_digest_is_queued_when_it_is_due_and_tells_each_thing_once(
    team: Team, store: Store
) -> None:
    team.digest()
    due = next_time("day", "UTC", NOW)
    team.invited.result(team.invitation, created_at=NOW + HOUR)
    assert not store.digests.send_one(write, due - HOUR)
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: store.digests.send_one(write, due), range(2)))
    assert True in made
    mail = store.outbox.claim(due)
    assert mail
    assert (mail.subject, mail.text, mail.language) == ("Consulate A", "results 1", "ja")
    assert store.outbox.claim(due) is None
    store.outbox.note_sent(mail, due)
    while store.digests.send_one(write, due + DAY):
        pass
    assert store.outbox.claim(due + DAY) is None, "there was nothing new"
    team.invited.result(team.invitation, created_at=due + DAY + HOUR)
    assert store.digests.send_one(write, due + 2 * DAY)
    assert store.outbox.claim(due + 2 * DAY)


def test_a_digest_that_cannot_be_written_is_due_again(team: Team, store: Store) -> None:
    team.digest()
    team.invited.result(team.invitation, created_at=NOW + HOUR)
    due = next_time("day", "UTC", NOW)

    def fail(_digest: Digest) -> NewMail:
        raise LookupError("not today")

    with pytest.raises(LookupError, match="not today"):
        store.digests.send_one(fail, due)
    assert store.digests.send_one(write, due)
    assert store.outbox.claim(due)


def test_a_digest_is_off_until_it_is_chosen_and_after_it_is_turned_off(
    team: Team, store: Store
) -> None:
    assert store.digests.chosen(team.me, team.id) is None
    team.digest("d" * 26)
    assert store.digests.chosen(team.me, team.id) == "day"
    assert store.digests.find("d" * 26) == (team.me, team.id, True)
    team.digest("e" * 26, every="week")
    assert store.digests.find("d" * 26), "links in earlier mails work"
    store.digests.turn_off(team.me, team.id)
    assert store.digests.chosen(team.me, team.id) is None
    assert store.digests.find("d" * 26) == (team.me, team.id, False)
    team.invited.result(team.invitation, created_at=NOW + HOUR)
    assert not store.digests.send_one(write, NOW + 30 * DAY)
    assert store.outbox.claim(NOW + 30 * DAY) is None


def test_a_disabled_account_gets_no_digest(team: Team, store: Store) -> None:
    team.digest()
    team.invited.result(team.invitation, created_at=NOW + HOUR)
    store.accounts.disable(team.me, NOW)
    assert store.digests.send_one(write, NOW + 2 * DAY)
    assert store.outbox.claim(NOW + 2 * DAY) is None


def test_the_worker_notes_when_digests_were_due_and_when_they_are_next(
    team: Team, store: Store, settings: Settings
) -> None:
    mailing = replace(settings, mail=MAIL_SERVER)
    assert status_of(store, mailing, NOW).jobs[-1] == JobStatus("digests", None, None)
    team.digest()
    task = DigestTask(store, write)
    task.work(lambda: False)  # NOW is days ago
    digests = status_of(store, mailing, dt.datetime.now(dt.UTC)).jobs[-1]
    assert digests.run is not None
    assert (digests.run.outcome, digests.run.problem) == ("digests due: 1", None)
    assert digests.next_at == next_time("day", "UTC", digests.run.begun_at)
    assert status_of(store, settings, NOW).jobs[-1].next_at is None, "no mail server is set"


def test_a_digest_that_cannot_be_made_keeps_no_other_waiting_and_is_told_with_the_next(
    team: Team, store: Store
) -> None:
    team.digest()
    team.invited.result(team.invitation, created_at=NOW + HOUR)

    def fail(_digest: Digest) -> NewMail:
        raise KeyError("a fault")

    DigestTask(store, fail).work(lambda: False)
    now = dt.datetime.now(dt.UTC)
    assert store.outbox.claim(now) is None
    [run] = [each for each in store.jobs.last_runs() if each.name == "digests"]
    assert run.outcome == "digests due: 1, not made: 1, see the log"
    assert not store.digests.send_one(write, now), "it is due tomorrow"
    told = []
    assert store.digests.send_one(lambda digest: told.append(digest) or write(digest), now + DAY)
    assert [sum(digest.counts.values()) for digest in told] == [1]
    assert store.outbox.claim(now + DAY) is not None


@pytest.mark.parametrize("ended", ["leave", "disable"])
def test_who_no_longer_works_in_a_team_gets_no_digest_of_it(
    team: Team, store: Store, ended: str
) -> None:
    team.digest()
    team.invited.result(team.invitation, created_at=NOW + HOUR)
    getattr(store.memberships, ended)(team.id, team.me, NOW)
    assert store.digests.send_one(write, NOW + 2 * DAY)
    assert store.outbox.claim(NOW + 2 * DAY) is None


@pytest.mark.parametrize(
    ("every", "zone", "now", "expected"),
    [
        ("day", "UTC", "2026-11-25T06:59", "2026-11-25T07:00"),
        ("day", "UTC", "2026-11-25T07:00", "2026-11-26T07:00"),
        ("day", "Asia/Tokyo", "2026-11-25T12:00", "2026-11-25T22:00"),
        ("week", "Asia/Tokyo", "2026-11-25T12:00", "2026-11-29T22:00"),
        ("week", "UTC", "2026-11-30T06:00", "2026-11-30T07:00"),
        ("day", "Europe/London", "2026-10-24T12:00", "2026-10-25T07:00"),  # clocks change
        ("day", "Europe/London", "2026-10-23T12:00", "2026-10-24T06:00"),
        ("day", "No/Where", "2026-11-25T12:00", "2026-11-26T07:00"),
    ],
)
def test_digests_are_due_in_the_morning_of_the_team(
    every: str, zone: str, now: str, expected: str
) -> None:
    at = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    found = next_time(every, zone, at)  # type: ignore[arg-type]
    assert found == dt.datetime.fromisoformat(expected).replace(tzinfo=dt.UTC)
