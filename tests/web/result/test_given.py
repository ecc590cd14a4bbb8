"""What an applicant gave to a team: seen, changed, exported by its owner alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from support.invitations import INVITED_ANSWERS, invite
from support.visitor import Visitor

from quiz.store import BoardFilter, Store

GIVEN = "hanako@mail.example"


@pytest.fixture
def result(app: Flask, visitor: Visitor, store: Store) -> str:
    """The address of a result that came by an invitation, with a name and an address."""
    invite(store, "Consulate A", code="LEEDS-7K4Q")
    visitor.send("/i/LEEDS-7K4Q", name="花子", email=GIVEN)
    visitor.answer(**INVITED_ANSWERS)
    return visitor.finish().path


def email(store: Store) -> str | None:
    team = store.accounts.team("Consulate A")
    assert team is not None
    [row] = store.board.page(team.id, BoardFilter()).rows
    return row.email


def test_the_owner_sees_the_address_and_gets_it_as_data(visitor: Visitor, result: str) -> None:
    assert f"{result}/given" in visitor.open(result).links
    page = visitor.open(f"{result}/given")
    assert page.text("h1") == "What you gave to Consulate A"
    assert [a["value"] for a in page.all("input") if a.get("name") == "email"] == [GIVEN]
    assert "花子" in page.words
    data = visitor.ask(f"{result}/result.json").json
    assert data is not None
    assert (data["email"], data["name"]) == (GIVEN, "花子")


def test_the_owner_changes_the_address_and_takes_it_away(
    visitor: Visitor, store: Store, result: str, tmp_path: Path
) -> None:
    page = visitor.send(f"{result}/given", email="ｈａｎａｋｏ＠new.example,")
    assert "Saved." in page.words
    assert email(store) == "hanako@new.example"
    assert store.upkeep.run(datetime.now(UTC))  # it wipes the file soon, beside the requests
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("quiz.db*"))
    assert GIVEN.encode() not in kept, "no byte of the old address is left"
    visitor.send(f"{result}/given", email="")
    assert email(store) is None
    assert visitor.ask(f"{result}/result.json").json["email"] is None


def test_what_is_no_address_is_refused_and_the_team_keeps_the_old_one(
    visitor: Visitor, store: Store, result: str
) -> None:
    page = visitor.send(f"{result}/given", email="hanako")
    assert (page.status, page.title[:7]) == (422, "Error: ")
    assert "hanako" in [a.get("value") for a in page.all("input")]
    assert email(store) == GIVEN


def test_nobody_else_sees_it(app: Flask, visitor: Visitor, result: str) -> None:
    stranger = Visitor(app)
    visitor.send(f"{result}/link", reveal="answers", name="")
    assert stranger.open(f"{result}/given").status == 404
    assert GIVEN not in stranger.open(result).html
    assert "email" not in stranger.ask(f"{result}/result.json").json


def test_after_withdrawing_there_is_nothing_to_see_or_to_change(
    app: Flask, visitor: Visitor, store: Store, result: str
) -> None:
    page = visitor.open(f"{result}/given")
    visitor.send(f"{result}/withdraw")
    assert visitor.send(f"{result}/given", page, email="late@mail.example").path == result
    assert visitor.open(f"{result}/given").path == result
    stored = store.results.find(result.removeprefix("/r/"))
    assert stored is not None
    [link] = store.links.find(stored.id)
    assert link.email is None
