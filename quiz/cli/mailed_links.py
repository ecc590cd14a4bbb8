"""Mails the links that `quiz recruiter` and `quiz operator` print, where the quiz sends mail."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import click

from quiz.cli.files import given_language, load_engine
from quiz.cli.server import served_at
from quiz.settings import Settings
from quiz.store import Recruiter, Store

Kind = Literal["setup", "join", "reset"]
"""What a link is for: setting up an account, joining a team, or choosing a new password."""

language_of_mail = click.option(
    "--lang", help="The language of the mail; the first one of the rules if left out."
)


class MailedLinks:
    """Mails links in one language, or does nothing where the quiz sends no mail.

    Is made before anything is changed: it exits if the language or the rules file is faulty.
    """

    def __init__(self, settings: Settings, lang: str | None) -> None:
        self._mails = None
        if settings.mail is None and lang is None:
            return
        # Not at the top: most commands need no pages, whose import takes long.
        from quiz.web.framework.language import read_languages
        from quiz.web.recruiters.accounts.account_mails import AccountMails
        from quiz.web.routes import address_of

        rules = load_engine(settings.rules_path).rules
        code, served = given_language(lang, rules), served_at(settings)
        if settings.mail is not None:
            self._mails = AccountMails(
                read_languages((code,))[code],
                rules.title[code],
                lambda route, **values: served + address_of(route, **values),
            )

    def send(self, store: Store, kind: Kind, recruiter: Recruiter, token: str) -> None:
        """Queue the mail with a link that is stored, and say so."""
        if self._mails is None:
            return
        mail = getattr(self._mails, kind)(recruiter, token)
        store.outbox.add([mail], datetime.now(UTC))
        click.echo(f"quiz: an e-mail with the link is on its way to {mail.recipient}", err=True)
