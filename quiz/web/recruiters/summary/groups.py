"""The groups of best matches in which a summary counts results, and what it shows of them.

Within the team every number is whole. In a summary that is passed on, small groups are hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from quiz.core.decide.engine import Engine
from quiz.store import ResultGroup
from quiz.store.search_terms import NONE
from quiz.store.summary import Bests
from quiz.web.framework.language import N_
from quiz.web.recruiters.summary.charts import CellView
from quiz.web.recruiters.summary.small_groups import suppress_parts, suppress_small
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.numbers import number

HIDDEN = N_("hidden")

Key = TypeVar("Key", bound=Hashable)
Link = Callable[..., str]


class Groups:
    """The groups that results are counted in, in the order of the rules, and last no match.

    Within the team an exact tie is counted in each of its positions, as the filter of the board
    finds it. Where small groups are `hidden`, a tie of five or more people is a group of its
    own, and a smaller one counts for the position listed first, so that groups add up.
    """

    def __init__(
        self,
        results: Sequence[ResultGroup],
        engine: Engine,
        localized: LocalizedRules,
        link: Link,
        *,
        hidden: bool,
    ) -> None:
        self.hidden = hidden
        self._engine, self._localized, self._link = engine, localized, link
        self._ties: Counter[Bests] = Counter()
        for each in results:
            self._ties[each.bests] += each.number
        counts: Counter[Bests] = Counter(dict.fromkeys(((id_,) for id_ in engine.positions), 0))
        counts.update(self.count(results))
        counts[()] = counts.pop((), 0)  # last
        self.counts = self.parts(counts)

    @property
    def tied(self) -> bool:
        """Whether an exact tie is among the results."""
        return any(len(bests) > 1 for bests in self._ties)

    def of(self, bests: Bests) -> list[Bests]:
        """Return the groups in which results with these best matches are counted."""
        if not self.hidden:
            return [(best,) for best in bests] or [()]
        whole = len(bests) < 2 or suppress_small(self._ties[bests]) is not None
        return [bests if whole else bests[:1]]

    def count(self, results: Iterable[ResultGroup]) -> Counter[Bests]:
        """Return how many of some results are in each group."""
        counts: Counter[Bests] = Counter()
        for each in results:
            for group in self.of(each.bests):
                counts[group] += each.number
        return counts

    def bar(self, results: Iterable[ResultGroup]) -> list[tuple[int, int]]:
        """Return the parts of a bar: an exact tie is drawn with the position listed first."""
        counts: Counter[Bests] = Counter()
        for each in results:
            counts[each.bests[:1]] += each.number
        return [(counts[group], self.colour(group)) for group in self.counts]

    def parts(self, counts: Mapping[Key, int]) -> dict[Key, int | None]:
        """Return the parts of a sum that is shown; None for those that are hidden."""
        return suppress_parts(counts) if self.hidden else dict(counts)

    def single(self, count: int) -> int | None:
        """Return a count that is part of no sum; None if it is hidden."""
        return suppress_small(count) if self.hidden else count

    def cell(self, count: int | None, **query: object) -> CellView:
        """Return a count in words with a link to its results; `query` is their filter."""
        language = self._localized.language
        if count is None:
            return CellView(language.gettext(HIDDEN))
        linked = count and query and not self.hidden
        return CellView(number(count, language), self._link("board", **query) if linked else None)

    def cell_of(self, group: Bests, count: int | None, **query: object) -> CellView:
        """Return the same for a group; the board has no filter for a position of the past."""
        if group and group[0] not in self._engine.positions:
            return self.cell(count)
        return self.cell(count, best=group[0] if group else NONE, **query)

    def name(self, group: Bests) -> str:
        """Return the name of a group."""
        labels = [self._localized.label(best) for best in group]
        return " · ".join(labels) or self._localized.language.gettext("No position")

    def colour(self, group: Bests) -> int:
        """Return the colour of a group, 0 if it has none."""
        text = self._localized.positions.get(group[0]) if group else None
        return text.colour if text else 0
