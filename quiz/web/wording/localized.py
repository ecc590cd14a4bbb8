"""A rules file in one language, as templates show it: plain texts, dated and in order.

It is made once for each language when the quiz starts (see `localize`). Templates escape the
texts when they print them. What a page of a result shows dozens of is an element already,
made once by a macro of a template: `Markup`, always whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import compress
from typing import NamedTuple

from jinja2 import Template
from markupsafe import Markup

from quiz.core.language.model import Answer, Change, Effect, Standing
from quiz.web.framework.language import Language
from quiz.web.framework.templates import Elements

FIELD = "q-"
"""What the name of a question's field in a trial begins with: a question may be called "lang"."""


@dataclass(frozen=True, slots=True)
class ChoiceText:
    """A choice of a question; `given` is the choice as part of an answer.

    `label` is its short form, for filters; `field_id` the id of its input in the question's form;
    `picture` the name of its pictogram.
    """

    says: str
    label: str
    hint: str | None
    field_id: str
    given: Markup
    picture: str | None


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question; `section` is the title of its section, `multiple` whether it takes several.

    `label` is what its answers are about, for recruiters. `why` says why it is asked; `listed`
    is whether its choices are a list to search in; `layout` is "pictured" or "short" where two
    choices stand beside each other, else "rows".
    """

    id: str
    section: str | None
    ask: str
    label: str
    hint: str | None
    why: str | None
    multiple: bool
    listed: bool
    layout: str
    choices: Mapping[str, ChoiceText]

    def words(self, answer: Answer) -> list[str]:
        """Return the choices of an answer in words, in the order in which they were stored."""
        return [self.choices[id_].says for id_ in answer]

    def labels(self, answer: Answer) -> list[str]:
        """Return the short forms of the choices of an answer, in the same order."""
        return [self.choices[id_].label for id_ in answer]


class AnswerText(NamedTuple):
    """A question, by its id and as it is asked, with the choices that were given.

    `element` is both as an entry of a list of answers.
    """

    question: str
    ask: str
    given: Elements
    element: Markup


@dataclass(frozen=True, slots=True)
class PositionText:
    """A position; `colour` is 1..3, and `pattern` 1..3 tells apart those that share a colour.

    `label` is its short name; `aside` is the label in brackets, to follow the name;
    `ledger_head` is the caption and head of its ledger. `work` is what somebody in it does,
    below its name. `cites` is a bit for each fact cited. `picture` is the name of its picture,
    `sign` the shape that goes with its colour.
    """

    id: str
    label: str
    name: str
    picture: str | None
    sign: Markup
    aside: str
    ledger_head: Markup
    summary: str | None
    next_steps: Markup | None
    work: Markup | None
    cites: int
    colour: int
    pattern: int


class Row(NamedTuple):
    """What a rule says about a position, and the row of its ledger as an element.

    `until` says when a block lapses. Rows are sorted by `place`: blocks, checks, then points, the
    most first. `cites` is a bit for each fact cited.
    """

    place: int
    rule: str
    effect: Effect
    says: str
    until: str | None
    element: Markup
    cites: int


class NoticeText(NamedTuple):
    """A notice as an item of a list; a `general` one is for everybody.

    `cites` is a bit for each fact cited.
    """

    element: Markup
    general: bool
    cites: int


@dataclass(frozen=True, slots=True)
class ProgrammeText:
    """What pages say about the programme; where the rules say nothing, it is neutral.

    `about` is None where the rules say nothing. `table` has for each row what it is about, and
    a text or None for each position, in the order of the file.
    """

    name: str
    about: str | None
    decides: str
    not_official: str
    table: tuple[tuple[str, tuple[str | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class DayText:
    """A part of a day in a position; `choice` is the question and choice that it answers to.

    `picture` is the name of the choice's pictogram, None where it has none.
    """

    when: str
    what: str
    choice: tuple[str, str] | None
    picture: str | None


class Addition(NamedTuple):
    """A rule that adds points to a position.

    `instead_of` are the questions that take one choice and that it asks: with another answer to
    one of them, what that earns now is lost.
    """

    rule: str
    points: int
    instead_of: frozenset[str]


@dataclass(frozen=True, slots=True)
class ResultTexts:
    """What pages of results show, made once.

    Functions take positions and rules by their ids; `mine` says whether the page is for whoever
    gave the answers.

    - `preview_title` (best matches): the title where the link is pasted; `preview_description`
      is what is said below.
    - `fit_row` (position, points, most points, fit in percent, standing, whether it is best): a
      position's fit as an entry of a list.
    - `band` (points, most points): the word for a fit, None where the rules have none;
      `is_weak` is whether it is the lowest of several.
    - `ask` (best matches, checks, mine): the section with what to ask, and with a message.
    - `obstacles`: that a rule rules a position out, by position and rule.
    - `opening` (position, fit in percent, standing, the rules that block it, the items of the
      answers to change, mine): what opens a position where none matches.
    - `points_head`: the first row of the table of points, `points` further ones by rule;
      `points_total` (points, most points, fit in percent) is a cell below.
    - `way` (position, the items of the answers to change, whether these were searched for to
      the end, mine): what would make a position the best match.
    - `days`: the parts of a day by position; `days_section` (position, which of them are
      ticked, mine) is the section with them.
    - `additions`: by position, what could add points to it if a wish or an ability changed, the
      most points first.
    """

    preview_title: Callable[[tuple[str, ...]], str]
    preview_description: str
    fit_row: Callable[[str, int, int, int, Standing, bool], Markup]
    band: Callable[[int, int], str | None]
    ask: Callable[[tuple[str, ...], tuple[str, ...], bool], Markup]
    obstacles: Mapping[tuple[str, str], Markup]
    opening: Callable[
        [str, int, Standing, tuple[str, ...], tuple[Markup, ...], bool],
        Markup,
    ]
    points: Mapping[str, Markup]
    points_head: Markup
    points_total: Callable[[int, int, int], Markup]
    way: Callable[[str, tuple[Markup, ...], bool, bool], Markup]
    days: Mapping[str, tuple[DayText, ...]]
    days_section: Callable[[str, tuple[bool, ...], bool], Markup]
    additions: Mapping[str, tuple[Addition, ...]]
    is_weak: Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class LocalizedRules:
    """A rules file in one language.

    `templates` are those of this language by name. `checked` is the day since which all facts
    have been checked. `header` returns the header of a page whose links to other languages
    repeat a query, or send the form at an address so that its choices are kept; in a frame
    (True) its links stay there. `footer` returns its footer. `rows` are by position and rule.
    `mail_prefix` is the beginning of a mailto: address with the quiz's title as its subject; the
    text of the mail, quoted for URLs, goes at its end.
    `answer` returns a question with the choices that were given, and `change` an answer to
    change as an item of a list; whoever gave the answers (True) is told which ones would go.
    `choices` returns the fields or options of all choices of a question, some of them chosen;
    `try_field` a question of a trial with them.
    `chips` returns the standing of a position in words, with icons, of the standing, how many
    things are to be confirmed and whether it is best; `obstacle` a rule that blocks some
    positions as an item of a list. `facts` are items of a list.
    `visitors_day` returns the day of a moment in UTC, `visitors_moment` the time too; a script
    replaces them with those of the visitor's own time zone.

    What cites facts has an integer with a bit for each, the first fact of the file lowest, so
    that all that a page cites is one OR; see `cited`.
    """

    language: Language
    templates: Mapping[str, Template]
    title: str
    checked: date
    mail_prefix: str
    header: Callable[[str, str | None, bool], Markup]
    footer: Callable[[], Markup]
    icons: Markup
    answer: Callable[[str, Answer], AnswerText]
    change: Callable[[Change, bool], Markup]
    choices: Callable[[str, Answer], Markup]
    try_field: Callable[[str, Answer], Markup]
    chips: Callable[[Standing, int, bool], Markup]
    obstacle: Callable[[str, tuple[str, ...]], Markup]
    questions: Mapping[str, QuestionText]
    positions: Mapping[str, PositionText]
    rows: Mapping[str, Mapping[str, Row]]
    programme: ProgrammeText
    notices: Mapping[str, NoticeText]
    dates: Mapping[str, NoticeText]
    tells: Mapping[tuple[str, str], NoticeText]
    facts: Mapping[str, Markup]
    visitors_day: Callable[[datetime], Markup]
    visitors_moment: Callable[[datetime], Markup]
    result: ResultTexts

    def label(self, position: str) -> str:
        """Return the short name of a position; the id of one that these rules do not have."""
        known = self.positions.get(position)
        return known.label if known else position

    def cited(self, bits: int) -> Elements:
        """Return the facts that these bits stand for, in the order of the file."""
        return Elements(compress(self.facts.values(), map("1".__eq__, reversed(f"{bits:b}"))))
