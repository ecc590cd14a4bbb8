"""A list of addresses is entered or imported, and reviewed before anybody is invited."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from flask import Flask
from support.mails import deliver
from support.recipients import RECIPIENTS, REVIEW, enter, invite, links, recipients
from support.teams import Teams
from support.visitor import Visitor


def test_the_page_to_review_says_what_becomes_of_each_entry(
    app: Flask, visitor: Visitor, teams: Teams
) -> None:
    invite(visitor, "old@home.example, gone@home.example")
    [mail] = deliver(app).by_recipient()["gone@home.example"]
    assert (
        teams.store.opt_outs.add(links(mail)[1].removeprefix("/stop/"), datetime.now(UTC)) is None
    )
    teams.store.recipients.remove(2)
    page = enter(
        visitor,
        "New <new@home.example>\nNEW@home.example\nOLD@home.example\ngone@home.example\n"
        "doubt@gmial.com\ntick@localhost\nnobody in particular",
    )
    assert "One person will be invited." in page.words
    for said in (
        "Doubtful addresses (2)",
        "the part after the @ looks mistyped",
        "the part after the @ has no dot",
        "Not understood, left out (1) nobody in particular",
        "Invited already, left out (1) OLD@home.example",
        "Want no invitations, left out (1)",
        "Twice in the list, invited once (1) NEW@home.example",
        "Ready (1) new@home.example New",
    ):
        assert said in page.words, said
    number = next(a["value"] for a in page.all("input") if a.get("id") == "doubtful-5")
    [sent] = {a["value"] for a in page.all("input") if a.get("name") == "list"}
    after = visitor.send(REVIEW, page, list=sent, template="", doubtful=number)
    assert "Done: 2 people are invited." in after.words
    assert set(recipients(teams)) == {"old@home.example", "new@home.example", "tick@localhost"}
    again = visitor.send(REVIEW, page, list=sent, template="")
    assert again.path == RECIPIENTS, "sent once, however often the button is pressed"
    assert len(recipients(teams)) == 3


def test_a_page_of_an_older_list_sends_nothing(visitor: Visitor, teams: Teams) -> None:
    page = enter(visitor, "a@home.example")
    [sent] = {a["value"] for a in page.all("input") if a.get("name") == "list"}
    enter(visitor, "b@home.example")
    after = visitor.send(REVIEW, page, list=sent, template="")
    assert after.status == 422
    assert "The list has changed." in after.words
    assert recipients(teams) == {}


def test_a_list_can_be_thrown_away(visitor: Visitor, teams: Teams) -> None:
    page = enter(visitor, "a@home.example")
    after = visitor.send(f"{RECIPIENTS}/discard", page)
    assert "Done: the list is deleted, and nobody was invited." in after.words
    assert visitor.open(REVIEW).path == f"{RECIPIENTS}/new"
    assert teams.store.count_rows()["recipient_lists"] == 0


def test_a_file_is_imported(visitor: Visitor, teams: Teams) -> None:
    content = "氏名;メール\n山田 花子;hanako@home.example\n".encode("utf-16")
    page = visitor.open(f"{RECIPIENTS}/new")
    file = (io.BytesIO(content), "a.csv")
    after = visitor.send(f"{RECIPIENTS}/new", page, addresses="", file=file)
    assert "Ready (1) hanako@home.example 山田 花子" in after.words
    del teams


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"addresses": ""}, "enter at least one address, or choose a file."),
        ({"addresses": "nobody"}, "there is no e-mail address in it."),
        ({"addresses": "a@b.example\n" * 1001}, "enter at most 1,000 addresses at once."),
        ({"file": b"PK\x03\x04 and nothing more"}, "this file cannot be read."),
        ({"file": "é@b.example".encode("latin-1")}, "this file is not UTF-8."),
        ({"file": b"x" * (1024 * 1024 + 1)}, "choose a file of at most 1 MB."),
    ],
)
def test_what_cannot_be_taken_says_what_to_do(
    visitor: Visitor, fields: dict[str, str | bytes], said: str
) -> None:
    sent: dict[str, object] = {"addresses": "", **fields}
    if isinstance(sent.get("file"), bytes):
        sent["file"] = (io.BytesIO(sent["file"]), "a.csv")  # type: ignore[arg-type]
    page = visitor.send(f"{RECIPIENTS}/new", visitor.open(f"{RECIPIENTS}/new"), **sent)
    assert page.status == 422
    assert said in page.words
