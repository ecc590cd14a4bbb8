"""Makes the localized rules: the texts of a rules file in one language, as pages show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from jinja2 import Template
from markupsafe import Markup

from quiz.core.language.facts import last_check_of_all
from quiz.core.language.field_types import Text
from quiz.core.language.links import without_links
from quiz.core.language.model import Answer, Change, Effect, Standing
from quiz.core.language.rules_file import Rules
from quiz.web.framework.language import N_, Language
from quiz.web.framework.templates import Elements, Templates
from quiz.web.wording.changes import change_text
from quiz.web.wording.dates import date_words, until_words
from quiz.web.wording.linked import linked
from quiz.web.wording.localized import (
    FIELD,
    AnswerText,
    LocalizedRules,
    NoticeText,
    PositionText,
    QuestionText,
    Row,
)
from quiz.web.wording.programme_text import programme_text
from quiz.web.wording.question_text import question_text
from quiz.web.wording.result_texts import ResultTextsMaker
from quiz.web.wording.standings import chips

COLOURS = 3
PATTERNS = 3
MOST_POINTS = 1 << 333  # a number in a rules file has at most 100 digits
MOST_RULES = 1 << 32  # more than any file of 1 MiB has
CONFIDENCE = {
    "high": N_("high confidence"),
    "medium": N_("medium confidence"),
    "low": N_("low confidence"),
}
ELEMENTS_KEPT = 1024  # of each kind that depends on more than the rules
LEDGER_ORDER: dict[Effect, int] = {"blocks": 0, "check": 1, "points": 2}


def localize(
    language: Language, rules: Rules, offered: Iterable[Language], templates: Templates
) -> LocalizedRules:
    """Return a rules file in one of its languages; pages link to all `offered`."""
    return _Localizer(language, rules, templates.in_language(language)).localized(offered)


class _Localizer:
    """Makes the parts of localized rules, all in the same language."""

    def __init__(self, language: Language, rules: Rules, templates: Mapping[str, Template]) -> None:
        self.language = language
        self.rules = rules
        self.templates = templates
        self.elements: Any = templates["partials/elements.html"].module
        self.places = {id_: place for place, id_ in enumerate(rules.facts)}
        self.in_utc = language.gettext(" (%(aside)s)") % {"aside": "UTC"}
        self.checked = last_check_of_all(rules)
        self.programme = programme_text(rules, language, self.text, self.optional)
        self.texts = ResultTextsMaker(
            rules, language, templates, self.programme, self.text, self.linked
        )

    def localized(self, offered: Iterable[Language]) -> LocalizedRules:
        rules, title = self.rules, self.text(self.rules.title)
        questions = {
            id_: question_text(id_, rules, self.elements, self.text, self.optional)
            for id_ in rules.questions
        }
        positions = {id_: self.position(id_, number) for number, id_ in enumerate(rules.positions)}
        return LocalizedRules(
            language=self.language,
            templates=self.templates,
            title=title,
            checked=self.checked,
            mail_prefix=self.texts.mail(""),
            header=lru_cache(ELEMENTS_KEPT)(self.header(tuple(offered))),
            footer=cache(self.footer),
            icons=self.elements.icons(),
            answer=lru_cache(ELEMENTS_KEPT)(self.answer(questions)),
            change=lru_cache(ELEMENTS_KEPT)(self.change(questions)),
            choices=lru_cache(ELEMENTS_KEPT)(self.choices(questions)),
            try_field=lru_cache(ELEMENTS_KEPT)(self.try_field(questions)),
            chips=lru_cache(ELEMENTS_KEPT)(self.chips),
            obstacle=lru_cache(ELEMENTS_KEPT)(self.obstacle),
            questions=questions,
            positions=positions,
            rows={position: self.rows(position) for position in rules.positions},
            programme=self.programme,
            notices={id_: self.notice(id_) for id_ in rules.notices},
            dates={id_: self.date(id_) for id_ in rules.dates},
            tells={
                (id_, choice): self.item(self.linked(its.tells.says), its.tells.facts)
                for id_, question in rules.questions.items()
                for choice, its in question.choices.items()
                if its.tells
            },
            facts={id_: self.fact(id_) for id_ in rules.facts},
            visitors_day=self.visitors_day,
            visitors_moment=self.visitors_moment,
            result=self.texts.made(positions),
        )

    def text(self, text: Text) -> str:
        """Return a text without links, for names, labels and attributes."""
        return without_links(text[self.language.code])

    def linked(self, text: Text) -> str:
        """Return a text with its links; a text that has any is Markup."""
        return linked(text[self.language.code], self.elements)

    def optional(self, text: Text | None) -> str | None:
        """Return a text with its links, or None."""
        return None if text is None else self.linked(text)

    def label(self, position: str) -> str:
        its = self.rules.positions[position].label
        return self.text(its) if its else position

    def header(self, offered: tuple[Language, ...]) -> Callable[[str, str | None, bool], Markup]:
        def header(query: str, form_here: str | None, framed: bool) -> Markup:  # noqa: FBT001 -- one of two headers
            title, here = self.text(self.rules.title), self.language.code
            element: Markup = self.elements.header(title, offered, here, query, form_here, framed)
            return element

        return header

    def footer(self) -> Markup:
        checked_on = self.language.date(self.checked)
        element: Markup = self.elements.footer(
            self.rules.edition, checked_on, self.programme.not_official
        )
        return element

    def answer(self, questions: Mapping[str, QuestionText]) -> Callable[[str, Answer], AnswerText]:
        def answer(id_: str, given: Answer) -> AnswerText:
            question = questions[id_]
            words = Elements([question.choices[choice].given for choice in given])
            element = self.elements.answer(question.ask, words)
            return AnswerText(id_, question.ask, words, element)

        return answer

    def change(self, questions: Mapping[str, QuestionText]) -> Callable[[Change, bool], Markup]:
        def change(change: Change, mine: bool) -> Markup:  # noqa: FBT001 - a key
            text = change_text(change, questions, self.language)
            gone = text.gone if mine else None
            can_change = self.rules.questions[change.question].can_change
            wish = can_change == "wish" and change.from_ is not None
            element: Markup = self.elements.change(text.ask, text.to, gone, wish)
            return element

        return change

    def choices(self, questions: Mapping[str, QuestionText]) -> Callable[[str, Answer], Markup]:
        def choices(id_: str, chosen: Answer) -> Markup:
            macros: Any = self.templates["partials/fields.html"].module
            element: Markup = macros.choices(questions[id_], chosen)
            return element

        return choices

    def try_field(self, questions: Mapping[str, QuestionText]) -> Callable[[str, Answer], Markup]:
        def try_field(id_: str, chosen: Answer) -> Markup:
            macros: Any = self.templates["partials/try_fields.html"].module
            alone = self.rules.questions[id_].exclusive
            element: Markup = macros.try_field(questions[id_], FIELD + id_, chosen, alone)
            return element

        return try_field

    def chips(self, standing: Standing, checks: int, best: bool) -> Markup:  # noqa: FBT001 - a key
        element: Markup = self.elements.chips(chips(self.language, standing, checks, best=best))
        return element

    def obstacle(self, rule: str, blocked: tuple[str, ...]) -> Markup:
        says = self.linked(self.rules.rules[rule].because)
        labels = self.language.listing([self.label(id_) for id_ in blocked])
        aside = self.language.gettext(" (%(aside)s)") % {"aside": labels}
        until = until_words(self.rules.rules[rule].until, self.language)
        element: Markup = self.elements.obstacle(says, aside, until)
        return element

    def position(self, id_: str, number: int) -> PositionText:
        position = self.rules.positions[id_]
        duties = tuple(map(self.linked, position.duties))
        steps = tuple(map(self.linked, position.next_steps))
        label, name = self.label(id_), self.text(position.name)
        colour, pattern = number % COLOURS + 1, number // COLOURS % PATTERNS + 1
        return PositionText(
            id=id_,
            label=label,
            name=name,
            picture=position.picture,
            sign=self.elements.sign(colour),
            ledger_head=self.elements.ledger_head(label),
            aside=self.language.gettext(" (%(aside)s)") % {"aside": label},
            summary=self.optional(position.summary),
            next_steps=self.elements.steps(steps) if steps else None,
            work=self.elements.work(id_, label, name, duties) if duties else None,
            cites=self.cites(
                {*position.facts, *(fact for entry in position.day for fact in entry.facts)}
            ),
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
        says, points = self.linked(rule.because), rule.earns.get(position, 0)
        until = until_words(rule.until, self.language)
        return Row(
            place=(LEDGER_ORDER[rule.effect] * MOST_POINTS - points) * MOST_RULES + number,
            rule=id_,
            effect=rule.effect,
            says=says,
            until=until,
            element=self.elements.ledger_row(says, rule.effect, points, until),
            cites=self.cites(rule.facts),
        )

    def visitors_day(self, moment: datetime) -> Markup:
        utc = moment.astimezone(UTC)
        return self.visitors(utc, self.language.date(utc), clock=False)

    def visitors_moment(self, moment: datetime) -> Markup:
        utc = moment.astimezone(UTC)
        return self.visitors(utc, f"{self.language.date(utc)} {utc:%H:%M}", clock=True)

    def visitors(self, utc: datetime, words: str, *, clock: bool) -> Markup:
        moment = utc.isoformat(timespec="milliseconds")
        element: Markup = self.elements.visitors_day(moment, words + self.in_utc, clock)
        return element

    def notice(self, id_: str) -> NoticeText:
        notice = self.rules.notices[id_]
        general = notice.if_ is None and notice.when is None
        return self.item(self.linked(notice.says), notice.facts, general=general)

    def date(self, id_: str) -> NoticeText:
        date = self.rules.dates[id_]
        words = date_words(date, self.rules.edition, self.linked(date.says), self.language)
        return self.item(words, date.facts)

    def item(self, says: str, facts: Iterable[str], *, general: bool = False) -> NoticeText:
        return NoticeText(self.elements.item(says), general, self.cites(facts))

    def cites(self, facts: Iterable[str]) -> int:
        """Return a bit for each of some facts, by its place in the file."""
        return sum(1 << self.places[id_] for id_ in facts)

    def fact(self, id_: str) -> Markup:
        fact = self.rules.facts[id_]
        linked = fact.source.startswith("https://")
        checked_on = self.language.date(fact.checked)
        confidence = self.language.gettext(CONFIDENCE[fact.confidence])
        item: Markup = self.elements.fact(
            self.linked(fact.says), fact.source, checked_on, confidence, linked
        )
        return item
