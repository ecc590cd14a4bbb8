"""Each advice is given where it must be, once and at its line, which ends in `# here`."""

from __future__ import annotations

import pytest
from support.advice_files import (
    FIVE,
    FIVE_RULES,
    HEAD,
    LEVEL,
    LEVEL_RULES,
    POSITIONS,
    TODAY,
    TOOLS,
    advised,
    here,
)

from quiz.core.load.loader import load
from quiz.core.prove.advice import advice

GIVEN: dict[str, tuple[str, str, str, str]] = {
    "a date on two choices of a single answer": (
        POSITIONS,
        LEVEL,
        LEVEL_RULES
        + """\
dates:
  dead:
    when: {all: [{level: low}, {level: mid}]}  # here
    from: 2027-09
    as_of: 2028
    says: s
""",
        "date 'dead' can never apply",
    ),
    "a block until a day that is past": (
        POSITIONS,
        LEVEL,
        LEVEL_RULES
        + """\
  past:
    blocks: X
    when: {level: high}
    until: 2026-11-22  # here
    because: b
""",
        "rule 'past' was to block until 2026-11-22, which is past; remove it",
    ),
    "a rule on two choices of a single answer": (
        POSITIONS,
        LEVEL,
        LEVEL_RULES
        + """\
  dead:
    points: {X: 1}
    because: b
    when: {all: [{level: low}, {level: mid}]}  # here
""",
        "rule 'dead' can never apply",
    ),
    "a notice on a range without a choice": (
        POSITIONS,
        LEVEL,
        LEVEL_RULES
        + """\
notices:
  dead:
    when: {level: {at_least: high, at_most: mid}}  # here
    says: s
""",
        "notice 'dead' can never apply",
    ),
    "a rule on an exclusive choice beside another": (
        POSITIONS,
        TOOLS,
        """\
rules:
  saw: {when: {tools: saw}, points: {X: 1}, because: b}
  file: {when: {tools: file}, points: {X: 1}, because: b}
  dead:
    when: {tools: {all_of: [saw, none]}}  # here
    check: X
    because: b
""",
        "rule 'dead' can never apply",
    ),
    "a question that is never asked": (
        POSITIONS,
        LEVEL
        + """\
  more:
    ask: And?
    kind: single
    only_if: {level: low, not: {level: {at_most: mid}}}  # here
    choices: {yes: Yes, no: No}
""",
        LEVEL_RULES,
        "question 'more' is never asked",
    ),
    "a question that nothing asks about": (
        POSITIONS,
        LEVEL
        + """\
  colour:  # here
    ask: Which colour?
    kind: single
    choices: {red: Red, blue: Blue}
""",
        LEVEL_RULES,
        "question 'colour' never changes the outcome",
    ),
    "a question of which only all choices together count": (
        POSITIONS,
        LEVEL
        + """\
  colour:  # here
    ask: Which colour?
    kind: single
    choices: {red: Red, blue: Blue}
""",
        LEVEL_RULES + "  any: {when: {colour: [red, blue]}, points: {X: 1}, because: b}\n",
        "question 'colour' never changes the outcome",
    ),
    "a multiple question that nothing asks about": (
        POSITIONS,
        LEVEL
        + """\
  colours:  # here
    ask: Which colours?
    kind: multiple
    choices: {red: Red, blue: Blue}
""",
        LEVEL_RULES,
        "question 'colours' never changes the outcome",
    ),
    "a multiple question of which only the having of an answer counts": (
        POSITIONS,
        LEVEL
        + """\
  colours:  # here
    ask: Which colours?
    kind: multiple
    choices: {red: Red, blue: Blue}
""",
        LEVEL_RULES + "  any: {when: {colours: [red, blue]}, points: {X: 1}, because: b}\n",
        "question 'colours' never changes the outcome",
    ),
    "a choice that counts for nothing beside others": (
        POSITIONS,
        TOOLS.replace("Saw\n", "Saw\n      drill: Drill  # here\n"),
        """\
rules:
  saw: {when: {tools: saw}, points: {X: 1}, because: b}
  file: {when: {tools: file}, points: {X: 1}, because: b}
""",
        "question 'tools': choice 'drill' never changes the outcome",
    ),
    "two choices that the same rules hold for": (
        POSITIONS,
        LEVEL.replace("High", "High  # here"),
        """\
rules:
  low: {when: {level: low}, points: {X: 1}, because: b}
""",
        "question 'level': 'mid' and 'high' never differ",
    ),
    "a block within a wider one": (
        POSITIONS,
        LEVEL,
        LEVEL_RULES
        + """\
  narrow:
    when: {level: low}
    because: b
    blocks: X  # here
  wide: {when: {level: {at_most: mid}}, blocks: X, because: b}
""",
        "whenever rule 'narrow' blocks X, another rule does so too",
    ),
    "a block that two others cover together": (
        POSITIONS,
        FIVE,
        FIVE_RULES
        + """\
  both:
    when: {place: [b, c]}
    blocks: X  # here
    because: b
  one: {when: {place: [a, b]}, blocks: X, because: b}
  other: {when: {place: [c, d]}, blocks: X, because: b}
""",
        "whenever rule 'both' blocks X, another rule does so too",
    ),
    "a position that every answer sheet blocks": (
        POSITIONS.rstrip() + "\n  Y: {name: Y}  # here\n",
        LEVEL,
        LEVEL_RULES + "  y: {points: {Y: 1}, because: b}\n  no: {blocks: Y, because: b}\n",
        "Y can never be the best match; every answer sheet blocks it",
    ),
    "a position that another one always beats": (
        "positions:\n  Y:  # here\n    name: Y\n  X: {name: X}\n",
        LEVEL,
        LEVEL_RULES.replace("X: 2", "X: 2, Y: 1")
        + "  full: {when: {level: mid}, points: {X: 1}, because: b}\n"
        + "  y: {when: {level: high}, points: {Y: 3}, because: b}\n"
        + "  no: {when: {level: high}, blocks: Y, because: b}\n",
        "Y can never be the best match; where it is open, X is open too and fits at least as well",
    ),
    "a position whose fit never reaches the least one": (
        "positions:\n  X: {name: X}\n  Y:  # here\n    name: Y\n",
        LEVEL,
        LEVEL_RULES
        + "  y: {when: {level: high}, points: {Y: 1}, because: b}\n"
        + "  nor-y: {when: {level: low}, points: {Y: 4}, because: b}\n"
        + "  not-y: {when: {level: low}, blocks: Y, because: b}\n"
        + "  not-x: {when: {level: high}, blocks: X, because: b}\n"
        + "outcome: {least_fit: 50}\n",
        "Y can never be the best match",
    ),
    "a position that no rule gives a point": (
        "positions:\n  X: {name: X}\n  Y:  # here\n    name: Y\n",
        LEVEL,
        LEVEL_RULES + "  not-x: {when: {level: high}, blocks: X, because: b}\n",
        "no rule can give Y a point, so its fit is always 0",
    ),
}


