"""Bots that fetch every address, such as previews of links in messages, change nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from support.calendars import WINDOW, write_rules
from support.mails import MAIL_SERVER
from support.offices import add_office
from support.team_shares import SharingSite
from support.teams import Teams
from support.visitor import Visitor

from quiz.store import NewDigest

BOTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Twitterbot/1.0",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; +http://www.linkedin.com)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "WhatsApp/2.23.20.0",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Mozilla/5.0 (compatible; Applebot/0.1; +http://www.apple.com/go/applebot)",
    "http.rb/5.1.1 (Mastodon/4.2.1; +https://mastodon.example/) Bot",
    "facebookexternalhit/1.1;line-poker/1.0",
)
OWN = {
    *("/r/<token>/link", "/r/<token>/delete", "/r/<token>/again", "/r/<token>/try"),
    *("/r/<token>/withdraw", "/r/<token>/given", "/r/<token>/card", "/r/<token>/mail"),
}
"""Pages for the owner only."""


@pytest.mark.thorough
def test_bots_that_fetch_every_page_change_nothing_in_the_database_and_own_nothing(
    start_app: Callable[..., Flask], tmp_path: Path
) -> None:
    app = start_app(
        rules_path=write_rules(tmp_path / "rules.yaml", WINDOW),  # for a calendar
        mail=MAIL_SERVER,
    )
    visitor = Visitor(app)
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish().path
    link = visitor.open(f"{result}/link")
    visitor.send(f"{result}/link", link, reveal="reasons", name="Somebody", closes_on="")
    [owners] = visitor.send(f"{result}/owner-link", link).links_to("/own/")
    who, set_up = Teams(app).add()
    team = SharingSite(app, who)
    invitation = team.invitation(code="FAIR-7K4Q")
    team.store.invitations.allow_sites(team.id, invitation, ["https://office.example"])
    share, shared = team.share(
        shown := team.told(
            {"home": ("tent",), "likes": ("nothing",), "skill": ("none",)}, invitation
        )
    )
    digest = NewDigest("day", "en", "seed", "d" * 26)
    team.store.digests.choose(who.id, who.team_id, digest, datetime.now(UTC))
    recipient, personal, stop = Teams(app).recipient(who, invitation)
    values = {
        "token": result.removeprefix("/r/"),
        "owner_token": owners.removeprefix("/own/"),
        "question": "likes",
        "digest": add_office(team.store, who.team_id),
        "filename": "style.css",
        "person": who.id,
        "team": who.team_id,
        "result": shown,
        "invitation": invitation,
        "code": "FAIR-7K4Q",
        "share": share,
        "day": "2026-01-01",
        **dict.fromkeys(
            (
                "note",
                "stage",
                "removal",
                "view",
                "passkey",
                "template",
                "api_token",
                "team",
                "webhook",
            ),
            1,
        ),
        "change": "reset",
        "recipient": recipient,
    }
    routes = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    before = dump(tmp_path)
    assert "Somebody" in before
    for agent in BOTS:
        bot = Visitor(app)
        for rule in routes:
            tokens = {
                "/recruiter/set-up/<token>": set_up,
                "/s/<token>": shared,
                "/invited/<token>": personal,
                "/stop/<token>": stop,
                "/digest/<token>": "d" * 26,
            }
            real = values | ({"token": tokens[rule.rule]} if rule.rule in tokens else {})
            _, address = rule.build({name: real[name] for name in rule.arguments}) or ("", "")
            for method in ("HEAD", "GET"):
                answer = bot.ask(address, method=method, headers={"User-Agent": agent})
                gone = rule.rule in OWN or rule.endpoint.startswith("provider_")  # none is set
                expected = (404,) if gone else (200, 302, 303)
                if rule.endpoint.startswith("api_") and rule.rule.startswith("/api/"):
                    expected = (200, 401)  # without a token
                assert answer.status_code in expected, address
        assert dump(tmp_path) == before, agent
        assert bot.open("/mine").links_to("/r/") == []
        assert bot.ask(f"{result}/link").status_code == 404
        assert "In a house" not in bot.open(result).words


def dump(folder: Path) -> str:
    """Return every row of every table but that which counts how often a network has asked."""
    with closing(sqlite3.connect(folder / "quiz.db")) as connection:
        rows = connection.iterdump()
        return "\n".join(row for row in rows if not row.startswith('INSERT INTO "attempts"'))
