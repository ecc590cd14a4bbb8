"""No advice is given on what matters, however little."""

from __future__ import annotations

import pytest
from support.advice_files import FIVE, FIVE_RULES, LEVEL, LEVEL_RULES, POSITIONS, TOOLS, advised


def test_a_file_of_which_everything_matters_gets_no_advice():
    assert advised(POSITIONS, LEVEL, LEVEL_RULES) == []


NOT_GIVEN: dict[str, tuple[str, str, str]] = {
    "a rule on two choices of a multiple answer": (
        POSITIONS,
        TOOLS,
        """\
rules:
  file: {when: {tools: file}, points: {X: 1}, because: b}
  both: {when: {all: [{tools: saw}, {tools: file}]}, points: {X: 1}, because: b}
""",
    ),
    "a rule that applies only where a question is not asked": (
        POSITIONS,
        LEVEL
        + """\
  more:
    ask: And?
    kind: single
    only_if: {level: low}
    choices: {yes: Yes, no: No}
""",
        LEVEL_RULES + "  unasked: {when: {not: {more: [yes, no]}}, check: X, because: b}\n"
        "  more: {when: {more: yes}, check: X, because: b}\n",
    ),
    "a question whose only use is to open another": (
        POSITIONS,
        """\
questions:
  gate:
    ask: More?
    kind: single
    choices: {yes: Yes, no: No}
  more:
    ask: And?
    kind: single
    only_if: {gate: yes}
    choices: {yes: Yes, no: No}
""",
        "rules:\n  more: {when: {more: yes}, points: {X: 1}, because: b}\n",
    ),
    "a question whose only use is a notice": (
        POSITIONS,
        LEVEL
        + """\
  colour:
    ask: Which colour?
    kind: single
    choices: {red: Red, blue: Blue}
""",
        LEVEL_RULES + "notices:\n  red: {when: {colour: red}, says: s}\n",
    ),
    "choices that differ in what is asked next alone": (
        POSITIONS,
        LEVEL
        + """\
  more:
    ask: And?
    kind: single
    only_if: {level: high}
    choices: {yes: Yes, no: No}
""",
        """\
rules:
  low: {when: {level: low}, points: {X: 1}, because: b}
  more: {when: {more: yes}, points: {X: 1}, because: b}
""",
    ),
    "a choice that counts only together with others": (
        POSITIONS,
        TOOLS,
        "rules:\n  two: {when: {tools: {count: 2, of: [saw, file]}}, points: {X: 1}, because: b}\n",
    ),
    "a choice that counts only by its absence": (
        POSITIONS,
        TOOLS,
        """\
rules:
  file: {when: {tools: file}, points: {X: 1}, because: b}
  not: {when: {tools: {none_of: [saw]}}, points: {X: 1}, because: b}
""",
    ),
    "blocks that overlap": (
        POSITIONS,
        FIVE,
        FIVE_RULES
        + """\
  one: {when: {place: [a, b]}, blocks: X, because: b}
  other: {when: {place: [b, c]}, blocks: X, because: b}
""",
    ),
    "equal blocks of two positions": (
        "positions:\n  X: {name: X}\n  Y: {name: Y}\n",
        LEVEL,
        LEVEL_RULES
        + """\
  y: {when: {level: mid}, points: {Y: 1}, because: b}
  not-x: {when: {level: mid}, blocks: X, because: b}
  high: {when: {level: high}, blocks: Y, because: b}
""",
    ),
    "a position that is best by way of the others' blocks": (
        "positions:\n  X: {name: X}\n  Y: {name: Y}\n",
        LEVEL,
        LEVEL_RULES.replace("X: 1", "X: 1, Y: 1").replace("X: 2", "X: 2, Y: 2")
        + "  not-x: {when: {level: high}, blocks: X, because: b}\n",
    ),
    "a fact that was checked a year ago": (
        POSITIONS,
        LEVEL,
        LEVEL_RULES
        + """\
facts:
  F: {says: So., source: A book, checked: 2025-11-23, confidence: high}
""",
    ),
}


@pytest.mark.parametrize("case", NOT_GIVEN)
def test_no_advice_is_given_on_what_matters(case):
    assert advised(*NOT_GIVEN[case]) == []
