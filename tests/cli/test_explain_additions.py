"""`quiz explain` on what is only shown: tells, dates, bands, ends of blocks, questions to ask."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.commands import quiz

RULES = """\
format: 1
title: Which job?
edition: "2028"
checked: 2026-11-22
languages: [en]
facts:
  call: {says: Two posts., source: https://a.example/, checked: 2026-11-22, confidence: high}
positions:
  A: {name: Cook, label: "[The cook](https://a.example/)"}
  B: {name: Guide}
questions:
  country:
    ask: Where?
    kind: single
    can_change: yes
    choices:
      in:
        says: India
        tells: {says: "See [the call](https://a.example/in).", facts: [call]}
      us: The United States
rules:
  likes: {when: {country: in}, points: {A: 1, B: 1}, because: You like it.}
  cooks: {when: {country: us}, points: {A: 2}, because: You cook.}
  unsure:
    when: {country: in}
    check: A
    because: It is not sure.
    question: "Is [this](https://a.example/q) enough?"
  lapses: {when: {country: in}, blocks: B, until: {from_edition: 2030}, because: Not yet.}
  ends: {when: {country: us}, blocks: B, until: 2999-03-31, because: Closed.}
outcome:
  bands: [{from: 0, says: weak}, {from: 50, says: good}, {from: 50.1, says: strong}]
dates:
  seen: {when: {country: in}, from: 2023-09-25, until: 2023-11, as_of: 2024, says: Open}
  own: {until: 2027-11-17, as_of: 2028, says: "[Apply](https://a.example/apply)", facts: [call]}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    return tmp_path / "rules.yaml"


def told(rules: Path, country: str) -> list[str]:
    run = quiz("explain", "-", "--rules", rules, stdin=json.dumps({"country": country}))
    assert (run.code, run.err) == (0, "")
    return run.out.splitlines()


def data(rules: Path, country: str) -> Any:
    return quiz(
        "explain", "-", "--rules", rules, "--json", stdin=json.dumps({"country": country})
    ).data


def test_the_text_has_all_of_them_without_markup(rules: Path) -> None:
    lines = told(rules, "in")
    assert lines[0] == "Best match: Cook (The cook (https://a.example/), A)"
    assert "  1 of 2 points, fit 50 % (good), possible, with something to confirm" in lines
    check = lines.index("   check  It is not sure. (unsure)")
    assert lines[check + 1] == "          Ask: Is this (https://a.example/q) enough?"
    block = lines.index("  blocks  Not yet. (lapses)")
    assert lines[block + 1] == "          Until edition 2030"
    end = lines.index("* See the call (https://a.example/in).")
    assert lines[end + 1 :] == [
        "* Open: from about 2027-09 until about 2027-11 (last seen for 2024).",
        "* Apply (https://a.example/apply): until 2027-11-17.",
        "",
        "Edition 2028. Unofficial.",
    ]


def test_a_block_that_ends_on_a_day_says_which(rules: Path) -> None:
    assert "          Until 2999-03-31" in told(rules, "us")


def test_an_edition_that_is_no_year_has_dates_as_they_were_seen(rules: Path) -> None:
    text = RULES.replace('"2028"', "spring").replace("{from_edition: 2030}", "2999-01-01")
    rules.write_text(text)
    assert "* Open: from 2023-09-25 until 2023-11 (last seen for 2024)." in told(rules, "in")


def test_the_last_line_is_the_programmes_own(rules: Path) -> None:
    own = 'programme: {not_official: "Ask [us](https://a.example/)."}\nfacts:'
    rules.write_text(RULES.replace("facts:", own, 1))
    assert told(rules, "in")[-1] == "Edition 2028. Ask us (https://a.example/)."


def test_json_has_them_under_keys_of_their_own(rules: Path) -> None:
    found = data(rules, "in")
    assert found["tells"] == [
        {
            "question": "country",
            "choice": "in",
            "says": "See the call (https://a.example/in).",
            "facts": ["call"],
        }
    ]
    seen = {"date": "seen", "says": "Open", "from": "2023-09-25", "until": "2023-11"}
    assert found["dates"] == [
        {**seen, "as_of": 2024, "facts": []},
        {
            "date": "own",
            "says": "Apply (https://a.example/apply)",
            "until": "2027-11-17",
            "as_of": 2028,
            "facts": ["call"],
        },
    ]
    assert {id_: each["band"] for id_, each in found["positions"].items()} == {
        "A": "good",
        "B": "strong",
    }
    reasons = {
        each["rule"]: each for seen in found["positions"].values() for each in seen["reasons"]
    }
    assert reasons["unsure"]["question"] == "Is this (https://a.example/q) enough?"
    assert reasons["lapses"]["until"] == {"from_edition": 2030}
    assert "until" not in reasons["likes"]
    assert "question" not in reasons["likes"]


def test_json_leaves_out_what_there_is_not_and_has_the_day_of_an_end(rules: Path) -> None:
    found = data(rules, "us")
    assert "tells" not in found
    assert [each["date"] for each in found["dates"]] == ["own"]
    (ends,) = [each for each in found["positions"]["B"]["reasons"] if each["rule"] == "ends"]
    assert ends["until"] == "2999-03-31"
