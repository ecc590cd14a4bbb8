"""Mutated requests over the whole route table: whatever is sent, nothing fails with a 5xx.

20,400 requests, the same in every run: a quarter as nobody, one as an applicant with a result, one
as an administrator of a team, and one as an operator.
"""

from __future__ import annotations

import random
import re
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from support.invitations import INVITED_ANSWERS, invite
from support.passwords import use_cheap_hashes
from support.teams import Teams
from support.visitor import Visitor

from quiz.web.framework.csrf import masked
from quiz.web.routes import ROUTES

pytestmark = pytest.mark.thorough

REQUESTS = 1_275  # in each of the sixteen cases
PARTS = range(4)
# fmt: off
TEXTS = (
    "", " ", "x", "0", "-1", "1", "2", "99", str(2**63 - 1), str(2**63), "1e9", "9" * 400, "NaN",
    "\x00", "\x07", "\n", "\ud800", "\uffff", "\u200b", "\u202e", "🩷", "é", "山田　太郎",
    "..", "../../etc/passwd", "%", "%00", "%ff", "{}", "%(x)s", "{{7*7}}", "<script>", "'\"`", "\\",
    "a@b.example", "a@b@c", "mailto:x", "2026-11-26", "0000-00-00", "9999-12-31", "2026-02-30",
    "house", "melody", "nothing", "PIANO", "open:PIANO", "none", "en", "ja", "tlh", "yes",
    "reasons", "answers", "reset", "disable", "UTC", "Asia/Tokyo", "../UTC", "a4", "all", "next",
    "https://x.example/", "//x.example", "/recruiter/people", "a" * 5000, "語" * 900, "[",
    "newest", "ß" * 70, "]" * 50,
)
NAMES = (
    "answer", "name", "email", "password", "again", "present", "title", "note", "label", "reveal",
    "closes_on", "opens_on", "ends_on", "day", "places", "invitation_language", "asks_name", "to",
    "result", "names", "role", "change", "code", "also", "time_zone", "asks_email", "", "lang",
    "first", "last", "invitation", "best", "standing", "has_status", "sort", "show", "page",
    "before", "next", "from", "done", "team", "size", "in", "answer-home", "answer-likes",
    "revoked", "csrf_token",
)
HEADERS = (
    "Accept-Language", "Accept-Encoding", "Range", "If-None-Match", "If-Modified-Since", "Accept",
    "X-Forwarded-For", "Referer", "Origin", "Cookie", "X-Opened", "Authorization",
)
KINDS = (
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json",
    "text/plain", "multipart/form-data", "", "x", "application/x-www-form-urlencoded; charset=x",
)
# fmt: on
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")


