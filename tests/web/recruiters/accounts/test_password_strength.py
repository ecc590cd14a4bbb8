"""New passwords that are easy to guess are refused, in the form and in both languages."""

from __future__ import annotations

import pytest
from support.teams import PASSWORD, Teams
from support.visitor import Visitor

from quiz.web.recruiters.accounts.password_strength import is_guessable

EASY = "this one is easy to guess."


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "123456789012",
        "qwertyqwerty",
        "letmeinletmein",
        "Password1234!",
        "aaaaaaaaaaaa",
        "abcdefghijkl",
        "P@ssw0rdP@ssw0rd",
        "drowssapdrowssap",
        "ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ",
        "パスワードパスワード",
        "officerofficer",
        "edinburghedinburgh",
        "x" * 200,
    ],
)
def test_common_words_patterns_and_words_about_the_owner_are_guessable(password: str) -> None:
    about = ("officer@consulate.example", "Yamada", "Consulate General in Edinburgh")
    assert is_guessable(password, about)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "another one, quite as long",
        "窓辺の猫は青い鍵を数える",
        "kR7vQ-tunnel-0xa",
        "z" * 9 + "kqR7!mVwpe",
    ],
)
def test_unrelated_words_and_random_characters_are_not(password: str) -> None:
    assert not is_guessable(password, ("officer@consulate.example", "Yamada"))


def test_setting_up_an_account_refuses_them(visitor: Visitor, teams: Teams) -> None:
    who, token = teams.add()
    address = f"/recruiter/set-up/{token}"
    for easy in ("passwordpassword", "123456789012", f"{who.email[:6]}{who.email[:6]}"):
        page = visitor.send(address, password=easy, again=easy)
        assert page.status == 422
        assert f"New password: {EASY}" in page.words
    assert visitor.send(address, password=PASSWORD, again=PASSWORD).path == "/recruiter"


def test_changing_the_password_refuses_them(teams: Teams) -> None:
    visitor = teams.visitor(teams.recruiter(), "ja")
    easy = "qwertyqwerty"
    page = visitor.send("/recruiter/account", present=PASSWORD, password=easy, again=easy)
    assert page.status == 422
    assert "推測されやすいパスワードです。" in page.words
