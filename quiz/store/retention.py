"""How long results are kept: the store finds none that is older."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_

from quiz.store.schema import results

BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long after it was made a result is kept; a `period` of None means for ever.

    A result may have been made by an invitation that shortens this; then `kept_until` says so.
    A result whose retention has ended counts as deleted, even before `quiz purge` deletes it.
    """

    period: timedelta | None = None

    def start(self) -> datetime:
        """Return the moment in UTC since which a result must have been made to be kept now."""
        return BEGINNING if self.period is None else datetime.now(UTC) - self.period

    def keeps(self) -> ColumnElement[bool]:
        """Return the condition that a result is still kept when a statement is executed."""
        shortened = results.c.kept_until
        return and_(
            results.c.created_at >= _moment(self.start),
            or_(shortened.is_(None), shortened > _moment(_now)),
        )

    def is_over(self) -> ColumnElement[bool]:
        """Return the condition that a result is not kept any more."""
        ended = results.c.kept_until <= _moment(_now)
        return or_(results.c.created_at < _moment(self.start), ended)


def _moment(moment: Callable[[], datetime]) -> BindParameter[datetime]:
    """Return a parameter that is worked out whenever a statement is executed, which may be kept."""
    return bindparam(None, callable_=moment, type_=results.c.created_at.type)


def _now() -> datetime:
    return datetime.now(UTC)
