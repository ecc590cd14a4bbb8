"""Deliberate faults for rules.yaml: what was done, the text replaced, who names it, and how.

`✗` stands before a broken promise or a persona that is told something else; `quiz diff`
is given the faultless file as the old one.
"""

from __future__ import annotations

from typing import NamedTuple


class Mutation(NamedTuple):
    """A fault, and words of what the command must say of it.

    Where they do not tell which thing is meant, `at` is text on the line that is named.
    """

    done: str
    before: str
    after: str
    command: str
    says: tuple[str, ...]
    at: str = ""


BELOW_N2 = "✗ CIR is never recommended to anybody below N2."

SIMPLE_JAPANESE = """\
  cir-speaks-japanese:
    when: {japanese_use: simple}
    blocks: [CIR]
    because:
      en: CIRs speak Japanese at the interview and at work, and the JLPT does not test speaking. Practise speaking first.
      ja: 面接でも仕事でも日本語を話しますが、日本語能力試験では話す力を測れません。まず話す練習をしましょう。
    facts: [C1, C4, jlpt]
"""  # noqa: E501 -- as it stands in the file
GOOD_ENOUGH = """\
  language-good-enough:
    when: {language: good}
    check: [ALT, CIR]
    because:
      en: You need an excellent command of the language that you would teach or work in. Ask the embassy whether yours is enough.
      ja: 担当する言語の優れた運用力が必要です。今の力で足りるか、大使館・総領事館にご確認ください。
    question:
      en: My command of the designated language is good but not perfect. Is it enough?
      ja: 指定言語は問題なく使えますが、完璧ではありません。応募できますか。
    for_recruiters:
      en: Good command of the designated language; settle whether it is enough
      ja: 指定言語はおおむね問題なし。十分か要確認
    facts: [E7]
"""  # noqa: E501 -- as it stands in the file

N3_BEFORE_N2 = """\
      {}:
        says: {{en: About N3, ja: N3くらい}}
        hint: {{en: "Everyday situations, to some extent", ja: 日常的な場面をある程度}}
      {}:
"""

