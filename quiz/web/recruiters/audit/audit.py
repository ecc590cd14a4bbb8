"""What the people of a team did, for its administrators: who, when and what, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from quiz.store import Action, AuditEntry, DeletionCounts
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import services
from quiz.web.recruiters.board.deletion import things
from quiz.web.recruiters.board.filter_in_words import in_words
from quiz.web.recruiters.page import page
from quiz.web.recruiters.paging import before, older
from quiz.web.recruiters.session import administrator
from quiz.web.recruiters.shares.shares import about

Detail = Mapping[str, Any]

SAYS: Mapping[Action, str] = {
    "account added": N_("Added the account %(account)s"),
    "account reset": N_("Made a new set-up link for %(account)s"),
    "account disabled": N_("Disabled the account %(account)s"),
    "account enabled": N_("Enabled the account %(account)s"),
    "password set": N_("Chose a password"),
    "sign-in": N_("Signed in"),
    "failed sign-in": N_("A sign-in as %(account)s failed"),
    "sign-out": N_("Signed out"),
    "share made": N_("Made shared link no. %(share)s: %(about)s"),
    "share revoked": N_("Revoked shared link no. %(share)s"),
    "export": N_("Exported %(results)s as %(form)s"),
    "deletion": N_("Deleted: %(things)s"),
}
"""What was done, in words; what is known of it fills them in."""

DELETED = {
    "invitation": N_("the invitation “%(title)s”"),
    "before": N_("all results made before %(date)s"),
}


class Done(NamedTuple):
    """An entry as the page shows it; times are in UTC, as all dates of the quiz."""

    at: str
    by: str
    says: str


def show() -> str:
    """Show what was done in the team."""
    recruiter = administrator()
    found = services().store.audit.page(recruiter.team_id, before())
    return page(
        "audit/audit.html",
        recruiter,
        entries=[_done(entry) for entry in found],
        older=older("/recruiter/audit", [entry.id for entry in found]),
    )


def _done(entry: AuditEntry) -> Done:
    language = services().localized.language
    fill = FILLED.get(entry.action)
    values = {**entry.detail, **(fill(entry.detail, language) if fill else {})}
    return Done(
        at=f"{language.date(entry.at)}, {entry.at:%H:%M} UTC",
        by=entry.by or language.gettext("nobody of the team"),
        says=language.gettext(SAYS[entry.action]) % values,
    )


def _share(detail: Detail, language: Language) -> Detail:
    return {"about": about(detail["results"], detail["reveal"], detail["names"], language)}


def _export(detail: Detail, language: Language) -> Detail:
    says = language.ngettext("one result", "%(number)s results", detail["results"])
    counted = says % {"number": detail["results"]}
    kept = in_words(detail["filter"], services().localized)
    return {
        "results": counted + (language.gettext(" (%(aside)s)") % {"aside": kept} if kept else "")
    }


def _deletion(detail: Detail, language: Language) -> Detail:
    goes = DeletionCounts(**{name: detail[name] for name in DeletionCounts.__slots__})
    what = DELETED.get(detail["what"])
    if what is None:
        return {"things": things(goes, language)}
    day = detail.get("day")
    said = language.gettext(what) % {
        "title": detail.get("title"),
        "date": language.date(dt.date.fromisoformat(day)) if day else None,
    }
    aside = language.gettext(" (%(aside)s)") % {"aside": things(goes, language)}
    return {"things": said + aside}


FILLED: Mapping[Action, Callable[[Detail, Language], Detail]] = {
    "share made": _share,
    "export": _export,
    "deletion": _deletion,
}
