"""The outcome for one answer sheet as `quiz explain` prints it for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import click

from quiz.core.decide.bands import band
from quiz.core.decide.engine import ranked
from quiz.core.language.dates import period
from quiz.core.language.field_types import FromEdition
from quiz.core.language.links import plain
from quiz.core.language.model import Answer, Assessment, Change, Outcome
from quiz.core.language.rules_file import Rules

STANDINGS = {
    "open": "possible",
    "check": "possible, with something to confirm",
    "not_yet": "not yet",
    "closed": "not open to you",
}


def explanation(outcome: Outcome, rules: Rules, language: str) -> str:
    """Return an outcome with every reason and what would change it, the best match first."""
    if outcome.best is None:
        lines = ["No position fits these answers."]
    else:
        best = [_position_name(each, rules, language) for each in (outcome.best, *outcome.tied)]
        title = "Best matches, in an exact tie" if outcome.tied else "Best match"
        lines = [click.style(f"{title}: {', '.join(best)}", bold=True)]
    close = [position for position in outcome.close if position not in outcome.tied]
    if close:
        lines.append(f"Close: {', '.join(close)}")
    lines += _closest(outcome, rules, language)
    for position in ranked(outcome):
        lines += ["", *_about_position(position, outcome, rules, language)]
    told = [*_tells(outcome, rules, language), *_dates(outcome, rules, language)]
    told += [plain(rules.notices[id_].says[language]) for id_ in outcome.notices]
    if told:
        lines += ["", *[f"* {each}" for each in told]]
    not_official = rules.programme.not_official
    unofficial = plain(not_official[language]) if not_official else "Unofficial."
    lines += ["", f"Edition {rules.edition}. {unofficial}"]
    return "\n".join(lines) + "\n"


def _about_position(position: str, outcome: Outcome, rules: Rules, language: str) -> Iterator[str]:
    seen = outcome.positions[position]
    word = band(rules.outcome.bands, seen.points, seen.most)
    fit = f"fit {seen.fit} %" + (f" ({plain(word.says[language])})" if word else "")
    yield click.style(_position_name(position, rules, language), bold=True)
    yield f"  {seen.points} of {seen.most} points, {fit}, {STANDINGS[seen.standing]}"
    for reason in seen.reasons:
        rule = rules.rules[reason.rule]
        sign = f"+{reason.points}" if reason.effect == "points" else reason.effect
        cited = f" ({', '.join([reason.rule, *rule.facts])})"
        yield f"  {sign:>6}  {plain(rule.because[language])}{cited}"
        if rule.question:
            yield f"          Ask: {plain(rule.question[language])}"
        if rule.until:
            yield f"          Until {_until(rule.until)}"
    if position != outcome.best and position not in outcome.tied:
        yield f"  {_changes_in_words(seen, rules, language)}"


def _tells(outcome: Outcome, rules: Rules, language: str) -> Iterator[str]:
    for question, choice in outcome.tells:
        tells = rules.questions[question].choices[choice].tells
        if tells:
            yield plain(tells.says[language])


def _dates(outcome: Outcome, rules: Rules, language: str) -> Iterator[str]:
    for id_ in outcome.dates:
        date = rules.dates[id_]
        seen = period(date, rules.edition)
        about = "about " if seen.about else ""
        ends = [("from", seen.first), ("until", seen.last)]
        when = " ".join(f"{word} {about}{moment}" for word, moment in ends if moment)
        cycle = "" if rules.edition == str(date.as_of) else f" (last seen for {date.as_of})"
        yield f"{plain(date.says[language])}: {when}{cycle}."


def _until(until: FromEdition | dt.date) -> str:
    return f"edition {until.from_edition}" if isinstance(until, FromEdition) else until.isoformat()


def _position_name(position: str, rules: Rules, language: str) -> str:
    """Return the name of a position, with its label, where it has one, and its id in brackets."""
    its = rules.positions[position]
    label = f"{plain(its.label[language])}, " if its.label else ""
    return f"{plain(its.name[language])} ({label}{position})"


def _closest(outcome: Outcome, rules: Rules, language: str) -> Iterator[str]:
    if outcome.closest == "unknown":
        return
    if outcome.closest is None:
        yield "No single answer that can change would lead to another best match."
        return
    said = _change_in_words(outcome.closest.change, rules, language)
    then = "no position would fit"
    if outcome.closest.best is not None:
        then = f"{_position_name(outcome.closest.best, rules, language)} would be the best match"
    yield f"One different answer would change this: {said}. Then {then}."


def _changes_in_words(seen: Assessment, rules: Rules, language: str) -> str:
    if not seen.searched:
        return "Not searched further: there are too many ways to change the answers."
    if seen.change is None:
        return "No change to the answers that can change would make it the best match."
    changes = (_change_in_words(each, rules, language) for each in seen.change)
    return f"It would be the best match with {'; '.join(changes)}"


def _change_in_words(change: Change, rules: Rules, language: str) -> str:
    then = _answer_in_words(change.to, change.question, rules, language)
    now = _answer_in_words(change.from_, change.question, rules, language)
    return f"{change.question}: {then} (now: {now})"


def _answer_in_words(answer: Answer | None, question: str, rules: Rules, language: str) -> str:
    if answer is None:
        return "not asked"
    choices = rules.questions[question].choices
    return " + ".join(plain(choices[choice].says[language]) for choice in answer)