COMPARISONS = [
    Mutation(
        "a comparison the wrong way round",
        "cir-far-from-the-japanese:\n    when: {japanese_level: {at_most: n5}}",
        "cir-far-from-the-japanese:\n    when: {japanese_level: {at_least: n5}}",
        "check",
        (BELOW_N2, "✗ CIR can be the best match at N2, too."),
    ),
    Mutation(
        "a degree asked for from above",
        "cir-needs-a-degree:\n    when: {degree: {at_most: teacher_training}}",
        "cir-needs-a-degree:\n    when: {degree: {at_least: teacher_training}}",
        "check",
        (
            "✗ CIR is never recommended to anybody without a bachelor’s degree.",
            "✗ fluent-office-worker: expected",
        ),
    ),
    Mutation(
        "a range without a choice",
        "when: {japanese_level: {at_least: n3}}\n    points: {ALT: 1}",
        "when: {japanese_level: {at_least: n3, at_most: n4}}\n    points: {ALT: 1}",
        "check",
        ("warning: rule 'japanese-helps-an-alt' can never apply",),
    ),
    Mutation(
        "a range that begins a level too low",
        "when: {japanese_level: {at_least: n3}}\n    points: {ALT: 1}",
        "when: {japanese_level: {at_least: n4}}\n    points: {ALT: 1}",
        "diff",
        ("rule japanese-helps-an-alt changed: when", " → "),
    ),
    Mutation(
        "two levels of a scale in the wrong order",
        N3_BEFORE_N2.format("n3", "n2"),
        N3_BEFORE_N2.format("n2", "n3"),
        "check",
        (BELOW_N2, "japanese_level: n2"),
    ),
    Mutation(
        "two levels of a scale in the wrong order, seen from its sheets",
        N3_BEFORE_N2.format("n3", "n2"),
        N3_BEFORE_N2.format("n2", "n3"),
        "diff",
        ("question japanese_level changed: choices",),
    ),
    Mutation(
        "a level given for another",
        "japanese-at-n1:\n    when: {japanese_level: n1}",
        "japanese-at-n1:\n    when: {japanese_level: n2}",
        "diff",
        ("rule japanese-at-n1 changed: when",),
    ),
]
GATES = [
    Mutation(
        "a block lost for one of its positions",
        "when: {history: short_stay}\n    blocks: [ALT, CIR, SEA]",
        "when: {history: short_stay}\n    blocks: [ALT, CIR]",
        "check",
        ("✗ SEA is never the best match for somebody who only lives in the country or cannot",),
    ),
    Mutation(
        "a block dropped",
        SIMPLE_JAPANESE,
        "",
        "check",
        (
            "✗ CIR is never recommended to anybody who cannot work in Japanese.",
            "japanese_use: simple",
        ),
    ),
    Mutation(
        "a block dropped, seen from its sheets",
        SIMPLE_JAPANESE,
        "",
        "diff",
        ("rule cir-speaks-japanese removed", "CIR goes from blocked to open", "none → CIR"),
    ),
    Mutation(
        "a check dropped",
        GOOD_ENOUGH,
        "",
        "diff",
        ("rule language-good-enough removed", "ALT goes from check to open"),
    ),
    Mutation(
        "a check turned into a block",
        "when: {teaching_interest: rather_not}\n    check: [ALT]",
        "when: {teaching_interest: rather_not}\n    blocks: [ALT]",
        "check",
        ("✗ rather-not-but-all-alt-duties: expected best: ALT",),
    ),
    Mutation(
        "a check turned into a block, seen from its sheets",
        "when: {teaching_interest: rather_not}\n    check: [ALT]",
        "when: {teaching_interest: rather_not}\n    blocks: [ALT]",
        "diff",
        ("rule alt-works-with-students changed: check, blocks", "ALT goes from check to blocked"),
    ),
    Mutation(
        "a block turned into a check",
        "when: {sports_posting: backed}\n    blocks: [SEA]",
        "when: {sports_posting: backed}\n    check: [SEA]",
        "check",
        (
            "✗ SEA is never recommended while no posting for the sport is open.",
            "sports_posting: backed",
        ),
    ),
    Mutation(
        "a gate widened by a level",
        "when: {japanese_level: [n4, n3]}\n    blocks: [CIR]",
        "when: {japanese_level: [n4, n3, n2]}\n    blocks: [CIR]",
        "check",
        ("✗ CIR can be the best match at N2, too.",),
    ),
    Mutation(
        "a gate narrowed by a level",
        "when: {japanese_level: [n4, n3]}\n    blocks: [CIR]",
        "when: {japanese_level: n4}\n    blocks: [CIR]",
        "check",
        (BELOW_N2, "japanese_level: n3"),
    ),
    Mutation(
        "a gate widened over another one",
        "when: {japanese_level: [n4, n3]}\n    blocks: [CIR]",
        "when: {japanese_level: {at_most: n3}}\n    blocks: [CIR]",
        "check",
        ("warning: whenever rule 'cir-far-from-the-japanese' blocks CIR, another rule does",),
    ),
    Mutation(
        "a gate on the wrong choice",
        "apply-through-your-nationality:\n    when: {citizenship: resident_only}",
        "apply-through-your-nationality:\n    when: {citizenship: unsure}",
        "check",
        ("✗ ALT is never the best match for somebody who only", "✗ permanent-resident: expected"),
    ),
    Mutation(
        "a gate for everybody",
        "when: {sports_background: [fun, none]}\n    blocks: [SEA]",
        "blocks: [SEA]",
        "check",
        (
            "SEA can never be the best match; every answer sheet blocks it",
            "✗ SEA can be the best match even for a club coach",
        ),
    ),
    Mutation(
        "a block that rests on a fact of low confidence",
        "    facts: [C5, E4, E15]",
        "    facts: [S9]",
        "check",
        ("a block rests on facts of low confidence only",),
        at="facts: [S9]",
    ),
]
POINTS = [
    Mutation(
        "a point too many",
        "when: {japanese_use: comfortable}\n    points: {CIR: 4}",
        "when: {japanese_use: comfortable}\n    points: {CIR: 5}",
        "diff",
        ("rule works-in-japanese-with-ease changed: points", "ALT → CIR"),
    ),
    Mutation(
        "a point too few",
        "when: {teaching_interest: keen}\n    points: {ALT: 11}",
        "when: {teaching_interest: keen}\n    points: {ALT: 10}",
        "diff",
        ("rule keen-to-teach changed: points", "CIR → ALT"),
    ),
    Mutation(
        "points that outdo all that somebody would enjoy",
        "when: {sports_background: professional}\n    points: {SEA: 5}",
        "when: {sports_background: professional}\n    points: {SEA: 90}",
        "diff",
        ("rule sports-professional changed: points", "SEA → ALT"),
    ),
    Mutation(
        "points for the wrong position",
        "      translating:\n        CIR: 4",
        "      translating:\n        ALT: 4",
        "diff",
        ("rule duties-translating changed: points", "CIR → ALT"),
    ),
    Mutation(
        "points of no size",
        "      clubs:\n        ALT: 2",
        "      clubs:\n        ALT: 0",
        "check",
        ("whole number from 1",),
        at="        ALT: 0",
    ),
    Mutation(
        "a threshold too low",
        "least_fit: 1",
        "least_fit: 0",
        "check",
        ("✗ likes-japan-but-none-of-the-work: expected best: none",),
    ),
    Mutation(
        "a threshold too high",
        "least_fit: 1",
        "least_fit: 60",
        "check",
        (
            "✗ Nobody who would help in classes, and to whom ALT is open",
            "✗ quiet-helper: expected best: ALT",
        ),
    ),
    Mutation(
        "closeness lost",
        "close: 10\n",
        "close: 0\n",
        "check",
        ("✗ torn-between-two: expected close: ALT or CIR",),
    ),
]
