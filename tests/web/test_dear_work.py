"""Work that takes long is bounded: whoever gets no turn is asked to come back, and others go on."""

from __future__ import annotations

import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask
from support.served_quiz import serving
from support.teams import SIGN_IN, WRONG, Teams, sign_in
from support.visitor import Visitor

from quiz.web.framework import qr
from quiz.web.framework.turns import Turns
from quiz.web.recruiters import downloads
from quiz.web.recruiters.accounts import passwords
from quiz.web.result import preview


def test_a_sign_in_without_a_turn_is_asked_to_come_back_and_is_not_counted(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = Teams(app).recruiter()
    turns = Turns(1, waiting=0)
    monkeypatch.setattr(passwords, "HASHING", turns)
    with turns.take():
        page = sign_in(Visitor(app), who.email)
        assert (page.status, page.headers["Retry-After"]) == (503, "5")
        assert page.text("h1") == "This site is very busy right now"
        assert "Go back and try again in a few seconds." in page.words
    engine = sa.create_engine(f"sqlite:///{tmp_path}/quiz.db")
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM attempts")) == 0
    engine.dispose()
    assert sign_in(Visitor(app), who.email).path == "/recruiter"


@pytest.mark.parametrize(
    ("name", "turns_of"), [("card.png", preview), ("code.svg", qr)], ids=["card", "code"]
)
def test_a_picture_without_a_turn_is_not_drawn(
    app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, name: str, turns_of: object
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish().path
    turns = Turns(1, waiting=0)
    monkeypatch.setattr(turns_of, "_CARD_TURNS" if turns_of is preview else "_TURNS", turns)
    with turns.take():
        answer = visitor.ask(f"{result}/{name}")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert visitor.ask(f"{result}/{name}").status_code == 200


EXPORTS = [
    *(f"/recruiter/export.{kind}" for kind in ("csv", "xlsx", "json")),
    *(f"/recruiter/audit.{kind}" for kind in ("csv", "xlsx")),
    *(f"/recruiter/invitations/1/recipients/links.{kind}" for kind in ("csv", "xlsx")),
]


@pytest.mark.parametrize("address", EXPORTS)
def test_an_export_without_a_turn_is_not_made_nor_recorded(
    app: Flask, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    teams = Teams(app)
    admin = teams.administrator()
    teams.result(admin)
    visitor = teams.visitor(admin)
    turns = Turns(1, waiting=0)
    monkeypatch.setattr(downloads, "EXPORTS", turns)
    with turns.take():
        page = visitor.open(address)
        assert (page.status, page.headers["Retry-After"]) == (503, "5")
        assert page.text("h1") == "This site is very busy right now"
        assert "Go back and try again in a few seconds." in page.words
    assert teams.store.audit.page(admin.team_id) == []
    for _ in range(2):
        assert visitor.ask(address).data
    assert len(teams.store.audit.page(admin.team_id)) == 2


def test_whoever_downloads_slowly_keeps_no_turn(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    teams = Teams(app)
    admin = teams.administrator()
    teams.result(admin)
    visitor = teams.visitor(admin)
    monkeypatch.setattr(downloads, "EXPORTS", Turns(1, waiting=0))
    for kind in ("csv", "xlsx", "json"):
        with visitor.client.get(f"/recruiter/export.{kind}") as sent:  # nothing of it is read yet
            whole = visitor.ask(f"/recruiter/export.{kind}").data
            read = b"".join(sent.response)
            assert sent.content_length == len(read)
            assert read[:4] == whole[:4]  # an XLSX file holds the second in which it was made


@pytest.mark.thorough
@pytest.mark.product_hashes
def test_45_sign_ins_at_once_keep_nobody_else_waiting(tmp_path: Path) -> None:
    with serving(tmp_path) as site, ThreadPoolExecutor(45) as pool:
        visitor = Visitor(site.app, base_url=site.url)
        page = visitor.open(SIGN_IN)
        cookie = visitor.client.get_cookie("quiz", "127.0.0.1")
        assert cookie
        sent = {"csrf_token": page.token, "email": "nobody@quiz.example", "password": WRONG}
        request = urllib.request.Request(  # noqa: S310 - an address of our own
            site.url + SIGN_IN,
            data=urlencode(sent).encode(),
            headers={"Cookie": f"quiz={cookie.value}"},
        )
        tries = [pool.submit(status, request) for _ in range(45)]
        asked = 0
        while not all(each.done() for each in tries):
            # Before, this took 20 seconds; the goal is one.
            with urllib.request.urlopen(f"{site.url}/healthz", timeout=8) as answer:  # noqa: S310
                assert answer.status == 200
            asked += 1
        statuses = [each.result() for each in tries]
        assert asked > 0
        assert set(statuses) <= {303, 429, 503}
        assert 4 <= statuses.count(303) <= 10, "ten wrong passwords for one account are compared"


class NotRedirected(urllib.request.HTTPRedirectHandler):
    """Takes a redirect, which shows a refused form again, for the answer."""

    def redirect_request(self, *_request: object) -> None:
        return None


def status(request: urllib.request.Request) -> int:
    try:
        with urllib.request.build_opener(NotRedirected).open(request, timeout=60) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return int(error.code)
