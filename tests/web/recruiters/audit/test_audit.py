"""The audit page shows administrators the actions of their team, without names of applicants."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest
from flask import Flask
from support.team_shares import SharingSite
from support.teams import Teams

from quiz.store import Action
from quiz.web.recruiters.audit.audit import ACTION_WORDS

MELODY = {"home": ("house",), "likes": ("melody",), "skill": ("some",)}


def test_every_action_has_words() -> None:
    assert ACTION_WORDS.keys() == set(get_args(Action))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "Erased a person’s data: one result",
                "Exported one result (Name: a part of one · Best match: PIANO · How well do you",
                "Revoked shared link no. 1",
                "Made shared link no. 1: one result · the recommendation only · with names",
            ],
        ),
        (
            "ja",
            [
                "1人のデータを消去：結果1件",
                "（名前：一部を指定 · 最も合う職種：PIANO · どのくらい弾けますか？ 少し）をJSON",
                "共有リンク1番を取り消し",
                "共有リンク1番を作成：結果1件 · 最も合う職種のみ · 名前あり",
            ],
        ),
    ],
)
def test_actions_are_shown_in_words_without_names_of_applicants(
    app: Flask, teams: Teams, language: str, said: list[str]
) -> None:
    admin = teams.administrator()
    team, visitor = SharingSite(app, admin), teams.visitor(admin)
    result = team.told(MELODY, name="Hanako", email="hanako@mail.example")
    form = visitor.open(f"/recruiter/shares/new?result={result}")
    sent = {"label": "For Hanako", "reveal": "recommendation", "names": "yes", "result": result}
    share = visitor.send("/recruiter/shares", form, **sent)
    visitor.send("/recruiter/shares/1/revoke", share)
    asked = "best=PIANO&name=hana&answer-skill=some&sort=oldest"
    assert visitor.ask(f"/recruiter/export.json?{asked}").status_code == 200
    address = f"/recruiter/results/{result}/erase"
    visitor.send(address, visitor.open(address))

    page = teams.visitor(admin, language).open("/recruiter/audit")
    words = page.words.replace("\xa0", " ")
    places = [words.index(each) for each in said]
    assert places == sorted(places), "newest first"
    assert admin.name in words
    assert "anako" not in page.html


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "(Invitation: open: <1> · From: 2 November 2026 · Best match: No position)"),
        ("ja", "（招待：open: <1> · 開始日：2026年11月2日 · 最も合う職種：該当なし）"),
    ],
)
def test_a_filter_is_shown_in_words_after_its_invitation_was_removed(
    teams: Teams, language: str, said: str
) -> None:
    admin = teams.administrator()
    visitor, fair = teams.visitor(admin), teams.invitation(admin, title="open: <1>")
    asked = f"invitation={fair}&best=none&first=2026-11-2"
    assert visitor.ask(f"/recruiter/export.csv?{asked}").status_code == 200
    address = f"/recruiter/invitations/{fair}/remove"
    visitor.send(address, visitor.open(address))
    page = teams.visitor(admin, language).open("/recruiter/audit")
    assert said in page.words.replace("\xa0", " ")


def test_each_page_has_fifty_entries_and_a_link_to_older_ones(teams: Teams) -> None:
    admin = teams.administrator()
    for _ in range(60):
        teams.store.audit.add(admin.team_id, admin.id, "sign-in", {}, datetime.now(UTC))
    visitor = teams.visitor(admin)
    first = visitor.open("/recruiter/audit")
    assert first.words.count("Signed in") == 50
    [older] = first.links_to("/recruiter/audit?")
    second = visitor.open(older)
    assert second.words.count("Signed in") == 10
    assert not second.links_to("/recruiter/audit?")
    for nonsense in ("x", "-1", "9" * 30, "²"):
        assert visitor.open(f"/recruiter/audit?before={nonsense}").status == 200


def test_a_team_sees_only_its_own_audit_log(teams: Teams) -> None:
    mine, theirs = teams.administrator("Consulate A"), teams.administrator("Consulate B")
    teams.store.audit.add(theirs.team_id, theirs.id, "sign-in", {}, datetime.now(UTC))
    assert "Signed in" not in teams.visitor(mine).open("/recruiter/audit").words
