"""The audit page: who of a team did what and when, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple, TypedDict, cast

from quiz.store import Action, AuditEntry, Recruiter, ResultsCounts, Reveal
from quiz.web.framework.days import date_and_time
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import services
from quiz.web.recruiters.board.counts_in_words import counts_in_words
from quiz.web.recruiters.board.filter_in_words import Recorded, in_words
from quiz.web.recruiters.page import page
from quiz.web.recruiters.paging import before_id, next_page_url
from quiz.web.recruiters.shares.shares import share_in_words

ACTION_WORDS: Mapping[Action, str] = {
    "team added": N_("Added the team “%(team)s”"),
    "account added": N_("Added the account %(account)s"),
    "account changed": N_("Changed the account %(account)s"),
    "account reset": N_("Made a new set-up link for %(account)s"),
    "account disabled": N_("Disabled the account %(account)s"),
    "account enabled": N_("Enabled the account %(account)s"),
    "invited to the team": N_("Invited %(account)s to the team"),
    "joined the team": N_("Joined the team"),
    "left the team": N_("Left the team"),
    "removed from the team": N_("Removed %(account)s from the team"),
    "switched to the team": N_("Switched to this team"),
    "password set": N_("Chose a password"),
    "sign-in": N_("Signed in"),
    "failed sign-in": N_("A sign-in as %(account)s failed"),
    "new password asked": N_("A new password for %(account)s was requested"),
    "sign-out": N_("Signed out"),
    "failed second step": N_("Entered a wrong code when signing in"),
    "passkey refused": N_("A passkey that was to sign in as %(account)s was refused"),
    "recovery code used": N_("Signed in with a recovery code"),
    "second factor set up": N_("Began to use an authenticator app"),
    "second factor turned off": N_("Turned the authenticator app off"),
    "second factor removed": N_("Removed the second factor of %(account)s"),
    "recovery codes made": N_("Made new recovery codes"),
    "session ended": N_("Signed out in another browser"),
    "other sessions ended": N_("Signed out in all other browsers"),
    "provider sign-in": N_("Signed in with the identity provider"),
    "identity connected": N_("Connected the account %(account)s with the identity provider"),
    "passkey sign-in": N_("Signed in with a passkey"),
    "passkey added": N_("Added the passkey “%(passkey)s”"),
    "passkey removed": N_("Removed the passkey “%(passkey)s”"),
    "second factor required": N_("Made the second factor required"),
    "second factor not required": N_("Made the second factor optional"),
    "token made": N_("Made the token “%(token)s” for a program"),
    "token revoked": N_("Revoked the token “%(token)s”"),
    "webhook made": N_("Made the webhook %(url)s"),
    "webhook changed": N_("Changed the webhook %(url)s"),
    "webhook tested": N_("Sent a test to the webhook %(url)s"),
    "webhook turned on": N_("Turned the webhook %(url)s on again"),
    "webhook secret made": N_("Made a new secret for the webhook %(url)s"),
    "webhook deleted": N_("Deleted the webhook %(url)s"),
    "share made": N_("Made shared link no. %(share)s: %(about)s"),
    "share revoked": N_("Revoked shared link no. %(share)s"),
    "export": N_("Exported %(results)s as %(form)s"),
    "audit exported": N_("Exported the activity log"),
    "person exported": N_("Exported a person’s data: %(results)s"),
    "purge": N_("Deleted what was over: %(results)s"),
    "restore": N_("Restored a backup"),
    "deletion": N_("Deleted: %(things)s"),  # of versions in which a team could
    "removal": N_("Removed from the board: %(things)s"),
    "put back": N_("Put back on the board: %(things)s"),
    "erasure": N_("Erased a person’s data: %(things)s"),
    "time zone changed": N_("Changed the time zone to %(time_zone)s"),
    "office changed": N_("Changed what applicants see of the office"),
    "logo changed": N_("Changed the logo"),
    "logo removed": N_("Removed the logo"),
    "invitation made": N_("Made the invitation “%(title)s”"),
    "invitation changed": N_("Changed the invitation “%(title)s”"),
    "invitation closed": N_("Closed the invitation “%(title)s”"),
    "invitation opened": N_("Opened the invitation “%(title)s” again"),
    "people invited": N_("Invited people personally with “%(title)s” (number: %(number)s)"),
    "people reminded": N_("Reminded people of “%(title)s” (number: %(number)s)"),
    "person removed": N_("Removed an address from those invited with “%(title)s”"),
    "link passed on": N_("Noted that a personal link of “%(title)s” was passed on"),
    "links exported": N_("Exported the personal links of “%(title)s” (number: %(number)s)"),
    "embedding changed": N_("Changed which sites may show the invitation “%(title)s”: %(sites)s"),
    "digest chosen": N_("Changed how often news come by e-mail"),
    "booth begun": N_("Began a booth for “%(title)s”"),
    "stage added": N_("Added the stage “%(stage)s”"),
    "stage changed": N_("Changed the stage “%(stage)s”"),
    "stage moved": N_("Moved the stage “%(stage)s”"),
    "stage retired": N_("Retired the stage “%(stage)s”"),
    "stage brought back": N_("Brought back the stage “%(stage)s”"),
    "result changed": N_("Changed result no. %(result)s: %(fields)s"),
    "stage set": N_("Changed the status to “%(stage)s”: %(results)s"),
    "stage undone": N_("Undid a change of status: %(results)s"),
    "in charge set": N_("Put %(name)s in charge: %(results)s"),
    "in charge undone": N_("Undid a change of who is in charge: %(results)s"),
    "notes added": N_("Added one note to many: %(results)s"),
    "notes undone": N_("Undid a note on many: %(results)s"),
    "mail prepared": N_("Listed the e-mail addresses of %(results)s"),
    "mails sent": N_("Sent the e-mail “%(name)s” about %(results)s"),
    "mail template saved": N_("Saved the e-mail template “%(template)s”"),
    "mail template deleted": N_("Deleted the e-mail template “%(template)s”"),
    "note added": N_("Added a note to result no. %(result)s"),
    "note changed": N_("Changed a note on result no. %(result)s"),
    "note deleted": N_("Deleted a note on result no. %(result)s"),
    "view saved": N_("Saved the view “%(view)s”"),
    "view replaced": N_("Replaced the view “%(view)s”"),
    "view renamed": N_("Renamed the view “%(was)s” to “%(view)s”"),
    "view deleted": N_("Deleted the view “%(view)s”"),
}
"""The words for each action, as gettext keys; `_values` fills in the placeholders."""

REMOVAL_WORDS = {
    "invitation": N_("the invitation “%(title)s”"),
    "before": N_("all results made before %(date)s"),
}

FIELDS = {
    "stage": N_("the status"),
    "in_charge": N_("who is in charge"),
    "due_on": N_("the day to come back to it"),
}


class EntryView(NamedTuple):
    """An entry of the audit log as the page shows it; times are in UTC."""

    at: str
    by: str
    text: str


def show(recruiter: Recruiter) -> str:
    """Show a page of the team's audit log."""
    found = services().store.audit.page(recruiter.team_id, before_id())
    return page(
        "audit/audit.html",
        recruiter,
        entries=[entry_view(entry) for entry in found],
        next_page=next_page_url("audit", [entry.id for entry in found]),
        days=services().settings.audit_days,
    )


