"""An answer that rules every position out is followed by a page that says so, with two ways on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from support.invitations import invite
from support.teams import Teams
from support.visitor import Visitor

from quiz.core.load.loader import load

ROOT = Path(__file__).resolve().parents[3]
PAGE = "/quiz/home/ruled-out"
TITLE = "With this answer, no position is open to you"


def real_answers(until: str, **changed: str) -> dict[str, list[str]]:
    """The answers before a question of somebody who may apply, and those in `changed`."""
    engine, _ = load((ROOT / "rules.yaml").read_bytes())
    assert engine
    sheet = engine.rules.personas["student-teacher-elsewhere"].answers
    kept = {
        question: [sheet[question]] if isinstance(sheet[question], str) else list(sheet[question])
        for question in list(engine.forms)[: list(engine.forms).index(until)]
        if question in sheet
    }
    return kept | {question: [choice] for question, choice in changed.items()}


@pytest.fixture
def real(start_app: Callable[..., Flask]) -> Flask:
    return start_app(rules_path=ROOT / "rules.yaml")


def test_the_page_after_the_answer_says_so_with_the_reasons(visitor: Visitor) -> None:
    page = visitor.send("/quiz/home", answer="tent")
    assert (page.status, page.path, page.text("h1")) == (200, PAGE, TITLE)
    assert page.title == f"{TITLE} – Which instrument suits you?"
    assert "Where do you live? In a tent" in page.words
    assert "No piano fits into a tent. (PIANO) Rain ruins drums. (DRUMS)" in page.words
    assert "something stands in the way" not in page.words


def test_it_is_said_in_japanese(app: Flask) -> None:
    page = Visitor(app, language="ja").send("/quiz/home", answer="tent")
    assert page.text("h1") == "この回答では、応募できる職種がありません"
    assert "テントにピアノは入りません。" in page.words
    links = {text for inside, text in page.texts if inside == "a"}
    assert {"このまま続けて、向いている職種を見る", "この回答を変更する"} <= links
    assert "?lang=en" in page.links


def test_both_ways_lead_on(visitor: Visitor) -> None:
    page = visitor.send("/quiz/home", answer="tent")
    assert {"/quiz/home", "/quiz/likes"} <= set(page.links)
    assert visitor.open("/quiz/home").chosen == ["tent"]
    assert visitor.send("/quiz/home", answer="house").path == "/quiz/likes"


def test_who_goes_on_is_not_told_again_and_gets_a_result(visitor: Visitor) -> None:
    visitor.send("/quiz/home", answer="tent")
    assert visitor.send("/quiz/likes", answer="melody").path == "/quiz/skill"
    assert visitor.send("/quiz/skill", answer="some").path == "/check-answers"
    assert "No position fits" in visitor.finish().words


def test_an_answer_that_leaves_one_position_is_followed_by_the_next_question(
    visitor: Visitor,
) -> None:
    visitor.answer(home="flat")
    assert visitor.send("/quiz/neighbours", answer="hate").path == "/quiz/likes"


def test_a_change_from_check_answers_leads_back_there(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    page = visitor.send("/quiz/home?from=check-answers", answer="tent")
    assert page.path == PAGE
    assert {"/quiz/home?from=check-answers", "/check-answers"} <= set(page.links)
    assert "?from=check-answers&lang=ja" in page.links
    assert "/check-answers" in visitor.open("/quiz/home?from=check-answers").links
    page = visitor.send("/quiz/home?from=check-answers", answer="house")
    assert page.path == "/check-answers"


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?from=check-answers"])
def test_the_page_can_be_opened_again_while_it_is_true(visitor: Visitor, address: str) -> None:
    assert visitor.open(address).path == "/quiz/home", "nothing is answered"
    visitor.send("/quiz/home", answer="tent")
    assert visitor.open(address).text("h1") == TITLE
    visitor.send("/quiz/home", answer="house")
    assert visitor.open(address).path == "/quiz/likes"
    assert visitor.open("/quiz/nothing/ruled-out").path == "/quiz/likes"


def test_a_booth_says_at_once_that_an_answer_rules_everything_out(app: Flask) -> None:
    teams, start = Teams(app), "/i/LEEDS-7K4Q"
    fair = invite(teams.store, "Consulate A", code="LEEDS-7K4Q", language="ja")
    tablet = teams.visitor(teams.recruiter("Consulate A"))
    tablet.send(f"/recruiter/invitations/{fair.id}/booth")
    assert tablet.open("/quiz/home/ruled-out").path == start, "before anybody begins"
    tablet.send(start)
    page = tablet.send("/quiz/home", answer="tent")
    assert page.path == "/quiz/home/ruled-out"
    assert page.text("h1") == "この回答では、応募できる職種がありません"
    assert "/quiz/likes" in page.links
    tablet.answer(likes="melody", skill="some")
    assert tablet.finish().path == "/booth/result"
    assert tablet.open("/quiz/home/ruled-out").path == "/booth/result", "when it is finished"


def test_where_one_of_several_rules_always_blocks_no_reason_is_made_up(
    tmp_path: Path, start_app: Callable[..., Flask]
) -> None:
    text = (ROOT / "tests" / "web" / "small.yaml").read_text()
    old = """  tents-hold-no-drums:
    when: {home: tent}
"""
    new = """  wet-drums:
    when: {home: tent, skill: {at_least: some}}
    blocks: [DRUMS]
    because: {en: Wet drums sound dull., ja: 濡れた太鼓は鳴りません。}
  tents-hold-no-drums:
    when: {home: tent, skill: none}
"""
    assert old in text
    file = tmp_path / "rules.yaml"
    file.write_text(text.replace(old, new))
    page = Visitor(start_app(rules_path=file)).send("/quiz/home", answer="tent")
    assert page.path == PAGE
    assert "No piano fits into a tent. (PIANO) DRUMS: whatever you answer next" in page.words
    assert "Wet drums" not in page.words
    assert "Rain ruins" not in page.words


@pytest.mark.parametrize(
    ("question", "choice", "language", "reason"),
    [
        (
            "citizenship",
            "resident_only",
            "en",
            "Take the quiz again for that country. (ALT, CIR and SEA)",
        ),
        ("citizenship", "resident_only", "ja", "応募は国籍国を通じてのみできます。"),
        ("history", "short_stay", "en", "(ALT, CIR and SEA)"),
        ("history", "short_stay", "ja", "（ALT、CIR、SEA）"),
    ],
)
def test_the_real_rules_say_it_at_once(
    real: Flask, question: str, choice: str, language: str, reason: str
) -> None:
    visitor = Visitor(real, language=language)
    page = visitor.answer(**real_answers(question, **{question: choice}))
    assert page.path == f"/quiz/{question}/ruled-out"
    assert reason in page.words
    assert f"/quiz/{question}" in page.links


def test_the_real_rules_let_whoever_may_apply_pass(real: Flask) -> None:
    visitor = Visitor(real)
    paths = [visitor.answer(**{id_: answer}).path for id_, answer in real_answers("degree").items()]
    assert len(paths) > 8
    assert not any("ruled-out" in path for path in paths)
