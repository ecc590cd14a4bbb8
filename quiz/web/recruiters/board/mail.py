"""The page from which a recruiter writes to the selected people.

Where the quiz sends mail, it offers the templates of the team, and a button that asks for what it
has otherwise: links that open a mail to all of them in the recruiter's own mail program, with the
addresses in Bcc so that nobody sees those of others, and the addresses to copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from flask import request, url_for

from quiz.store import BoardFilter, MailTemplate, Recruiter, Which
from quiz.text import folded_email
from quiz.web.framework.language import Language, query_without_language
from quiz.web.pages.services import services
from quiz.web.recruiters.board.filter_form import BoardFilterForm, valid_filter_form
from quiz.web.recruiters.board.rows_form import RowsForm
from quiz.web.recruiters.office.signature import signature
from quiz.web.recruiters.page import page
from quiz.web.recruiters.paging import parse_id

LONGEST_LINK = 1800
"""Characters of a link that every mail program and browser opens whole."""


def show(recruiter: Recruiter) -> str:
    """Show how the results that the address of the page names can be written to."""
    form = valid_filter_form(recruiter)
    which = which_of(form)
    emails = services().store.board.emails(recruiter.team_id, which)
    addresses = _once(filter(None, emails))
    templates = templates_of(recruiter) if addresses else []
    by_template = bool(templates) and "own" not in request.args
    links = list(mail_links(recruiter.email, addresses, signature(recruiter, form.language)))
    return page(
        "board/mail.html",
        recruiter,
        view=form.query,
        gave=_gave(sum(map(bool, emails)), len(emails), form.language),
        addresses="; ".join(addresses),
        templates=[(each.name, _preview(each)) for each in templates] if by_template else None,
        can_send=can_send(recruiter),
        rows=RowsForm(),
        chosen=None if isinstance(which, BoardFilter) else which,
        links=[(link, _label(part, len(links), form)) for part, link in enumerate(links, 1)],
    )


def can_send(recruiter: Recruiter) -> bool:
    """Return whether the quiz sends the mails of a recruiter."""
    return services().settings.mail is not None and recruiter.may_change


def templates_of(recruiter: Recruiter) -> Sequence[MailTemplate]:
    """Return the templates that the recruiter can send; none where the quiz sends no mail."""
    if not can_send(recruiter):
        return ()
    return services().store.mail_templates.of_team(recruiter.team_id)


def _preview(template: MailTemplate) -> str:
    """Return the address that shows a template to the people of this page."""
    return f"{url_for('mail_preview', template=template.id)}?{query_without_language()}"


def mail_links(sender: str, addresses: Iterable[str], body: str = "") -> Iterator[str]:
    """Yield links that open a mail to the sender, with the addresses in Bcc.

    `body` is their text, quoted. Each address is in one of the links, and no link is longer than
    LONGEST_LINK.
    """
    text = f"body={body}&" if body else ""
    begin = f"mailto:{_quoted(sender)}?{text}bcc="
    link = begin
    for address in map(_quoted, addresses):
        if link != begin and len(link) + len(address) + 1 > LONGEST_LINK:
            yield link
            link = begin
        link += address if link == begin else f",{address}"
    if link != begin:
        yield link


def which_of(form: BoardFilterForm) -> Which:
    """Return which results the address names: all that pass its filter, or some."""
    if "whole" in request.args:
        return form.board_filter
    return [id_ for each in request.args.getlist("result") if (id_ := parse_id(each)) is not None]


def _once(addresses: Iterable[str]) -> list[str]:
    """Return the addresses without those that stand before, however they are written."""
    seen: dict[str, str] = {}
    for each in addresses:
        seen.setdefault(folded_email(each), each)
    return list(seen.values())


def _quoted(address: str) -> str:
    return quote(address, safe="@")


def _gave(number: int, total: int, language: Language) -> str:
    words = language.ngettext(
        "%(number)s of one selected result has an e-mail address.",
        "%(number)s of %(total)s selected results have an e-mail address.",
        total,
    )
    return words % {"number": number, "total": total}


def _label(part: int, parts: int, form: BoardFilterForm) -> str:
    gettext = form.language.gettext
    if parts == 1:
        return gettext("Write the e-mail")
    return gettext("Write e-mail %(part)s of %(parts)s") % {"part": part, "parts": parts}
