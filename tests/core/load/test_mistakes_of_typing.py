"""What people type by mistake is reported on its own line, with the cause in their words."""

from __future__ import annotations

import pytest
from support.typed_file import FILE, QUOTES, problems

from quiz.core.load.loader import load

COLON = "write ':' and a space"


def test_the_file_has_no_problems_as_it_is():
    assert load(FILE.encode())[1] == ()


MISTAKES = [
    # Signs that only look like those of YAML.
    ("ask: How", "ask：How", 13, 8, ["fullwidth colon", COLON]),
    ("title: Which", "title：Which", 2, 6, ["fullwidth colon", COLON]),
    ("name: For", "name：For", 8, 9, ["fullwidth colon", COLON]),
    ("kind: single", "kind ∶ single", 14, 10, ["ratio", COLON]),
    ("ask: How", "ask:\u00a0How", 13, 9, ["no-break space", "space of the keyboard after ':'"]),
    ("ask: How", "ask:\u3000How", 13, 9, ["ideographic space"]),
    ("    kind: s", "\u00a0\u00a0  kind: s", 14, 1, ["no-break space", "indent"]),
    ("    kind: s", "\u3000\u3000kind: s", 14, 1, ["ideographic space", "indent"]),
    ("    - You sit", "    • You sit", 10, 5, ["bullet", "begins with '- '"]),
    ("    - You sit", "    – You sit", 10, 5, ["en dash", "begins with '- '"]),
    ("    - You sit", "    ・ You sit", 10, 5, ["katakana middle dot", "begins with '- '"]),
    ("when: {time: little}", "when: {time： little}", 20, 16, ["fullwidth colon", COLON]),
    ("when: {time: little}", "when: {time：little}", 20, 16, ["fullwidth colon", COLON]),
    ("when: {time: little}", "when: ｛time: little｝", 20, 11, ["fullwidth left curly bracket"]),
    ("languages: [en]", "languages: [en，ja]", 5, 13,
     ["'en，ja' is not a language code", "'，' is the fullwidth comma, write ','"]),
    ("languages: [en]", "languages: [english language]", 5, 13, ["is not a language code"]),
    *[
        ("    - You sit", f"    {sign} You sit", 10, 5, [f"is the {name};", "begins with '- '"])
        for sign, name in (
            ("－", "fullwidth hyphen-minus"), ("−", "minus sign"), ("·", "middle dot"),
            ("ー", "katakana-hiragana prolonged sound mark"), ("‧", "hyphenation point"),
            ("■", "black square"), ("○", "white circle"), ("✓", "check mark"),
            ("➢", "three-d top-lighted rightwards arrowhead"), ("※", "reference mark"),
        )
    ],
    *[
        ("    - You sit", f"    {sign}You sit", 10, 5, [name, "begins with '- '"])
        for sign, name in (("•", "bullet"), ("−", "minus sign"), ("・", "katakana middle dot"))
    ],
    *[
        ("    - You sit", after, line, 5, ["a list begins with '- '", "write a space after '-'"])
        for after, line in (("    -You sit", 10), ("    - You comb\n    -You sit", 11))
    ],
    ("- You sit with them", "  ●You sit with them", 10, 7, ["a list is wanted", "black circle"]),
    *[
        ("    - You sit", f"    {sign} You sit", 10, 5, ["begins no entry of a list; write '- '"])
        for sign in ("*", "+", "1.", "1)", "(1)")
    ],
    *[
        ("ask: How", f"ask {sign} How", 13, 5, ["begins with a key, a colon and a space"])
        for sign in "=;"
    ],
    ("ask: How", "ask；How", 13, 8, ["fullwidth semicolon and not a colon", COLON]),
    ("ask: How", "ask ： How", 13, 9, ["fullwidth colon", COLON]),
    # Such signs in brackets, and brackets that are not closed.
    ("points: {SHY: 1}\n    because: You", "points: {SHY: 1， MOD: 2}\n    because: You", 21, 20,
     ["'，' is the fullwidth comma, write ','"]),
    ("points: {SHY: 1}\n    because: You", "points: {SHY: 1、MOD: 2}\n    because: You", 21, 20,
     ["'、' is the ideographic comma, write ','"]),
    ("points: {SHY: 1}\n    because: You", "points: {SHY: 1｝\n    because: You", 21, 20,
     ["'｝' is the fullwidth right curly bracket, write '}'"]),
    ("points: {SHY: 1}\n    because: You", "points: {SHY: 1\n    because: You", 21, 13,
     ["the '{' that begins here is never closed"]),
    ("languages: [en]", "languages: [en］", 5, 15,
     ["'］' is the fullwidth right square bracket, write ']'"]),
    ("points: {SHY: 1}\n    because: You", "points: {SHY: 1; MOD: 2}\n    because: You", 21, 20,
     ["';' is the semicolon, write ','"]),
    ("points: {SHY: 1}\n    because: You", "points: {SHY: 1 MOD: 2}\n    because: You", 21, 21,
     ["a comma is missing before 'MOD'"]),
    ("points: {SHY: 1}\n    because: You", "points: {SHY：1}\n    because: You", 21, 17,
     ["fullwidth colon", COLON]),
    ("points: {SHY: 1}\n    because: You", "points: {SHY:1}\n    because: You", 21, 17,
     ["write a space after ':'"]),
    ("languages: [en]", "languages: ［en］", 5, 12,
     ["a list is wanted", "'［' is the fullwidth left square bracket, write '['"]),
    ("when: {time: little}", "when: {time: [little，much]}", 20, 19,
     ["no choice 'little，much'", "'，' is the fullwidth comma, write ','"]),
    ("expect: {best: SHY}", "expect: {best: SHY、none}", 29, 20, ["'、' is the ideographic comma"]),
    # A colon without its space, which the parser notices on the next line.
    ("ask: How", "ask:How", 13, 9, ["write a space after ':'"]),
    ("ask: How", "ask :How", 13, 10, ["write a space after ':'"]),
    ("because: You are patient.", "because:You are patient.", 22, 13, ["write a space after ':'"]),
    ("when: {time: little}", "when: {time:little}", 20, 16, ["write a space after ':'"]),
    ("because: You are patient.", "because: >-\n      You are\n      * patient.\n    second", 25, 5,
     ["begins with a key"]),
    ("because: You are patient.", "because: |\n      1. You：are.\n    ask: How: so", 24, 13,
     ["a colon with a space after it"]),
    # Empty values.
    ("ask: How much time do you have?", "ask:", 13, 5, ["nothing is written here"]),
    ("ask: How much time do you have?", "ask:  # later", 13, 5, ["nothing is written here"]),
    ("because: You are patient.", "because:", 22, 5, ["nothing is written here"]),
    ("title: Which cat?", "title: \u200b\u2060", 2, 8, ["nothing can be seen of this text"]),
    ("name: For shy cats", "name: {en: \u3164}", 8, 16, ["nothing can be seen of this text"]),
    ("little: Less than 2 hours", "little: \u2800", 16, 15, ["nothing can be seen of this text"]),
    *[
        (f"{key}: {value}", f'{key}: "{sign}"', line, len(key) + 3, ["nothing can be seen"])
        for key, value, line in (("edition", '"1"', 3), ("title", "Which cat?", 2))
        for sign in ("\\u200b", " ", "\\u3000")
    ],
    ('edition: "1"', 'edition: "1"\nvalues: {x: "\\u200b"}', 4, 13, ["nothing can be seen"]),
    ("because: You are patient.", "because: Ask [\u200b](https://cats.example/).", 22, 14,
     ["nothing can be seen of the words of the link to 'https://cats.example/'"]),
    # Texts that YAML takes for comments.
    ("because: You are patient.", "because: #1 choice", 22, 5,
     ["nothing is written here", "takes '#1 choice' for a comment", "in quotes"]),
    ("- You sit with them", "- #1 choice", 10, 6, ["takes '#1 choice' for a comment"]),
    ("name: For shy cats", "name: {en: #1 cats\n    }", 8, 12, ["takes '#1 cats' for a comment"]),
    ("name: For shy cats", "name: {en: #1 cats}", 8, 16, ["takes '#1 cats}' for a comment"]),
    # Lines that do not belong to the text above them, and quotes that are not closed.
    ("because: You are patient.", "because: You are\n    patient.", 23, 5,
     ["indent it deeper than the key"]),
    ("because: You are patient.", "because: You are\npatient.", 23, 1,
     ["indent it deeper than the key"]),
    ("because: You are patient.", 'because: "You are patient.', 22, 14,
     ["the quote that begins here is not closed on this line", "end the text with the same quote"]),
    ("because: You are patient.", "because: 'You are patient.", 22, 14,
     ["the quote that begins here is not closed on this line", "end the text with the same quote"]),
    ("because: You are patient.", 'because: "You are patient.”', 22, 14,
     ["is not closed on this line", "'”' at its end is the right double quotation mark"]),
    # Texts whose first character means something else in YAML.
    *[
        ("because: You are patient.", f"because: {sign} you are", 22, 14,
         [f"a text that begins with {sign!r} has to be in quotes"])
        for sign in "@`%>|-?"
    ],
    ("because: You are patient.", "because: [You](https://cats.example/) are", 22, 14,
     ["a text that begins with '[' has to be in quotes"]),
    ("- You sit with them", "- {You} sit with them", 10, 8,
     ["a text that begins with '{' in quotes"]),
    ("because: You are patient.", "because: *You* are patient.", 22, 14,
     ["the alias *You*", "put it in quotes if it is the text"]),
    ("because: You are patient.", "because: !You are patient.", 22, 14,
     ["the tag !You", "put it in quotes if it is the text"]),
    ("because: You are patient.", "because: 'It's you.'", 22, 14,
     ["the text ends at the second quote", "'' for one within ''"]),
    ("because: You are patient.", 'because: "You are "patient"."', 22, 14,
     ["the text ends at the second quote", '\\" for a quote within ""']),
    # Texts that end early.
    *[
        ("Less than 2 hours", f"{{en: Under {sign}, ja: 2}}", 16, 26,
         [f"the {sign[0]!r} is in a text between brackets", QUOTES])
        for sign in ("{hours}", "[hours]")
    ],
    ("- You sit with them", "- {en: You and {them}}", 10, 20, ["the '{' is in a text", QUOTES]),
    ("because: You are patient.", "because: {en: You sit, and comb}", 22, 28,
     ["the comma before 'and comb' ends the text", QUOTES]),
    ("because: You are patient.", "because: {en: You sit: and comb}", 22, 26,
     ["a colon with a space after it", QUOTES]),
    ("because: You are patient.", "because: {en: はい、そう: です}", 22, 24,
     ["a colon with a space after it", QUOTES]),
    ("because: You are patient.", "because: {en: You sit}, and comb", 22, 14,
     ["a text that begins with '{' has to be in quotes"]),
    ("because: You are patient.", "because: Twice a week: in any weather!", 22, 26,
     ["a colon with a space after it", QUOTES]),
    ("- You sit with them", "- Twice a week: in any weather!", 10, 7,
     ["the colon after 'Twice a week' makes it a key", QUOTES]),
    # A space that YAML takes for the first letter of a key.
    *[
        (f"{before}:", f"{space}{before}:", line, column,
         [f"this is the {name} in the indentation; replace it by a plain space"])
        for space, name in (("\u00a0", "no-break space"), ("\u3000", "ideographic space"))
        for before, line, column in (("title", 2, 1), ("  time", 12, 1), ("rules", 18, 1))
    ],
    ("expect: {", "\u00a0expect: {", 29, 5, ["no-break space in the indentation"]),
    ("    because: They", "\u00a0   because: They", 25, 1, ["no-break space in the indentation"]),
    # Another form, or another word, than the language has.
    ("little: Less than 2 hours\n      much: More", "- Less than 2 hours\n      - More", 16, 7,
     ["not a list", "each choice as 'id: text'"]),
    ("when: {time: little}", "when: {time: Less than 2 hours}", 20, 18,
     ["'Less than 2 hours' is the text of choice 'little'"]),
    ("when: {time: little}", "when: {time: less than ２ hours.}", 20, 18,
     ["'less than ２ hours.' is the text of choice 'little'"]),
    ("when: {time: little}", "when: {at_least: little}", 20, 12,
     ["there is no question 'at_least'", "below a question, as 'question: {at_least: …}'"]),
    ("when: {time: little}", "when: {time: {at_least: Less than 2 hours}}", 20, 19,
     ["'at_least' is for a scale", "is the text of choice 'little'"]),
    ("when: {time: little}", "when: {time: [much, Less than 2 hours]}", 20, 25,
     ["is the text of choice 'little'"]),
    ("answers: {time: little}", "answers: {time: Less than 2 hours}", 28, 21,
     ["is the text of choice 'little'"]),
    ("personas:", "promises:\n- says: No.\n  never: {best: [SHY]}\npersonas:", 28, 17,
     ["one position is wanted here, not a list"]),
    ("because: You are patient.", "because: {en: [You]}", 22, 19,
     ["one text is wanted here, not a list"]),
    ("because: You are patient.", "because: {en: {a: b}}", 22, 19,
     ["one text is wanted here, not a mapping"]),
    ("when: {time: little}", "when: {time: little, time: much}", 20, 26,
     ["'time' occurs here a second time", "one key with a list, as 'time: [a, b]'"]),
    ("points: {SHY: 1}\n    because: You", "points: {SHY: -2}\n    because: You", 21, 19,
     ["points are never taken away"]),
    ("kind: single", "kind: multiple\n    min: 1", 15, 5,
     ["unknown key 'min'", "one choice or more"]),
    ("kind: single", "kind: single\n    required: true", 15, 5,
     ["unknown key 'required'", "has to be answered"]),
    ("kind: single", "kind: multiple\n    optional: true", 15, 5,
     ["unknown key 'optional'", "has to be answered"]),
    ("because: You are patient.", "because: You are patient.\n    reason: You.", 23, 5,
     ["unknown key 'reason'; did you mean 'because'?"]),
    ("kind: single", "kind: single\n    default: little", 15, 5,
     ["unknown key 'default'; known here are"]),
    ("when: {time: little}", "if: {time: little}", 20, 5, ["unknown key 'if'", "'when'"]),
    ('edition: "1"', 'edition: "\\ud83e"', 3, 10, ["half of a character"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "line", "column", "words"), MISTAKES, ids=[each[1] for each in MISTAKES]
)
def test_a_mistake_is_reported_once_with_its_cause_on_its_own_line(
    before, after, line, column, words
):
    found = problems(before, after)
    assert [each[:3] for each in found] == [(line, column, "error")], found
    assert [word for word in words if word not in found[0][3]] == [], found


@pytest.mark.parametrize(
    "after", ["{en: [You]}", "{en: {a: b}}", "[You]", "You.\n    facts: [[a]]"]
)
def test_nobody_is_told_to_put_a_list_or_a_mapping_in_quotes(after):
    found = problems("because: You are patient.", f"because: {after}")
    assert found
    assert [each for each in found if "quotes" in each[3]] == []


@pytest.mark.parametrize(
    ("points", "negative"), [("-2", True), ("−2", True), ("１", False), ("one", False)]
)
def test_that_points_are_never_taken_away_is_said_of_negative_ones_alone(points, negative):
    before = "points: {SHY: 1}\n    because: You"
    ((line, column, _, message),) = problems(before, before.replace("1", points))
    assert (line, column) == (21, 19)
    assert message.startswith("points are a whole number from 1, not ")
    assert ("never taken away" in message) is negative
