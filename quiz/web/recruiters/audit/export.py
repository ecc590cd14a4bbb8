"""Exports the audit log of a team as CSV and XLSX, for administrators."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator

from flask import Response

from quiz.store import Recruiter
from quiz.web.framework.days import time_zone, today
from quiz.web.pages.services import services
from quiz.web.recruiters import downloads
from quiz.web.recruiters.audit.audit import entry_view
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.xlsx import Field


def as_csv(recruiter: Recruiter) -> Response:
    """Send all entries, the newest first, in words and as they are stored; it is recorded."""
    return downloads.send_csv(lambda: _rows(recruiter, dt.datetime.isoformat), _name())


def as_xlsx(recruiter: Recruiter) -> Response:
    """Send the same as XLSX, with moments in the time zone of the team."""
    zone, sheet = time_zone(), services().localized.language.gettext("Activity log")
    return downloads.send_xlsx(
        lambda: _rows(recruiter, lambda at: at.astimezone(zone)), sheet, _name()
    )


def _rows(recruiter: Recruiter, moment: Callable[[dt.datetime], Field]) -> Iterator[list[Field]]:
    """Record the export and yield its rows."""
    record(recruiter, "audit exported")
    gettext = services().localized.language.gettext
    yield [gettext("Time"), gettext("Who"), gettext("What"), "action", "detail"]
    for entry in services().store.audit.every(recruiter.team_id):
        view = entry_view(entry)
        detail = json.dumps(entry.detail, ensure_ascii=False)
        yield [moment(entry.at), view.by, view.text, entry.action, detail]


def _name() -> str:
    return f"activity-{today().isoformat()}"
