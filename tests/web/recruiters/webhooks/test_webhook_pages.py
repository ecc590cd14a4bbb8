"""Administrators make webhooks, see what was sent, test them, and change their secrets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from support.mails import queued
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store.schema import webhooks
from quiz.store.webhooks import Webhooks
from quiz.worker.webhook_signature import secret_of

WEBHOOKS, AUDIT = "/recruiter/webhooks", "/recruiter/audit"
URL = "https://crm.example/hook"
HOOK = f"{WEBHOOKS}/1"


@pytest.fixture
def visitor(teams: Teams) -> Visitor:
    return teams.visitor(teams.administrator())


def make(visitor: Visitor, url: str = URL, **boxes: str) -> Page:
    return visitor.send(WEBHOOKS, visitor.open(WEBHOOKS), url=url, **(boxes or {"received": "yes"}))


def secret_on(page: Page) -> str:
    [secret] = [field["value"] for field in page.all("input") if field.get("id") == "secret"]
    return secret


def test_a_webhook_is_made_and_its_secret_is_shown_once(
    visitor: Visitor, teams: Teams, database: sa.Engine
) -> None:
    assert WEBHOOKS in visitor.open("/recruiter/people").links_to(WEBHOOKS)
    secret = secret_on(make(visitor, received="yes", erased="yes"))
    with database.connect() as connection:
        row = connection.execute(sa.select(webhooks)).one()
    assert secret == secret_of(teams.app.extensions["quiz"].settings.secret_key, row.seed)
    assert secret not in str(row)
    assert row.events == ["result.received", "result.erased"]
    page = visitor.open(HOOK)
    assert secret not in page.html
    assert page.chosen == ["yes", "yes"]
    assert URL in visitor.open(WEBHOOKS).words
    assert f"Made the webhook {URL}" in visitor.open(AUDIT).words


@pytest.mark.parametrize(
    "typed",
    [
        *("http://crm.example/", "https://localhost/", "https://127.0.0.1/", "https://10.0.0.1/"),
        *("https://[::1]/", "https://crm.example:8443/", "https://user@crm.example/", "crm", ""),
        *("https://crm.example/#part", "https://crm.example/例", "https://169.254.169.254/"),
    ],
)
def test_an_address_that_cannot_be_called_is_refused(visitor: Visitor, typed: str) -> None:
    page = make(visitor, typed)
    assert (page.status, page.path) == (422, WEBHOOKS)
    assert "Address: enter an address such as https://" in page.words
    assert "There is no webhook yet." in page.words


def test_without_an_event_none_is_made(visitor: Visitor) -> None:
    page = make(visitor, other="yes")
    assert (page.status, page.path) == (422, WEBHOOKS)
    assert "Choose at least one event." in page.words


def test_what_was_sent_is_listed_and_a_test_can_be_sent(visitor: Visitor, teams: Teams) -> None:
    make(visitor)
    result = teams.result(teams.administrator())
    page = visitor.open(HOOK)
    assert f"result.received Result no. {result}" in page.words
    assert "waiting" in page.words
    page = visitor.send(f"{HOOK}/test", page)
    assert (page.path, page.status) == (HOOK, 200)
    assert "The test is on its way." in page.words
    assert "webhook.test" in page.words
    queue, now = teams.store.webhook_queue, datetime.now(UTC)
    first, second = queue.claim(now), queue.claim(now)
    assert first is not None
    assert second is not None
    queue.note_sent(first, 204, now)
    queue.note_failed(second, 500, "status 500", now + timedelta(hours=1), now, mails=False)
    words = visitor.open(HOOK).words
    assert "delivered" in words
    assert "is tried again at" in words
    assert "status 500" in words
    assert f"Sent a test to the webhook {URL}" in visitor.open(AUDIT).words


def test_to_test_a_webhook_that_was_just_deleted_shows_page_not_found(
    visitor: Visitor, teams: Teams, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(visitor)
    page, team, queue_test = visitor.open(HOOK), teams.administrator().team_id, Webhooks.queue_test

    def delete_before(self: Webhooks, webhook: int, now: datetime) -> bool:
        self.delete(team, webhook)
        return queue_test(self, webhook, now)

    monkeypatch.setattr(Webhooks, "queue_test", delete_before)
    assert visitor.send(f"{HOOK}/test", page).status == 404
    assert "Sent a test" not in visitor.open(AUDIT).words


def test_a_webhook_that_was_turned_off_says_so_and_is_turned_on_again(
    visitor: Visitor, teams: Teams, database: sa.Engine
) -> None:
    make(visitor)
    with database.begin() as connection:
        off = {"off_at": datetime.now(UTC), "off_reason": "status 500"}
        connection.execute(sa.update(webhooks).values(off))
    says = "A webhook could not be reached for a day and was turned off."
    assert says in visitor.open("/recruiter").words
    assert says not in teams.visitor(teams.recruiter()).open("/recruiter").words
    for address in (WEBHOOKS, HOOK):
        page = visitor.open(address)
        assert "It could not be reached for a day and was turned off." in page.words
    assert "Send a test" not in page.words
    page = visitor.send(f"{HOOK}/on", page)
    assert "The webhook is on again." in page.words
    assert says not in visitor.open("/recruiter").words
    assert f"Turned the webhook {URL} on again" in visitor.open(AUDIT).words


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_mail_that_one_was_turned_off_can_be_read_by_everybody_and_names_its_address(
    teams: Teams, database: sa.Engine, language: str
) -> None:
    visitor = teams.visitor(teams.administrator("領事館"), language)
    make(visitor)
    visitor.send(HOOK, url="https://other.example/", received="yes")
    visitor.send(f"{HOOK}/test")
    long_ago = datetime.now(UTC) - timedelta(days=1, minutes=1)
    with database.begin() as connection:
        connection.execute(sa.update(webhooks).values(failing_since=long_ago))
    queue, now = teams.store.webhook_queue, datetime.now(UTC)
    claimed = queue.claim(now)
    assert claimed is not None
    assert queue.note_failed(claimed, 500, "status 500", now, now, mails=True)
    [mail] = queued(teams.app)
    assert mail.language == language
    english, japanese = "A webhook of 領事館 was turned off", "領事館のWebhookが停止されました"
    subjects = (english, japanese) if language == "en" else (japanese, english)
    assert mail.subject == " / ".join(subjects)
    ours, theirs = mail.text.split("\n\n* * *\n\n")
    words = {"en": "could not reach the webhook", "ja": "あなたに合う楽器は？"}
    assert words.pop(language) in ours
    assert words.popitem()[1] in theirs
    for part in (ours, theirs):
        assert "https://other.example/" in part
        assert WEBHOOKS in part
        assert URL not in part


def test_its_secret_address_and_events_are_changed_and_it_is_deleted(visitor: Visitor) -> None:
    before = secret_on(make(visitor))
    page = visitor.open(f"{HOOK}/secret")
    assert "signed with both secrets" in page.words
    assert secret_on(visitor.send(f"{HOOK}/secret", page)) != before
    page = visitor.send(HOOK, url="https://other.example/", withdrawn="yes")
    assert "Saved." in page.words
    assert "https://other.example/" in page.html
    page = visitor.send(f"{HOOK}/delete")
    assert (page.path, "The webhook has been deleted." in page.words) == (WEBHOOKS, True)
    words = visitor.open(AUDIT).words
    for says in (
        f"Made a new secret for the webhook {URL}",
        "Changed the webhook https://other.example/",
        "Deleted the webhook https://other.example/",
    ):
        assert says in words
