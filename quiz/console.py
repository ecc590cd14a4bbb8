"""What the commands print for a person to read at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quiz.core.engine import ranked
from quiz.core.model import Outcome, Problem, Rules
from quiz.core.proof import PersonaResult

STANDINGS = {
    "open": "possible",
    "check": "possible, with something to check",
    "not_yet": "not yet",
    "closed": "not open to you",
}


def problem(name: str, found: Problem) -> str:
    """Return a problem as editors and people know it: file, line, column, what to do."""
    warning = "warning: " if found.severity == "warning" else ""
    return f"{name}:{found.line}:{found.column}: {warning}{found.message}"


def checked(rules: Rules, most: Mapping[str, int], personas: Sequence[PersonaResult]) -> str:
    """Return what `quiz check` found in a file that can be read."""
    size = f"{len(rules.questions)} questions, {len(rules.rules)} rules"
    greatest = ", ".join(f"{position} {points}" for position, points in most.items())
    lines = [
        f"Edition {rules.edition}: {size}, {len(rules.positions)} positions.",
        f"The most points that any answers earn: {greatest}.",
    ]
    lines += [
        f"{position} can never earn a point, so its fit is always 0."
        for position, points in most.items()
        if not points
    ]
    if personas:
        told = sum(persona.holds for persona in personas)
        lines.append(f"Personas told what they expect: {told} of {len(personas)}.")
    for persona in personas:
        if not persona.holds:
            expected = rules.personas[persona.name].expect
            lines.append(
                f"  {persona.name} expects {_pairs(expected)} but gets {_pairs(persona.got)}"
            )
    return "\n".join(lines) + "\n"


def explained(outcome: Outcome, rules: Rules, language: str) -> str:
    """Return an outcome with every reason, the best match first."""

    def named(position: str) -> str:
        return f"{rules.positions[position].name[language]} ({position})"

    if outcome.best is None:
        lines = ["No position fits these answers."]
    else:
        lines = [f"Best match: {named(outcome.best)}"]
    if outcome.tied:
        lines.append(f"Exactly as good, and listed later in the file: {', '.join(outcome.tied)}")
    close = [position for position in outcome.close if position not in outcome.tied]
    if close:
        lines.append(f"Close: {', '.join(close)}")
    for position in ranked(outcome):
        seen = outcome.positions[position]
        lines += ["", named(position)]
        lines.append(
            f"  {seen.points} of {seen.most} points, fit {seen.fit} %, {STANDINGS[seen.standing]}"
        )
        for reason in seen.reasons:
            rule = rules.rules[reason.rule]
            sign = f"+{reason.points}" if reason.effect == "points" else reason.effect
            cited = f" ({', '.join([reason.rule, *rule.facts])})"
            lines.append(f"  {sign:>6}  {rule.because[language]}{cited}")
    if outcome.notices:
        lines.append("")
        lines += [f"* {rules.notices[id_].says[language]}" for id_ in outcome.notices]
    lines += ["", f"Edition {rules.edition}. Unofficial: the embassy or consulate decides."]
    return "\n".join(lines) + "\n"


def _pairs(pairs: Mapping[str, str | Iterable[str]]) -> str:
    return ", ".join(
        f"{key}: {value if isinstance(value, str) else ' or '.join(value)}"
        for key, value in pairs.items()
    )
