"""What the page "How this quiz decides" shows: the whole rules file, in words and in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.numbers import format_percent
from markupsafe import Markup

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import All, Condition, asks, read
from quiz.core.language.model import NONE
from quiz.core.language.sheet import shapes
from quiz.core.space import greatest
from quiz.web.wording.conditions import ConditionWords
from quiz.web.wording.dates import until_words
from quiz.web.wording.expectations import claimed, expected
from quiz.web.wording.linked import linked
from quiz.web.wording.localized import LocalizedRules, PositionText, QuestionText
from quiz.web.wording.numbers import number
from quiz.web.wording.sources import Source, Sources

if TYPE_CHECKING:
    from quiz.core.prove.proof import PromiseResult, Proof


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with the condition, in words, under which it is asked.

    `wish` is whether its answer is what somebody would like. `tells` has what stands on the
    result of whoever gave a choice, by choice.
    """

    text: QuestionText
    only_if: Markup | None
    wish: bool
    tells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """What the answers to one question can do for one position."""

    points: int
    checks: int
    blocks: int


@dataclass(frozen=True, slots=True)
class Line:
    """A rule, as it bears on one position; `when` are the answers it applies to.

    `ask` is the question to send to whoever decides, and `until` says when a block lapses.
    `sources` are those of its facts, each with its anchor on the page.
    """

    says: str
    when: Markup
    points: int
    ask: str | None
    until: str | None
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A date or a notice, with the outcomes and the answers it applies to; None for all."""

    says: Markup
    outcome: str | None
    when: Markup | None


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
class PromiseView:
    """A promise, and whether it is kept: True, False, or None where it is not proved.

    `claim` is what it says as the file has it, about all answer sheets or about those with an
    `outcome` and answers, in words.
    """

    says: str
    holds: bool | None
    claim: str
    outcome: str | None
    when: Markup | None


@dataclass(frozen=True, slots=True)
class RulesView:
    """The page's content; `census` is None where the sheets are too many states to count.

    `bands` are the words for fits, each with the percent it begins at.
    """

    questions: tuple[AskedQuestion, ...]
    matrix: tuple[tuple[QuestionText, tuple[Cell, ...]], ...]
    positions: tuple[DecidedPosition, ...]
    census: tuple[Counted, Counted] | None
    promises: tuple[PromiseView, ...]
    all_proved: bool
    bands: tuple[tuple[str, str], ...]
    notices: tuple[Said, ...]
    dates: tuple[Said, ...]
    sources: tuple[Source, ...]


def rules_view(engine: Engine, proof: Proof | None, localized: LocalizedRules) -> RulesView:
    """Return the page of a rules file in the language of `localized`."""
    elements = localized.templates["partials/elements.html"]
    words = ConditionWords(localized.language, localized.questions, elements)
    promises = proof.promises if proof else ()
    rules, code = engine.rules, localized.language.code
    sources = Sources(rules, localized)
    return RulesView(
        questions=tuple(
            AskedQuestion(
                localized.questions[id_],
                _unless_always(form.only_if, words),
                rules.questions[id_].can_change == "wish",
                {
                    choice: linked(its.tells.says[code], elements.module)
                    for choice, its in rules.questions[id_].choices.items()
                    if its.tells
                },
            )
            for id_, form in engine.forms.items()
        ),
        matrix=tuple(
            (text, tuple(_cell(engine, id_, position) for position in engine.positions))
            for id_, text in localized.questions.items()
        ),
        positions=tuple(
            _position(engine, id_, words, localized, sources) for id_ in engine.positions
        ),
        census=_census(proof, localized) if proof and proof.census else None,
        promises=tuple(_promise(engine, kept, words, localized) for kept in promises),
        all_proved=bool(promises) and all(kept.holds for kept in promises),
        bands=tuple(
            (f"{each.from_.normalize():f} %", each.says[code]) for each in rules.outcome.bands
        ),
        notices=tuple(
            Said(
                localized.notices[id_].element,
                expected(rules.notices[id_].if_, localized),
                _unless_always(condition, words),
            )
            for id_, condition in engine.notice_conditions.items()
        ),
        dates=tuple(
            Said(
                localized.dates[id_].element,
                expected(rules.dates[id_].if_, localized),
                _unless_always(condition, words),
            )
            for id_, condition in engine.date_conditions.items()
        ),
        sources=tuple(sources),
    )


def _unless_always(condition: Condition, words: ConditionWords) -> Markup | None:
    return None if condition == All() else words.say(condition)


def _promise(
    engine: Engine, kept: PromiseResult, words: ConditionWords, localized: LocalizedRules
) -> PromiseView:
    promise = kept.promise
    claim = promise.never or promise.possible or promise.share
    assert claim is not None  # noqa: S101 -- the loader refuses a promise without a claim
    elements = localized.templates["partials/elements.html"].module
    return PromiseView(
        says=linked(promise.says[localized.language.code], elements),
        holds=kept.holds,
        claim=claimed(promise, localized),
        outcome=expected(claim.if_, localized),
        when=_unless_always(read(claim.when, shapes(engine.rules)), words),
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


def _position(
    engine: Engine,
    id_: str,
    words: ConditionWords,
    localized: LocalizedRules,
    sources: Sources,
) -> DecidedPosition:
    language = localized.language
    elements = localized.templates["partials/elements.html"].module
    lines: dict[str, list[Line]] = {"points": [], "check": [], "blocks": []}
    for rule_id, rule in engine.rules.rules.items():
        if id_ in rule.positions:
            lines[rule.effect].append(
                Line(
                    localized.rows[id_][rule_id].says,
                    words.say(engine.conditions[rule_id]),
                    rule.earns.get(id_, 0),
                    linked(rule.question[language.code], elements) if rule.question else None,
                    until_words(rule.until, language),
                    sources.cited(rule.facts),
                )
            )
    return DecidedPosition(
        localized.positions[id_],
        engine.most[id_],
        tuple(lines["points"]),
        tuple(lines["check"]),
        tuple(lines["blocks"]),
    )


def _census(proof: Proof, localized: LocalizedRules) -> tuple[Counted, Counted] | None:
    census = proof.census
    if census is None:
        return None
    return (
        Counted(
            number(census.sheets, localized.language),
            tuple(_bars(census.sheets, census.best, localized)),
        ),
        Counted(
            number(census.open_sheets, localized.language),
            tuple(_bars(census.open_sheets, census.open_best, localized)),
        ),
    )


def _bars(whole: int, best: Mapping[str, int], localized: LocalizedRules) -> Iterator[Bar]:
    for name, sheets in best.items():
        share = sheets / whole if whole else 0.0
        position = localized.positions.get(name)
        yield Bar(
            name=localized.language.gettext("No position")
            if name == NONE
            else localized.label(name),
            colour=position.colour if position else 0,
            sheets=number(sheets, localized.language),
            share=format_percent(share, "0.0##%", locale=localized.language.locale),
            width=f"{100 * share:.2f}%",
        )
