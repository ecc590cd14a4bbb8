"""The record of processing: what the quiz knows, and blanks for what only the office knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from support.mails import MAIL_SERVER
from support.teams import Teams
from support.visitor import Visitor

from quiz.oidc.settings import IdentityProvider
from quiz.store import Notice, OfficeDetails

PAGE = "/recruiter/processing"
BLANK = "To be filled in by the office: ____"


def test_it_is_made_from_the_settings_the_office_and_the_team(
    start_app: Callable[..., Flask],
) -> None:
    provider = IdentityProvider("https://id.office.example/a", "quiz", "secret", (), {})
    app = start_app(
        mail=MAIL_SERVER,
        provider=provider,
        operator="The Embassy",
        contact="data@embassy.example",
    )
    teams = Teams(app)
    admin = teams.administrator()
    teams.recruiter()
    teams.invitation(admin, title="Fair", kept_days=30)
    teams.invitation(admin, title="Usual")
    details = OfficeDetails(names={"en": "Consulate-General A"}, email="office@a.example")
    teams.store.offices.change(admin.team_id, details)
    notice = Notice("off", "off", "en")
    url = "https://office.example/hook"
    assert teams.store.webhooks.add(admin, url, ("result",), "seed", notice, datetime.now(UTC))
    words = teams.visitor(admin).open(PAGE).words
    for part in (
        "Consulate-General A · office@a.example",
        "People of the team with an account in use: 2. Shared links that are open: 0.",
        "Programs with a token: 0. Webhooks, which get numbers and links: 1.",
        "people whom it has invited personally",
        "Addresses of personal invitations: 30 days after the invitation has closed",
        "Identity provider: id.office.example",
        "The Embassy (data@embassy.example)",
        f"Mail server: {MAIL_SERVER.host}",
        "Results: 400 days after they were made. Results of “Fair”: 30 days.",
        "Entries of the activity log: 1095 days.",
        "Connections are not encrypted by the quiz",
        "A second factor is optional; so many people have one: 0.",
    ):
        assert part in words, part
    assert "Usual" not in words
    assert words.count(BLANK) == 5, "what only the office knows"


def test_what_is_not_set_is_left_blank(app: Flask) -> None:
    teams = Teams(app)
    admin = teams.administrator()
    teams.store.accounts.require_second_factor(admin.team_id, required=True)
    teams.store.second_factors.set_totp(admin.id, "encrypted", 1)
    visitor: Visitor = teams.visitor(admin)
    words = visitor.open(PAGE).words
    assert words.count(BLANK) == 7, "the contact of the office and who runs the quiz, too"
    assert "A second factor is required of everybody in the team." in words
    assert "The quiz sends no e-mail." in words
