"""Makes a localized: puts the texts of a rules file into the pieces of templates/pieces.html."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Template
from markupsafe import Markup, escape

from quiz.core.language.model import Effect
from quiz.core.language.rules_file import Rules, Text
from quiz.web.framework.language import Language
from quiz.web.framework.templates import Templates
from quiz.web.wording.localized import (
    Chips,
    ChoiceText,
    Frame,
    LocalizedRules,
    NoticeText,
    PositionText,
    QuestionText,
    Row,
    percent,
)

COLOURS = 3
PATTERNS = 3
MOST_POINTS = MOST_RULES = 1 << 32  # more than any file of 1 MiB has
LEDGER_ORDER: dict[Effect, int] = {"blocks": 0, "check": 1, "points": 2}
FITS_KEPT = 1024
TOPS_KEPT = 64


def localize(
    language: Language, rules: Rules, offered: Iterable[Language], templates: Templates
) -> LocalizedRules:
    """Return a rules file in one of its languages; pages link to all `offered`."""
    return _Maker(language, rules, templates.spoken_in(language)).localized(offered)


class _Maker:
    """Makes the parts of a localized out of the pieces of one language."""

    def __init__(self, language: Language, rules: Rules, templates: Mapping[str, Template]) -> None:
        self.language = language
        self.rules = rules
        self.templates = templates
        self.pieces: Any = templates["partials/pieces.html"].module

    def localized(self, offered: Iterable[Language]) -> LocalizedRules:
        rules = self.rules
        return LocalizedRules(
            language=self.language,
            templates=self.templates,
            chips=self.chips(),
            frame=self.frame(list(offered)),
            title=self.say(rules.title),
            mail=self.pieces.mail(rules.title[self.code]),
            questions={id_: self.question(id_) for id_ in rules.questions},
            positions={
                id_: self.position(id_, number) for number, id_ in enumerate(rules.positions)
            },
            rows={position: self.rows(position) for position in rules.positions},
            notices={
                id_: NoticeText(
                    item=self.pieces.item(notice.says[self.code]),
                    general=notice.if_ is None and notice.when is None,
                    cites=self.cites(notice.facts),
                )
                for id_, notice in rules.notices.items()
            },
            facts={id_: self.fact(id_) for id_ in rules.facts},
            fit=lru_cache(FITS_KEPT)(self.fit),
            ledger_end=lru_cache(FITS_KEPT)(self.pieces.ledger_end),
            no_row=self.pieces.no_row(),
            section_end=self.pieces.section_end(),
        )

    @property
    def code(self) -> str:
        return self.language.code

    def say(self, text: Text) -> Markup:
        return escape(text[self.code])

    def maybe(self, text: Text | None) -> Markup | None:
        return None if text is None else self.say(text)

    def frame(self, offered: list[Language]) -> Frame:
        title = self.rules.title[self.code]
        checked = self.language.date(self.rules.checked)

        @lru_cache(TOPS_KEPT)
        def top(query: str) -> Markup:
            piece: Markup = self.pieces.top(title, offered, self.code, query)
            return piece

        return Frame(
            head=self.pieces.head(),
            top=top,
            bottom=self.pieces.bottom(self.rules.edition, checked),
            icons=self.pieces.icons(),
        )

    def chips(self) -> Chips:
        chip, gettext, ngettext = self.pieces.chip, self.language.gettext, self.language.ngettext
        return Chips(
            best=chip("tick", gettext("Best match")),
            possible=chip("ring", gettext("Possible")),
            not_yet=chip("clock", gettext("Not yet")),
            closed=chip("cross", gettext("Not open to you")),
            check={
                number: chip(
                    "check",
                    ngettext("Check one thing", "Check %(number)s things", number)
                    % {"number": number},
                )
                for number in range(1, len(self.rules.rules) + 1)
            },
        )

    def fit(self, points: int, most: int, fit: int) -> Markup:
        score = self.language.gettext("%(points)s of %(most)s points · %(fit)s")
        says = score % {"points": points, "most": most, "fit": percent(fit)}
        piece: Markup = self.pieces.fit(fit, says)
        return piece

    def question(self, id_: str) -> QuestionText:
        asked = self.rules.questions[id_]
        multiple = asked.kind == "multiple"
        section = self.maybe(self.rules.sections[asked.section].title if asked.section else None)
        before, after = self.pieces.answer(self.say(asked.ask)), self.pieces.answer_end()
        choices = {}
        for number, (choice, its) in enumerate(asked.choices.items(), 1):
            says, hint = self.say(its.says), self.maybe(its.hint)
            name = "answer" if number == 1 else f"answer-{number}"
            given = self.pieces.given(says)
            choices[choice] = ChoiceText(
                says=says,
                offered=self.pieces.choice(name, choice, says, hint, multiple, checked=False),
                chosen=self.pieces.choice(name, choice, says, hint, multiple, checked=True),
                given=given,
                line=f"{before}{given}{after}",
            )
        return QuestionText(
            id=id_,
            section=section,
            section_begin=self.pieces.section_begin(section),
            ask=self.say(asked.ask),
            hint=self.maybe(asked.hint),
            multiple=multiple,
            choices=choices,
            before=before,
            after=after,
            after_with_change=self.pieces.answer_end_with_change(id_, self.say(asked.ask)),
        )

    def position(self, id_: str, number: int) -> PositionText:
        position = self.rules.positions[id_]
        duties = [self.say(duty) for duty in position.duties]
        steps = [self.say(step) for step in position.next_steps]
        colour, pattern = number % COLOURS + 1, number // COLOURS % PATTERNS + 1
        return PositionText(
            id=escape(id_),
            name=self.say(position.name),
            aside=escape(self.language.gettext(" (%(aside)s)") % {"aside": id_}),
            summary=self.maybe(position.summary),
            card=self.pieces.card(id_, self.say(position.name), colour, pattern),
            ledger=self.pieces.ledger(
                self.language.gettext("What the answers say about %(position)s") % {"position": id_}
            ),
            work=self.pieces.work(duties, []),
            work_and_steps=self.pieces.work(duties, steps),
            next_steps=self.pieces.steps(steps) if steps else None,
            cites=self.cites(position.facts),
            colour=colour,
            pattern=pattern,
        )

    def rows(self, position: str) -> dict[str, Row]:
        return {
            id_: self.row(id_, number, position)
            for number, (id_, rule) in enumerate(self.rules.rules.items())
            if position in rule.positions
        }

    def row(self, id_: str, number: int, position: str) -> Row:
        rule = self.rules.rules[id_]
        points = rule.earns.get(position, 0)
        says = self.say(rule.because)
        return Row(
            place=(LEDGER_ORDER[rule.effect] * MOST_POINTS - points) * MOST_RULES + number,
            rule=id_,
            effect=rule.effect,
            says=says,
            words=rule.because[self.code],
            line=self.pieces.row(says, rule.effect, points),
            cites=self.cites(rule.facts),
        )

    def cites(self, facts: Iterable[str]) -> int:
        """Return a bit for each of some facts, by its place in the file."""
        places = {id_: place for place, id_ in enumerate(self.rules.facts)}
        return sum(1 << places[id_] for id_ in facts)

    def fact(self, id_: str) -> Markup:
        fact = self.rules.facts[id_]
        linked = fact.source.startswith(("https://", "http://"))
        item: Markup = self.pieces.fact(
            self.say(fact.says), fact.source, self.language.date(fact.checked), linked
        )
        return item
