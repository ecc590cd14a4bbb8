"""What the page "How this quiz decides" shows: the whole rules file, in words and in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal, format_percent
from markupsafe import Markup

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import All, Condition, asks
from quiz.core.prove.proof import NONE, Proof
from quiz.core.space import greatest
from quiz.web.conditions_view import ConditionWords
from quiz.web.language import Language
from quiz.web.reading import PositionText, QuestionText, Reading


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with the condition, in words, under which it is asked."""

    text: QuestionText
    only_if: Markup | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What the answers to one question can do for one position."""

    points: int
    checks: int
    blocks: int


@dataclass(frozen=True, slots=True)
class Line:
    """A rule, as it bears on one position; `when` are the answers it applies to."""

    says: Markup
    when: Markup
    points: int
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecidedPosition:
    """A position with everything that bears on it."""

    text: PositionText
    most: int
    earns: tuple[Line, ...]
    checks: tuple[Line, ...]
    blocks: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One best match in the census; `width` is in percent of the whole bar."""

    name: str
    colour: int
    sheets: str
    share: str
    width: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The census over some of the answer sheets; `sheets` is how many, written out."""

    sheets: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise, and whether it is kept: True, False, or None where it is not proved."""

    says: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class RulesView:
    """The page's content; `census` is None where the sheets are too many states to count."""

    questions: tuple[AskedQuestion, ...]
    matrix: tuple[tuple[QuestionText, tuple[Cell, ...]], ...]
    positions: tuple[DecidedPosition, ...]
    census: tuple[Counted, Counted] | None
    promises: tuple[Kept, ...]
    all_proved: bool
    facts: Mapping[str, Markup]


def rules_view(engine: Engine, proof: Proof | None, reading: Reading) -> RulesView:
    """Return the page of a rules file in the language of `reading`."""
    words = ConditionWords(reading.language, reading.questions)
    promises = proof.promises if proof else ()
    return RulesView(
        questions=tuple(
            AskedQuestion(
                reading.questions[id_], None if form.only_if == All() else words.say(form.only_if)
            )
            for id_, form in engine.forms.items()
        ),
        matrix=tuple(
            (text, tuple(_cell(engine, id_, position) for position in engine.positions))
            for id_, text in reading.questions.items()
        ),
        positions=tuple(_position(engine, id_, words, reading) for id_ in engine.positions),
        census=_census(proof, reading) if proof and proof.census else None,
        promises=tuple(
            Kept(kept.promise.says[reading.language.code], kept.holds) for kept in promises
        ),
        all_proved=bool(promises) and all(kept.holds for kept in promises),
        facts=reading.facts,
    )


def _about(
    engine: Engine, question: str, position: str, effect: str
) -> list[tuple[Condition, int]]:
    return [
        (condition, rule.earns.get(position, 0))
        for id_, rule in engine.rules.rules.items()
        if rule.effect == effect and position in rule.positions
        for condition in [engine.conditions[id_]]
        if question in asks(condition)
    ]


def _cell(engine: Engine, question: str, position: str) -> Cell:
    return Cell(
        greatest(engine.forms, _about(engine, question, position, "points")),
        len(_about(engine, question, position, "check")),
        len(_about(engine, question, position, "blocks")),
    )


def _position(engine: Engine, id_: str, words: ConditionWords, reading: Reading) -> DecidedPosition:
    lines: dict[str, list[Line]] = {"points": [], "check": [], "blocks": []}
    for rule_id, rule in engine.rules.rules.items():
        if id_ in rule.positions:
            lines[rule.effect].append(
                Line(
                    reading.rows[id_][rule_id].says,
                    words.say(engine.conditions[rule_id]),
                    rule.earns.get(id_, 0),
                    tuple(rule.facts),
                )
            )
    return DecidedPosition(
        reading.positions[id_],
        engine.most[id_],
        tuple(lines["points"]),
        tuple(lines["check"]),
        tuple(lines["blocks"]),
    )


def _census(proof: Proof, reading: Reading) -> tuple[Counted, Counted] | None:
    census = proof.census
    if census is None:
        return None
    return (
        Counted(
            number(census.sheets, reading.language),
            tuple(_bars(census.sheets, census.best, reading)),
        ),
        Counted(
            number(census.open_sheets, reading.language),
            tuple(_bars(census.open_sheets, census.open_best, reading)),
        ),
    )


def _bars(whole: int, best: Mapping[str, int], reading: Reading) -> Iterator[Bar]:
    for name, sheets in best.items():
        share = sheets / whole if whole else 0.0
        position = reading.positions.get(name)
        yield Bar(
            name=reading.language.gettext("No position") if name == NONE else name,
            colour=position.colour if position else 0,
            sheets=number(sheets, reading.language),
            share=format_percent(share, "0.0##%", locale=reading.language.locale),
            width=f"{100 * share:.2f}%",
        )


def number(value: int, language: Language) -> str:
    """Return a whole number with its digits grouped as the language groups them."""
    return format_decimal(value, locale=language.locale)
