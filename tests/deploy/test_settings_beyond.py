"""The settings of what the quiz does beyond its pages, through each documented server.

They are those of mails, webhooks and daily jobs, and of the identity provider; see test_settings.py
for all others.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus, urlsplit

import pytest
import sqlalchemy as sa
from support import deployment
from support.mail_server import mail_server
from support.oidc_provider import CALLBACK, own_provider
from support.server_settings import settings
from support.team_shares import SharingTeam
from support.visitor import Visitor
from support.webhook_receiver import receiver
from support.wire import Wire

from quiz.store import WEBHOOK_EVENTS, NewMail, Notice, Store
from quiz.store.schema import jobs

pytestmark = pytest.mark.thorough

DAY = timedelta(days=1)


def test_every_setting_of_the_worker_has_its_effect(kind: str, tmp_path: Path) -> None:
    url, folder, now = f"sqlite:///{tmp_path}/another.db", tmp_path / "backups", datetime.now(UTC)
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"quiz-2026-01-0{day}T0430.backup").touch()
    with mail_server() as mails, receiver(tmp_path) as hook, Store(url) as store:
        store.upgrade()
        team = prepare(store, hook.address, now)
        note_last_run(url, now - timedelta(minutes=2))
        given = settings(
            tmp_path,
            **mails.environment,
            QUIZ_WEBHOOK_LOCAL=hook.place,
            SSL_CERT_FILE=str(tmp_path / "localhost.pem"),
            QUIZ_DAILY_AT=f"{now - timedelta(minutes=1):%H:%M}",
        )
        with deployment.quiz_server(kind, tmp_path, given) as server, server.worker():

            def kept() -> list[object]:
                return [each.detail["number"] for each in store.audit.page(team)]

            wait_for(lambda: mails.mailbox.received)  # QUIZ_SMTP_URL
            wait_for(lambda: hook.received)  # QUIZ_WEBHOOK_LOCAL
            # QUIZ_DAILY_AT: the jobs were last run before that time of day, and not since.
            wait_for(lambda: (folder / "quiz-2026-01-01T0430.backup").exists() is False)
            wait_for(lambda: kept() == [98])  # QUIZ_AUDIT_DAYS
    [mail] = mails.mailbox.received
    assert mail["From"] == "The quiz <quiz@office.example>"  # QUIZ_MAIL_FROM
    *older, newest = sorted(path.name for path in folder.iterdir())  # QUIZ_BACKUP_FOLDER
    assert newest.startswith(f"quiz-{now:%Y}")
    # The three newest are kept: QUIZ_BACKUPS_KEPT
    assert older == ["quiz-2026-01-02T0430.backup", "quiz-2026-01-03T0430.backup"]


def prepare(store: Store, address: str, now: datetime) -> int:
    """Add a mail, a call of a webhook, and entries of a team's activity log; return the team."""
    store.outbox.add([NewMail("a@home.example", "Subject", "Text", "en")], now)
    team = SharingTeam(store)
    account = store.accounts.person(team.id, team.recruiter)
    assert account is not None
    notice = Notice("off", "off", "en")
    hook = store.webhooks.add(account.recruiter, address, WEBHOOK_EVENTS, "seed", notice, now)
    assert hook is not None
    store.webhooks.queue_test(hook, now)
    for days in (98, 100):
        store.audit.add(team.id, team.recruiter, "sign-out", {"number": days}, now - days * DAY)
    return team.id


def note_last_run(url: str, at: datetime) -> None:
    """Note that the daily jobs were run last at a moment."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for name in ("purge", "backup"):
            connection.execute(sa.insert(jobs).values(name=name, begun_at=at, ended_at=at))
    engine.dispose()


def wait_for(what: Callable[[], object]) -> None:
    """Wait until something is true, for half a minute at most."""
    for _ in range(300):
        if what():
            return
        time.sleep(0.1)
    pytest.fail("it has not come within 30 seconds")


def test_every_setting_of_the_identity_provider_has_its_effect(kind: str, tmp_path: Path) -> None:
    with own_provider() as own, Store(f"sqlite:///{tmp_path}/another.db") as store:
        store.upgrade()
        team = store.accounts.add_team("Consulate A", datetime.now(UTC))
        assert team is not None
        store.accounts.require_second_factor(team, required=True)
        given = settings(
            tmp_path,
            QUIZ_OIDC_ISSUER=own.issuer,
            QUIZ_OIDC_CLIENT_ID="the quiz",
            QUIZ_OIDC_TEAMS="jet-readers = Consulate A / reader",
        )
        own.claims = {"aud": "the quiz", "roles": ["jet-readers"], "email_verified": None}
        with deployment.quiz_server(kind, tmp_path, given) as server:
            visitor = Visitor(Wire(server.port), base_url="https://quiz.example")  # type: ignore[arg-type]
            there = visitor.ask("/recruiter/sign-in/provider").headers["Location"]
            assert there.startswith(f"{own.issuer}/auth?")  # QUIZ_OIDC_ISSUER
            asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
            assert asked["client_id"] == "the quiz"  # QUIZ_OIDC_CLIENT_ID
            assert asked["scope"] == "openid email"  # QUIZ_OIDC_SCOPE
            assert asked["redirect_uri"] == f"https://quiz.example{CALLBACK}"
            board = visitor.open(own.come_back(there, code="abc"))
        # The team asks for a second factor, and the provider has asked for one.
        assert board.path == "/recruiter", board.words  # QUIZ_OIDC_SECOND_FACTOR
        # The provider does not say that the address is verified.
        account = store.accounts.find("own@office.example")  # QUIZ_OIDC_TRUST_ADDRESSES
        assert account is not None
        who = account.recruiter
        # QUIZ_OIDC_GROUPS_CLAIM, QUIZ_OIDC_TEAMS
        assert (who.team_name, who.role) == ("Consulate A", "reader")
    sent = base64.b64decode(own.authorization.removeprefix("Basic ")).decode()
    assert unquote_plus(sent.partition(":")[2]) == "a secret"  # QUIZ_OIDC_CLIENT_SECRET
