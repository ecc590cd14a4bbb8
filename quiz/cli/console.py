"""The text that the commands print for people; click removes colours if there is no terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from quiz.core.decide.engine import Engine
from quiz.core.decide.report import plain_answers
from quiz.core.language.model import Answers
from quiz.core.language.rules_file import Rules
from quiz.core.prove.compare import Comparison
from quiz.core.prove.proof import PromiseResult, Proof
from quiz.core.prove.retold import RecordedResults

PLAIN = re.compile(r"(?!(?i:true|false|null)$)[A-Za-z][A-Za-z0-9_-]*")
"""A word that YAML reads as a string without quotes."""

BAR_WIDTH = 32
"""Characters of a full bar."""


def check_report(engine: Engine, proof: Proof) -> str:
    """Return the report of `quiz check` on a rules file without errors."""
    rules = engine.rules
    size = f"{len(rules.questions)} questions, {len(rules.rules)} rules"
    lines = [f"Edition {rules.edition}: {size}, {len(rules.positions)} positions.", ""]
    lines += _census(engine, proof)
    lines += _claims("Promises", "hold", [_promise(each, rules) for each in proof.promises])
    expected = {name: _pairs(persona.expect) for name, persona in rules.personas.items()}
    told = [
        (
            persona.holds,
            persona.name
            if persona.holds
            else f"{persona.name}: expected {expected[persona.name]}, got {_pairs(persona.got)}",
        )
        for persona in proof.personas
    ]
    lines += _claims("Personas", "get the outcome that they expect", told)
    return "\n".join(lines) + "\n"


def _census(engine: Engine, proof: Proof) -> Iterator[str]:
    census = proof.census
    if census is None:
        yield click.style(f"Not proved: {proof.reason}.", fg="red")
        return
    yield f"{census.sheets:,} answer sheets (combinations of answers, not people):"
    width = max(map(len, census.best))
    for name, sheets in census.best.items():
        share = sheets / census.sheets
        bar = click.style("█" * round(share * BAR_WIDTH), fg="blue")
        most = f"   most {engine.most[name]} points" if name in engine.most else ""
        yield f"  {name:<{width}} {sheets:>{len(f'{census.sheets:,}')},} {share:>8.3%}{most}  {bar}"
    yield f"  exact ties among them: {census.tied:,}"


def _promise(result: PromiseResult, rules: Rules) -> tuple[bool | None, str]:
    says = result.promise.says[rules.languages[0]]
    if result.holds is None:
        return None, f"{says} (not proved: {result.reason})"
    if not result.holds and result.counterexample is not None:
        shows = sheet_on_one_line(plain_answers(result.counterexample, rules.questions))
        return False, f"{says}\n      for example: {shows}"
    return result.holds, says


def _claims(title: str, verb: str, claims: Sequence[tuple[bool | None, str]]) -> Iterator[str]:
    if not claims:
        return
    good = sum(holds is True for holds, _ in claims)
    yield ""
    yield f"{title}: {good} of {len(claims)} {verb}."
    for holds, text in claims:
        sign, colour = (
            ("✓", "green") if holds else ("✗", "red") if holds is False else ("?", "yellow")
        )
        yield f"  {click.style(sign, fg=colour)} {text}"


def comparison_report(comparison: Comparison, rules: Rules, stored: RecordedResults | None) -> str:
    """Return what changed in the file, and who gets another best match by the new `rules`."""
    lines = ["What changed in the file:"]
    lines += [f"  {change}" for change in comparison.changes] or ["  nothing in its content"]
    lines += [
        f"Left out, because only one file has them: {', '.join(choices)} of {question}"
        for question, choices in comparison.left_out.items()
    ]
    lines.append("")
    if comparison.differing:
        lines.append(
            "The files cannot be compared, because they do not ask these questions in the same "
            f"way: {', '.join(comparison.differing)}."
        )
    else:
        lines += _flips(comparison, rules)
    if stored is not None:
        lines += _stored_results(stored)
    return "\n".join(lines) + "\n"


def _flips(comparison: Comparison, rules: Rules) -> Iterator[str]:
    share = comparison.flips / comparison.sheets if comparison.sheets else 0
    of = f"of {comparison.sheets:,} answer sheets (combinations, not people)"
    yield f"{comparison.flips:,} {of} get another best match: a share of {share:.3g}."
    for flip in comparison.matrix:
        yield f"  {flip.before:>6} → {flip.after:<6} {flip.sheets:>{len(f'{comparison.flips:,}')},}"
        if flip.example is not None:
            example = sheet_on_one_line(plain_answers(flip.example, rules.questions))
            yield f"           as {example}"
    for moved in comparison.standings:
        way = f"from {moved.before} to {moved.after}"
        yield f"{moved.position} goes {way} on {moved.sheets:,} sheets."


def _stored_results(stored: RecordedResults) -> Iterator[str]:
    total = stored.flips + stored.same + stored.depends + stored.not_comparable
    yield f"{stored.flips:,} of {total:,} stored results would get another best match."
    if stored.depends:
        yield (
            f"{stored.depends:,} would or would not: that depends on the answers to questions that "
            "only the new file asks."
        )
    for told in stored.matrix:
        after = " or ".join(map(" and ".join, told.after))
        yield f"  {' and '.join(told.before):>6} → {after:<6} {told.results:,}"
    if stored.not_comparable:
        yield f"Not compared, because one file lacks an answer: {stored.not_comparable:,}."


def persona_list(engine: Engine) -> str:
    """Return the names of the personas of a file, with what the file says about each."""
    lines = []
    for name, persona in engine.rules.personas.items():
        says = persona.says[engine.rules.languages[0]] if persona.says else ""
        lines.append(f"{name}: {says}".rstrip(": "))
    return "\n".join([*lines, ""])


def suggested_personas(engine: Engine, sheets: Iterable[Answers]) -> str:
    """Return answer sheets as personas to paste into the file, each with its present outcome."""
    lines = []
    for number, sheet in enumerate(sheets, start=1):
        outcome = engine.outcome(sheet)
        told = [f"best: {_id_as_yaml(outcome.best or 'none')}"]
        told += [f"{_id_as_yaml(id_)}: {seen.standing}" for id_, seen in outcome.positions.items()]
        lines.append(f"  suggested-{number}:")
        lines.append("    answers:")
        answers = plain_answers(sheet, engine.rules.questions)
        lines += [
            f"      {_id_as_yaml(id_)}: {_as_yaml(answer)}" for id_, answer in answers.items()
        ]
        lines.append(f"    expect: {{{', '.join(told)}}}  # the outcome now; is it right?")
    if not lines:
        return "The personas of the file exercise every rule and both sides of every block.\n"
    return "\n".join(["personas:", *lines, ""])


def sheet_on_one_line(sheet: Mapping[str, str | Sequence[str]]) -> str:
    """Return an answer sheet, as in JSON, on one line of YAML that `quiz explain -` reads."""
    pairs = (f"{_id_as_yaml(id_)}: {_as_yaml(answer)}" for id_, answer in sheet.items())
    return f"{{{', '.join(pairs)}}}"


def _as_yaml(answer: str | Sequence[str]) -> str:
    """Return an answer as YAML."""
    if isinstance(answer, str):
        return _id_as_yaml(answer)
    return f"[{', '.join(map(_id_as_yaml, answer))}]"


def _id_as_yaml(id_: str) -> str:
    """Return an id as YAML, quoted only if YAML would not read it as a string."""
    return id_ if PLAIN.fullmatch(id_) else json.dumps(id_, ensure_ascii=False)


def _pairs(pairs: Mapping[str, str | Iterable[str]]) -> str:
    return ", ".join(
        f"{key}: {value if isinstance(value, str) else ' or '.join(value)}"
        for key, value in pairs.items()
    )
