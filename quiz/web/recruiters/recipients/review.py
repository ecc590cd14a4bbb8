"""The page that says what was understood of a list of addresses, and what will be sent to whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from flask import abort, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectMultipleField, StringField

from quiz.store import (
    Invitation,
    MailTemplate,
    NewRecipient,
    Recruiter,
    TooManyRecipients,
    hash_token,
)
from quiz.text import folded_email
from quiz.web.framework.forms import PostedForm
from quiz.web.framework.language import N_, Language
from quiz.web.framework.link_tokens import new_seed, recipient_token
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.confirm import PageOrResponse, button_confirmation, do_if_confirmed
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page
from quiz.web.recruiters.recipients.addresses import Doubt, Entry
from quiz.web.recruiters.recipients.letters import (
    Letter,
    Letters,
    as_mail,
    can_be_used,
    links_of,
    stop_token_of,
)

DOUBTS: dict[Doubt, str] = {
    "domain": N_("the part after the @ has no dot"),
    "mistyped": N_("the part after the @ looks mistyped"),
    "not ascii": N_("many mail servers refuse such letters before the @"),
}
USUAL = ""
"""Stands for the usual words among the templates."""

DISCARD = N_("Throw the list away")
OWN_LINK, STOP_LINK = N_("[the person’s own link]"), N_("[a link to say so]")


class SendForm(PostedForm):
    """Which doubtful addresses are invited too, and the words; `list` tells of another list."""

    doubtful = SelectMultipleField(validate_choice=False)
    template = StringField()
    list = HiddenField()


class Row(NamedTuple):
    """An entry as the page shows it; `number` is its place in the list."""

    number: int
    line: int
    text: str
    email: str | None
    name: str | None
    why: str | None


class Sorted(NamedTuple):
    """The entries of a list by what is done with them."""

    ready: Sequence[Row]
    doubtful: Sequence[Row]
    doubled: Sequence[Row]
    invited: Sequence[Row]
    opted_out: Sequence[Row]
    not_understood: Sequence[Row]


def show(recruiter: Recruiter, invitation: Invitation) -> str | Response:
    """Show what was understood, or the page to enter addresses where there is no list."""
    entries = _entries(recruiter, invitation)
    if not entries:
        return redirect_to("enter_recipients", invitation=invitation.id)
    return _page(recruiter, invitation, entries, SendForm())


def send(recruiter: Recruiter, invitation: Invitation) -> Response | tuple[str, int]:
    """Invite those who are ready, and the doubtful ones that are ticked."""
    entries, form = _entries(recruiter, invitation), SendForm()
    if not entries:  # sent already
        return redirect_to("recipients", invitation=invitation.id)
    valid, language = form.validate(), services().localized.language
    if valid and form.list.data != _digest(entries):
        form.form_errors.append(language.gettext("The list has changed. Look through it again."))
    if valid and invitation.stage(datetime.now(UTC)) in ("closed", "full"):
        form.form_errors.append(language.gettext("The invitation is closed. Open it again first."))
    if not valid or form.errors:
        return _page(recruiter, invitation, entries, form), form.status
    letters = Letters(invitation, _template(recruiter, form.template.data))
    found = _sort(entries, invitation, language)
    ticked = {row for row in found.doubtful if str(row.number) in (form.doubtful.data or ())}
    new = [
        _new(recruiter, row, letters)
        for row in sorted([*found.ready, *ticked], key=lambda row: row.number)
    ]
    try:
        number = services().store.recipient_mails.invite(
            recruiter.team_id, invitation.id, recruiter.id, new, datetime.now(UTC)
        )
    except TooManyRecipients as error:
        words = language.gettext(
            "That is too many: this team can invite %(left)s more people with this invitation"
            " today. Enter fewer, or wait until tomorrow."
        )
        form.form_errors.append(words % {"left": error.left})
        return _page(recruiter, invitation, entries, form), 422
    if number:
        record(recruiter, "people invited", title=invitation.title, number=number)
    return redirect_to("recipients", invitation=invitation.id, done=f"invited-{number}")


def discard(recruiter: Recruiter, invitation: Invitation) -> PageOrResponse:
    """Delete the list without inviting anybody."""

    def act() -> Response:
        services().store.recipient_lists.throw_away(invitation.id, recruiter.id)
        return redirect_to("recipients", invitation=invitation.id, done="discarded")

    confirmation = button_confirmation(
        DISCARD,
        action=url_for("discard_recipients", invitation=invitation.id),
        back=url_for("review_recipients", invitation=invitation.id),
    )
    return do_if_confirmed(confirmation, act)


def _entries(recruiter: Recruiter, invitation: Invitation) -> list[Entry]:
    kept = services().store.recipient_lists.of(invitation.id, recruiter.id)
    return [Entry(*each) for each in kept]


def _digest(entries: Sequence[Entry]) -> str:
    """Return what tells a list from another one that the page was not made for."""
    return hash_token(repr(entries))[:16]


def _sort(entries: Sequence[Entry], invitation: Invitation, language: Language) -> Sorted:
    store = services().store
    known = store.recipient_lists.known(invitation.id)
    tokens = {each.email: stop_token_of(each.email) for each in entries if each.email}
    stopped = store.opt_outs.among(list(tokens.values()))
    sorted_ = Sorted([], [], [], [], [], [])
    seen: set[str] = set()
    for number, each in enumerate(entries):
        why = language.gettext(DOUBTS[each.doubt]) if each.doubt in DOUBTS else None
        row = Row(number, each.line, each.text, each.email, each.name, why)
        if each.email is None:
            where: Sequence[Row] = sorted_.not_understood
        elif folded_email(each.email) in seen:
            where = sorted_.doubled
        elif folded_email(each.email) in known:
            where = sorted_.invited
        elif tokens[each.email] in stopped:
            where = sorted_.opted_out
        else:
            where = sorted_.doubtful if each.doubt else sorted_.ready
        if each.email:
            seen.add(folded_email(each.email))
        where.append(row)  # type: ignore[attr-defined]  # they are lists while they are filled
    return sorted_


def _new(recruiter: Recruiter, row: Row, letters: Letters) -> NewRecipient:
    email, seed = row.email or "", new_seed()
    link, stop = links_of(seed, email)
    written = letters.write(row.name, link, stop)
    return NewRecipient(
        email=email,
        name=row.name,
        seed=seed,
        token=recipient_token(services().settings.secret_key, seed),
        stop_token=stop_token_of(email),
        mail=as_mail(written, email, recruiter) if services().settings.mail else None,
    )


def _templates(recruiter: Recruiter) -> list[MailTemplate]:
    found = services().store.mail_templates.of_team(recruiter.team_id)
    return [each for each in found if can_be_used(each)]


def _template(recruiter: Recruiter, chosen: str | None) -> MailTemplate | None:
    if not chosen:
        return None
    found = (each for each in _templates(recruiter) if str(each.id) == chosen)
    return next(found, None) or abort(404)


def _page(
    recruiter: Recruiter, invitation: Invitation, entries: Sequence[Entry], form: SendForm
) -> str:
    language = services().localized.language
    found = _sort(entries, invitation, language)
    first = next(iter(found.ready), None)
    templates = [None, *_templates(recruiter)]
    mails = services().settings.mail is not None
    return page(
        "recipients/review.html",
        recruiter,
        invitation=invitation,
        found=found,
        form=form,
        list=_digest(entries),
        ticked=form.doubtful.data or (),
        chosen=form.template.data or USUAL,
        problem=form.problem(language),
        mails=mails,
        words=[
            (
                str(each.id) if each else USUAL,
                each.name if each else language.gettext("The usual words"),
                _preview(invitation, first.name if first else None, each),
            )
            for each in (templates if mails else templates[:1])
        ],
        number=language.ngettext(
            "One person will be invited.", "%(number)s people will be invited.", len(found.ready)
        )
        % {"number": len(found.ready)},
    )


def _preview(invitation: Invitation, name: str | None, template: MailTemplate | None) -> Letter:
    localized = services().editions.today.localizations.get(invitation.language)
    gettext = (localized or services().localized).language.gettext
    return Letters(invitation, template).write(name, gettext(OWN_LINK), gettext(STOP_LINK))