@pytest.mark.parametrize("case", GIVEN)
def test_an_advice_is_given_once_at_its_line(case):
    *parts, message = GIVEN[case]
    given_ = advised(*parts)
    assert [line for line, said in given_ if said.startswith(message)] == here(*parts), given_
    assert len(given_) == 1


@pytest.mark.parametrize("when", ["[saw, none, other]", "{all_of: [saw, none]}"])
def test_a_question_with_one_choice_beside_the_exclusive_ones_is_idle_where_all_are_alike(when):
    other = "      other: {says: Another, exclusive: true}\n"
    tools = TOOLS.replace("  tools:", "  tools:  # here").replace("      file: File\n", other)
    rules = f"rules:\n  any: {{when: {{tools: {when}}}, check: X, because: b}}\n"
    idle = "question 'tools' never changes the outcome"
    assert [here(POSITIONS, tools, rules)] == [
        [line] for line, said in advised(POSITIONS, tools, rules) if said == idle
    ]


def test_the_same_block_twice_is_advised_on_at_both_its_places():
    rules = LEVEL_RULES + (
        "  one: {when: {level: low}, because: b, blocks: X}  # here\n"
        "  two: {when: {level: {at_most: low}}, because: b, blocks: X}  # here\n"
    )
    assert [line for line, _ in advised(POSITIONS, LEVEL, rules)] == here(POSITIONS, LEVEL, rules)


def test_where_sheets_cannot_be_counted_all_advice_is_given_that_needs_no_count():
    source = f"{HEAD}{POSITIONS}{LEVEL}rules: {{}}\n".encode()
    engine, _ = load(source)
    assert engine is not None
    said = [fault.message for fault in advice(engine, None, TODAY)]
    assert said == ["question 'level' never changes the outcome"]
