"""Withdrawing a result leaves no byte of its data in the files of SQLite."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from support.invitations import invite
from support.visitor import Visitor


def test_withdrawing_leaves_no_byte_of_the_email_address(
    app: Flask, visitor: Visitor, tmp_path: Path
) -> None:
    def held() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.glob("quiz.db*"))

    store = app.extensions["quiz"].store
    fair = invite(store, code="LEEDS-7K4Q")
    visitor.send("/i/LEEDS-7K4Q", email="hanako@mail.example")
    visitor.answer(home="house", likes="melody", skill="some")
    address = visitor.finish().path
    assert b"hanako@mail.example" in held()
    visitor.send(f"{address}/withdraw")
    assert store.upkeep.run(datetime.now(UTC))
    assert b"hanako@mail.example" not in held()
    assert store.invitations.find(fair.code).taken == 0


def test_a_false_claim_in_the_query_about_a_team_is_not_shown(app: Flask, visitor: Visitor) -> None:
    invite(app.extensions["quiz"].store, "Consulate A", code="LEEDS-7K4Q")
    visitor.send("/i/LEEDS-7K4Q")
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish().path
    for claim in ("withdrawn", "missed"):
        page = visitor.open(f"{result}?team={claim}")
        assert "Consulate A sees this result" in page.words
        assert "The team" not in page.words
