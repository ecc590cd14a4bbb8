"""Exports an audit log as CSV and XLSX: that of a team for administrators, here."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from flask import Response

from quiz.store import AuditEntry, Recruiter
from quiz.web.framework.days import time_zone, today
from quiz.web.pages.services import services
from quiz.web.recruiters import downloads
from quiz.web.recruiters.audit.audit import EntryView, entry_view
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.xlsx import Field

Entries: TypeAlias = Callable[[], Iterable[tuple[AuditEntry, EntryView]]]
"""Returns the entries as they are stored and in words, the newest first."""


def as_csv(recruiter: Recruiter) -> Response:
    """Send all entries of the team."""
    return send_csv(recruiter, lambda: _of_team(recruiter))


def as_xlsx(recruiter: Recruiter) -> Response:
    """Send the same as XLSX."""
    return send_xlsx(recruiter, lambda: _of_team(recruiter))


def send_csv(who: Recruiter, entries: Entries) -> Response:
    """Send entries in words and as they are stored; it is recorded that somebody did."""
    return downloads.send_csv(lambda: _rows(who, entries, dt.datetime.isoformat), _name())


def send_xlsx(who: Recruiter, entries: Entries) -> Response:
    """Send the same as XLSX, with moments in the time zone of the team."""
    zone, sheet = time_zone(), services().localized.language.gettext("Activity log")
    return downloads.send_xlsx(
        lambda: _rows(who, entries, lambda at: at.astimezone(zone)), sheet, _name()
    )


def _of_team(recruiter: Recruiter) -> Iterator[tuple[AuditEntry, EntryView]]:
    return ((entry, entry_view(entry)) for entry in services().store.audit.every(recruiter.team_id))


def _rows(
    who: Recruiter, entries: Entries, moment: Callable[[dt.datetime], Field]
) -> Iterator[list[Field]]:
    """Record the export and yield its rows."""
    record(who, "audit exported")
    gettext = services().localized.language.gettext
    yield [gettext("Time"), gettext("Who"), gettext("What"), "action", "detail"]
    for entry, view in entries():
        detail = json.dumps(entry.detail, ensure_ascii=False)
        yield [moment(entry.at), view.by, view.text, entry.action, detail]


def _name() -> str:
    return f"activity-{today().isoformat()}"