class Fuzz:
    """A browser that sends mutations of what its routes take."""

    def __init__(self, app: Flask, seed: str) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - the same in every run
        self.visitor = Visitor(app)
        self.values: dict[str, str] = {"question": "home", "filename": "style.css"}
        self.values |= {"day": "2026-11-01", "code": "FAIR-7K4Q", "token": "a" * 26}
        self.values |= {"owner_token": "a" * 26}

        self.token: str | None = None

    def take_token(self) -> None:
        """Remember the CSRF token of the browser's session."""
        with self.visitor.client.session_transaction() as session:
            self.token = session.get("csrf_token")

    def text(self) -> str:
        """Return a text that is unusual, or made of two."""
        one = self.draw.choice(TEXTS)
        return one if self.draw.random() < 0.8 else one + self.draw.choice(TEXTS)

    def address(self, path: str) -> str:
        """Return the address of a route, with its parts, its end or its case mutated."""

        def part(found: re.Match[str]) -> str:
            known = self.values.get(found[1], str(self.draw.randint(1, 3)))
            text = known if self.draw.random() < 0.7 else self.text()
            return quote(text.encode("utf-8", "surrogatepass"), safe="" if "/" in text else "/")

        made = PLACEHOLDER.sub(part, path)
        if self.draw.random() < 0.1:
            made += quote(self.text().encode("utf-8", "surrogatepass"))
        if self.draw.random() < 0.05:
            made = made.swapcase()
        return made

    def pairs(self) -> str:
        """Return some fields, encoded; mostly with a valid CSRF token."""
        sent = [(self.draw.choice(NAMES), self.text()) for _ in range(self.draw.randint(0, 6))]
        if self.token and self.draw.random() < 0.7:
            sent.insert(0, ("csrf_token", masked(self.token)))
        return "&".join(
            "=".join(quote(text.encode("utf-8", "surrogatepass"), safe="") for text in pair)
            for pair in sent
        )

    def send(self) -> tuple[str, int]:
        """Send a request; return what it was, and the status."""
        route = self.draw.choice(ROUTES)
        random_method = self.draw.choice(("GET", "POST", "HEAD", "PUT", "OPTIONS", "X"))
        method = route.method if self.draw.random() < 0.9 else random_method
        options: dict[str, Any] = {"method": method, "query_string": ""}
        if self.draw.random() < 0.4:
            options["query_string"] = self.pairs()
        if method not in ("GET", "HEAD"):
            options["data"] = self.pairs().encode()
            kind = KINDS[0] if self.draw.random() < 0.8 else self.draw.choice(KINDS)
            options["content_type"] = kind
        headers = {}
        if self.draw.random() < 0.3:
            text = self.text().encode("latin-1", "replace").decode("latin-1")
            headers[self.draw.choice(HEADERS)] = re.sub(r"[\r\n\x00]", "", text)
        address = self.address(route.path)
        answer = self.visitor.ask(address, headers=headers, **options)
        return f"{method} {address} {options} {headers}", answer.status_code


def nobody(_app: Flask, fuzz: Fuzz) -> None:
    """Give a session to somebody who has just come."""
    fuzz.visitor.open("/quiz/home")


def applicant(app: Flask, fuzz: Fuzz) -> None:
    """Give somebody a result that a team has, and an owner's link."""
    visitor = fuzz.visitor
    visitor.send("/i/FAIR-7K4Q", name="花子", email="a@b.example")
    visitor.answer(**INVITED_ANSWERS)
    result = visitor.finish().path
    page = visitor.send(f"{result}/owner-link", visitor.open(f"{result}/link"))
    fuzz.values["token"] = result.removeprefix("/r/")
    fuzz.values["owner_token"] = page.links_to("/own/")[0].removeprefix("/own/")


def administrator(app: Flask, fuzz: Fuzz) -> None:
    """Sign an administrator in, whose team has results, an invitation and people."""
    teams = Teams(app)
    who = teams.administrator()
    fuzz.visitor.client.set_cookie("recruiter", teams.session(who))
    fuzz.visitor.open("/recruiter/account")
    for _ in range(2):
        teams.recruiter()
        teams.result(who)


def operator(app: Flask, fuzz: Fuzz) -> None:
    """Sign an operator in; there are teams with accounts."""
    teams = Teams(app)
    teams.recruiter()
    fuzz.visitor.client.set_cookie("recruiter", teams.session(teams.operator()))
    fuzz.visitor.open("/recruiter/account")


@pytest.mark.parametrize("who", [nobody, applicant, administrator, operator])
@pytest.mark.parametrize("part", PARTS)
def test_no_mutated_request_fails(
    app: Flask, monkeypatch: pytest.MonkeyPatch, who: Any, part: int
) -> None:
    use_cheap_hashes(monkeypatch)
    invite(app.extensions["quiz"].store, code="FAIR-7K4Q")
    fuzz = Fuzz(app, f"{who.__name__} {part}")
    statuses: dict[int, int] = {}
    for number in range(REQUESTS):
        if number % 100 == 0:  # what it needs may be gone: its session, its result, its answers
            who(app, fuzz)
            fuzz.take_token()
        what, status = fuzz.send()
        assert status < 500, what
        statuses[status] = statuses.get(status, 0) + 1
    assert {200, 303, 404} <= statuses.keys(), statuses
