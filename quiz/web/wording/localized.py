"""A rules file in one language, as pages show it: escaped, dated and in order.

It is made once for each language when the quiz starts (see `localize`), down to the pieces of
HTML that stay the same from visitor to visitor, so that a request only puts them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress

from jinja2 import Template
from markupsafe import Markup

from quiz.core.language.model import Answer, Effect
from quiz.web.framework.language import Language


def percent(number: int | str) -> str:
    """Return a percentage that never stands at the end of a line without its sign."""
    return f"{number}\u00a0%"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the content of a page; `top` by what its languages' links ask for too."""

    head: Markup
    top: Callable[[str], Markup]
    bottom: Markup
    icons: Markup


@dataclass(frozen=True, slots=True)
class ChoiceText:
    """A choice: how it is offered, how when chosen, and how it is shown as given.

    `line` is the whole answer where it was the only choice given.
    """

    says: Markup
    offered: Markup
    chosen: Markup
    given: Markup
    line: str


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question; the last three are the HTML before and after an answer shown as given.

    `section_begin` is what stands before the answers of its section.
    """

    id: str
    section: Markup | None
    section_begin: Markup
    ask: Markup
    hint: Markup | None
    multiple: bool
    choices: Mapping[str, ChoiceText]
    before: Markup
    after: Markup
    after_with_change: Markup

    def given(self, answer: Answer, *, change: bool) -> str:
        """Return an answer to it as a line of a list, with or without the link to change it."""
        if len(answer) == 1 and not change:
            return self.choices[answer[0]].line
        choices = "".join([self.choices[id_].given for id_ in answer])
        return f"{self.before}{choices}{self.after_with_change if change else self.after}"


@dataclass(frozen=True, slots=True)
class PositionText:
    """A position; `colour` is one of three, `pattern` tells apart those that share one.

    `card` and `ledger` are how its card on a result begins, and the table in it; `work` are
    its duties, `work_and_steps` also how to apply.
    """

    id: Markup
    name: Markup
    aside: Markup
    summary: Markup | None
    card: Markup
    ledger: Markup
    work: Markup
    work_and_steps: Markup
    next_steps: Markup | None
    cites: int
    colour: int
    pattern: int


@dataclass(frozen=True, slots=True)
class Row:
    """What a rule says about a position, as a line of its ledger; lines stand by `place`.

    `words` are what it says before it was escaped, to make sentences of.
    """

    place: int
    rule: str
    effect: Effect
    says: Markup
    words: str
    line: Markup
    cites: int


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice as an item of a list, and the facts it rests on; a general one is for everybody."""

    item: Markup
    general: bool
    cites: int


@dataclass(frozen=True, slots=True)
class Chips:
    """Standings in words, each with its icon; `check` by the number of things to check."""

    best: Markup
    possible: Markup
    not_yet: Markup
    closed: Markup
    check: Mapping[int, Markup]


@dataclass(frozen=True, slots=True)
class LocalizedRules:
    """A rules file in one language. `rows` are by position and rule, `facts` are list items.

    What cites facts has a bit for each, in their order, so that all that a page cites is
    one OR; see `cited`.

    `mail` is the address of a mail under the quiz's title, up to its text.

    `chips` are standings in words, `templates` those of this language. `fit` is how well a
    position fits, of points, most and percent, and `ledger_end` the total of points; there
    are few of each, and they are kept. `no_row` stands in a ledger without reasons.
    """

    language: Language
    templates: Mapping[str, Template]
    chips: Chips
    frame: Frame
    title: Markup
    mail: Markup
    questions: Mapping[str, QuestionText]
    positions: Mapping[str, PositionText]
    rows: Mapping[str, Mapping[str, Row]]
    notices: Mapping[str, NoticeText]
    facts: Mapping[str, Markup]
    fit: Callable[[int, int, int], Markup]
    ledger_end: Callable[[int], Markup]
    no_row: Markup
    section_end: Markup

    def cited(self, bits: int) -> Iterator[Markup]:
        """Return the facts that these bits stand for, in the order of the file."""
        lowest_first = map(int, reversed(f"{bits:b}"))
        return compress(self.facts.values(), lowest_first)
