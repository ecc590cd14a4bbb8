"""All that a team has of one person: to read, as JSON to hand out, and to erase."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import NamedTuple

from flask import Response, abort, request, url_for

from quiz.core.decide.report import explained, plain_answers
from quiz.store import PersonResult, Recipient, Recruiter
from quiz.web.framework.days import date_and_time, day_of, today
from quiz.web.framework.language import Language
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in_administrator
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board.counts_in_words import counts_in_words
from quiz.web.recruiters.board.history import mail_view, names_of_people, note_in_words
from quiz.web.recruiters.page import page
from quiz.web.recruiters.recipients.recipients import history
from quiz.web.recruiters.stages.wording import stage_names
from quiz.web.wording.answers import SectionView, given_answers
from quiz.web.wording.standings import STANDINGS

Person = Sequence[PersonResult]


class ResultView(NamedTuple):
    """A result of the person as the page shows it; texts are in the language of the page."""

    id: int
    head: str
    facts: list[tuple[str, str]]
    answers: list[SectionView]
    history: list[tuple[str, str]]
    shared: list[str]


def of_administrator(result: int) -> Arguments:
    """Allow administrators, for results that came to their team, also removed ones; else 404."""
    recruiter = signed_in_administrator()
    found = services().store.person_data.results(recruiter.team_id, result)
    return {"recruiter": recruiter, "result": result, "person": found or abort(404)}


def show(recruiter: Recruiter, result: int, person: Person) -> str:
    """Show all that the team has of the person."""
    language = services().localized.language
    ids = [each.id for each in person]
    data = services().store.person_data
    notes, shared = data.notes(ids), data.shared_links(ids)
    stages, people = stage_names(recruiter.team_id), names_of_people(recruiter.team_id)
    views = []
    for each in person:
        edition = services().editions.find(each.digest)
        localized = edition.localized()
        entries = [
            (note.at, note_in_words(note, stages, people, language), note.by)
            for note in notes.get(each.id, [])
        ]
        entries += [
            (mail.queued_at, mail_view(mail, language).text, mail.by)
            for mail in services().store.outbox.of_result(each.id)
        ]
        views.append(
            ResultView(
                each.id,
                language.date(day_of(each.created_at)),
                _facts(each, stages, people, language),
                given_answers(localized, each.answers),
                [
                    (text, f"{by} · {date_and_time(at, language)}")
                    for at, text, by in sorted(entries, key=lambda entry: entry[0])
                ],
                [
                    f"{link.label} · {date_and_time(link.made_at, language)}"
                    for link in shared.get(each.id, [])
                ],
            )
        )
    invited = [
        (title, [(language.gettext("E-mail address"), each.email), *history(each, language)])
        for each, title in data.personal_invitations(recruiter.team_id, result)
    ]
    return page(
        "data/person.html",
        recruiter,
        result=result,
        views=views,
        invited=invited,
        person=_named(person),
    )


def as_json(recruiter: Recruiter, result: int, person: Person) -> Response:
    """Send all that the team has of the person as JSON; it is recorded, without the person."""
    if request.method != "HEAD":
        record(recruiter, "person exported", results=len(person))
    ids = [each.id for each in person]
    data, office = services().store.person_data, services().store.offices.of_team(recruiter.team_id)
    notes, shared = data.notes(ids), data.shared_links(ids)
    code = services().localized.language.code
    stages, people = stage_names(recruiter.team_id), names_of_people(recruiter.team_id)
    sent = {
        "exported_at": dt.datetime.now(dt.UTC).isoformat(),
        "controller": office.name(code),
        "results": [
            {
                "id": each.id,
                "made_at": each.created_at.isoformat(),
                "deleted_at": _deleted_at(each).isoformat(),
                "name": each.name,
                "email": each.email,
                "invitation": {"title": each.invitation, "code": each.code},
                "removed_from_board": each.removed,
                "status": stages.get(each.stage),
                "in_charge": people.get(each.in_charge) if each.in_charge else None,
                "come_back_on": each.due_on and each.due_on.isoformat(),
                "link": {
                    "shows": each.reveal,
                    "closes_at": each.closes_at and each.closes_at.isoformat(),
                },
                "history": [
                    {
                        "at": note.at.isoformat(),
                        "by": note.by,
                        "kind": note.kind,
                        "says": note_in_words(note, stages, people, services().localized.language),
                        "edited_at": note.edited_at and note.edited_at.isoformat(),
                    }
                    for note in notes.get(each.id, [])
                ],
                "mails": [
                    {
                        "at": mail.queued_at.isoformat(),
                        "by": mail.by,
                        "subject": mail.subject,
                        "text": mail.text,
                        "state": mail.state,
                    }
                    for mail in services().store.outbox.of_result(each.id)
                ],
                "shared_links": [
                    {
                        "label": link.label,
                        "shows": link.reveal,
                        "with_name": link.with_name,
                        "made_at": link.made_at.isoformat(),
                        "ends_at": link.ends_at.isoformat(),
                        "revoked_at": link.revoked_at and link.revoked_at.isoformat(),
                    }
                    for link in shared.get(each.id, [])
                ],
                **_outcome(each, code),
            }
            for each in person
        ],
        "personal_invitations": [
            {
                "invitation": title,
                "email": each.email,
                "name": each.name,
                **{step: at and at.isoformat() for step, at in _steps(each).items()},
            }
            for each, title in data.personal_invitations(recruiter.team_id, result)
        ],
    }
    text = json.dumps(sent, ensure_ascii=False, indent=1)
    response = Response(f"{text}\n", mimetype="application/json")
    name = f"person-{result}-{today().isoformat()}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def ask_erase(recruiter: Recruiter, result: int, person: Person) -> str:
    """Ask for confirmation to erase the person."""
    return show_confirmation(_confirmation(recruiter, result, person))


def erase(recruiter: Recruiter, result: int, person: Person) -> PageOrResponse:
    """Erase the person once it is confirmed, and say what was erased; 404 if it is gone."""

    def act() -> str:
        counts = services().store.deletion.erase_person(recruiter.team_id, result) or abort(404)
        record(recruiter, "erasure", **asdict(counts))
        erased = counts_in_words(counts, services().localized.language)
        return page("board/erased.html", recruiter, erased=erased, view={})

    return do_if_confirmed(_confirmation(recruiter, result, person), act)


def _confirmation(recruiter: Recruiter, result: int, person: Person) -> Confirmation:
    counts = services().store.deletion.count_person(recruiter.team_id, result) or abort(404)
    language = services().localized.language
    gettext = language.gettext
    sentences = [
        gettext("Do this only if the person has asked for it."),
        gettext("This will be erased: %(things)s.") % {"things": counts_in_words(counts, language)},
        gettext(
            "They are erased for the person too: their own links stop working, and nothing can be "
            "restored."
        ),
        gettext("Copies in the site operator’s backups disappear when those backups are deleted."),
    ]
    return Confirmation(
        title=gettext("Erase this person’s data?"),
        text=language.sentence_space.join(sentences),
        button=gettext("Erase permanently"),
        action=url_for("erase_person", result=result),
        back_label=gettext("Keep it"),
        back=url_for("person_data", result=person[0].id),
        danger=True,
    )


def _facts(
    each: PersonResult, stages: dict[int, str], people: dict[int, str], language: Language
) -> list[tuple[str, str]]:
    gettext = language.gettext
    positions = " · ".join(
        f"{position} {gettext(STANDINGS[found.standing].on_board)} {found.fit} %"
        for position, found in each.outcome.positions.items()
    )
    facts = [
        (gettext("Name"), each.name),
        (gettext("E-mail address"), each.email),
        (gettext("Invitation"), f"{each.invitation} ({each.code})"),
        (gettext("Best match"), each.outcome.best or gettext("No position")),
        (gettext("Positions"), positions),
        (gettext("Status"), stages.get(each.stage)),
        (gettext("In charge"), people.get(each.in_charge) if each.in_charge else None),
        (gettext("Deleted on"), language.date(day_of(_deleted_at(each)))),
        (gettext("Board"), gettext("removed from the board") if each.removed else None),
    ]
    return [(name, says) for name, says in facts if says]


def _outcome(each: PersonResult, code: str) -> dict[str, object]:
    edition = services().editions.find(each.digest)
    known = code if code in edition.codes else edition.codes[0]
    return {
        "answers": plain_answers(each.answers, edition.rules.questions),
        **explained(each.outcome, edition.rules, known),
    }


def _steps(recipient: Recipient) -> dict[str, dt.datetime | None]:
    return {
        "added_at": recipient.added_at,
        "sent_at": recipient.sent_at,
        "reminded_at": recipient.reminded_at,
        "refused_at": recipient.refused_at,
        "started_at": recipient.started_at,
        "finished_at": recipient.finished_at,
    }


def _deleted_at(each: PersonResult) -> dt.datetime:
    usual = each.created_at + services().settings.retention
    return min(usual, each.kept_until or usual)


def _named(person: Person) -> str | None:
    return next((each.name or each.email for each in person if each.name or each.email), None)
