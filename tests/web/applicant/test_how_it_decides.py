"""The page "How this quiz decides": every text of the rules file, and exact numbers."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SMALL
from flask import Flask
from ruamel.yaml import YAML
from support import reference
from support.visitor import Visitor

from quiz.core.load.loader import load


@pytest.fixture
def real(start_app: Callable[..., Flask]) -> Flask:
    return start_app(rules_path=ROOT / "rules.yaml")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_shows_every_text_of_the_rules_file(real: Flask, language: str) -> None:
    engine, _ = load((ROOT / "rules.yaml").read_bytes())
    assert engine is not None
    rules = engine.rules
    page = Visitor(real).open(f"/rules?lang={language}")
    words = page.words.replace(" ", "")
    texts = [question.ask for question in rules.questions.values()]
    texts += [c.says for question in rules.questions.values() for c in question.choices.values()]
    texts += [rule.because for rule in rules.rules.values()]
    texts += [position.name for position in rules.positions.values()]
    texts += [promise.says for promise in rules.promises]
    missing = [text[language] for text in texts if text[language].replace(" ", "") not in words]
    assert missing == []


def test_the_census_is_exact_and_says_that_it_does_not_count_people(visitor: Visitor) -> None:
    page = visitor.open("/rules")
    slow = reference.Reference(YAML(typ="safe").load(SMALL.read_text()))
    assert f"All {len(slow.sheets)} answer sheets" in page.words
    told = slow.census()
    assert f"{slow.positions[0]} {told[slow.positions[0]]} " in page.words
    assert f"No position {told['none']} " in page.words
    assert "combinations, not people" in page.words


def test_each_promise_is_shown_with_whether_it_is_proved(
    tmp_path: Path, start_app: Callable[..., Flask]
) -> None:
    promises = """
promises:
  - says: {en: Somebody is told to play the piano., ja: ピアノを勧められる人がいます。}
    possible: {best: PIANO}
  - says: {en: Nobody is told to play the piano., ja: ピアノを勧められる人はいません。}
    never: {best: PIANO}
"""
    file = tmp_path / "rules.yaml"
    file.write_text(SMALL.read_text() + promises)
    page = Visitor(start_app(rules_path=file)).open("/rules")
    assert "Proved Somebody is told to play the piano." in page.words
    assert "Broken Nobody is told to play the piano." in page.words
    assert "Each of these was proved" not in page.words


def test_a_broken_promise_is_logged_at_start(
    tmp_path: Path, start_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "rules.yaml"
    promise = (
        "promises: [{says: {en: Never the piano., ja: ピアノはなし。}, never: {best: PIANO}}]\n"
    )
    file.write_text(SMALL.read_text() + promise)
    start_app(rules_path=file).extensions["quiz"].background_proof.proof()
    assert "promise broken: Never the piano." in caplog.text


FORKED = """
import os, signal, sys
from pathlib import Path
from quiz.core.load.loader import load
from quiz.web.wording.background_proof import BackgroundProof

source = Path(sys.argv[1]).read_bytes()
background_proof = BackgroundProof(load(source)[0])
background_proof._one_at_a_time.acquire()  # as the thread does that proves at the start
child = os.fork()
if child == 0:
    signal.alarm(30)
    os._exit(0 if background_proof.proof().census else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_process_forked_during_a_proof_makes_its_own_proof() -> None:
    done = subprocess.run([sys.executable, "-c", FORKED, SMALL], check=False)
    assert done.returncode == 0


def test_the_page_is_compressed_only_for_clients_that_accept_gzip(app: Flask) -> None:
    client = app.test_client()
    plain = client.open("/rules")
    packed = client.get("/rules", headers={"Accept-Encoding": "gzip"})
    refused = client.get("/rules", headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == refused.data
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_shows_what_results_say_besides(real: Flask, language: str) -> None:
    engine, _ = load((ROOT / "rules.yaml").read_bytes())
    assert engine is not None
    rules = engine.rules
    words = Visitor(real).open(f"/rules?lang={language}").words.replace(" ", "")
    texts = [question.why for question in rules.questions.values() if question.why]
    texts += [rule.question for rule in rules.rules.values() if rule.question]
    texts += [band.says for band in rules.outcome.bands]
    assert len(texts) > 10
    assert [t[language] for t in texts if t[language].replace(" ", "") not in words] == []
    tells = rules.questions["country"].choices["ar"].tells
    assert tells
    assert tells.says[language].replace(" ", "") in words
    lapse = {
        "en": "This does not stand in the way of applying for 2029 or later.",
        "ja": "2029年度以降の応募には差し支えありません。",
    }
    assert any(rule.until for rule in rules.rules.values())
    assert lapse[language].replace(" ", "") in words
    assert engine.date_conditions
    wish = {"en": "This is about your wishes:", "ja": "希望についての質問です。"}
    assert words.count(wish[language].replace(" ", "")) == sum(
        question.can_change == "wish" for question in rules.questions.values()
    )


def test_sources_are_named_by_their_site_and_day_and_not_by_ids(visitor: Visitor) -> None:
    page = visitor.open("/rules")
    assert "music.example, 20 November 2026" in page.words
    assert "music.example (1) Pianos are heavy." in page.words
    assert "Other sources (1) Drums are loud & fun." in page.words
    assert {"#source-1", "#source-2"} <= set(page.links)
    assert "F1" not in page.words.split()


def test_the_census_and_long_lists_are_folded(real: Flask) -> None:
    page = Visitor(real).open("/rules")
    assert "nothing about your chances" in page.words
    tables = [html.split("</details>")[0] for html in page.html.split("<details")[1:]]
    assert any('class="census"' in folded for folded in tables)
    outside = "".join(html.split("</details>")[-1] for html in page.html.split("<details"))
    assert 'class="census"' not in outside
    assert '<ul class="rules' not in outside
    assert "positions-page" not in page.words
