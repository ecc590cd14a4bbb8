"""A rules file without a fault becomes Rules, complete and with nothing left to ask."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest
from ruamel.yaml import YAML

from quiz.core.language.rules_file import Rules
from quiz.core.load.loader import digest, load

# The example of the language document, with its gaps filled.
EXAMPLE = """\
format: 1
title: {en: Which JET position suits you?, ja: あなたに合うJETの職種は？}
edition: "2028"                      # shown on every result
checked: 2026-11-22                  # when the facts were last checked
languages: [en, ja]                  # the first one is the fallback
values: {residence_since: 2018}

facts:
  C2:
    says: {en: JLPT N1 or N2 is desirable for CIR., ja: N1かN2が望ましい。}
    source: https://example.org/cir
    checked: 2026-11-22
    confidence: high

positions:
  CIR:
    name: {en: Coordinator for International Relations, ja: 国際交流員}
    summary: {en: Works in an office., ja: 役所で働きます。}
    duties: [{en: Translating, ja: 翻訳}]
    next_steps: [{en: "Apply since {residence_since}.", ja: "{residence_since}年から"}]
    facts: [C2]
  ALT:
    name: {en: Assistant Language Teacher, ja: 外国語指導助手}
  SEA:
    name: {en: Sports Exchange Advisor, ja: スポーツ国際交流員}

sections:
  japanese: {title: {en: Japanese, ja: 日本語}}

questions:
  japanese_level:
    section: japanese
    ask: {en: How well do you know Japanese?, ja: 日本語はどのくらいできますか。}
    hint: {en: Be honest., ja: 正直に。}
    kind: scale
    can_change: up
    choices:
      none: {en: "None, or a few words", ja: ほとんどできない}
      n5: {says: {en: About N5, ja: N5くらい}, hint: {en: Kana and basic kanji, ja: かな}}
      n3: {en: About N3, ja: N3くらい}
      n1: {en: About N1, ja: N1くらい}
  sports_background:
    ask: {en: Your sport?, ja: スポーツは？}
    kind: single
    choices:
      none: {en: None, ja: なし}
      professional: {en: I was paid, ja: プロ}
      club_coach: {en: I coached, ja: コーチ}
  sports_posting:
    only_if: {sports_background: [professional, club_coach]}
    ask: {en: Which posting?, ja: どこへ？}
    kind: multiple
    choices:
      city: {en: A city, ja: 都市}
      town: {en: A town, ja: 町}
      neither: {says: {en: Neither, ja: どちらも}, exclusive: true}

rules:
  cir-needs-functional-japanese:
    when: {japanese_level: {at_most: n3}}
    blocks: [CIR]
    because: {en: CIRs work in Japanese from the first day. Aim for about N2., ja: 初日から。}
    facts: [C2]
  n1-is-a-strength:
    when: {japanese_level: n1, sports_background: [none, professional]}
    points: {CIR: 3, ALT: 1}
    because: {en: It is a strength., ja: 強みです。}
    facts: [C2]
  a-posting-to-confirm:
    when:
      any:
        - sports_posting: {count: 2, of: [city, town, neither]}
        - sports_posting: {all_of: [city, town]}
        - not: {sports_posting: {none_of: [neither]}}
    check: [SEA]
    because: {en: Ask., ja: 確認を。}

outcome: {least_fit: 30, close: 10}

notices:
  agree-to-alt:
    if: {best: CIR, ALT: [open, check]}
    says: {en: Agree., ja: 同意を。}
    facts: [C2]
  both:
    if: {close: [ALT, CIR]}
    when: {japanese_level: {at_least: n3}}
    says: {en: Either will do., ja: どちらでも。}
  before-you-apply:
    says: {en: Ask the embassy., ja: 大使館へ。}

personas:
  fluent-office-worker:
    says: Works in Japanese, would rather not teach
    answers: {japanese_level: n1, sports_background: professional, sports_posting: [city]}
    expect: {best: CIR, ALT: open, SEA: open}

promises:
  - says: {en: Nobody below N2 is ever sent to CIR., ja: なし。}
    never: {best: CIR, when: {japanese_level: {at_most: n3}}}
  - says: {en: Nobody needs Japanese to become an ALT., ja: なし。}
    possible: {best: ALT, when: {japanese_level: none}}
  - says: {en: SEA is recommended to few., ja: 少数。}
    share: {best: SEA, at_most: 15}
  - says: {en: Something always fits., ja: 必ず。}
    share: {best: none, at_most: 0, at_least: 0}
"""

SMALLEST = """\
format: 1
title: Which one?
edition: "1"
checked: 2026-11-22
languages: [en]
positions:
  A: {name: A}
