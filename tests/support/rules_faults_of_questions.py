"""More deliberate faults for rules.yaml: in questions, promises, personas and texts."""

from __future__ import annotations

from support.rules_faults import BELOW_N2, Mutation

QUESTIONS = [
    Mutation(
        "a choice that nobody uses",
        "      hosting:\n        says: {en: Receiving",
        "      cooking:\n        en: Cooking\n        ja: 料理をすること\n"
        "      hosting:\n        says: {en: Receiving",
        "check",
        ("warning: question 'duties': choice 'cooking' never changes the outcome",),
    ),
    Mutation(
        "a choice that no rule has heard of",
        "      fun:\n        says: {en: I do sport for fun",
        "      play:\n        en: I play\n        ja: しています\n"
        "      fun:\n        says: {en: I do sport for fun",
        "diff",
        ("question sports_background changed: choices", "play of sports_background"),
    ),
    Mutation(
        "an only_if lost",
        "    only_if:\n      sports_background: [professional, athlete, club_coach]\n",
        "",
        "check",
        ("question 'sports_posting' is not answered; add an answer",),
    ),
    Mutation(
        "an only_if that says nothing",
        "    kind: single\n    choices:\n      citizen:",
        "    kind: single\n    only_if: {any: [{language: good}, {not: {language: good}}]}\n"
        "    choices:\n      citizen:",
        "diff",
        (
            "question citizenship changed: only_if",
            "do not ask these questions in the same way: citizenship.",
        ),
    ),
    Mutation(
        "an only_if that never holds",
        "      sports_background: [professional, athlete, club_coach]\n    choices:",
        "      sports_background: professional\n      not: {sports_background: professional}\n"
        "    choices:",
        "check",
        ("question 'sports_posting' is not asked with these answers; leave it out",),
    ),
    Mutation(
        "an answer that can no longer change",
        '    can_change: up\n    choices:\n      none:\n        says: {en: "None, or',
        '    choices:\n      none:\n        says: {en: "None, or',
        "check",
        ("✗ teacher-who-dreams-of-cir: expected", "CIR: closed"),
    ),
    Mutation(
        "an answer that could change at will",
        "    kind: single\n    choices:\n      citizen:",
        "    kind: single\n    can_change: yes\n    choices:\n      citizen:",
        "check",
        ("✗ permanent-resident: expected", "ALT: not_yet"),
    ),
    Mutation(
        "a scale that is none any more",
        "    kind: scale\n    can_change: up\n    choices:\n      none:\n        en: No\n",
        "    kind: single\n    can_change: yes\n    choices:\n      none:\n        en: No\n",
        "check",
        ("'at_most' is for a scale question, and 'japanese_use' is a single one",),
    ),
    Mutation(
        "a choice that excludes no other any more",
        "        exclusive: true\n    points:\n",
        "    points:\n",
        "check",
        ("warning: question 'duties': choice 'none_of_these' never changes the outcome",),
    ),
    Mutation(
        "a choice that excludes no other any more, seen by another file",
        "        exclusive: true\n  sports_background:",
        "  sports_background:",
        "diff",
        ("question teaching_experience changed: choices",),
    ),
]
CLAIMS = [
    Mutation(
        "a promise that the rules contradict",
        "best: SEA\n      at_most: 25",
        "best: SEA\n      at_most: 5",
        "check",
        ("✗ Among citizens of five English-speaking countries",),
    ),
    Mutation(
        "a promise the wrong way round",
        "never: {best: CIR, when: {japanese_level: {at_most: n3}}}",
        "never: {best: CIR, when: {japanese_level: {at_least: n3}}}",
        "check",
        (BELOW_N2,),
    ),
    Mutation(
        "a promise of another position",
        "possible: {best: ALT, when: {teaching_interest: rather_not}}",
        "never: {best: ALT, when: {teaching_interest: rather_not}}",
        "check",
        (
            "✗ ALT can be recommended to somebody who would rather not",
            "teaching_interest: rather_not",
        ),
    ),
    Mutation(
        "a promise dropped",
        "    never: {best: ALT, when: {openings: cir_only}}",
        "    possible: {best: CIR, when: {openings: cir_only}}",
        "diff",
        ("promises changed",),
    ),
    Mutation(
        "a persona that is told something else",
        "expect: {close: [ALT, CIR], ALT: open",
        "expect: {close: [ALT, CIR], ALT: closed",
        "check",
        ("✗ torn-between-two: expected", "ALT: closed"),
    ),
    Mutation(
        "a notice for somebody else",
        "if: {best: CIR, ALT: [open, check]}",
        "if: {best: ALT, ALT: [open, check]}",
        "diff",
        ("notice agree-to-alt changed: if",),
    ),
    Mutation(
        "a fact that has grown old",
        "JET Programme page, 2025\n    checked: 2026-11-22",
        "JET Programme page, 2025\n    checked: 2024-11-22",
        "check",
        ("warning: fact 'R2' was last checked on 2024-11-22, over a year ago",),
    ),
    Mutation(
        "a translation lost",
        "      en: You have tutored or taught\n      ja: 教えた経験があります\n",
        "      en: You have tutored or taught\n",
        "check",
        ("warning: no translation into 'ja'",),
        at="      en: You have tutored or taught",
    ),
    Mutation(
        "a value misspelt",
        "en: Six years or more in Japan since {residence_since}",
        "en: Six years or more in Japan since {residence_sinse}",
        "check",
        ("there is no value {residence_sinse}; did you mean",),
        at="residence_sinse",
    ),
    Mutation(
        "a value of last year",
        "residence_since: 2018 ",
        "residence_since: 2017 ",
        "diff",
        ("values changed", "rule long-residence-in-japan changed: because"),
    ),
    Mutation(
        "two rules of one name",
        "  japanese-at-n1:",
        "  japanese-at-n2:",
        "check",
        ("'japanese-at-n2'",),
    ),
    Mutation(
        "a rule that does two things",
        "when: {teaching_interest: keen}\n    points: {ALT: 11}",
        "when: {teaching_interest: keen}\n    points: {ALT: 11}\n    check: ALT",
        "check",
        ("rule 'keen-to-teach' does two things",),
    ),
    Mutation(
        "a position misspelt",
        "      pamphlets:\n        CIR: 3",
        "      pamphlets:\n        CRI: 3",
        "check",
        ("there is no position 'CRI'; did you mean 'CIR'?",),
    ),
]
