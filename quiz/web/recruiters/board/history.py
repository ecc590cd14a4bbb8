"""The notes on a result and the history of the work on it, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from quiz.store import BoardRow, Note, Recruiter, WrittenMail
from quiz.web.framework.days import date_and_time
from quiz.web.framework.language import Language
from quiz.web.pages.services import services
from quiz.web.recruiters.board.people import people_of
from quiz.web.recruiters.stages.wording import stage_names


class NoteView(NamedTuple):
    """A note, or a change, as the page shows it; `own` notes can be changed by the reader."""

    id: int
    kind: str
    text: str
    by: str
    at: str
    edited: str | None
    own: bool


def history(recruiter: Recruiter, row: BoardRow, language: Language) -> list[NoteView]:
    """Return the notes, changes and mails of a result, the newest first."""
    stages, people = stage_names(recruiter.team_id), names_of_people(recruiter.team_id)
    notes = [
        (
            note.at,
            NoteView(
                id=note.id,
                kind=note.kind,
                text=note_in_words(note, stages, people, language),
                by=note.by,
                at=date_and_time(note.at, language),
                edited=language.gettext("edited on %(date)s")
                % {"date": date_and_time(note.edited_at, language)}
                if note.edited_at
                else None,
                own=note.kind == "note" and note.writer == recruiter.id,
            ),
        )
        for note in services().store.notes.of(recruiter.team_id, row.id)
    ]
    mails = [
        (mail.queued_at, mail_view(mail, language))
        for mail in services().store.outbox.of_result(row.id)
    ]
    newest = sorted(
        [*notes, *mails, *_invited(row, language)], key=lambda each: each[0], reverse=True
    )
    return [view for _, view in newest]


def _invited(row: BoardRow, language: Language) -> list[tuple[dt.datetime, NoteView]]:
    """Return when the person of a result was invited and reminded, if that was done by mail."""
    recipient = services().store.recipients.of_result(row.id)
    if recipient is None:
        return []
    happened = (
        (language.gettext("Personal invitation"), recipient.sent_at),
        (language.gettext("Reminder of the personal invitation"), recipient.reminded_at),
    )
    return [
        (at, NoteView(recipient.id, "mail", words, recipient.email, told, None, own=False))
        for words, at in happened
        if at and (told := date_and_time(at, language))
    ]


def mail_view(mail: WrittenMail, language: Language) -> NoteView:
    """Return a mail, with what became of it."""
    gettext = language.gettext
    match mail.state:
        case "sent":
            became = gettext("E-mail sent: “%(subject)s”")
        case "refused":
            became = gettext("E-mail not sent: “%(subject)s” (%(reason)s)")
        case _ if mail.reason:
            became = gettext("E-mail that will be tried again: “%(subject)s” (%(reason)s)")
        case _:
            became = gettext("E-mail that waits to be sent: “%(subject)s”")
    head = became % {"subject": mail.subject, "reason": mail.reason}
    at = date_and_time(mail.ended_at or mail.queued_at, language)
    return NoteView(mail.id, "mail", f"{head}\n\n{mail.text}", mail.by, at, None, own=False)


def names_of_people(team: int) -> dict[int, str]:
    """Return the names of all people of a team by their ids."""
    return {account.recruiter.id: account.recruiter.name for account in people_of(team)}


def note_in_words(  # noqa: PLR0911 - one for each kind
    note: Note, stages: Mapping[int, str], people: Mapping[int, str], language: Language
) -> str:
    """Return a note as it is, or a change in words."""
    gettext = language.gettext
    match note.kind:
        case "stage":
            changed = gettext("Status changed to “%(status)s”")
            return changed % {"status": stages.get(int(note.says), note.says)}
        case "in_charge" if note.says:
            return gettext("In charge: %(name)s") % {"name": people.get(int(note.says), note.says)}
        case "in_charge":
            return gettext("Nobody in charge any more")
        case "due_on" if note.says:
            day = language.date(dt.date.fromisoformat(note.says))
            return gettext("Come back to it on %(date)s") % {"date": day}
        case "due_on":
            return gettext("No day to come back to it any more")
        case "mail":
            words = language.ngettext(
                "An e-mail to this person alone was prepared. Whether it was sent is not known.",
                "An e-mail to %(number)s people was prepared. Whether it was sent is not known.",
                int(note.says),
            )
            return words % {"number": note.says}
        case _:
            return note.says