questions:
  q: {ask: "Yes?", kind: single, choices: {yes: It is, no: It is not}}
rules:
  r: {points: {A: 1}, because: It is so.}
"""


def loaded(source: str | bytes) -> Rules:
    engine, problems = load(source.encode() if isinstance(source, str) else source)
    assert engine is not None, problems
    return engine.rules


def test_the_example_of_the_language_loads_without_a_problem():
    engine, problems = load(EXAMPLE.encode())
    assert [each for each in problems if each.severity == "error"] == []
    assert engine is not None
    rules = engine.rules
    assert list(rules.positions) == ["CIR", "ALT", "SEA"]
    assert list(rules.questions) == ["japanese_level", "sports_background", "sports_posting"]
    assert list(rules.questions["japanese_level"].choices) == ["none", "n5", "n3", "n1"]
    assert rules.questions["sports_posting"].exclusive == {"neither"}
    assert rules.rules["n1-is-a-strength"].points == {"CIR": 3, "ALT": 1}
    assert rules.rules["cir-needs-functional-japanese"].effect == "blocks"
    assert rules.checked == date(2026, 11, 22)
    assert (rules.outcome.least_fit, rules.outcome.close) == (30, 10)


def test_json_is_yaml():
    data = YAML(typ="safe").load(EXAMPLE)
    for indent in (None, 2):
        for ascii_only in (True, False):
            text = json.dumps(data, default=str, indent=indent, ensure_ascii=ascii_only)
            assert loaded(text) == loaded(EXAMPLE)


@pytest.mark.parametrize(
    "word", ["yes", "no", "on", "off", "y", "n", "Yes", "NO", "n1", "1st", "none", "true_"]
)
def test_words_stay_words(word):
    text = SMALLEST.replace("yes: It is,", f"{word}: It is,").replace("no: It is not", "z: Not")
    text = text.replace("points: {A: 1}", f"when: {{q: {word}}}, points: {{A: 1}}")
    text = text.replace("  q: {", f"  {word}: {{").replace("{q: ", f"{{{word}: ")
    rules = loaded(text)
    assert list(rules.questions) == [word]
    assert list(rules.questions[word].choices) == [word, "z"]
    assert rules.rules["r"].when == {word: word}


def test_what_is_left_out_means_what_the_document_says():
    rules = loaded(SMALLEST)
    assert (rules.outcome.least_fit, rules.outcome.close) == (Decimal(0), Decimal(0))
    assert rules.questions["q"].can_change == "no"
    assert rules.questions["q"].only_if is None
    assert rules.questions["q"].hint is None
    assert rules.rules["r"].when is None
    assert rules.questions["q"].choices["yes"].exclusive is False
    for empty in (rules.facts, rules.sections, rules.notices, rules.personas, rules.values):
        assert empty == {}
    assert rules.promises == []


def test_a_percent_may_be_a_fraction_and_stays_exact():
    rules = loaded(SMALLEST + "outcome: {least_fit: 33.3, close: 0.1}\n")
    assert (rules.outcome.least_fit, rules.outcome.close) == (Decimal("33.3"), Decimal("0.1"))


def test_values_are_filled_into_every_text():
    rules = loaded(EXAMPLE)
    (step,) = rules.positions["CIR"].next_steps
    assert step == {"en": "Apply since 2018.", "ja": "2018年から"}


def test_a_string_is_the_text_in_every_language():
    rules = loaded(SMALLEST.replace("[en]", "[en, ja]"))
    assert rules.title == {"en": "Which one?", "ja": "Which one?"}


def test_a_missing_translation_falls_back_to_the_first_language_with_a_warning():
    source = EXAMPLE.replace("{en: Translating, ja: 翻訳}", "{en: Translating}")
    source = source.replace("    says: Works in Japanese, would rather not teach\n", "")
    engine, problems = load(source.encode())
    assert engine is not None
    assert engine.rules.positions["CIR"].duties == [{"en": "Translating", "ja": "Translating"}]
    (problem,) = problems
    line = 1 + source[: source.index("{en: Translating}")].count("\n")
    assert (problem.severity, problem.line, problem.column) == ("warning", line, 14)
    assert "'ja'" in problem.message


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert loaded(b"\xef\xbb\xbf" + SMALLEST.encode()) == loaded(SMALLEST)


def test_windows_line_ends_change_nothing():
    assert loaded(SMALLEST.replace("\n", "\r\n")) == loaded(SMALLEST)


def test_the_digest_is_the_sha_256_of_the_bytes():
    assert digest(b"a") == hashlib.sha256(b"a").hexdigest()