def entry_view(entry: AuditEntry) -> EntryView:
    """Return an entry in the language of the page."""
    language = services().localized.language
    return EntryView(
        at=date_and_time(entry.at, language),
        by=_by(entry, language),
        text=language.gettext(ACTION_WORDS[entry.action]) % _values(entry, language),
    )


def _by(entry: AuditEntry, language: Language) -> str:
    by = entry.by or language.gettext("somebody outside the team")
    if entry.by_operator:
        by = language.gettext("%(name)s, who runs the quiz") % {"name": by}
    token = entry.detail.get("by_token")
    words = language.gettext("%(name)s, by the token “%(token)s”")
    return words % {"name": by, "token": token} if token else by


class _Share(TypedDict):
    """The detail of "share made"."""

    share: int
    results: int
    reveal: Reveal
    names: bool


class _Export(TypedDict):
    """The detail of "export"; `filter` maps the name of each filter in use to its value."""

    form: str
    results: int
    filter: Recorded


class _Changed(TypedDict):
    """The detail of "result changed"; `fields` are the names of what was changed."""

    result: int
    fields: list[str]


class _Many(TypedDict, total=False):
    """What was done with many results: the stage that they got, or the name of a person."""

    stage: str
    name: str
    results: int


class _Removal(TypedDict, total=False):
    """What was removed, put back or deleted; `what` says if it has `title`, `day` or neither."""

    what: str
    title: str
    day: str
    results: int
    notes: int
    shares: int
    visits: int
    mails: int


def _values(entry: AuditEntry, language: Language) -> Mapping[str, object]:
    """Return the values for the placeholders of an action's words.

    Only this function and those it calls read the detail of an entry.
    """
    detail: object = entry.detail
    match entry.action:
        case "share made":
            return _share(cast("_Share", detail), language)
        case "export":
            return _export(cast("_Export", detail), language)
        case "deletion" | "removal" | "put back" | "erasure":
            return _removal(cast("_Removal", detail), language)
        case (
            "stage set"
            | "stage undone"
            | "in charge set"
            | "in charge undone"
            | "notes added"
            | "notes undone"
            | "mail prepared"
            | "mails sent"
            | "person exported"
            | "purge"
        ):
            return _many(cast("_Many", detail), language)
        case "result changed":
            return _changed(cast("_Changed", detail), language)
        case _:
            return entry.detail


def _many(detail: _Many, language: Language) -> Mapping[str, object]:
    number = counts_in_words(ResultsCounts(detail["results"], 0, 0), language)
    name = detail.get("name") or language.gettext("nobody")
    return {"stage": detail.get("stage"), "name": name, "results": number}


def _changed(detail: _Changed, language: Language) -> Mapping[str, object]:
    fields = [language.gettext(FIELDS[name]) for name in detail["fields"]]
    return {"result": detail["result"], "fields": language.listing(fields)}


def _share(detail: _Share, language: Language) -> Mapping[str, object]:
    contents = share_in_words(detail["results"], detail["reveal"], detail["names"], language)
    return {"share": detail["share"], "about": contents}


def _export(detail: _Export, language: Language) -> Mapping[str, object]:
    number = detail["results"]
    results = language.ngettext("one result", "%(number)s results", number) % {"number": number}
    filters = in_words(detail["filter"], services().localized)
    aside = language.gettext(" (%(aside)s)") % {"aside": filters} if filters else ""
    return {"form": detail["form"], "results": results + aside}


def _removal(detail: _Removal, language: Language) -> Mapping[str, object]:
    counts = ResultsCounts(
        detail["results"],
        detail.get("notes", 0),
        detail.get("shares", 0),
        detail.get("visits", 0),
        detail.get("mails", 0),
    )
    what = REMOVAL_WORDS.get(detail.get("what", ""))
    if what is None:
        return {"things": counts_in_words(counts, language)}
    day = detail.get("day")
    removed = language.gettext(what) % {
        "title": detail.get("title"),
        "date": language.date(dt.date.fromisoformat(day)) if day else None,
    }
    aside = language.gettext(" (%(aside)s)") % {"aside": counts_in_words(counts, language)}
    return {"things": removed + aside}
