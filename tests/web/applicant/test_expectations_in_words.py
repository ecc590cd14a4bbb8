"""The page "How this quiz decides" says which outcomes notices, dates and promises mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SMALL
from flask import Flask
from support.visitor import Visitor

from quiz.core.load.loader import load

MEANT = """
  choose:
    if: {best: [PIANO, none], close: [PIANO, DRUMS], DRUMS: [not_yet, closed]}
    says: {en: Choose one., ja: 一つ選びましょう。}
  see-a-teacher:
    if: {best: PIANO, PIANO: check}
    when: {skill: none}
    says: {en: "See [a teacher](https://music.example/teachers).", ja: 先生に相談しましょう。}
dates:
  term:
    if: {best: none}
    from: 2030-09
    as_of: 2030
    says: {en: Lessons begin, ja: レッスン開始}
promises:
  - says: {en: "First, as [this page](https://music.example/first) says.", ja: 一。}
    never: {best: PIANO, if: {PIANO: [open, check]}, when: {home: tent}}
  - says: {en: Second., ja: 二。}
    possible: {best: none}
  - says: {en: Third., ja: 三。}
    share: {best: DRUMS, at_least: 12.5, at_most: 90}
  - says: {en: Fourth., ja: 四。}
    share: {best: PIANO, at_most: 95, if: {close: DRUMS}}
"""


@pytest.fixture
def meant(tmp_path: Path, start_app: Callable[..., Flask]) -> Visitor:
    """A visitor of a quiz whose notices, dates and promises are about some outcomes."""
    file = tmp_path / "rules.yaml"
    file.write_text(SMALL.read_text() + MEANT)
    return Visitor(start_app(rules_path=file))


def test_the_outcomes_that_a_notice_or_date_stands_on_are_said(meant: Visitor) -> None:
    words = meant.open("/rules?lang=en").words
    assert "Practice daily. You may learn both. Only if the best match and those close" in words
    assert (
        "Choose one. Only if the best match is PIANO or none; and the best match and those close "
        "to it include PIANO and DRUMS; and DRUMS is “Not yet” or “Not open”"
    ) in words
    assert (
        "a teacher . Only if the best match is PIANO; and PIANO is “Check” · How well do you play? "
        "Not at all"
    ) in words
    assert "Lessons begin: from September 2030. Only if no position is a match" in words


def test_the_outcomes_are_said_in_japanese(meant: Visitor) -> None:
    words = meant.open("/rules?lang=ja").words.replace(" ", "")
    assert (
        "一つ選びましょう。次の場合だけ：最も合う職種がPIANOまたはなし、かつ"
        "PIANO、DRUMSがいずれも、最も合う職種か、それと僅差の職種、かつ"
        "DRUMSが「今はまだ」または「対象外」"
    ) in words
    assert "次の場合だけ：合う職種がない" in words
    assert (
        "一。起こり得ないこと：最も合う職種がPIANO·次の場合だけ：PIANOが「可能性あり」または"
        "「要確認」·どこに住んでいますか？テント"
    ) in words
    assert "二。起こり得ること：合う職種がない" in words
    assert "三。回答の組み合わせの12.5\u00a0%以上、90\u00a0%以下で：最も合う職種がDRUMS" in words


def test_each_promise_is_told_as_the_file_has_it(meant: Visitor) -> None:
    words = meant.open("/rules").words.replace("\u00a0", " ")
    assert (
        "as this page says. Never: the best match is PIANO · Only if PIANO is “Possible” or "
        "“Check” · Where do you live? In a tent"
    ) in words
    assert "Second. On some answer sheets: no position is a match" in words
    assert (
        "Third. On at least 12.5 % and at most 90 % of the answer sheets: the best match is DRUMS"
    ) in words
    assert (
        "Fourth. On at most 95 % of the answer sheets: the best match is PIANO · Only if the best "
        "match and those close to it include DRUMS"
    ) in words


def test_links_in_notices_and_promises_are_links(meant: Visitor) -> None:
    assert {"https://music.example/teachers", "https://music.example/first"} <= set(
        meant.open("/rules?lang=en").links
    )


@pytest.mark.parametrize(("language", "only"), [("en", "Only if "), ("ja", "次の場合だけ：")])
def test_every_if_of_the_real_rules_is_said(
    start_app: Callable[..., Flask], language: str, only: str
) -> None:
    engine, _ = load((ROOT / "rules.yaml").read_bytes())
    assert engine is not None
    rules = engine.rules
    claims = [each.never or each.possible or each.share for each in rules.promises]
    parts = [*rules.notices.values(), *rules.dates.values(), *claims]
    page = Visitor(start_app(rules_path=ROOT / "rules.yaml")).open(f"/rules?lang={language}")
    assert page.words.count(only.strip()) == sum(bool(each and each.if_) for each in parts) > 30
