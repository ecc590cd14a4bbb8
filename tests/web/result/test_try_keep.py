"""Keeping tried answers: nothing is stored before, and then one result of that browser."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from flask import Flask
from support.invitations import invite
from support.owner import Owner
from support.teams import Teams
from support.visitor import Page, Visitor


def stored_results(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "quiz.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM results").fetchone()[0])


def test_trying_stores_nothing_and_keeping_makes_a_new_result_of_this_browser(
    owner: Owner, tmp_path: Path
) -> None:
    address = f"{owner.result}/try?q-likes=rhythm"
    page = owner.open(address)
    assert stored_results(tmp_path) == 1
    kept = owner.send(address, page)
    assert kept.path.startswith("/r/")
    assert kept.path != owner.result
    assert "Drum player" in kept.text("h1")
    assert stored_results(tmp_path) == 2
    assert set(owner.open("/mine").links_to("/r/")) == {owner.result, kept.path}
    assert owner.open(owner.result).text("h1") == "Piano player", "the first one stays as it is"
    assert owner.send(address, page).path == kept.path, "pressed twice"
    assert stored_results(tmp_path) == 2


def test_a_form_without_its_token_keeps_nothing_and_is_shown_again(
    owner: Owner, tmp_path: Path
) -> None:
    address = f"{owner.result}/try?q-likes=rhythm"
    page = Page(owner.ask(address, method="POST", follow_redirects=True))
    assert page.status == 400
    assert "This page was out of date." in page.words
    assert page.chosen == ["rhythm", "house", "some"], "the tried answers are still there"
    assert stored_results(tmp_path) == 1
    assert owner.send(address, page).text("h1") == "Drum player"


def test_a_sheet_with_a_missing_answer_is_not_kept(owner: Owner, tmp_path: Path) -> None:
    token = owner.open(f"{owner.result}/try?q-likes=rhythm").token
    sent = {"csrf_token": token}
    page = owner.ask(
        f"{owner.result}/try?q-home=flat", method="POST", data=sent, follow_redirects=True
    )
    assert "Answer this too" in page.text
    assert stored_results(tmp_path) == 1


def test_the_new_result_is_for_no_team(app: Flask, tmp_path: Path) -> None:
    store = Teams(app).store
    invite(store, "Consulate A", code="FAIR-7K4Q")
    visitor = Visitor(app)
    visitor.send("/i/FAIR-7K4Q", name="A Name")
    visitor.answer(home="house", likes="melody", skill="some")
    first = visitor.finish()
    assert "Consulate A sees this result" in first.words
    address = f"{first.path}/try?q-likes=rhythm"
    kept = visitor.send(address, visitor.open(address))
    assert "Consulate A" not in kept.words
    with closing(sqlite3.connect(tmp_path / "quiz.db")) as connection:
        [(invited,)] = connection.execute(
            "SELECT count(*) FROM results WHERE invitation IS NOT NULL"
        )
    assert invited == 1


def test_only_who_sees_the_answers_may_try_others(owner: Owner, tmp_path: Path) -> None:
    address = f"{owner.result}/try?q-likes=rhythm"
    stranger = Visitor(owner.client.application)
    for reveal in ("recommendation", "reasons"):
        owner.decide(reveal=reveal)
        for method in ("GET", "POST"):
            assert stranger.ask(address, method=method).status_code == 404
    owner.decide(reveal="answers")
    page = stranger.open(address)
    assert "Now DRUMS is the best match." in page.words
    kept = stranger.send(address, page)
    assert kept.path != owner.result
    assert stranger.open(f"{kept.path}/link").status == 200, "it belongs to whoever kept it"
    assert owner.open(f"{kept.path}/link").status == 404
    another = Visitor(owner.client.application)
    theirs = another.send(address, another.open(address))
    assert theirs.path != kept.path, "two browsers that keep the same answers have two results"
    assert stored_results(tmp_path) == 3
    owner.press("close")
    assert stranger.ask(address).status_code == 404


def test_too_many_results_of_one_network_are_refused_with_the_answers_in_the_address(
    start_app: Callable[..., Flask], tmp_path: Path
) -> None:
    owner = Owner(start_app(people_per_hour=1), home="house", likes="melody", skill="some")
    for skill, status in (("none", 200), ("much", 429)):
        address = f"{owner.result}/try?q-skill={skill}"
        page = owner.send(address, owner.open(address))
        assert page.status == status
    assert "Too many results have come from your network." in page.words
    assert "Nothing is lost: the answers are in the address of this page." in page.words
    assert f"{owner.result}/try?q-skill=much" in page.links
    assert page.forms[0][0]["action"] == f"{owner.result}/try?q-skill=much"
    assert stored_results(tmp_path) == 2
