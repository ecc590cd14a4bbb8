"""Exports the audit log of a team as CSV, for administrators."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import Response, request, stream_with_context

from quiz.store import AuditEntry, Recruiter
from quiz.web.framework.days import today
from quiz.web.pages.services import services
from quiz.web.recruiters.audit.audit import entry_view
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board.csv_safe import Field, csv_lines


def as_csv(recruiter: Recruiter) -> Response:
    """Send all entries, the newest first, in words and as they are stored; it is recorded."""
    if request.method != "HEAD":
        record(recruiter, "audit exported")
    entries = services().store.audit.every(recruiter.team_id)
    lines = stream_with_context(line.encode() for line in csv_lines(_rows(entries)))
    response = Response(lines, mimetype="text/csv")
    name = f"activity-{today().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(entries: Iterator[AuditEntry]) -> Iterator[list[Field]]:
    gettext = services().localized.language.gettext
    yield [gettext("Time"), gettext("Who"), gettext("What"), "action", "detail"]
    for entry in entries:
        view = entry_view(entry)
        detail = json.dumps(entry.detail, ensure_ascii=False)
        yield [entry.at.isoformat(), view.by, view.text, entry.action, detail]
