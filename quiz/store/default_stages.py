"""The stages that a team has until it makes its own: a new team, and one of before stages."""

from __future__ import annotations

from typing import NamedTuple


class DefaultStage(NamedTuple):
    """A stage by the key that it keeps when it is renamed, and its end state, if it has one."""

    key: str
    english: str
    japanese: str
    end: str | None = None

    def row(self, team: int, place: int) -> dict[str, object]:
        """Return the row of a team's stage."""
        return {
            "team": team,
            "place": place,
            "key": self.key,
            "names": {"en": self.english, "ja": self.japanese},
            "end": self.end,
        }


DEFAULT_STAGES = (
    DefaultStage("new", "New", "未対応"),
    DefaultStage("contacted", "Contacted", "連絡済み"),
    DefaultStage("shortlisted", "Shortlisted", "候補に選定"),
    DefaultStage("passed_on", "Handed over", "引き継ぎ済み"),
    DefaultStage("recommended", "Recommended", "推薦", "recommended"),
    DefaultStage("declined", "Declined", "見送り", "declined"),
    DefaultStage("withdrawn", "Withdrawn", "辞退", "withdrawn"),
)

STAGES_OF_BEFORE = tuple(
    stage._replace(english="Passed on") if stage.key == "passed_on" else stage
    for stage in DEFAULT_STAGES
)
"""The stages of teams from before stages, whose first four were fixed.

They end nothing: teams used “Passed on” in two senses, handed over and rejected.
"""
