"""The rules of handwritten.yaml as a handwritten function of plain `if`s, written for speed.

The engine is measured against it. It must decide as handwritten.yaml does; tests/test_benchmarks.py
fails if it does not.
"""

from __future__ import annotations

from quiz.core.language.model import Answers

RULES = (
    "apply-through-your-nationality",
    "dual-japanese-national",
    "dual-japanese-national-sea",
    "nationality-unsure",
    "alt-not-recruited",
    "cir-not-recruited",
    "openings-unknown",
    "alt-needs-a-degree",
    "teacher-training-for-alt",
    "cir-needs-a-degree",
    "sea-and-the-degree",
    "long-residence-in-japan",
    "recently-on-jet",
    "declined-a-placement",
    "sea-and-your-history",
    "many-years-on-jet",
    "a-year-at-least",
    "language-must-be-excellent",
    "language-good-enough",
    "sea-and-the-language",
    "cir-far-from-the-japanese",
    "cir-needs-more-japanese",
    "cir-level-differs-by-country",
    "japanese-helps-an-alt",
    "japanese-at-n2",
    "japanese-at-n1",
    "cir-does-not-speak-japanese-yet",
    "cir-speaks-japanese",
    "cir-interview-in-japanese",
    "works-in-japanese-with-effort",
    "works-in-japanese-with-ease",
    "alt-works-with-students",
    "teaches-now-and-then",
    "happy-to-teach",
    "keen-to-teach",
    "qualified-teacher",
    "tefl-certificate",
    "has-taught",
    "has-worked-with-young-people",
    "enjoys-team-teaching",
    "enjoys-materials",
    "enjoys-clubs",
    "enjoys-translating",
    "enjoys-hosting",
    "enjoys-pamphlets",
    "enjoys-events",
    "enjoys-adult-classes",
    "enjoys-training-athletes",
    "enjoys-sports-projects",
    "sea-asks-for-a-record",
    "sea-is-for-professionals",
    "sea-credentials-of-a-coach",
    "sport-helps-in-clubs",
    "sports-professional",
    "coaches-a-club",
    "sea-no-posting",
    "sea-backed-without-posting",
    "sea-recommendation",
    "posting-open",
    "posting-open-and-backed",
)
"""The rules in the order of their bits in a tally, lowest first, and of the `if`s below."""


