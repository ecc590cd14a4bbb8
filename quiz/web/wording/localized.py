"""A rules file in one language, as templates show it: plain texts, dated and in order.

It is made once for each language when the quiz starts (see `localize`). Templates escape the
texts when they print them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

from jinja2 import Template

from quiz.core.language.model import Answer, Effect
from quiz.web.framework.language import Language
from quiz.web.wording.standings import StandingChips


def percent(number: int | str) -> str:
    """Return a percentage with a no-break space before its sign."""
    return f"{number}\u00a0%"


@dataclass(frozen=True, slots=True)
class ChoiceText:
    """A choice of a question; `field_id` is the id of its input in the question's form."""

    says: str
    hint: str | None
    field_id: str


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question; `section` is the title of its section, `multiple` whether it takes several."""

    id: str
    section: str | None
    ask: str
    hint: str | None
    multiple: bool
    choices: Mapping[str, ChoiceText]

    def words(self, answer: Answer) -> list[str]:
        """Return the choices of an answer in words, in the order in which they were stored."""
        return [self.choices[id_].says for id_ in answer]


@dataclass(frozen=True, slots=True)
class PositionText:
    """A position; `colour` is 1..3, and `pattern` 1..3 tells apart those that share a colour.

    `aside` is the id in brackets, to follow the name. `cites` is a bit for each fact cited.
    """

    id: str
    name: str
    aside: str
    summary: str | None
    duties: tuple[str, ...]
    next_steps: tuple[str, ...]
    cites: int
    colour: int
    pattern: int


class Row(NamedTuple):
    """What a rule says about a position: a row of its ledger.

    Rows are sorted by `place`: blocks, checks, then points, the most first. `cites` is a bit for
    each fact cited.
    """

    place: int
    rule: str
    effect: Effect
    says: str
    points: int
    cites: int


class NoticeText(NamedTuple):
    """A notice; a `general` one is for everybody. `cites` is a bit for each fact cited."""

    says: str
    general: bool
    cites: int


class FactText(NamedTuple):
    """A fact; `source` is a link where it is `linked`, else words."""

    says: str
    source: str
    linked: bool
    checked_on: str


@dataclass(frozen=True, slots=True)
class LocalizedRules:
    """A rules file in one language.

    `offered` are the languages that pages link to, `templates` those of this language by name.
    `rows` are by position and rule. `mail_prefix` is the beginning of a mailto: address with
    the quiz's title as its subject; the text of the mail, quoted for URLs, goes at its end.

    What cites facts has an integer with a bit for each, the first fact of the file lowest, so
    that all that a page cites is one OR; see `cited`.
    """

    language: Language
    offered: tuple[Language, ...]
    templates: Mapping[str, Template]
    title: str
    edition: str
    checked_on: str
    mail_prefix: str
    chips: StandingChips
    questions: Mapping[str, QuestionText]
    positions: Mapping[str, PositionText]
    rows: Mapping[str, Mapping[str, Row]]
    notices: Mapping[str, NoticeText]
    facts: Mapping[str, FactText]

    def cited(self, bits: int) -> Iterator[FactText]:
        """Return the facts that these bits stand for, in the order of the file."""
        lowest_first = map(int, reversed(f"{bits:b}"))
        return compress(self.facts.values(), lowest_first)
