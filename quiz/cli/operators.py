"""`quiz operator`: manage the accounts of whoever runs the quiz."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from quiz.cli.accounts import (
    OF_ANY_ACCOUNT,
    add_account,
    email_and_name,
    find_account,
    record_command,
)
from quiz.cli.mailed_links import MailedLinks, language_of_mail
from quiz.cli.teams import open_with_settings
from quiz.web.framework.link_tokens import new_token


@click.group()
def operator() -> None:
    """Manage the accounts of whoever runs the quiz, who see the page /operator."""


@operator.command("add")
@click.argument("email")
@click.option("--name", help="The name that is shown; the e-mail address if left out.")
@language_of_mail
def add_operator(email: str, name: str | None, lang: str | None) -> None:
    """Create an account, and print the link with which its owner sets it up within 72 hours.

    Where the quiz sends mail, the link is also mailed to them.
    """
    email, name, token = *email_and_name(email, name), new_token()
    with open_with_settings(create=True) as (store, settings):
        add_account(
            store,
            settings,
            MailedLinks(settings, lang),
            email,
            token,
            lambda: store.operators.add(email, name, token, datetime.now(UTC)),
        )


@operator.command("list")
def list_operators() -> None:
    """List the accounts: e-mail address, name, and whether it is in use."""
    with open_with_settings() as (store, _):
        for account in store.operators.people():
            who = account.recruiter
            click.echo(f"{who.email} ({who.name}), {account.state}")


@operator.command()
@click.argument("email")
def disable(email: str) -> None:
    """Disable an account: end its sessions, and let nobody sign in with it."""
    with open_with_settings() as (store, _):
        account = find_account(store, email)
        store.accounts.disable(account.recruiter.id, datetime.now(UTC))
        record_command(store, account, "account disabled")


@operator.command()
@click.argument("email")
def enable(email: str) -> None:
    """Enable a disabled account again."""
    with open_with_settings() as (store, _):
        account = find_account(store, email)
        store.accounts.enable(account.recruiter.id)
        record_command(store, account, "account enabled")


for each in OF_ANY_ACCOUNT:
    operator.add_command(each)
