"""The rate limit on unknown links; existing links still open."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from pathlib import Path

import pytest
from flask import Flask
from support.visitor import Visitor

NOWHERE = "/r/" + "a" * 26


@pytest.fixture
def result(app: Flask) -> str:
    """The address of a result."""
    visitor = Visitor(app)
    visitor.answer(home="house", likes="melody", skill="some")
    return visitor.finish().path


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """An application on which a network may open three unknown links."""
    return start_app(people_per_hour=3)


def statuses(app: Flask, network: str, *addresses: str) -> list[int]:
    """Open addresses from a network, without cookies, and return the statuses."""
    return [
        Visitor(app).ask(address, environ_base={"REMOTE_ADDR": network}).status_code
        for address in addresses
    ]


def test_after_too_many_unknown_links_the_answer_is_429_but_existing_links_open(
    app: Flask, result: str
) -> None:
    tried = statuses(app, "192.0.2.7", *[NOWHERE] * 4, "/r/x", "/own/y", result, "/nowhere", "/")
    assert tried == [404, 404, 404, 429, 429, 429, 200, 404, 200]
    page = Visitor(app).open(NOWHERE, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    wait = int(page.headers["Retry-After"])
    assert 3500 < wait <= 3600
    assert page.text("h1") == "Too many addresses that do not exist"
    assert f"Try again in {ceil(wait / 60)} minutes." in page.words
    assert "Your answers" not in page.words
    visitor = Visitor(app)
    visitor.answer(home="house")
    page = visitor.open(NOWHERE, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert " minutes. Your answers in this browser are kept." in page.words


def test_networks_are_counted_apart_and_an_ipv6_64_as_one(app: Flask) -> None:
    assert statuses(app, "192.0.2.7", *[NOWHERE] * 4)[-1] == 429
    assert statuses(app, "192.0.2.8", NOWHERE) == [404]
    for number in range(4):
        tried = statuses(app, f"2001:db8:0:1::{number}", NOWHERE)
    assert tried == [429]
    assert statuses(app, "2001:db8:0:2::1", NOWHERE) == [404]


def test_processes_share_their_counts(app: Flask, start_app: Callable[..., Flask]) -> None:
    other = start_app(people_per_hour=3)
    tried = [statuses(each, "192.0.2.7", NOWHERE)[0] for each in (app, other, app, other)]
    assert tried == [404, 404, 404, 429]


def test_no_network_address_is_stored(app: Flask, tmp_path: Path) -> None:
    statuses(app, "192.0.2.77", NOWHERE)
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("quiz.db*"))
    assert b"attempts" in kept
    assert b"192.0.2.77" not in kept


def test_an_unknown_link_is_a_404_if_it_cannot_be_counted(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "quiz.db").rename(tmp_path / "away.db")
    assert statuses(app, "192.0.2.7", "/own/x") == [404]
