"""Makes the texts and elements of results that depend on the rules and the language alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from jinja2 import Template
from markupsafe import Markup

from quiz.core.decide.bands import band
from quiz.core.language.conditions import asks, read
from quiz.core.language.field_types import Text
from quiz.core.language.model import Effect, Standing
from quiz.core.language.rules_file import Rules
from quiz.core.language.sheet import shapes
from quiz.web.framework.language import Language
from quiz.web.framework.templates import Elements
from quiz.web.wording.dates import until_words
from quiz.web.wording.localized import (
    Addition,
    DayText,
    PositionText,
    ProgrammeText,
    ResultTexts,
)
from quiz.web.wording.standings import STANDINGS, percent

ROWS_KEPT = 1024


class ResultTextsMaker:
    """Makes the texts of results; `text` returns a text without links, `linked` with them."""

    def __init__(
        self,
        rules: Rules,
        language: Language,
        templates: Mapping[str, Template],
        programme: ProgrammeText,
        text: Callable[[Text], str],
        linked: Callable[[Text], str],
    ) -> None:
        self.rules, self.language, self.templates = rules, language, templates
        self.elements: Any = templates["partials/elements.html"].module
        self.programme, self.text, self.linked = programme, text, linked
        self.forms = shapes(rules)

    def made(self, positions: Mapping[str, PositionText]) -> ResultTexts:
        """Return the texts of results on these positions."""
        self.positions = positions
        self.questions = {
            id_: self.text(rule.question or rule.because)
            for id_, rule in self.rules.rules.items()
            if rule.check
        }
        self.reasons = {
            id_: self.elements.reason(*self.says(id_))
            for id_, rule in self.rules.rules.items()
            if rule.blocks
        }
        self.days = {id_: tuple(self.parts_of_day(id_)) for id_ in self.rules.positions}
        return ResultTexts(
            preview_title=lru_cache(ROWS_KEPT)(self.preview_title),
            preview_description=self.preview_description(),
            fit_row=lru_cache(ROWS_KEPT)(self.fit_row),
            band=lru_cache(ROWS_KEPT)(self.band),
            ask=lru_cache(ROWS_KEPT)(self.ask),
            obstacles={
                (position, id_): self.obstacle(position, id_)
                for position in self.rules.positions
                for id_, rule in self.rules.rules.items()
                if position in (rule.blocks or ())
            },
            opening=lru_cache(ROWS_KEPT)(self.opening),
            points={id_: self.points(id_) for id_ in self.rules.rules},
            points_head=self.elements.points_head([each.label for each in positions.values()]),
            points_total=lru_cache(ROWS_KEPT)(self.points_total),
            way=lru_cache(ROWS_KEPT)(self.way),
            days=self.days,
            days_section=lru_cache(ROWS_KEPT)(self.days_section),
            additions={id_: tuple(self.additions(id_)) for id_ in self.rules.positions},
            is_weak=lru_cache(ROWS_KEPT)(self.is_weak),
        )

    def preview_title(self, best: tuple[str, ...]) -> str:
        """Return the title of a result where its link is pasted, with its best matches."""
        gettext = self.language.gettext
        if not best:
            way = gettext("My way to %(programme)s")
            return way % {"programme": self.programme.name}
        matches = [self.positions[id_] for id_ in best]
        names = " · ".join([each.name + each.aside for each in matches])
        return gettext("Best match") + gettext(": ") + names

    def preview_description(self) -> str:
        """Return what is said of any result where its link is pasted."""
        gettext = self.language.gettext
        is_result = self.programme.name + gettext(": ") + gettext("a result of this quiz.")
        return self.language.sentence_space.join((is_result, self.programme.not_official))

    def band(self, points: int, most: int) -> str | None:
        """Return the word for a fit; None where the rules have none."""
        found = band(self.rules.outcome.bands, points, most)
        return self.text(found.says) if found and most else None

    def is_weak(self, points: int, most: int) -> bool:
        """Return whether a fit has the lowest of several words."""
        bands = self.rules.outcome.bands
        return len(bands) > 1 and band(bands, points, most) == bands[0]

    def additions(self, position: str) -> list[Addition]:
        """Return the rules with points for a position that rest on what can change."""
        questions = self.rules.questions
        found = []
        for id_, rule in self.rules.rules.items():
            asked = asks(read(rule.when or {}, self.forms))
            can_change = all(questions[each].can_change != "no" for each in asked)
            if position in rule.earns and asked and can_change:
                one = frozenset(each for each in asked if questions[each].kind != "multiple")
                found.append(Addition(id_, rule.earns[position], one))
        return sorted(found, key=lambda each: -each.points)

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
        text, possible = self.positions[id_], standing in ("open", "check")
        words = self.language.gettext(STANDINGS[standing].on_board)
        if possible:
            words = self.band(points, most) or percent(fit)
        element: Markup = self.elements.fit_row(text, fit, words, possible, best)
        return element

    def ask(self, positions: tuple[str, ...], checks: tuple[str, ...], mine: bool) -> Markup:  # noqa: FBT001 - a key
        """Return the section with what to ask about some checks, and a message with it."""
        asks = [self.questions[rule] for rule in checks]
        message = self.message([self.positions[id_].name for id_ in positions], asks)
        macros: Any = self.templates["result/parts/ask.html"].module
        element: Markup = macros.ask(
            asks, message, self.mail(message), self.programme.decides, mine
        )
        return element

    def message(self, positions: Sequence[str], asks: Sequence[str]) -> str:
        """Return a message that asks about some positions, to those who decide."""
        gettext = self.language.gettext
        opening = gettext("I am thinking of applying to %(programme)s (%(position)s). May I ask:")
        opening %= {
            "programme": self.programme.name,
            "position": self.language.listing(positions),
        }
        asked = [f"{number}. {ask}" for number, ask in enumerate(asks, 1)]
        return "\n".join([opening, "", *asked, "", gettext("Thank you.")])

    def mail(self, body: str) -> str:
        """Return a mailto: address with the title of the quiz as its subject."""
        title = self.text(self.rules.title)
        lines = body.replace("\n", "\r\n")
        return f"mailto:?subject={quote(title)}&body={quote(lines)}"

    def obstacle(self, position: str, id_: str) -> Markup:
        """Return that a position is ruled out by a rule."""
        element: Markup = self.elements.ruled_out(self.positions[position].label, *self.says(id_))
        return element

    def says(self, id_: str) -> tuple[str, str | None]:
        """Return what a rule says, and when it lapses."""
        rule = self.rules.rules[id_]
        return self.linked(rule.because), until_words(rule.until, self.language)

    def opening(
        self,
        id_: str,
        fit: int,
        standing: Standing,
        blocks: tuple[str, ...],
        changes: tuple[Markup, ...],
        mine: bool,  # noqa: FBT001 - a key
    ) -> Markup:
        """Return what opens a position where none matches; `door` names its picture."""
        gettext, ngettext = self.language.gettext, self.language.ngettext
        reasons = Elements([self.reasons[rule] for rule in blocks])
        door = "door-ajar"
        if standing in ("open", "check"):
            heading = gettext("Possible, but not a strong match")
        elif changes and standing == "not_yet":
            number = len(changes)
            heading = ngettext("With one other answer", "With %(number)s other answers", number)
            heading %= {"number": number}
        elif all(self.rules.rules[rule].until for rule in blocks):
            door, heading = "door-shut", gettext("Opens later")
        else:
            door, heading, changes = "door-outline", gettext("Not for now"), ()
        macros: Any = self.templates["result/parts/openings.html"].module
        element: Markup = macros.opening(
            self.positions[id_], door, fit, heading, reasons, Elements(changes), mine
        )
        return element

    def points(self, id_: str) -> Markup:
        """Return a row of the table of points: what a rule says, and what it does to each."""
        rule = self.rules.rules[id_]
        effects: list[tuple[Effect | None, int]] = [
            (rule.effect if position in rule.positions else None, rule.earns.get(position, 0))
            for position in self.rules.positions
        ]
        says, until = self.says(id_)
        element: Markup = self.elements.points_row(says, effects, until)
        return element

    def points_total(self, points: int, most: int, fit: int) -> Markup:
        """Return the cell below the table of points of one position."""
        element: Markup = self.elements.points_total(points, most, percent(fit))
        return element

    def way(
        self,
        id_: str,
        changes: tuple[Markup, ...],
        searched: bool,  # noqa: FBT001 - a key
        mine: bool,  # noqa: FBT001 - a key
    ) -> Markup:
        """Return what would make a position the best match, or that nothing would."""
        label = self.positions[id_].label
        element: Markup = self.elements.way(label, Elements(changes), searched, mine)
        return element

    def days_section(self, id_: str, ticked: tuple[bool, ...], mine: bool) -> Markup:  # noqa: FBT001 - a key
        """Return the section with the parts of a day in a position."""
        macros: Any = self.templates["result/parts/days.html"].module
        element: Markup = macros.days(self.positions[id_], self.days[id_], ticked, mine)
        return element

    def parts_of_day(self, position: str) -> Iterable[DayText]:
        """Yield the parts of a day in a position."""
        for entry in self.rules.positions[position].day:
            choice = next(iter(entry.choice.items())) if entry.choice else None
            picture = self.rules.questions[choice[0]].choices[choice[1]].picture if choice else None
            yield DayText(self.linked(entry.when), self.linked(entry.what), choice, picture)
