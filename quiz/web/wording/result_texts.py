"""The texts and elements of a result's page that depend on the rules and the language alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from quiz.core.decide.bands import band
from quiz.core.language.conditions import asks, read
from quiz.core.language.field_types import Text
from quiz.core.language.model import Effect, Standing
from quiz.core.language.rules_file import Rules
from quiz.core.language.sheet import shapes
from quiz.web.framework.language import Language
from quiz.web.wording.dates import until_words
from quiz.web.wording.standings import STANDINGS, percent

ROWS_KEPT = 1024


@dataclass(frozen=True, slots=True)
class DayText:
    """A part of a day in a position; `choice` is the question and choice that it answers to.

    `picture` is the name of the choice's pictogram, None where it has none.
    """

    when: str
    what: str
    choice: tuple[str, str] | None
    picture: str | None


@dataclass(frozen=True, slots=True)
class ResultTexts:
    """What pages of results show, made once.

    `fit_row` returns a position's fit as an entry of a list, of its id, points, most points,
    fit in percent, standing and whether it is best. `band` returns the word for a fit, None
    where the rules have none. `questions` are what to ask about a check, by rule; `points` are
    the rows of the table of points, by rule; `days` are by position. `could_add` are the rules,
    by position, that could still add points to it if a wish or an ability changed, the most
    points first. `is_weak` returns whether a fit has the lowest of several words.
    """

    fit_row: Callable[[str, int, int, int, Standing, bool], Markup]
    band: Callable[[int, int], str | None]
    questions: Mapping[str, str]
    points: Mapping[str, Markup]
    days: Mapping[str, tuple[DayText, ...]]
    could_add: Mapping[str, tuple[str, ...]]
    is_weak: Callable[[int, int], bool]


class ResultTextsMaker:
    """Makes the texts of results; `text` returns a text without links, `linked` with them."""

    def __init__(
        self,
        rules: Rules,
        language: Language,
        elements: Any,
        text: Callable[[Text], str],
        linked: Callable[[Text], str],
    ) -> None:
        self.rules, self.language, self.elements = rules, language, elements
        self.text, self.linked = text, linked

    def made(self) -> ResultTexts:
        """Return the texts of results."""
        return ResultTexts(
            fit_row=lru_cache(ROWS_KEPT)(self.fit_row),
            band=self.band,
            questions={
                id_: self.text(rule.question or rule.because)
                for id_, rule in self.rules.rules.items()
                if rule.check
            },
            points={id_: self.points(id_) for id_ in self.rules.rules},
            days={id_: tuple(self.days(id_)) for id_ in self.rules.positions},
            could_add={id_: self.could_add(id_) for id_ in self.rules.positions},
            is_weak=self.is_weak,
        )

    def label(self, position: str) -> str:
        """Return the short name of a position."""
        its = self.rules.positions[position].label
        return self.text(its) if its else position

    def band(self, points: int, most: int) -> str | None:
        """Return the word for a fit; None where the rules have none."""
        found = band(self.rules.outcome.bands, points, most)
        return self.text(found.says) if found and most else None

    def is_weak(self, points: int, most: int) -> bool:
        """Return whether a fit has the lowest of several words."""
        bands = self.rules.outcome.bands
        return len(bands) > 1 and band(bands, points, most) == bands[0]

    def could_add(self, position: str) -> tuple[str, ...]:
        """Return the rules with points for a position that rest on what can change."""
        able = {
            id_ for id_, question in self.rules.questions.items() if question.can_change != "no"
        }
        of_the_position = [
            (rule.earns[position], id_)
            for id_, rule in self.rules.rules.items()
            if position in rule.earns
        ]
        of_the_position.sort(key=lambda each: -each[0])
        forms = shapes(self.rules)
        return tuple(
            id_
            for _, id_ in of_the_position
            if asks(read(self.rules.rules[id_].when or {}, forms)) <= able
        )

    def fit_row(
        self,
        id_: str,
        points: int,
        most: int,
        fit: int,
        standing: Standing,
        best: bool,  # noqa: FBT001 - a key
    ) -> Markup:
        """Return a position's sign, name, bar and what stands for it in words."""
        number = list(self.rules.positions).index(id_)
        possible = standing in ("open", "check")
        words = self.language.gettext(STANDINGS[standing].on_board)
        if possible:
            words = self.band(points, most) or percent(fit)
        element: Markup = self.elements.fit_row(
            self.label(id_),
            self.text(self.rules.positions[id_].name),
            number % 3 + 1,
            number // 3 % 3 + 1,
            fit,
            words,
            possible,
            best,
        )
        return element

    def points(self, id_: str) -> Markup:
        """Return a row of the table of points: what a rule says, and what it does to each."""
        rule = self.rules.rules[id_]
        effects: list[tuple[Effect | None, int]] = [
            (rule.effect if position in rule.positions else None, rule.earns.get(position, 0))
            for position in self.rules.positions
        ]
        element: Markup = self.elements.points_row(
            self.linked(rule.because), effects, until_words(rule.until, self.language)
        )
        return element

    def days(self, position: str) -> Iterable[DayText]:
        """Yield the parts of a day in a position."""
        for entry in self.rules.positions[position].day:
            choice = next(iter(entry.choice.items())) if entry.choice else None
            picture = self.rules.questions[choice[0]].choices[choice[1]].picture if choice else None
            yield DayText(self.linked(entry.when), self.linked(entry.what), choice, picture)
