"""The dates of a result as calendar entries with reminders (RFC 5545), for the reader's calendar.

Nothing is stored: they are made from the stored outcome each time that they are asked for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator

from flask import Response, abort

from quiz.core.decide.lapses import Lapse
from quiz.store import StoredResult
from quiz.web.framework.language import Language
from quiz.web.pages.services import public_url_for, services
from quiz.web.result.access import OpenedResult
from quiz.web.wording.calendar import Entry, entries
from quiz.web.wording.edition import Edition

PRODUCT = "-//Position quiz//Dates of a result//EN"
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
LAST_DAY = dt.date.max - DAY  # with a day after it
MORNING = dt.timedelta(hours=9)
"""When reminders come, on a day of the reader's own time zone."""
BEFORE_IT_BEGINS = (2 * WEEK, 2 * DAY)
BEFORE_IT_ENDS = WEEK
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
"""What no text of iCalendar has, or what programs take for the end of a line."""


def has_calendar(result: OpenedResult, edition: Edition) -> bool:
    """Return whether a result has anything for a calendar that this browser may see."""
    shown = result.reasons_shown
    return shown and bool(result.stored.outcome.dates or _lapses(result, edition))


def show(result: OpenedResult) -> Response:
    """Send the entries of a result; raises 404 where there are none that this browser may see."""
    stored = result.stored
    edition = services().editions.find(stored.digest)
    if not has_calendar(result, edition):
        abort(404)
    localized = edition.localized(stored.language)
    lapsing = _lapses(result, edition)
    found = entries(stored.outcome, lapsing, edition.rules, localized)
    link = public_url_for("result", token=result.token)
    return Response(_icalendar(stored, found, link, localized.language), mimetype="text/calendar")


def _lapses(result: OpenedResult, edition: Edition) -> tuple[Lapse, ...]:
    """Return the blocks that lapse; no answer shows in it that the link does not show."""
    answers = result.stored.answers if result.answers_shown else None
    return edition.lapses.of(result.stored.outcome, answers)


def _icalendar(
    stored: StoredResult, found: Iterable[Entry], link: str, language: Language
) -> bytes:
    """Return entries as iCalendar, with their reminders."""
    # Importing it takes 0.3 s, and few visitors ask for a calendar.
    from icalendar import Alarm, Calendar, Event

    in_language = {"LANGUAGE": language.code}
    says_link = language.gettext("The result: %(link)s") % {"link": link}
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for entry in found:
        event = Event()
        event.add("uid", _uid(stored, entry))
        event.add("dtstamp", stored.created_at)
        event.add("dtstart", entry.first)
        event.add("dtend", min(entry.last, LAST_DAY) + DAY)  # the day after
        summary = NOT_TEXT.sub(" ", entry.summary)
        description = NOT_TEXT.sub(" ", "\n\n".join((*entry.notes, says_link)))
        event.add("summary", summary, in_language)
        event.add("description", description, in_language)
        event.add("url", link)
        event.add("status", "TENTATIVE" if entry.about else "CONFIRMED")
        event.add("transp", "TRANSPARENT")  # nobody is busy all day
        for trigger, related in _reminders(entry):
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", summary, in_language)
            alarm.add("trigger", trigger, {"RELATED": related})
            event.add_component(alarm)
        calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body


def _reminders(entry: Entry) -> Iterator[tuple[dt.timedelta, str]]:
    """Yield how long after midnight of its first day, or of the day after it, to remind."""
    if entry.comes_back:
        yield MORNING, "START"
        return
    for before in BEFORE_IT_BEGINS:
        yield MORNING - before, "START"
    if entry.ends:
        yield MORNING - BEFORE_IT_ENDS - DAY, "END"


def _uid(stored: StoredResult, entry: Entry) -> str:
    """Return what stays the same for an entry of a result, so that adding it again updates it.

    It does not depend on the address of the link, which the owner may replace, and neither
    that nor the submission can be found from it.
    """
    return hashlib.sha256(f"calendar {stored.submission} {entry.id}".encode()).hexdigest()
