"""Languages that are written from right to left are refused, whichever of their codes is used."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from quiz.core.load.directions import is_right_to_left
from quiz.core.load.loader import load

SOURCE = """\
format: 1
title: T
edition: "1"
checked: 2026-11-22
languages: [en, CODE]
positions: {A: {name: A}}
questions: {q: {ask: "?", kind: single, choices: {a: A, b: B}}}
rules: {r: {when: {q: a}, points: {A: 1}, because: "."}}
"""
RIGHT_TO_LEFT = """
ar he fa ur ps sd ug yi dv ks
ara heb fas pes prs urd pus snd uig yid div kas arb iw ji pnb
apc aeb arz ary acm bal skr sam ckb glk mzn lrc azb rhg nqo syr arc tmr
pa-PK uz-AF ku-IQ az-IR ms-CC ar-EG he-IL FA-ir
ku-Arab az-Arab uz_Arab pa-Arab en-Arab ff-Adlm
"""
"""By two letters, by three and by older codes; without locale data; by territory; by script."""

LEFT_TO_RIGHT = """
en ja zh zh-Hant zh-TW pt-BR de fr ko vi ru tr tr-TR ku ku-TR az az-AZ uz uz-UZ pa pa-IN ms id hi
ta th km my am ti ha so sw yo zu ff sr mn el ka hy jpn kor zho eng en-IL en-PK fr-DZ
ku-Latn sr-Latn ar-Latn fa-Cyrl tlh qaa x-own
"""


@pytest.mark.parametrize("code", RIGHT_TO_LEFT.split())
def test_a_language_from_right_to_left_is_refused_with_the_reason(code):
    assert is_right_to_left(code)
    engine, problems = load(SOURCE.replace("CODE", code).encode())
    assert engine is None
    (found,) = [each for each in problems if each.severity == "error"]
    assert (found.line, found.column) == (5, 17)
    assert f"{code!r} is written from right to left" in found.message


@pytest.mark.parametrize("code", LEFT_TO_RIGHT.split())
def test_a_language_from_left_to_right_or_of_no_known_script_is_accepted(code):
    assert not is_right_to_left(code)


def test_every_language_with_locale_data_has_the_direction_of_these_data():
    wrong = [
        identifier
        for identifier in locale_identifiers()
        if (Locale.parse(identifier).text_direction == "rtl") != is_right_to_left(identifier)
    ]
    assert len(locale_identifiers()) > 500
    assert wrong == []


def test_a_stored_file_in_such_a_language_can_still_be_opened():
    engine, problems = load(SOURCE.replace("CODE", "prs").encode(), stored=True)
    assert engine is not None
    assert [each for each in problems if each.severity == "error"] == []
