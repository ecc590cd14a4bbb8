"""Texts are taken as they are written; one that is probably damaged causes a warning."""

from __future__ import annotations

import pytest
from support.typed_file import FILE, QUOTES, problems

from quiz.core.language.reading import read
from quiz.core.load.loader import load


@pytest.mark.parametrize(
    ("before", "after", "column", "words"),
    [
        ("because: You are patient.", "because: You are our #1 choice", 14,
         ["the text ends before '#1 choice'", QUOTES]),
        ("because: You are patient.", "because: “You are patient.”", 14, ["quotes “” are part"]),
        ("because: You are patient.", "because: ‘You are patient.’", 14, ["quotes ‘’ are part"]),
        ("because: You are patient.", "because: ＂You are patient.＂", 14,
         ["quotes ＂＂ are part"]),
        ("because: You are patient.", "because: „You are patient.“", 14, ["quotes „“ are part"]),
        *[
            ("because: You are patient.", f"because: {one}You’re patient.{two}", 14,
             [f"quotes {one}{two} are part"])
            for one, two in ("””", "““", '“"', "«»", "»«", "„”", "〝〞")
        ],
        *[
            ("because: You are patient.", f"because: {one}You are patient.{two}", 14,
             [f"quotes {one}{two} are part"])
            for one, two in ("’’", "‘'", "‹›", "´´")
        ],
        *[
            ("because: You are patient.", f"because: {one}You are patient.{two}", 14,
             [f"quotes {one}{two} are part"])
            for one, two in ("「」", "『』")
        ],
        ("because: You are patient.", "because: 〝You are patient.〟", 14,
         ["quotes 〝〟 are part"]),
        ("because: You are patient.", 'because: "You are        patient."', 14,
         ["several spaces", "leave one"]),
        ("because: You are patient.", "because: {en: You are  patient.}", 19, ["several spaces"]),
    ],
)  # fmt: skip
def test_a_text_that_is_probably_damaged_is_a_warning(before, after, column, words):
    ((line, place, severity, message),) = problems(before, after)
    assert (line, place, severity) == (22, column, "warning")
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(
    "text",
    [
        "You are patient.  # a comment",
        '"You are our #1 choice"',
        "You know C#.",
        "You said “yes” and “no”.",
        "“Yes” and “no”",
        "注意：説明",
        "「はい」",
        "「2028」と「2029」",
        "’Tis the season, they said",
        "«Oui» et «non»",
        ">-\n      注意：説明\n      • and a bullet",
        '"twice a week: in any weather!"',
        '"\\ud83e\\ude77"',
    ],
)
def test_what_is_meant_as_it_is_written_is_no_mistake(text):
    assert problems("because: You are patient.", f"because: {text}") == []


def test_a_stored_file_keeps_the_texts_that_an_earlier_version_accepted():
    source = FILE.replace("name: For shy cats", "name: \u200b").encode()
    assert load(source)[0] is None
    engine, found = load(source, stored=True)
    assert engine is not None
    assert found == ()


def test_a_character_that_json_escapes_in_two_parts_is_whole():
    assert read(b'{"a\\ud83e\\ude77": "\\ud83e\\ude77"}').data == {"a🩷": "🩷"}
