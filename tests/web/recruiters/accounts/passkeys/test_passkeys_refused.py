"""Passkeys that sign nobody in: wrong in one thing, of somebody else, used twice, copied, junk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from support.authenticator import PRESENT, Authenticator
from support.passkeys import BOARD, FAILED, NEW, ORIGIN, RP_ID, add, answer, asked, enter
from support.second_factors import CODE, actions
from support.teams import PASSWORD, SIGN_IN, Teams, sign_in
from support.visitor import Visitor

from quiz.store import Recruiter


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:8001"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
        {"user": b"999"},
        {"id": b"of nobody"},
        {"count": -1},
    ],
)
def test_an_answer_that_is_wrong_in_one_thing_signs_nobody_in_and_is_in_the_log(
    app: Flask,
    teams: Teams,
    who: Recruiter,
    own: Visitor,
    phone: Authenticator,
    wrong: dict[str, Any],
) -> None:
    visitor = Visitor(app)
    assert enter(visitor, phone).path == BOARD
    visitor = Visitor(app)
    for name, value in wrong.items():
        setattr(phone, name, value)
    page = enter(visitor, phone)
    assert (page.status, page.path, FAILED in page.words) == (422, SIGN_IN, True)
    assert visitor.open(BOARD).path == SIGN_IN
    entries = teams.store.audit.page(who.team_id)
    refused = [(each.by, each.detail) for each in entries if each.action == "passkey refused"]
    assert refused == ([] if "id" in wrong else [(None, {"account": who.email})])


def test_another_key_with_the_same_id_signs_nobody_in(
    app: Flask, own: Visitor, phone: Authenticator
) -> None:
    other = Authenticator(ORIGIN, RP_ID)
    other.id, other.user, other.count = phone.id, phone.user, 7
    assert FAILED in enter(Visitor(app), other).words


def test_a_challenge_is_answered_once_by_the_browser_that_it_was_made_for(
    app: Flask, own: Visitor, who: Recruiter
) -> None:
    silent = Authenticator(ORIGIN, RP_ID, counts=False)  # as synchronised passkeys are
    assert "Done: the passkey is added." in add(own, silent, "Cloud").words
    first, second = Visitor(app), Visitor(app)
    page = first.open(SIGN_IN)
    action, options, challenge = asked(page)
    sent = {"challenge": challenge, "credential": silent.use(options)}
    elsewhere = second.open(SIGN_IN)
    assert FAILED in second.send(action, elsewhere, **sent).words, "of another browser"
    mixed = sent | {"challenge": asked(elsewhere)[2]}
    assert FAILED in second.send(action, elsewhere, **mixed).words, "not the one that was signed"
    token = first.client.get_cookie("quiz")
    assert token is not None
    assert first.send(action, page, **sent).path == BOARD
    first.client.delete_cookie("recruiter")
    first.client.set_cookie("quiz", token.value)
    assert FAILED in first.send(action, page, **sent).words, "sent again"


def test_a_count_that_does_not_grow_is_a_copy(
    app: Flask, teams: Teams, own: Visitor, who: Recruiter, phone: Authenticator
) -> None:
    for count, works in ((4, True), (4, False), (2, False), (5, True)):
        phone.count = count
        assert (FAILED not in enter(Visitor(app), phone).words) is works
    [kept] = teams.store.passkeys.of(who.id)
    assert kept.sign_count == 6


def test_a_passkey_of_somebody_else_is_no_second_factor(
    app: Flask, teams: Teams, own: Visitor, who: Recruiter, phone: Authenticator
) -> None:
    other = teams.recruiter("Consulate B")
    add(teams.visitor(other), Authenticator(ORIGIN, RP_ID))
    visitor = Visitor(app)
    page = answer(visitor, sign_in(visitor, other.email), phone)
    assert (page.status, page.path, FAILED in page.words) == (422, CODE, True)
    assert visitor.open(BOARD).path == SIGN_IN
    assert actions(teams, other)[0] == "passkey refused"
    assert "passkey refused" not in actions(teams, who), "it was not to sign in as them"


def test_a_passkey_of_somebody_who_was_disabled_is_in_the_log(
    app: Flask, teams: Teams, own: Visitor, who: Recruiter, phone: Authenticator
) -> None:
    teams.administrator(who.team_name)
    teams.store.accounts.disable(who.id, datetime.now(UTC))
    assert FAILED in enter(Visitor(app), phone).words
    administrator = teams.visitor(teams.administrator(who.team_name))
    told = f"A passkey that was to sign in as {who.email} was refused"
    assert told in administrator.open("/recruiter/audit").words


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "{}",
        "[]",
        "null",
        "[" * 5000,
        "\x00",
        '{"id": 1}',
        '{"id": "a", "rawId": "a", "response": {}}',
    ],
)
def test_junk_is_no_passkey(app: Flask, own: Visitor, junk: str) -> None:
    visitor = Visitor(app)
    page = visitor.open(SIGN_IN)
    action, _, challenge = asked(page)
    failed = visitor.send(action, page, challenge=challenge, credential=junk)
    assert (failed.status, FAILED in failed.words) == (422, True)
    page = own.open(NEW)
    action, _, challenge = asked(page)
    sent = {"name": "A", "present": PASSWORD, "challenge": challenge, "credential": junk}
    assert "The passkey could not be added." in own.send(action, page, **sent).words
