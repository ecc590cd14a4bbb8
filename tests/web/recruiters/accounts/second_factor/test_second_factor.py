"""A second factor: set up with a password and a code, stored encrypted, turned off and removed."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pyotp
import pytest
import resvg_py
import zxingcpp
from flask import Flask
from PIL import Image
from support.commands import quiz
from support.second_factors import APP, CODE, SECOND_FACTOR, actions, code_of, offer, set_up_app
from support.teams import PASSWORD, SIGN_IN, WRONG, Teams, sign_in
from support.visitor import Visitor

from quiz.store import Recruiter

BOARD = "/recruiter"


def test_the_qr_code_and_the_key_give_an_app_the_same_secret(own: Visitor, who: Recruiter) -> None:
    page, app, _ = offer(own)
    [svg] = re.findall(r'<svg xmlns="[^"]*" viewBox.*?</svg>', page.html)
    picture = Image.open(BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=600))))
    [code] = zxingcpp.read_barcodes(picture)
    scanned = pyotp.parse_uri(code.text)
    assert isinstance(scanned, pyotp.TOTP)
    assert (scanned.secret, scanned.name) == (app.secret, who.email)
    assert (scanned.digits, scanned.interval) == (6, 30)
    assert scanned.issuer
    assert offer(own).app.secret != app.secret, "each page has a secret of its own"


def test_setting_up_needs_the_password_and_the_code_of_the_app(
    teams: Teams, who: Recruiter, own: Visitor
) -> None:
    page, app, hidden = offer(own)
    for present, code, says in (
        (WRONG, code_of(app), "This is not your current password."),
        (PASSWORD, "000000", "This is not the app’s code."),
        (PASSWORD, code_of(app, -9), "This is not the app’s code."),
    ):
        page = own.send(APP, page, offer=hidden, present=present, code=code)
        assert (page.status, says in page.words) == (422, True)
        assert page.text("code").replace(" ", "") == app.secret, "the app keeps its secret"
    assert not teams.store.second_factors.has_any(who.id)
    done = own.send(APP, page, offer=hidden, present=PASSWORD, code=code_of(app))
    assert done.text("h1") == "Your recovery codes"
    assert "second factor set up" in actions(teams, who)
    assert "Codes left: 10." in own.open(SECOND_FACTOR).words


def test_a_secret_that_was_offered_to_somebody_else_is_not_taken(
    teams: Teams, own: Visitor
) -> None:
    _, app, hidden = offer(teams.visitor(teams.recruiter()))
    page = own.send(APP, offer=hidden, present=PASSWORD, code=code_of(app))
    assert (page.status, "This QR code has expired." in page.words) == (422, True)


def test_turning_it_off_asks_for_the_password(
    app: Flask, teams: Teams, own: Visitor, who: Recruiter
) -> None:
    set_up_app(own)
    page = own.open(f"{SECOND_FACTOR}/off")
    assert page.text("h1") == "Turn off the authenticator app?"
    assert own.send(f"{SECOND_FACTOR}/off", page, present=WRONG).status == 422
    assert sign_in(Visitor(app), who.email).path == CODE
    done = own.send(f"{SECOND_FACTOR}/off", present=PASSWORD)
    assert "Done: the authenticator app is turned off." in done.words
    assert teams.store.second_factors.recovery_codes_left(who.id) == 0
    assert sign_in(Visitor(app), who.email).path == BOARD
    assert own.open(f"{SECOND_FACTOR}/off").path == SECOND_FACTOR, "there is nothing to turn off"


def test_an_administrator_removes_the_second_factor_of_a_colleague(
    app: Flask, teams: Teams, own: Visitor, who: Recruiter
) -> None:
    set_up_app(own)
    admin = teams.administrator()
    visitor, page = teams.visitor(admin), f"/recruiter/people/{who.id}"
    assert "· second factor" in visitor.open("/recruiter/people").words
    asked = visitor.open(f"{page}/remove-factor")
    assert asked.text("h1") == f"Remove the second factor of {who.name}?"
    done = visitor.send(page, asked, change="remove-factor")
    assert "Done: the second factor is removed." in done.words
    assert own.open(BOARD).path == SIGN_IN, "they are signed out"
    assert sign_in(Visitor(app), who.email).path == BOARD
    assert f"Removed the second factor of {who.email}" in visitor.open("/recruiter/audit").words
    assert visitor.open(f"{page}/remove-factor").path == page, "there is none left"
    set_up_app(visitor)
    own_page = f"/recruiter/people/{admin.id}"
    assert visitor.open(f"{own_page}/remove-factor").path == own_page


def test_a_command_does_so_too(
    app: Flask, teams: Teams, own: Visitor, who: Recruiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZ_DATABASE_URL", app.extensions["quiz"].settings.database_url)
    assert quiz("recruiter", "remove-second-factor", who.email).code == 1
    set_up_app(own)
    assert quiz("recruiter", "remove-second-factor", who.email).code == 0
    assert "second factor removed" in actions(teams, who)
    assert sign_in(Visitor(app), who.email).path == BOARD


def test_secrets_are_stored_encrypted_and_codes_as_hashes(
    own: Visitor, tmp_path: Path, who: Recruiter
) -> None:
    phone, codes = set_up_app(own)
    stored = (tmp_path / "quiz.db").read_bytes() + (tmp_path / "quiz.db-wal").read_bytes()
    assert who.email.encode() in stored
    for secret in (phone.secret.encode(), phone.byte_secret(), phone.byte_secret().hex().encode()):
        assert secret not in stored
    for code in codes:
        assert code.encode() not in stored
        assert code.replace("-", "").encode() not in stored
