"""Random rules files in the shape of other people's: many rules, and rules that join questions."""

from __future__ import annotations

import json
from random import Random
from typing import Any

CHOICES = ("never", "seldom", "sometimes", "often", "always")
POSITIONS = ("nurse", "driver", "cook", "clerk")


def rule_set(*, questions: int, multiple: int, rules: int, joined: int, seed: int) -> bytes:
    """Return a rules file; `multiple` of the questions take several choices, of five each.

    A third of the rules blocks or checks, the others give points. `joined` of them are about two
    or three questions. Questions with several choices are asked by membership and by count.
    """
    random = Random(seed)  # noqa: S311 -- nothing is kept secret by it
    several = {f"habit_{n}" for n in range(multiple)}
    asked: dict[str, Any] = {
        id_: {
            "ask": id_,
            "kind": "multiple" if id_ in several else "single",
            "choices": {choice: choice for choice in CHOICES},
        }
        for id_ in [*(f"topic_{n}" for n in range(questions - multiple)), *sorted(several)]
    }
    written: dict[str, Any] = {}
    for number in range(rules):
        about = random.sample(list(asked), random.choice((2, 3)) if number < joined else 1)
        if number < joined // 3 and several.isdisjoint(about):
            about[0] = random.choice(sorted(several))
        written[f"rule-{number}"] = {
            "when": {id_: _test(id_ in several, random) for id_ in about},
            **_effect(random),
            "because": "so",
        }
    shuffled = random.sample(list(written), len(written))
    return json.dumps(
        {
            "format": 1,
            "title": "Rules for the benchmark",
            "edition": "2028",
            "checked": "2026-11-27",
            "languages": ["en"],
            "positions": {id_: {"name": id_} for id_ in POSITIONS},
            "questions": asked,
            "rules": {id_: written[id_] for id_ in shuffled},
        }
    ).encode()


def _test(several: bool, random: Random) -> Any:  # noqa: FBT001
    if several and random.random() < 0.5:
        size = random.choice((3, 4))
        return {"count": 2, "of": random.sample(CHOICES, size)}
    if random.random() < 0.5:
        return random.choice(CHOICES)
    return random.sample(CHOICES, 2)


def _effect(random: Random) -> dict[str, Any]:
    some = random.sample(POSITIONS, random.choice((1, 2)))
    kind = random.choice(("points", "points", "points", "points", "blocks", "check"))
    return {kind: {id_: random.randint(1, 4) for id_ in some} if kind == "points" else some}
