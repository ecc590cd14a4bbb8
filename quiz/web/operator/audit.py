"""The page with what operators did, and what commands did to the whole quiz."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response

from quiz.store import AuditEntry, Recruiter
from quiz.web.pages.services import services
from quiz.web.recruiters.audit import export
from quiz.web.recruiters.audit.audit import EntryView, entry_view
from quiz.web.recruiters.page import page_of_account
from quiz.web.recruiters.paging import before_id, next_page_url


def show(operator: Recruiter) -> str:
    """Show a page of the log."""
    found = services().store.audit.page_of_operators(before_id())
    return page_of_account(
        "operator/audit.html",
        operator,
        entries=[_view(entry) for entry in found],
        next_page=next_page_url("operator_audit", [entry.id for entry in found]),
    )


def as_csv(operator: Recruiter) -> Response:
    """Send the whole log; that it was exported is in it."""
    return export.send_csv(operator, _entries)


def as_xlsx(operator: Recruiter) -> Response:
    """Send the same as XLSX."""
    return export.send_xlsx(operator, _entries)


def _entries() -> Iterator[tuple[AuditEntry, EntryView]]:
    return ((entry, _view(entry)) for entry in services().store.audit.every_of_operators())


def _view(entry: AuditEntry) -> EntryView:
    """Return an entry with the name of the team that it concerns, and the name of who did it."""
    gettext = services().localized.language.gettext
    view = entry_view(entry)
    by = entry.by or gettext("a command, or somebody who is not known")
    return view._replace(by=f"{by} · {entry.team}" if entry.team else by)