def tally(answers: Answers) -> tuple[int, tuple[int, ...], int]:  # noqa: C901, PLR0912, PLR0915 -- plain ifs are its purpose
    """Return the same as `Engine.tally`, with bits as in RULES; positions are ALT, CIR and SEA."""
    applies = alt = cir = sea = 0
    alt_blocks = cir_blocks = sea_blocks = 0
    alt_checks = cir_checks = sea_checks = 0

    (citizenship,) = answers["citizenship"]
    if citizenship == "resident_only":
        applies = 1 << 0
        alt_blocks = cir_blocks = sea_blocks = 1
    elif citizenship == "dual_japanese":
        applies = 1 << 1 | 1 << 2
        alt_checks = cir_checks = sea_checks = 1
    elif citizenship == "unsure":
        applies = 1 << 3
        alt_checks = cir_checks = sea_checks = 1

    (openings,) = answers["openings"]
    if openings == "cir_only":
        applies |= 1 << 4
        alt_blocks += 1
    elif openings == "alt_only":
        applies |= 1 << 5
        cir_blocks += 1
    elif openings == "unknown":
        applies |= 1 << 6
        alt_checks += 1
        cir_checks += 1

    (degree,) = answers["degree"]
    if degree == "none":
        applies |= 1 << 7 | 1 << 9 | 1 << 10
        alt_blocks += 1
        cir_blocks += 1
        sea_checks += 1
    elif degree == "teacher_training":
        applies |= 1 << 8 | 1 << 9
        alt_checks += 1
        cir_blocks += 1

    bars = 0
    for each in answers["history"]:
        if each == "japan_residence":
            applies |= 1 << 11
            bars += 1
        elif each == "recent_jet":
            applies |= 1 << 12
            bars += 1
        elif each == "declined":
            applies |= 1 << 13
            bars += 1
        elif each == "long_jet":
            applies |= 1 << 15
            alt_checks += 1
            cir_checks += 1
            sea_checks += 1
        elif each == "short_stay":
            applies |= 1 << 16
            alt_blocks += 1
            cir_blocks += 1
            sea_blocks += 1
    if bars:
        applies |= 1 << 14
        alt_blocks += bars
        cir_blocks += bars
        sea_checks += 1

    (language,) = answers["language"]
    if language == "limited":
        applies |= 1 << 17 | 1 << 19
        alt_blocks += 1
        cir_blocks += 1
        sea_checks += 1
    elif language == "good":
        applies |= 1 << 18
        alt_checks += 1
        cir_checks += 1

    (level,) = answers["japanese_level"]
    if level == "n1":
        applies |= 1 << 23 | 1 << 25
        alt = 1
        cir = 3
    elif level == "n2":
        applies |= 1 << 22 | 1 << 23 | 1 << 24
        cir_checks += 1
        alt = 1
        cir = 2
    elif level == "n3":
        applies |= 1 << 21 | 1 << 23
        cir_blocks += 1
        alt = 1
    elif level == "n4":
        applies |= 1 << 21
        cir_blocks += 1
    else:
        applies |= 1 << 20
        cir_blocks += 1

    (use,) = answers["japanese_use"]
    if use == "comfortable":
        applies |= 1 << 30
        cir += 4
    elif use == "effort":
        applies |= 1 << 28 | 1 << 29
        cir_checks += 1
        cir += 2
    elif use == "simple":
        applies |= 1 << 27
        cir_blocks += 1
    else:
        applies |= 1 << 26
        cir_blocks += 1

    (interest,) = answers["teaching_interest"]
    if interest == "keen":
        applies |= 1 << 34
        alt += 9
    elif interest == "happy":
        applies |= 1 << 33
        alt += 6
    elif interest == "sometimes":
        applies |= 1 << 32
        alt += 3
    else:
        applies |= 1 << 31
        alt_checks += 1

    for each in answers["teaching_experience"]:
        if each == "qualified":
            applies |= 1 << 35
            alt += 2
        elif each == "tefl":
            applies |= 1 << 36
            alt += 1
        elif each == "tutoring":
            applies |= 1 << 37
            alt += 1
        elif each == "youth_work":
            applies |= 1 << 38
            alt += 1

    for each in answers["duties"]:
        if each == "team_teaching":
            applies |= 1 << 39
            alt += 4
        elif each == "materials":
            applies |= 1 << 40
            alt += 2
        elif each == "clubs":
            applies |= 1 << 41
            alt += 2
        elif each == "translating":
            applies |= 1 << 42
            cir += 4
        elif each == "hosting":
            applies |= 1 << 43
            cir += 3
        elif each == "pamphlets":
            applies |= 1 << 44
            cir += 3
        elif each == "events":
            applies |= 1 << 45
            cir += 4
        elif each == "adult_classes":
            applies |= 1 << 46
            cir += 2
        elif each == "training_athletes":
            applies |= 1 << 47
            sea += 8
        elif each == "sports_projects":
            applies |= 1 << 48
            sea += 7

    (sports,) = answers["sports_background"]
    if sports == "competitor":
        applies |= 1 << 49 | 1 << 52
        sea_blocks += 1
        alt += 1
    elif sports == "fun":
        applies |= 1 << 50 | 1 << 52
        sea_blocks += 1
        alt += 1
    elif sports == "none":
        applies |= 1 << 50
        sea_blocks += 1
    else:
        if sports == "professional":
            applies |= 1 << 53
            sea += 5
        else:
            applies |= 1 << 51 | 1 << 54
            sea_checks += 1
            sea += 1
        (posting,) = answers["sports_posting"]
        if posting == "neither":
            applies |= 1 << 55
            sea_blocks += 1
        elif posting == "backed":
            applies |= 1 << 56
            sea_blocks += 1
        elif posting == "open":
            applies |= 1 << 57 | 1 << 58
            sea_checks += 1
            sea += 1
        else:
            applies |= 1 << 59
            sea += 2

    # The most points are 24, 23 and 22; their least common multiple is 6072, 33 % of it 2003.76.
    best, best_fit = -1, 2003
    if not alt_blocks and alt * 253 > best_fit:
        best, best_fit = 0, alt * 253
    if not cir_blocks and cir * 264 > best_fit:
        best, best_fit = 1, cir * 264
    if not sea_blocks and sea * 276 > best_fit:
        best = 2
    return (
        applies,
        (alt, cir, sea, alt_blocks, cir_blocks, sea_blocks, alt_checks, cir_checks, sea_checks),
        best,
    )
